"""What is kept of who guides whom, and of what they say about it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.models import (
    Agreement,
    ChangeRequest,
    CheckIn,
    Conversation,
    Exchange,
    Hope,
    MentorProfile,
    Mentorship,
    Ruling,
)
from matching.models.buddies import BuddyPair
from mentorship import declare
from mentorship.declare import Audience, Information, Kept, Sight, Sort, Term, fields
from mentorship.people.models import Person

PAIR_OVER = _("the pair ended")
FIRST_DAY = _("the first day at work")
BOTH = ("mentorship__mentor", "mentorship__mentee")
OF_MENTEE = "mentorship__mentee__organisation"


def _ended(moment: datetime) -> QuerySet[Mentorship]:
    """A no has no end: it is over when it is said."""
    ended = Mentorship.objects.filter(ended_at__lt=moment)
    return ended | Mentorship.objects.filter(state="declined", answered_at__lt=moment)


def _check_ins_over(moment: datetime) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(mentorship__in=_ended(moment).values("pk"))


def _requests_over(moment: datetime) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(mentorship__in=_ended(moment).values("pk"))


def _hopes_over(moment: datetime) -> QuerySet[Hope]:
    return Hope.objects.filter(person__starts_on__lt=moment.date())


def _rulings_over(moment: datetime) -> QuerySet[Ruling]:
    return Ruling.objects.filter(newcomer__starts_on__lt=moment.date())


def _agreements_over(moment: datetime) -> QuerySet[Agreement]:
    """With the mentor's own file: two years after their last day."""
    return Agreement.objects.filter(answered_at__lt=moment)


def _with_date_of_last(person: Person) -> QuerySet[Mentorship]:
    return Mentorship.objects.managed_by(person).with_last_met()


def _pair(row: Mentorship) -> str:
    return f"{row.mentor.name} – {row.mentee.name}"


def in_open_pairs(person: Person, at: datetime) -> list[str]:
    """A pair, or a question, is ended first: the other must hear of it."""
    mine = Mentorship.objects.open()
    number = (mine.filter(mentor=person) | mine.filter(mentee=person)).count()
    if not number:
        return []
    words = ngettext(
        "is in %(number)s pair that runs or is being asked for",
        "is in %(number)s pairs that run or are being asked for",
        number,
    )
    return [words % {"number": number}]


SELF, OTHER, ADVISER = Audience.SELF, Audience.PAIR, Audience.ADVISER
BUDDY, FELLOW, TRAINER = Audience.BUDDY, Audience.FELLOW, Audience.TRAINER

