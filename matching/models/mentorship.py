"""A mentor, and the newcomer they guide."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.values import PERIOD
from mentorship.people.models import Organisation, Person
from mentorship.people.models.person import PersonQuerySet

OPEN = ("asked", "active")
PAIRED = ("active", "ended")  # the mentor said yes
FIRST_TALK = timedelta(days=14)  # after the beginning: what a pair gets before it needs attention
SOON = timedelta(days=60)  # before a mentor's last day: time to hand over
LONG = timedelta(days=21)  # a break that a newcomer cannot wait for
BETWEEN = timedelta(days=35)  # from one conversation to the next


class Stage(models.TextChoices):
    """Where a pair stands on a day, as every page says it. Derived: see ``Mentorship.stage``."""

    ASKED = "asked", _("mentor is asked")
    ACCEPTED = "accepted", _("has not begun")
    ACTIVE = "active", _("going on")
    OVER = "over", _("hundred days are over")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("it did not suit")
    WITHDRAWN = "withdrawn", _("question withdrawn")


class Track(models.TextChoices):
    """Whether a pair that runs meets, from the days they said they met and nothing else."""

    EARLY = "early", _("too early to say")
    GOOD = "good", _("on track")
    ATTENTION = "attention", _("needs attention")


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def visible_to(self, person: Person) -> Self:
        """The two of them once it is active, the mentor who is asked, and the adviser.

        The newcomer's manager sees who the mentor is. A newcomer does not see who was asked.
        """
        return self.filter(
            Q(mentor=person)
            | Q(mentee=person, state__in=PAIRED)
            | Q(mentee__manager=person, state="active")
            | Q(mentee__organisation__in=Organisation.objects.advised_by(person))
        ).distinct()

    def answered_to(self, person: Person) -> Self:
        """Whose words the mentor's answer is, and the adviser who asked."""
        return self.filter(Q(mentor=person)) | self.managed_by(person)

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentee__organisation__in=Organisation.objects.advised_by(person))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def active(self) -> Self:
        return self.filter(state="active")

    def awaiting(self) -> Self:
        return self.filter(state="asked")

    def with_people(self) -> Self:
        return self.select_related(
            "mentor__team", "mentor__mentor_profile", "mentee__team", "mentee__organisation"
        )

    def paired(self) -> Self:
        """Where the mentor said yes: a pair that runs, or ran."""
        return self.filter(state__in=PAIRED)

    def pairs(self) -> Self:
        """That are, are going to be, or were one."""
        return self.filter(state__in=[*OPEN, *PAIRED])

    def of_people(self, people: PersonQuerySet) -> Self:
        """One of the two is among them."""
        found = people.values("pk")
        return self.filter(Q(mentor__in=found) | Q(mentee__in=found))

    def with_last_met(self) -> Self:
        """Adds ``last_met_on``: all that an adviser knows of the conversations."""
        return self.annotate(last_met_on=Max("conversations__met_on"))

    def accepted(self, on: date) -> Self:
        """The mentor said yes, and the first day is still to come."""
        return self.active().filter(mentee__starts_on__gt=on)

    def going_on(self, on: date) -> Self:
        """Begun, and within the hundred days."""
        over = self.over(on).values("pk")
        return self.active().exclude(mentee__starts_on__gt=on).exclude(pk__in=over)

    def over(self, on: date) -> Self:
        """The hundred days are over, and nobody has closed it yet."""
        return self.active().filter(mentee__starts_on__lte=on - PERIOD)

    def left_behind(self, on: date) -> Self:
        """Open, while the mentor or the newcomer has left."""
        gone = Q()
        for one in ("mentor", "mentee"):
            gone |= Q(**{f"{one}__leaves_on__lt": on}) | Q(**{f"{one}__is_active": False})
            gone |= Q(**{f"{one}__erased_at__isnull": False})
        return self.open().filter(gone)

    def mentor_goes(self, on: date) -> Self:
        """The mentor leaves soon, has left, or takes a long break."""
        gone = Q(mentor__is_active=False) | Q(mentor__erased_at__isnull=False)
        leaves = Q(mentor__leaves_on__lte=on + SOON)
        rests = Q(mentor__mentor_profile__paused_until__gte=on + LONG)
        return self.filter(gone | leaves | rests)

    def losing_mentor(self, on: date) -> Self:
        """Pairs that run, of which the mentor goes."""
        over = self.over(on).values("pk")
        return self.active().mentor_goes(on).exclude(pk__in=over)

    def with_track(self, on: date) -> Self:
        """Adds ``track`` to pairs that run, and ``last_met_on``. "" where there is nothing to say.

        On track: they met in the last five weeks. Too early: not yet two weeks a pair, counted from
        the yes or the first day, whichever came last. Any other pair needs attention.
        """
        since = on - FIRST_TALK
        began_lately = Q(mentee__starts_on__gte=since) | Q(answered_at__gte=_midnight(since))
        track = Case(
            When(~Q(state="active") | Q(mentee__starts_on__lte=on - PERIOD), then=Value("")),
            When(last_met_on__gte=on - BETWEEN, then=Value(Track.GOOD.value)),
            When(began_lately, then=Value(Track.EARLY.value)),
            default=Value(Track.ATTENTION.value),
            output_field=models.CharField(),
        )
        return self.with_last_met().annotate(track=track)

    def on_track(self, track: str, on: date) -> Self:
        return self.with_track(on).filter(track=track)


