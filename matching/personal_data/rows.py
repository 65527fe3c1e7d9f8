"""What is kept of who guides whom and of what they say about it, and for how long."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Answers
from intake.personal_data import chosen_only
from matching.choices import DAYS, THEMES, WAYS
from matching.models import (
    Agreement,
    ChangeRequest,
    CheckIn,
    Conversation,
    Goal,
    Hope,
    Mentorship,
    Ruling,
    TalkNote,
    Word,
)
from mentorship import declare
from mentorship.declare import Grade, Kept, Sort, Term, fields

PAIR_OVER = _("the pair ended")
FIRST_DAY = _("the first day at work")
CLOSED = {**THEMES, **DAYS, **WAYS}
BOTH = ("mentorship__mentor", "mentorship__mentee")
OF_MENTEE = "mentorship__mentee__organisation"


def _ended(moment: datetime) -> QuerySet[Mentorship]:
    """A no has no end: it is over when it is said."""
    ended = Mentorship.objects.filter(ended_at__lt=moment)
    return ended | Mentorship.objects.filter(state="declined", answered_at__lt=moment)


def _over(model: Any) -> Any:
    return lambda moment: model.objects.filter(mentorship__in=_ended(moment).values("pk"))


def _with_the_pair(
    passed: Callable[[datetime], Any],
    organisation: str,
    what: Any = "",
    within: str = "matching.mentorship",
) -> Term:
    return Term(365, PAIR_OVER, passed, organisation, goes=True, within=within, what=what)


def _hopes_over(moment: datetime) -> QuerySet[Hope]:
    return Hope.objects.filter(person__starts_on__lt=timezone.localdate(moment))


def _goals_over(moment: datetime) -> QuerySet[Goal]:
    return Goal.objects.filter(mentee__starts_on__lt=timezone.localdate(moment))


def _notes_over(moment: datetime) -> QuerySet[TalkNote]:
    return TalkNote.objects.filter(conversation__mentorship__in=_ended(moment).values("pk"))


def _words_over(moment: datetime) -> QuerySet[Word]:
    return Word.objects.filter(written_at__lt=moment)


def _rulings_over(moment: datetime) -> QuerySet[Ruling]:
    return Ruling.objects.filter(newcomer__starts_on__lt=timezone.localdate(moment))


def _agreements_over(moment: datetime) -> QuerySet[Agreement]:
    return Agreement.objects.filter(answered_at__lt=moment)


def _chosen(row: CheckIn) -> dict[str, Answers]:
    """As of an evaluation: what was chosen stays, so that totals do."""
    return {"answers": chosen_only(row.questionnaire, row.answers) if row.questionnaire else {}}


def _pair(row: Mentorship) -> str:
    return f"{row.mentor.name} – {row.mentee.name}"


declare.kept.add(
    Kept(
        "matching.policy",
        fields=(fields(Sort.STRUCTURE, "weights may_be_matched expected_a_month"),),
    ),
    Kept(
        "matching.mentorprofile",
        "profile",
        of=("person",),
        words=CLOSED,
        fields=(
            fields(
                Sort.PLANNING,
                "trained_elsewhere time_asked_at",
                capacity=_("How many new colleagues at a time"),
                available_from=_("Available from"),
                available_until=_("Available until"),
                paused_until=_("Takes a break until"),
                hours_a_month=_("Hours a month"),
            ),
            fields(
                Sort.OWN_WORDS,
                themes=_("What you like to talk about"),
                days=_("The days you work"),
                ways=_("How you like to meet"),
                strengths=_("What you are good at"),
                about=_("Who you are"),
                how_to_meet=_("How to meet you"),
                photo=_("Photo"),
                grade=Grade.PERSONAL,  # written to be read by whoever works with them
            ),
        ),
        as_long_as=_("As long as you are known here."),
        goes=True,
        order=40,
    ),
    Kept(
        "matching.hope",
        "hope",
        of=("person",),
        words=CLOSED,
        fields=(
            fields(
                Sort.OWN_WORDS,
                themes=_("What you want to talk about"),
                days=_("The days you work"),
                way=_("How you like to meet"),
                word=_("What else your mentor may know"),
            ),
            fields(Sort.PLANNING, said_at=_("Said on")),
        ),
        goes=True,
        term=Term(365, FIRST_DAY, _hopes_over, organisation="person__organisation"),
        order=41,
    ),
    Kept(
        "matching.mentorship",
        "pair answer",
        of=("mentor", "mentee"),
        refers="asked_by",
        fields=(
            fields(Sort.PLANNING, "end_kind", grade=Grade.SENSITIVE),
            fields(
                Sort.PLANNING,
                state=_("State"),
                asked_at=_("Asked on"),
                answered_at=_("Answered on"),
                ended_at=_("Ended on"),
            ),
            fields(Sort.OWN_WORDS, by="mentor", word=_("What you said with your answer")),
            fields(Sort.OTHERS_WORDS, "end_reason"),
        ),
        title=_pair,
        term=Term(365, PAIR_OVER, _ended, organisation="mentee__organisation", goes=True),
        order=42,
    ),
    Kept(
        "matching.conversation",
        "talks",
        of=BOTH,
        refers="noted_by",
        fields=(fields(Sort.PLANNING, met_on=_("You met on")),),
        title=lambda row: _pair(row.mentorship),
        term=_with_the_pair(_over(Conversation), OF_MENTEE, _("That mentor and new colleague met")),
        order=43,
    ),
    Kept(
        "matching.goal",
        "goals",
        of=("mentee",),
        fields=(
            fields(Sort.OWN_WORDS, text=_("What you want to learn")),
            fields(Sort.PLANNING, made_at=_("Since"), reached_on=_("Reached on")),
            fields(Sort.TECHNICAL, "version taken_away_at"),
        ),
        goes=True,
        term=Term(365, FIRST_DAY, _goals_over, organisation="mentee__organisation"),
        order=43,
    ),
    Kept(
        "matching.talknote",
        "talks",
        of=("writer", "conversation__mentorship__mentee"),
        fields=(
            fields(Sort.PLANNING, saved_at=_("Saved on")),
            fields(Sort.OWN_WORDS, by="writer", text=_("What you noted for yourself")),
        ),
        title=lambda row: _pair(row.conversation.mentorship),
        goes=True,
        term=_with_the_pair(
            _notes_over,
            f"conversation__{OF_MENTEE}",
            _("What you note of a talk for yourself"),
            "matching.conversation",
        ),
        order=44,
    ),
    Kept(
        "matching.checkin",
        "check-in",
        of=("person", *BOTH),
        fields=(
            fields(
                Sort.PLANNING,
                "handled_at",
                grade=Grade.SENSITIVE,
                day=_("After how many days"),
                answer=_("Answer"),
                answered_at=_("Answered on"),
            ),
            fields(
                Sort.OWN_WORDS,
                by="person",
                word=_("What you wrote to the adviser"),
                answers=_("What else you answered"),
            ),
        ),
        replace=_chosen,
        title=lambda row: _pair(row.mentorship),
        shown=lambda row: [(str(question.text), words) for question, words in row.told],
        term=_with_the_pair(_over(CheckIn), OF_MENTEE),
        order=44,
    ),
    Kept(
        "matching.word",
        "word",
        of=("writer", "mentee"),
        fields=(
            fields(
                Sort.PLANNING,
                grade=Grade.SENSITIVE,
                written_at=_("Written on"),
                handled_at=_("Taken up on"),
            ),
            fields(Sort.OWN_WORDS, by="writer", text=_("What you wrote to the adviser")),
        ),
        goes=True,
        term=Term(365, _("you wrote it"), _words_over, organisation="mentee__organisation"),
        order=45,
    ),
    Kept(
        "matching.changerequest",
        "change",
        of=("asked_by", *BOTH),
        fields=(
            fields(
                Sort.PLANNING,
                grade=Grade.SENSITIVE,
                asked_at=_("Asked on"),
                handled_at=_("Taken up on"),
            ),
            fields(Sort.OWN_WORDS, by="asked_by", word=_("What you said about it")),
        ),
        title=lambda row: _pair(row.mentorship),
        term=_with_the_pair(_over(ChangeRequest), OF_MENTEE),
        order=45,
    ),
    Kept(
        "matching.agreement",
        "time",
        of=("mentor",),
        refers="manager noted_by",
        fields=(
            fields(Sort.PLANNING, "agreed answered_at", grade=Grade.SENSITIVE),
            fields(Sort.OTHERS_WORDS, "word"),
        ),
        goes=True,
        term=Term(
            365, _("the manager answered"), _agreements_over, organisation="mentor__organisation"
        ),
        order=46,
    ),
    Kept(
        "matching.ruling",
        "ruling",
        of=("newcomer", "mentor"),
        refers="made_by",
        fields=(fields(Sort.PLANNING, "kind made_at", grade=Grade.SENSITIVE),),
        goes=True,
        term=Term(
            365,
            _("the new colleague's first day"),
            _rulings_over,
            organisation="newcomer__organisation",
        ),
        order=47,
    ),
)
