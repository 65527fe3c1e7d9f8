"""What one of a pair sees of it: the other, their goals and talks, and one's own check-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from matching.models import ChangeRequest, CheckIn, Conversation, Goal, Mentorship, TalkNote, Word
from matching.models.talking import open_check_in
from mentorship.people.models import Person

TALKS = ("first-talk", "second-talk", "later-talks")  # sections of the mentor guide


@dataclass(frozen=True)
class Side:
    """A pair as one of the two sees it. ``asks`` is true while a check-in waits.

    ``request`` is one's own for a change, while the adviser has not closed it; never the other's.
    """

    pair: Mentorship
    other: Person
    has_started: bool
    talks: Sequence[Conversation]
    asks: bool
    check_ins: Sequence[CheckIn]
    goals: Sequence[Goal]
    words: Sequence[Word]
    is_mentor: bool
    request: ChangeRequest | None

    @property
    def last_met_on(self) -> date | None:
        return self.talks[0].met_on if self.talks else None

    @property
    def guide(self) -> str:
        """The section of the mentor guide that fits the talk to come."""
        return TALKS[min(len(self.talks), len(TALKS) - 1)]


def own_side(pair: Mentorship, person: Person, at: datetime) -> Side:
    organisation, first_day = pair.mentee.organisation, pair.mentee.starts_on
    today = organisation.local_date(at) if organisation else at.date()
    check_ins = CheckIn.objects.visible_to(person).filter(mentorship=pair)
    return Side(
        pair=pair,
        other=pair.other(person),
        has_started=first_day is not None and first_day <= today,
        talks=talks_of(pair, person),
        asks=open_check_in(pair, person, today) is not None,
        check_ins=list(check_ins.prefetch_related("questionnaire__questions")),
        goals=goals_of(pair.mentee, person),
        words=words_of(pair.mentee, person),
        is_mentor=person.pk == pair.mentor_id,
        request=pair.change_requests.open().filter(asked_by=person).first(),
    )


def talks_of(pair: Mentorship, person: Person) -> list[Conversation]:
    """The latest first, each with what this person noted of it (``note``)."""
    mine = TalkNote.objects.visible_to(person).filter(conversation=OuterRef("pk"))
    talks = Conversation.objects.visible_to(person).filter(mentorship=pair)
    return list(talks.annotate(note=Subquery(mine.values("text")[:1])))


def goals_of(mentee: Person, viewer: Person) -> list[Goal]:
    """What stands, as ``viewer`` may see it; what is reached comes last."""
    return list(Goal.objects.visible_to(viewer).standing().filter(mentee=mentee))


def words_of(mentee: Person, writer: Person) -> list[Word]:
    """The last few lines to the adviser; only one's own."""
    return list(
        Word.objects.filter(mentee=mentee, writer=writer).order_by("-written_at", "-pk")[:3]
    )
