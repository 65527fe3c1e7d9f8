"""What is kept of who coaches whom, and for how long."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import Exchange
from mentorship import declare
from mentorship.declare import Kept, Sort, Term, fields
from programmes.personal_data import PROGRAMME_OVER, over_before

ANOTHER_NEXT_TIME = _(
    "Who your buddy was: as long as you are known here. So you get another one next time."
)


def _exchanges_over(moment: datetime) -> QuerySet[Exchange]:
    return Exchange.objects.filter(over_before(moment, "pair__cohort"))


declare.kept.add(
    Kept(
        "matching.buddypair",
        "buddies",
        of=("members__person",),
        fields=(
            fields(
                Sort.PLANNING,
                "made_at",
                made_on=_("Since"),
                ended_at=_("Until"),
            ),
        ),
        title=lambda row: gettext("Buddies in %(group)s") % {"group": row.cohort.name},
        as_long_as=ANOTHER_NEXT_TIME,
        order=50,
    ),
    Kept(
        "matching.buddymember",
        "buddies",
        of=("enrolment__person",),
        fields=(fields(Sort.TECHNICAL, "ended_at"),),
        as_long_as=ANOTHER_NEXT_TIME,
        order=51,
    ),
    Kept(
        "matching.exchange",
        "buddies",
        of=("pair__members__person",),
        refers="noted_by",
        fields=(fields(Sort.PLANNING, met_on=_("You met on")),),
        term=Term(
            365,
            PROGRAMME_OVER,
            _exchanges_over,
            organisation="pair__cohort__organisation",
            goes=True,
            what=_("That buddies met"),
        ),
        order=52,
    ),
)
