"""What the two of a pair hear as it goes on: make an appointment, did you meet, how does it go."""

from collections.abc import Container, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import check_in_path, talked_path
from matching.models import ChangeRequest, Mentorship
from matching.models.mentorship import MentorshipQuerySet
from matching.models.talking import CHECK_IN_DAYS
from matching.reminders.questions import AboutMentorship, organisation_of, words_of_pair
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Named, Notice, Owed, Rule, Window, book


class OfAPair(AboutMentorship, Rule[Mentorship]):
    """Told to both of a pair that runs, each in their own mail.

    Asked once, it must outlast a closed stretch: a week at Christmas keeps no question away.
    """

    lasts_days = 14

    def context(self, subject: Mentorship, recipient: Person) -> dict[str, Any]:
        return {
            "is_mentor": recipient.pk == subject.mentor_id,
            "other": subject.other(recipient),
            "profile": getattr(subject.mentor, "mentor_profile", None),
        }

    def words(self, subject: Mentorship, recipient: Person) -> dict[str, str]:
        """Who the other is comes first: that is true of both their mails."""
        other = subject.other(recipient)
        own = {
            _("the_other"): Named(other.given_name),
            _("the_others_address"): Named(other.email),
        }
        return own | words_of_pair(subject)


def pairs_from(window: Window, first: date, last: date) -> Iterator[tuple[Mentorship, date]]:
    """Pairs that run, with the first day of the newcomer, which lies in between."""
    active = Mentorship.objects.active()
    rows: MentorshipQuerySet = window.only(active, "mentor") | window.only(active, "mentee")
    rows = rows.with_people().prefetch_related("conversations", "check_ins").order_by("pk")
    for pair in rows.filter(mentee__starts_on__range=(first, last)):
        assert pair.mentee.starts_on is not None
        yield pair, pair.mentee.starts_on


def owed_to_both(
    pair: Mentorship, anchor: date, told: Container[int] = (), calm: bool = False
) -> Iterator[Owed]:
    """Nobody is asked about somebody who has left by then. ``told`` are those who answered."""
    if pair.mentor.has_left(anchor) or pair.mentee.has_left(anchor):
        return
    for recipient in (pair.mentor, pair.mentee):
        if recipient.pk not in told:
            yield Owed(
                subject=pair,
                recipient=recipient,
                organisation=organisation_of(pair),
                anchor=anchor,
                since=pair.answered_at or pair.asked_at,
                calm=calm,
            )


class UntilTheyMet(OfAPair):
    """Around the first day, until the two have met."""

    asks_for = "first conversation"

    def owed(self, window: Window) -> Iterator[Owed]:
        if window.about:
            return
        for pair, first_day in pairs_from(window, window.first, window.last):
            if not pair.conversations.all():
                yield from owed_to_both(pair, first_day)


@book.add
class FirstAppointment(UntilTheyMet):
    """To both, five days before the first day: make the first appointment."""

    key = "first_appointment"
    title = gettext_lazy("Mentor and new colleague make their first appointment")
    offsets = (-5,)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        if recipient.pk == subject.mentor_id:
            return Button(_("See your new colleague"), reverse("matching:my_mentees"))
        return Button(_("See your mentor"), reverse("matching:my_mentor"))


@book.add
class PairMet(UntilTheyMet):
    """To both, a week after the first day: did you meet? One click answers it."""

    key = "pair_met"
    title = gettext_lazy("Mentor and new colleague say whether they met")
    offsets = (7,)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Tell whether you met"), talked_path(subject, recipient))


@book.add
class CheckInDue(OfAPair):
    """To each of the two by themselves, 30, 60 and 100 days after the first day.

    Each is a question of its own with its own anchor, asked once: they share no ceiling.
    """

    key = "check_in"
    title = gettext_lazy("A short check-in")
    asks_to_write = True
    offsets = (0,)

    def owed(self, window: Window) -> Iterator[Owed]:
        if window.about:
            return
        longest = timedelta(days=max(CHECK_IN_DAYS))
        shortest = timedelta(days=min(CHECK_IN_DAYS))
        for pair, first_day in pairs_from(window, window.first - longest, window.last - shortest):
            answered = {(one.person_id, one.day) for one in pair.check_ins.all()}
            for day in CHECK_IN_DAYS:
                anchor = first_day + timedelta(days=day)
                if window.first <= anchor <= window.last:
                    told = {person for person, when in answered if when == day}
                    yield from owed_to_both(pair, anchor, told, calm=True)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Tell how it goes"), check_in_path(subject, recipient))


@book.add
class AnotherMentorAsked(Notice[ChangeRequest]):
    """To advisers alone, and it names nobody, nor does its button: a mail is read where others
    look on, and by an adviser who is of the pair."""

    key = "another_mentor_asked"
    title = gettext_lazy("There is a question for an adviser")
    model = ChangeRequest

    def still_owed(
        self, subject: ChangeRequest, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        is_waiting = ChangeRequest.objects.managed_by(recipient).waiting()
        return is_waiting.filter(pk=subject.pk).exists()

    def button(self, subject: ChangeRequest, recipient: Person) -> Button:
        return Button(_("Read the question"), reverse("today"))