class Mentorship(models.Model):
    """A mentor and a mentee, from the question to the mentor until the end.

    ``ended_at`` is also when a question was withdrawn. ``replaces`` is the pair that ended in the
    click that made this one: taking back that end takes back this one too. ``word`` is what the
    mentor said with the answer, ``end_kind`` and ``end_reason`` why it ended: all for the adviser
    alone.
    """

    class EndKind(models.TextChoices):
        DONE = "done", _("the first hundred days are over")
        CHANGE = "change", _("another mentor fits better")
        MENTOR_AWAY = "mentor away", _("the mentor leaves, or cannot go on")
        MENTEE_AWAY = "mentee away", _("the new colleague leaves")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        ASKED = "asked", _("mentor is asked")
        ACTIVE = "active", _("runs")
        DECLINED = "declined", _("mentor said no")
        WITHDRAWN = "withdrawn", _("question withdrawn")
        ENDED = "ended", _("ended")

    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentorships")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="menteeships")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    word = models.CharField(max_length=300, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    end_kind = models.CharField(max_length=20, blank=True, choices=EndKind, editable=False)
    end_reason = models.CharField(max_length=300, blank=True, editable=False)

    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="replacements", editable=False
    )

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(state__in=OPEN),
                name="one_open_mentorship_for_a_mentee",
                violation_error_message=_("This colleague already has, or is getting, a mentor."),
            ),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="nobody_mentors_themselves",
                violation_error_message=_("Nobody can be their own mentor."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(answered_at__isnull=False),
                name="an_answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ended", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["ended", "withdrawn"]) & Q(ended_at=None)),
                name="an_end_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "state"], name="mentorship_by_mentor"),
            models.Index(fields=["asked_at"], condition=Q(state="asked"), name="question_open"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.mentee}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    def stage(self, on: date) -> Stage:
        """Where it stands on a local day of the newcomer's organisation."""
        first_day = self.mentee.starts_on
        if not self.is_active or first_day is None:
            return Stage(self.state)
        if first_day > on:
            return Stage.ACCEPTED
        return Stage.OVER if first_day + PERIOD <= on else Stage.ACTIVE

    @property
    def is_late(self) -> bool:
        """It came after the first day: of a start to come there is nothing to say."""
        first_day = self.mentee.starts_on
        return first_day is not None and first_day < timezone.localdate(self.asked_at)

    @property
    def was_full(self) -> bool:
        """It lasted the hundred days."""
        first_day, end = self.mentee.starts_on, self.ended_at
        return bool(end and first_day and first_day + PERIOD <= timezone.localdate(end))

    def other(self, person: Person) -> Person:
        """The other of the pair."""
        return self.mentee if person.pk == self.mentor_id else self.mentor

    def answer(self, *, accepted: bool, at: datetime, word: str = "") -> bool:
        """Record the mentor's answer; the first one stands. Says whether this was it."""
        state = self.State.ACTIVE if accepted else self.State.DECLINED
        return self._move(self.State.ASKED, state, answered_at=at, word=word)

    def withdraw(self, *, at: datetime) -> bool:
        """Take the question back, while it has no answer."""
        return self._move(self.State.ASKED, self.State.WITHDRAWN, ended_at=at)

    def end(self, *, at: datetime, kind: str = "", reason: str = "") -> bool:
        facts = {"ended_at": at, "end_kind": kind, "end_reason": reason}
        return self._move(self.State.ACTIVE, self.State.ENDED, **facts)

    def never_was(self, *, at: datetime) -> bool:
        """Undo a pair that was made at once and of which nobody heard."""
        return self._move(self.State.ACTIVE, self.State.WITHDRAWN, ended_at=at)

    def resume(self) -> bool:
        """Undo an end. The database refuses it when the mentee has another mentor by now."""
        nothing = {"ended_at": None, "end_kind": "", "end_reason": ""}
        return self._move(self.State.ENDED, self.State.ACTIVE, **nothing)

    def _move(self, before: str, after: str, **facts: object) -> bool:
        """Change state if it still is what this object says; whoever was first has won."""
        won = Mentorship.objects.filter(pk=self.pk, state=before).update(state=after, **facts)
        if won:
            self.state = after
            for name, value in facts.items():
                setattr(self, name, value)
        return bool(won)


def without_open_mentorship(people: PersonQuerySet) -> PersonQuerySet:
    """Those of ``people`` who have no mentor and for whom nobody is asked."""
    return people.filter(~has_open_mentorship())


def has_open_mentorship() -> Exists:
    """Of each of some people: they have a mentor, or somebody is asked for them."""
    return Exists(Mentorship.objects.open().filter(mentee=OuterRef("pk")))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
