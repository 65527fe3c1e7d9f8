from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.people.models import Person


def advises(person: Person) -> bool:
    return person.holds("adviser")


declare.screens.add(declare.Screen("today", _("Today"), "today", advises, 10))
