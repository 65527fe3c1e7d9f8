"""What buddies hear: who it is, plan your exchange, and did you meet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import met_path
from matching.models import BuddyMember, BuddyPair
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Notice, Owed, Rule, Told, Window, book
from programmes.models import Meeting

ROUND = timedelta(weeks=4)
EARLY = timedelta(weeks=1)  # meeting a week before the reminder counts for that round


class AboutBuddies(Told[BuddyPair]):
    """Loads a pair with whoever is in it."""

    model = BuddyPair

    def load(self, pks: Iterable[int]) -> dict[int, BuddyPair]:
        rows = BuddyPair.objects.filter(pk__in=pks).with_members().select_related("cohort")
        return {row.pk: row for row in rows}

    def context(self, subject: BuddyPair, recipient: Person) -> dict[str, Any]:
        return {"others": subject.others(recipient)}


@book.add
class BuddiesMade(AboutBuddies, Notice[BuddyPair]):
    """To each member: who it is, how to reach them, what to do."""

    key = "buddies_made"
    title = gettext_lazy("Buddies hear who each other are")

    def still_owed(
        self, subject: BuddyPair, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.ended_at is None and subject.cohort.cancelled_at is None

    def button(self, subject: BuddyPair, recipient: Person) -> Button:
        return Button(_("See your buddy"), reverse("home"))


class EachRound(AboutBuddies, Rule[BuddyPair]):
    """Something every four weeks from the day a pair was made until the return meeting.

    The anchor is the day of the round; having met since a week before it, they are done for then.
    """

    def owed(self, window: Window) -> Iterator[Owed]:
        pairs = list(_pairs(window))
        returns = _return_days([pair.cohort_id for pair in pairs])
        for pair in pairs:
            met = [one.met_on for one in pair.exchanges.all()]
            for day in rounds(pair.made_on, returns.get(pair.cohort_id)):
                if window.first <= day <= window.last and not _has_met(met, day):
                    yield from self._to_each(pair, day)

    def _to_each(self, pair: BuddyPair, day: date) -> Iterator[Owed]:
        for member in pair.members.all():
            if member.takes_part:
                yield Owed(
                    subject=pair,
                    recipient=member.person,
                    organisation=pair.cohort.organisation,
                    anchor=day,
                    since=pair.made_at,
                    about=pair.cohort.label,
                )


@book.add
class BuddyExchange(EachRound):
    key = "buddy_exchange"
    title = gettext_lazy("Buddies plan their exchange")
    offsets = (0,)
    lasts_days = 5

    def button(self, subject: BuddyPair, recipient: Person) -> Button:
        return Button(_("See your buddy"), reverse("home"))


@book.add
class BuddiesMet(EachRound):
    """A week later: did you meet? One click answers it."""

    key = "buddies_met"
    title = gettext_lazy("Buddies say whether they met")
    offsets = (7,)

    def button(self, subject: BuddyPair, recipient: Person) -> Button:
        member = BuddyMember.objects.select_related("pair").get(
            pair=subject, enrolment__person=recipient
        )
        return Button(_("Tell whether you met"), met_path(member))


def rounds(made_on: date, return_day: date | None) -> Iterator[date]:
    """Four, eight, twelve weeks on, as long as the return meeting is still to come."""
    day = made_on + ROUND
    last = return_day or made_on + 4 * ROUND
    while day < last:
        yield day
        day += ROUND


def _has_met(met: list[date], round_day: date) -> bool:
    return any(round_day - EARLY <= day < round_day + ROUND - EARLY for day in met)


def _pairs(window: Window) -> Iterable[BuddyPair]:
    """Pairs that can have a round in the window: made at most four months before its end."""
    pairs = BuddyPair.objects.live().filter(
        made_on__lte=window.last - ROUND, made_on__gte=window.first - timedelta(days=400)
    )
    if window.about:
        pairs = pairs.filter(cohort=int(window.about.rpartition(":")[2]))
    return pairs.with_members().prefetch_related("exchanges").select_related("cohort__organisation")


def _return_days(cohorts: list[int]) -> dict[int, date]:
    meetings = Meeting.objects.held().filter(cohort__in=cohorts, step__key="return")
    return {
        one.cohort_id: one.cohort.organisation.local_date(one.starts_at)
        for one in meetings.select_related("cohort__organisation")
    }
