"""What is kept of a case that a participant writes, who reads it, and for how long."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models import Case
from mentorship import declare
from mentorship.declare import Audience, Information, Kept, Sight, Sort, Term, fields
from mentorship.people.models import Person
from programmes.personal_data import IS_IN, PLACE, PROGRAMME_OVER, over_before

# A moment before any return meeting, and one when each has begun.
BEFORE, FROM_THEN_ON = datetime(2000, 1, 1, tzinfo=UTC), datetime(2900, 1, 1, tzinfo=UTC)


def _read_at(moment: datetime) -> Callable[[Person], QuerySet[Case]]:
    return lambda person: Case.objects.readable_by(person, moment)


def _over(moment: datetime) -> QuerySet[Case]:
    return Case.objects.filter(over_before(moment))


SELF, BUDDY, TRAINER = Audience.SELF, Audience.BUDDY, Audience.TRAINER
GROUP = (SELF, BUDDY, Audience.FELLOW, TRAINER)

declare.kept.add(
    Kept(
        "matching.case",
        "case",
        of=("enrolment__person",),
        fields=(
            fields(
                Sort.OWN_WORDS,
                title=_("Title"),
                situation=_("The situation"),
                question=_("The question"),
                did=_("What I did"),
                learnt=_("What I learnt"),
            ),
            fields(
                Sort.PLANNING,
                "number",
                shared_with=_("Shared with"),
                saved_at=_("Saved on"),
                handed_in_at=_("Handed in on"),
            ),
        ),
        title=lambda row: f"{row}, {row.enrolment.cohort.name}",
        term=Term(365, PROGRAMME_OVER, _over, organisation=PLACE),
        besides={"case": IS_IN},
        order=53,
    )
)
declare.information.add(
    Information(
        "case",
        _("The cases that you write"),
        _("So that you learn with others from what you meet as a mentor."),
        (
            Sight(_("a draft, and what you share with nobody"), (SELF,), _read_at(FROM_THEN_ON)),
            Sight(_("what you share with your buddy"), (SELF, BUDDY), _read_at(FROM_THEN_ON)),
            Sight(_("what you share with your group"), GROUP, _read_at(BEFORE)),
            Sight(
                _("what you bring to the return meeting, until it begins"),
                (SELF, TRAINER),
                _read_at(BEFORE),
            ),
            Sight(
                _("what you bring to the return meeting, from when it begins"),
                GROUP,
                _read_at(FROM_THEN_ON),
            ),
        ),
        order=61,
    )
)
