"""From the question to a mentor until it has an answer, and what the answer sets going."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import answer_path
from matching.models import Mentorship
from mentorship.people.models import Organisation, Person
from mentorship.reminders.rules import Button, Notice, Owed, Rule, Told, Window, book


class AboutMentorship(Told[Mentorship]):
    """Loads the two with their teams, as every mail of a pair shows them."""

    model = Mentorship

    def load(self, pks: Iterable[int]) -> dict[int, Mentorship]:
        rows = Mentorship.objects.filter(pk__in=pks).with_people().select_related("asked_by")
        return {row.pk: row for row in rows}


def organisation_of(mentorship: Mentorship) -> Organisation:
    organisation = mentorship.mentee.organisation
    assert organisation is not None, "a newcomer works somewhere"
    return organisation


@book.add
class MentorAsked(AboutMentorship, Notice[Mentorship]):
    """To the mentor: whom they are asked for, and a button that answers without signing in."""

    key = "mentor_asked"
    title = gettext_lazy("A mentor is asked")

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
    offsets = (2, 5)
    lasts_days = 2

    def owed(self, window: Window) -> Iterator[Owed]:
        for question in unanswered(window):
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
        for question in unanswered(window):
            yield owed_to(question, question.asked_by)

    def button(self, subject: Mentorship, recipient: Person) -> Button:
        return Button(_("Look at it"), reverse("matching:suggest", args=[subject.mentee_id]))


def unanswered(window: Window) -> Iterator[Mentorship]:
    """Questions without an answer, asked on a local day in the window."""
    rows = Mentorship.objects.awaiting().with_people().select_related("asked_by")
    for question in rows.filter(
        asked_at__date__gte=window.first, asked_at__date__lte=window.last, mentee__erased_at=None
    ):
        if not window.about:
            yield question


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
