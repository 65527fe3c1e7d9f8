"""What a newcomer, their mentor, their manager and the adviser hear around the first day."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Mentorship
from matching.models.mentorship import without_open_mentorship
from matching.reminders.questions import AboutMentorship
from mentorship.people.models import Organisation, Person, Role
from mentorship.people.models.person import PersonQuerySet
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.outbox import occasion_of
from mentorship.reminders.rules import Button, Notice, Owed, Rule, Slot, Window, book

KNOWN_AHEAD = 150  # days before the first day: earlier than the first offset can move


class WhileActive(AboutMentorship, Notice[Mentorship]):
    """Something about a pair that must be told only while it is one."""

    def still_owed(
        self, subject: Mentorship, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.is_active


@book.add
class MentorFound(WhileActive):
    """To the newcomer: who it is, a personal word, how to meet."""

    key = "mentor_found"
    title = gettext_lazy("The new colleague hears who their mentor is")

    def context(self, subject: Mentorship, recipient: Person) -> dict[str, Any]:
        return {"profile": getattr(subject.mentor, "mentor_profile", None)}

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Meet your mentor"), reverse("matching:my_mentor"))


@book.add
class YouAreMentor(WhileActive):
    """To the mentor who said yes: how to reach the newcomer."""

    key = "you_are_mentor"
    title = gettext_lazy("The mentor hears how to reach the new colleague")

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("See your new colleague"), reverse("matching:my_mentees"))


@book.add
class NewcomerHasMentor(WhileActive):
    """To the newcomer's manager, who need not do anything."""

    key = "newcomer_has_mentor"
    title = gettext_lazy("The manager hears who the mentor is")
    needed = False

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("See your team"), reverse("people:team"))


@book.add
class MentorshipEnded(AboutMentorship, Notice[Mentorship]):
    """To both: that it ended. Why is between them and the adviser."""

    key = "mentorship_ended"
    title = gettext_lazy("A mentorship has ended")

    def still_owed(
        self, subject: Mentorship, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.ended_at is not None and occasion_of(subject.ended_at) == occasion

    def context(self, subject: Mentorship, recipient: Person) -> dict[str, Any]:
        is_mentor = recipient.pk == subject.mentor_id
        return {"other": subject.mentee if is_mentor else subject.mentor, "is_mentor": is_mentor}

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        if recipient.pk == subject.mentor_id:
            return Button(_("See what you offer as a mentor"), reverse("matching:my_mentees"))
        return Button(_("See how it goes on"), reverse("matching:my_mentor"))


@book.add
class NewcomerWithoutMentor(Rule[Person]):
    """To each adviser, as soon as a newcomer is known and on each working day of the last ten.

    All of them make one list: the board is where the adviser chooses.

    The first offset is reached long before most newcomers are known, so whoever comes in with an
    import is owed it at once. While a mentor is asked, the question has its own reminders.
    """

    key = "newcomer_without_mentor"
    title = gettext_lazy("A new colleague has no mentor yet")
    model = Person
    offsets = (-100, *range(-10, 1))
    lasts_days = 1
    together = True

    def load(self, pks: Iterable[int]) -> dict[int, Person]:
        return {row.pk: row for row in Person.objects.filter(pk__in=pks).select_related("team")}

    def owed(self, window: Window) -> Iterator[Owed]:
        if window.about:
            return
        advisers = advisers_by_organisation(window)
        for newcomer in waiting_from(window, advisers):
            for adviser in advisers[newcomer.organisation_id or 0]:
                yield _owed_before(newcomer, adviser)

    def slots(self, owed: Owed, days: WorkingDays) -> list[Slot]:
        """Whoever has left since their first day is named no more."""
        slots, newcomer = super().slots(owed, days), owed.subject
        assert isinstance(newcomer, Person)
        if newcomer.leaves_on is None:
            return slots
        gone = owed.organisation.moment(newcomer.leaves_on + timedelta(days=1), time.min)
        return [replace(slot, ends=min(slot.ends, gone)) for slot in slots]

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button(_("Choose mentors"), reverse("matching:board"))


@book.add
class SayWhatYouHope(Rule[Person]):
    """To a newcomer as soon as they are known, and once more two weeks before the first day.

    Until they said it, or nobody need choose any more. They may leave it: it helps, that is all.
    """

    key = "say_what_you_hope"
    title = gettext_lazy("A new colleague may say what they hope for in a mentor")
    model = Person
    offsets = (-100, -14)
    asks_for = "hopes of a newcomer"
    asks_to_write = True
    needed = False

    def owed(self, window: Window) -> Iterator[Owed]:
        if window.about:
            return
        everywhere = Organisation.objects.values_list("pk", flat=True)
        waiting = window.only(waiting_from(window, everywhere), "pk").filter(hope=None)
        for newcomer in waiting:
            yield _owed_before(newcomer, newcomer, calm=True)

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button(_("Say what you hope for"), reverse("matching:hopes"))


def _owed_before(newcomer: Person, recipient: Person, calm: bool = False) -> Owed:
    """Counted from the first day, and so early that whoever is known later is owed it at once."""
    organisation, first_day = newcomer.organisation, newcomer.starts_on
    assert organisation is not None
    assert first_day is not None
    known = first_day - timedelta(days=KNOWN_AHEAD)
    since = organisation.moment(known, time.min)
    return Owed(newcomer, recipient, organisation, first_day, since, calm=calm)


def waiting_from(window: Window, organisations: Iterable[int]) -> PersonQuerySet:
    """Newcomers there for whom nobody is asked, whose first day lies in the window.

    The window begins weeks ago: whoever has left since is known by leaving before they began.
    """
    newcomers = Person.objects.newcomers(window.first).filter(
        organisation__in=list(organisations), starts_on__range=(window.first, window.last)
    )
    coming = newcomers.exclude(leaves_on__lt=F("starts_on"))
    rows = without_open_mentorship(coming).select_related("organisation", "team")
    return rows.order_by("starts_on", "sorts_as", "pk")


def advisers_by_organisation(window: Window) -> dict[int, list[Person]]:
    """Those who matter in this window, by the organisation they advise."""
    return window.only(Role.objects.advising(), "person").people_by_organisation()
