"""From the question to a mentor until it has an answer, and what the answer sets going."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import answer_path
from matching.models import Mentorship
from mentorship.people.models import Organisation, Person
from mentorship.reminders.rules import Button, Named, Notice, Owed, Rule, Told, Window, book

ONE_DAY = timedelta(days=1)


class AboutMentorship(Told[Mentorship]):
    """Loads the two with their teams, as every mail of a pair shows them."""

    model = Mentorship

    def load(self, pks: Iterable[int]) -> dict[int, Mentorship]:
        rows = Mentorship.objects.filter(pk__in=pks).with_people().select_related("asked_by")
        return {row.pk: row for row in rows}

    def words(self, subject: Mentorship, recipient: Person) -> dict[str, str]:
        return words_of_pair(subject)


def words_of_pair(pair: Mentorship) -> dict[str, str]:
    """What differs from pair to pair in the mails about one."""
    mentor, mentee = pair.mentor, pair.mentee
    return {
        _("mentor"): Named(mentor.name),
        _("mentor_first_name"): Named(mentor.given_name),
        _("mentor_address"): Named(mentor.email),
        _("new_colleague"): Named(mentee.name),
        _("new_colleague_first_name"): Named(mentee.given_name),
        _("new_colleague_address"): Named(mentee.email),
        _("team"): str(mentee.team or ""),
        _("first_day"): date_format(mentee.starts_on, "l j F") if mentee.starts_on else "",
        _("date_of_first_day"): date_format(mentee.starts_on, "j F") if mentee.starts_on else "",
        _("asked_on"): date_format(timezone.localtime(pair.asked_at), "l j F"),
        _("adviser"): Named(pair.asked_by.name),
    }


def organisation_of(mentorship: Mentorship) -> Organisation:
    organisation = mentorship.mentee.organisation
    assert organisation is not None, "a newcomer works somewhere"
    return organisation


@book.add
class MentorAsked(AboutMentorship, Notice[Mentorship]):
    """To the mentor: whom they are asked for, and a button that answers without signing in."""

    key = "mentor_asked"
    title = gettext_lazy("A mentor is asked")
    asks_to_write = True

    def still_owed(
        self, subject: Mentorship, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.is_asked

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Answer yes or no"), answer_path(subject))


@book.add
class MentorQuestionLapsed(AboutMentorship, Notice[Mentorship]):
    """To a mentor who had the question already: it need not be answered any more."""

    key = "mentor_question_lapsed"
    title = gettext_lazy("The question to a mentor has lapsed")
    urgent = True

    def still_owed(
        self, subject: Mentorship, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.state == Mentorship.State.WITHDRAWN

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("See what you offer as a mentor"), reverse("matching:my_mentees"))


@book.add
class MentorAnswered(AboutMentorship, Notice[Mentorship]):
    """To the adviser who asked: yes or no, and the next step."""

    key = "mentor_answered"
    title = gettext_lazy("A mentor has answered")

    def still_owed(
        self, subject: Mentorship, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.state in (Mentorship.State.ACTIVE, Mentorship.State.DECLINED)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        if subject.is_active:
            return Button(_("See all pairs"), reverse("matching:board"))
        return Button(
            _("Choose another mentor"), reverse("matching:suggest", args=[subject.mentee_id])
        )


@book.add
class MentorAskedReminder(AboutMentorship, Rule[Mentorship]):
    """To the mentor, while there is no answer."""

    key = "mentor_asked_reminder"
    title = gettext_lazy("A mentor has not answered yet")
    asks_to_write = True
    offsets = (2, 5)
    lasts_days = 2
    asks_for = "answer of a mentor"

    def owed(self, window: Window) -> Iterator[Owed]:
        for question in unanswered(window, "mentor"):
            yield owed_to(question, question.mentor)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Answer yes or no"), answer_path(subject))


@book.add
class MentorDoesNotAnswer(AboutMentorship, Rule[Mentorship]):
    """Back to the adviser: the mentor was reminded twice, so now somebody must choose."""

    key = "mentor_does_not_answer"
    title = gettext_lazy("The question goes back to the adviser")
    offsets = (8,)

    def owed(self, window: Window) -> Iterator[Owed]:
        for question in unanswered(window, "asked_by"):
            yield owed_to(question, question.asked_by)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Look at it"), reverse("matching:suggest", args=[subject.mentee_id]))


def unanswered(window: Window, recipient: str) -> Iterator[Mentorship]:
    """Questions without an answer, asked on a local day in the window."""
    if window.about:
        return
    asked = window.only(Mentorship.objects.awaiting(), recipient).filter(
        asked_at__gte=_midnight(window.first), asked_at__lt=_midnight(window.last + ONE_DAY)
    )
    for question in asked.with_people().select_related("asked_by"):
        if not question.mentee.has_left(window.first) and question.mentee.erased_at is None:
            yield question


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def owed_to(question: Mentorship, recipient: Person, **facts: Any) -> Owed:
    organisation = organisation_of(question)
    return Owed(
        subject=question,
        recipient=recipient,
        organisation=organisation,
        anchor=organisation.local_date(question.asked_at),
        since=question.asked_at,
        **facts,
    )