declare.obstacles.add(declare.Obstacle("pairs", in_open_pairs))
declare.information.add(
    Information(
        "profile",
        _("What you offer as a mentor"),
        _("So that a new colleague finds the mentor that fits, and knows who that is."),
        (
            Sight(
                _("your text, photo and days"),
                (SELF, OTHER, BUDDY, FELLOW, TRAINER, ADVISER),
                MentorProfile.objects.visible_to,
            ),
        ),
        order=50,
    ),
    Information(
        "hope",
        _("What you hope for in a mentor"),
        _("So that your adviser finds the mentor that fits."),
        (Sight(_("everything"), (SELF, OTHER, ADVISER), Hope.objects.visible_to),),
        order=51,
    ),
    Information(
        "pair",
        _("Who your mentor is, or whom you guide"),
        _("So that nobody who is new stands alone."),
        (
            Sight(
                _("who, and since when"),
                (SELF, OTHER, ADVISER, Audience.MANAGER),
                Mentorship.objects.visible_to,
            ),
        ),
        order=52,
    ),
    Information(
        "talks",
        _("Your talks as mentor and new colleague"),
        _("So that a talk that does not happen is seen in time. What you say stays with you."),
        (
            Sight(_("that you met, and when"), (SELF, OTHER), Conversation.objects.visible_to),
            Sight(_("the day of the last talk"), (ADVISER,), _with_date_of_last),
        ),
        order=53,
    ),
    Information(
        "check-in",
        _("How you say it goes after 30, 60 and 100 days"),
        _("So that it is seen in time when it does not click."),
        (
            Sight(_("your answer"), (SELF,), CheckIn.objects.visible_to),
            Sight(
                _("that it is in, and what you wrote to the adviser"),
                (ADVISER,),
                CheckIn.objects.known_to,
            ),
        ),
        order=54,
    ),
    Information(
        "change",
        _("That you ask for a change of mentor"),
        _("So that your adviser can talk with you."),
        (
            Sight(
                _("that you ask, and what you say about it"),
                (SELF, ADVISER),
                ChangeRequest.objects.visible_to,
            ),
        ),
        order=55,
    ),
    Information(
        "time",
        _("Whether you have the time to be a mentor"),
        _("So that nobody is asked who has no room for it."),
        (
            Sight(
                _("what your manager answered"),
                (ADVISER, Audience.MANAGER),
                Agreement.objects.visible_to,
            ),
        ),
        order=56,
    ),
    Information(
        "ruling",
        _("Which mentor is, or is not, set for you"),
        _("So that the adviser can keep two people apart, or bring them together."),
        (Sight(_("what was decided"), (ADVISER,), Ruling.objects.visible_to),),
        order=57,
    ),
    Information(
        "buddies",
        _("Who your buddy is, and that you met"),
        _("So that you coach each other. What you say stays with you."),
        (
            Sight(
                _("who your buddy is"),
                (SELF, BUDDY, TRAINER, ADVISER),
                BuddyPair.objects.visible_to,
            ),
            Sight(
                _("that you met, and when"),
                (SELF, BUDDY, TRAINER, ADVISER),
                Exchange.objects.visible_to,
            ),
        ),
        order=60,
    ),
)
declare.kept.add(
    Kept(
        "matching.policy",
        fields=(fields(Sort.STRUCTURE, "weights may_be_matched expected_a_month"),),
    ),
    Kept(
        "matching.mentorprofile",
        "profile",
        of=("person",),
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
            ),
        ),
        goes=True,
        order=40,
    ),
    Kept(
        "matching.hope",
        "hope",
        of=("person",),
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
        "pair",
        of=("mentor", "mentee"),
        refers="asked_by",
        fields=(
            fields(
                Sort.PLANNING,
                "end_kind",
                state=_("State"),
                asked_at=_("Asked on"),
                answered_at=_("Answered on"),
                ended_at=_("Ended on"),
            ),
            fields(Sort.OWN_WORDS, by="mentor", word=_("What you said with your answer")),
            fields(Sort.OTHERS_WORDS, "end_reason"),
        ),
        title=_pair,
        term=Term(365, PAIR_OVER, _ended, organisation="mentee__organisation"),
        order=42,
    ),
    Kept(
        "matching.conversation",
        "talks",
        of=BOTH,
        refers="noted_by",
        fields=(fields(Sort.PLANNING, met_on=_("You met on")),),
        title=lambda row: _pair(row.mentorship),
        order=43,
    ),
    Kept(
        "matching.checkin",
        "check-in",
        of=("person", *BOTH),
        fields=(
            fields(
                Sort.PLANNING,
                "handled_at",
                day=_("After how many days"),
                answer=_("Answer"),
                answered_at=_("Answered on"),
            ),
            fields(Sort.OWN_WORDS, by="person", word=_("What you wrote to the adviser")),
        ),
        title=lambda row: _pair(row.mentorship),
        term=Term(365, PAIR_OVER, _check_ins_over, organisation=OF_MENTEE),
        order=44,
    ),
    Kept(
        "matching.changerequest",
        "change",
        of=("asked_by", *BOTH),
        fields=(
            fields(
                Sort.PLANNING,
                asked_at=_("Asked on"),
                handled_at=_("Taken up on"),
            ),
            fields(Sort.OWN_WORDS, by="asked_by", word=_("What you said about it")),
        ),
        title=lambda row: _pair(row.mentorship),
        term=Term(365, PAIR_OVER, _requests_over, organisation=OF_MENTEE),
        order=45,
    ),
    Kept(
        "matching.agreement",
        "time",
        of=("mentor",),
        refers="manager noted_by",
        fields=(
            fields(Sort.PLANNING, "agreed answered_at"),
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
        fields=(fields(Sort.PLANNING, "kind made_at"),),
        goes=True,
        term=Term(
            365,
            _("the new colleague's first day"),
            _rulings_over,
            organisation="newcomer__organisation",
        ),
        order=47,
    ),
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
        order=50,
    ),
    Kept(
        "matching.buddymember",
        "buddies",
        of=("enrolment__person",),
        fields=(fields(Sort.TECHNICAL, "ended_at"),),
        order=51,
    ),
    Kept(
        "matching.exchange",
        "buddies",
        of=("pair__members__person",),
        refers="noted_by",
        fields=(fields(Sort.PLANNING, met_on=_("You met on")),),
        order=52,
    ),
)
