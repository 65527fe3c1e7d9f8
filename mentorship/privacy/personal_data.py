"""What is kept about looking, handing out and erasing itself."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorship.declare import (
    Audience,
    Information,
    Kept,
    Sight,
    Sort,
    Term,
    fields,
    information,
    kept,
)
from mentorship.people.models import Person
from mentorship.privacy.models import Deed, Reading


def _without_erasures(person: Person) -> QuerySet[Deed]:
    return Deed.objects.visible_to(person).exclude(kind=Deed.Kind.ERASURE)


def _erasures(person: Person) -> QuerySet[Deed]:
    return Deed.objects.visible_to(person).erasures()


information.add(
    Information(
        "readings",
        _("Who read your answers"),
        _("So that you can see for yourself who looked."),
        (Sight(_("who read what, and when"), (Audience.SELF,), Reading.objects.visible_to),),
        order=90,
    ),
    Information(
        "deeds",
        _(
            "That you took a copy of your data, that words of yours were taken out, or that you"
            " were erased"
        ),
        _("So that it can be seen afterwards what was handed out, taken out or erased."),
        (
            Sight(
                _("that there was a copy, or that words were taken out, and when"),
                (Audience.SELF, Audience.ADMINISTRATOR),
                _without_erasures,
            ),
            Sight(
                _("that a colleague was erased, when and by whom"),
                (Audience.ADVISER, Audience.ADMINISTRATOR),
                _erasures,
            ),
        ),
        order=91,
    ),
)
kept.add(
    Kept(
        "privacy.reading",
        "readings",
        of=("writer",),
        refers="reader",
        fields=(
            fields(Sort.TECHNICAL, "what"),
            fields(Sort.PLANNING, title=_("What was read"), read_at=_("Read on")),
        ),
        goes=True,
        title=lambda reading: reading.reader.name,
        term=Term(
            3 * 365, _("it was read"), lambda moment: Reading.objects.filter(read_at__lt=moment)
        ),
    ),
    Kept(
        "privacy.deed",
        "deeds",
        of=("about",),
        refers="by",
        fields=(
            fields(
                Sort.PLANNING,
                kind=_("What was done"),
                done_at=_("Done on"),
                title=_("Where it stood"),
            ),
            fields(Sort.TECHNICAL, "counts what name"),
        ),
        term=Term(
            3 * 365,
            _("it was done"),
            lambda moment: Deed.objects.filter(done_at__lt=moment),
            goes=True,
        ),
    ),
    Kept("privacy.ownterm", fields=(fields(Sort.STRUCTURE, "key days"),)),
)
