"""Which words of a group may be taken out, and by whom: whoever reads them as trainer or adviser,
and whom a question or a compliment is for."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.declare import Removable
from mentorship.people.models import Person
from mentorship.web.wording import in_each_language
from programmes.actions import work
from programmes.models import AfterNote, Reaction, Submission, Theme

REACTION = _("A question or a compliment")
NEXT_TIME = _("What to do differently next time")

Texts = dict[str, tuple[Any, str]]


def _of_submission(row: Submission, reader: Person) -> Texts:
    """The trainer reads it all, an adviser the title."""
    said = {"title": (_("title"), row.title)}
    if Submission.objects.visible_to(reader).filter(pk=row.pk).exists():
        said |= {"text": (_("text"), row.text), "file": (_("presentation"), row.file_name)}
    return {name: (label, words) for name, (label, words) in said.items() if words}


def _empty_submission(row: Submission, name: str) -> None:
    if name == "file":
        work.remove_file(row)
    else:
        setattr(row, name, "")
        row.save(update_fields=[name, "saved_at"])


def _drop(row: Any, name: str) -> None:
    """A row that is nothing but these words."""
    row.delete()


declare.removables.add(
    Removable(
        "programmes.submission",
        rows=Submission.objects.overseen_by,
        writer=lambda one: one.enrolment.person,
        title=lambda one: one.step.title,
        texts=_of_submission,
        empty=_empty_submission,
        back=lambda one: reverse("programmes:submissions", args=[one.enrolment.cohort_id]),
    ),
    Removable(
        "programmes.reaction",
        rows=lambda person: Reaction.objects.received_by(person).exclude(writer=person),
        writer=lambda one: one.writer,
        title=lambda one: in_each_language(REACTION),
        texts=lambda one, reader: {"text": (REACTION, one.text)},
        empty=_drop,
        back=lambda one: reverse("programmes:submission", args=[one.submission_id]),
    ),
    Removable(
        "programmes.theme",
        rows=Theme.objects.advised_by,
        writer=lambda one: one.meeting.cohort.trainer,
        title=lambda one: one.meeting.step.title,
        texts=lambda one, reader: {"words": (_("theme"), one.words)},
        empty=_drop,
        back=lambda one: reverse("programmes:meeting", args=[one.meeting_id]) + "#themes",
    ),
    Removable(
        "programmes.afternote",
        rows=lambda person: (
            AfterNote.objects.visible_to(person)
            .filter(kind=AfterNote.Kind.NEXT_TIME)
            .exclude(writer=person)
        ),
        writer=lambda one: one.writer,
        title=lambda one: in_each_language(NEXT_TIME),
        texts=lambda one, reader: {"text": (NEXT_TIME, one.text)},
        empty=_drop,
        back=lambda one: reverse("programmes:meeting", args=[one.meeting_id]) + "#afterwards",
    ),
)
