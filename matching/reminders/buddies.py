"""What buddies hear: who it is, plan your exchange, and did you meet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import met_path
from matching.models import BuddyPair
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Named, Notice, Owed, Rule, Told, Window, book
from programmes.reminders.owing import narrowed

ROUND = timedelta(weeks=4)
EARLY = timedelta(weeks=1)  # meeting a week before the reminder counts for that round


class AboutBuddies(Told[BuddyPair]):
    """Loads a pair with whoever is in it."""

    model = BuddyPair

    def load(self, pks: Iterable[int]) -> dict[int, BuddyPair]:
        rows = BuddyPair.objects.filter(pk__in=pks).with_members().with_return()
        rows = rows.prefetch_related("buddy_members__enrolment").select_related("cohort")
        return {row.pk: row for row in rows}

    def words(self, subject: BuddyPair, recipient: Person) -> dict[str, str]:
        others = subject.others(recipient)
        return {
            _("buddy"): _listed(one.name for one in others),
            _("buddy_first_name"): _listed(one.given_name for one in others),
            _("buddy_address"): _listed(one.email for one in others),
        }

    def context(self, subject: BuddyPair, recipient: Person) -> dict[str, Any]:
        return {"others": subject.others(recipient)}


def _listed(people: Iterable[str]) -> Named:
    return Named(get_text_list(list(people), _("and")))


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
        for pair in _pairs(window):
            met = [one.met_on for one in pair.exchanges.all()]
            back = pair.returns_at  # type: ignore[attr-defined]
            return_day = pair.cohort.organisation.local_date(back) if back else None
            for day in rounds(pair.made_on, return_day):
                if window.first <= day <= window.last and not _has_met(met, day):
                    yield from self._to_each(pair, day)

    def _to_each(self, pair: BuddyPair, day: date) -> Iterator[Owed]:
        there = [
            one.person
            for one in pair.members.all()
            if one.takes_part and not one.person.has_left(day) and one.person.erased_at is None
        ]
        if len(there) < 2:
            return  # nobody to meet; the adviser sees who is without a buddy
        for person in there:
            yield Owed(
                subject=pair,
                recipient=person,
                organisation=pair.cohort.organisation,
                anchor=day,
                since=pair.made_at,
                about=pair.cohort.label,
                calm=True,
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
        [member] = [
            one for one in subject.buddy_members.all() if one.enrolment.person_id == recipient.pk
        ]
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
    pairs = window.only(pairs, "buddy_members__enrolment__person").distinct()
    pairs = narrowed(pairs, window).with_members().with_return().prefetch_related("exchanges")
    return pairs.select_related("cohort__organisation")
