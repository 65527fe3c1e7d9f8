"""That the two talked, and how it goes."""

from datetime import date, datetime

from intake.models import Questionnaire
from intake.models.questionnaire import CHECK_IN
from matching.models import CheckIn, Conversation, Mentorship
from mentorship.people.models import Person


def note_conversation(
    pair: Mentorship, person: Person, *, at: datetime, on: date | None = None
) -> tuple[Conversation, bool]:
    """That they met, on the day it is said or the day they say; said by both it is kept once.

    Says whether this was the first.
    """
    organisation = pair.mentee.organisation
    assert organisation is not None
    return Conversation.objects.get_or_create(
        mentorship=pair, met_on=on or organisation.local_date(at), defaults={"noted_by": person}
    )


def check_in(
    pair: Mentorship, person: Person, day: int, *, answer: str, word: str, at: datetime
) -> bool:
    """How it goes, once for each time; the first answer stands. Says whether this was it.

    The version that is current now is the one that may be filled in after it.
    """
    organisation = pair.mentee.organisation
    assert organisation is not None
    _check_in, is_new = CheckIn.objects.get_or_create(
        mentorship=pair,
        person=person,
        day=day,
        defaults={
            "answer": answer,
            "word": word,
            "answered_at": at,
            "questionnaire": Questionnaire.objects.current(CHECK_IN, organisation),
        },
    )
    return is_new
