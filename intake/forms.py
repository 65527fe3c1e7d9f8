"""A form made from the questions of one version."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Question

LONGEST = 5_000  # characters of one answer
NO_MEDICAL_FACTS = _("Do not write down any medical facts.")


def help_for_text(question: Question) -> str:
    """Said here once, so that no writer of questions can forget it."""
    return f"{question.help} {NO_MEDICAL_FACTS}".strip()


def field_for(question: Question) -> forms.Field:
    if question.kind == Question.Kind.TEXT:
        return forms.CharField(
            label=str(question.text),
            help_text=help_for_text(question),
            required=question.required,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": _("Write a few words here.")},
        )
    return forms.ChoiceField(
        label=str(question.text),
        help_text=str(question.help),
        required=question.required,
        choices=[(key, str(words)) for key, words in question.choices],
        widget=forms.RadioSelect(
            attrs={"class": "scale"} if question.kind == Question.Kind.SCALE else {}
        ),
        error_messages={"required": _("Choose one of the answers.")},
    )


class AnswersForm(forms.Form):
    """The questions of a page, or of a whole form; ``is_valid()`` asks whether it can be sent.

    Saving a draft never asks: see ``typed``.
    """

    use_required_attribute = False
    prefix = "q"

    def __init__(
        self, questions: Iterable[Question], answers: Mapping[str, str], *, judge: bool = False
    ) -> None:
        kept = {f"{self.prefix}-{key}": text for key, text in answers.items()}
        super().__init__(data=kept if judge else None, initial=None if judge else dict(answers))
        self.fields = {question.key: field_for(question) for question in questions}

    def answers(self) -> dict[str, str]:
        """Only what was answered."""
        return {key: text for key, text in self.cleaned_data.items() if text}


def typed(questions: Iterable[Question], posted: Mapping[str, str]) -> dict[str, str]:
    """What a page sent, as it is: too short, too long or half-way is all kept.

    A question that is not on the page keeps its answer; a choice that does not exist is no answer.
    """
    kept = {}
    for question in questions:
        text = posted.get(f"{AnswersForm.prefix}-{question.key}")
        if text is None:
            continue
        # A null character cannot be stored, and nobody can type one.
        text = text.replace("\r\n", "\n").replace("\x00", "")
        if question.kind == Question.Kind.TEXT or text in dict(question.choices):
            kept[question.key] = text
    return kept
