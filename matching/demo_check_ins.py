"""The demo's check-ins: who was asked some days ago has said how it goes, so there are totals."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from matching import actions
from matching.models import CheckIn, Mentorship
from matching.models.talking import CHECK_IN_DAYS
from mentorship.people.models import Organisation

SAID: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "well",
        {"open": "4", "whom": "5", "helps": ["along"], "next": "Een ochtend samen meelopen"},
    ),
    ("could be better", {"open": "3", "whom": "4", "helps": ["time", "between"]}),
    ("well", {"open": "5", "whom": "4", "helps": ["fixed", "goal"]}),
    ("well", {}),
    ("well", {"open": "4", "whom": "3", "helps": ["fixed", "between"]}),
)
AFTER = timedelta(days=3)  # so long they take to answer


def say_how_it_goes(organisation: Organisation, at: datetime) -> None:
    """Asked in the last days they have not: there the question stands on their page."""
    today, said = organisation.local_date(at), cycle(SAID)
    pairs = Mentorship.objects.active().filter(mentee__organisation=organisation).with_people()
    for pair in pairs.order_by("mentee__starts_on", "pk"):
        assert pair.mentee.starts_on is not None
        for day in CHECK_IN_DAYS:
            on = pair.mentee.starts_on + timedelta(days=day) + AFTER
            for person in (pair.mentee, pair.mentor) if on < today else ():
                answer, more = next(said)
                moment = organisation.moment(on, organisation.office_opens)
                if actions.check_in(pair, person, day, answer=answer, word="", at=moment):
                    CheckIn.objects.get(mentorship=pair, person=person, day=day).tell_more(more)
