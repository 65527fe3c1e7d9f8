"""Why something cannot be done, in words."""

from django.utils.translation import gettext as _

from mentorship.people.models import Person


class NotPossible(Exception):
    """Why something cannot be done, in a sentence for the screen."""


def already(mentee: Person) -> str:
    now = mentee.menteeships.open().select_related("mentor", "asked_by").first()
    if now is None:
        return _("Somebody else was just ahead of you. Look again.")
    facts = {"mentee": mentee.given_name, "mentor": now.mentor.name, "by": now.asked_by.name}
    if now.is_active:
        return _("%(mentor)s is %(mentee)s’s mentor already.") % facts
    return _("%(by)s has asked %(mentor)s for %(mentee)s already.") % facts
