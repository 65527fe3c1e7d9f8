"""What a newcomer, their mentor, their manager and the adviser hear around the first day."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Mentorship
from matching.models.mentorship import without_open_mentorship
from matching.reminders.questions import AboutMentorship
from mentorship.people.models import Person, Role
from mentorship.people.models.person import PersonQuerySet
from mentorship.reminders.outbox import occasion_of
from mentorship.reminders.rules import Button, Notice, Owed, Rule, Window, book

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
            organisation, first_day = newcomer.organisation, newcomer.starts_on
            assert organisation is not None
            assert first_day is not None
            known = first_day - timedelta(days=KNOWN_AHEAD)
            for adviser in advisers[organisation.pk]:
                yield Owed(
                    subject=newcomer,
                    recipient=adviser,
                    organisation=organisation,
                    anchor=first_day,
                    since=organisation.moment(known, time.min),
                )

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button(_("Choose mentors"), reverse("matching:board"))


def waiting_from(window: Window, organisations: Iterable[int]) -> PersonQuerySet:
    """Newcomers there for whom nobody is asked, whose first day lies in the window."""
    newcomers = Person.objects.newcomers(window.first).filter(
        organisation__in=list(organisations), starts_on__range=(window.first, window.last)
    )
    rows = without_open_mentorship(newcomers).select_related("organisation", "team")
    return rows.order_by("starts_on", "sorts_as", "pk")


def advisers_by_organisation(window: Window) -> dict[int, list[Person]]:
    """Those who matter in this window, by the organisation they advise."""
    return window.only(Role.objects.advising(), "person").people_by_organisation()
