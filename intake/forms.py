"""A form made from the questions of one version."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Answer, Question

LONGEST = 5_000  # characters of one answer
NO_MEDICAL_FACTS = gettext_lazy("Do not write down any medical facts.")
PREFIX = "q"


class Places(forms.MultiWidget):
    """A box for each place of an order; ``labels`` name them."""

    use_fieldset = True

    def __init__(self, boxes: Sequence[forms.Widget]) -> None:
        super().__init__(boxes)
        self.labels = [_("Place %d") % place for place in range(1, len(boxes) + 1)]

    def decompress(self, value: Any) -> list[str]:
        return list(value or ())


class RankingField(forms.MultiValueField):
    """Saved half-way it may hold anything; each answer is chosen once when it is sent."""

    def __init__(self, question: Question, **more: Any) -> None:
        choices = [("", _("Choose")), *((key, str(words)) for key, words in question.choices)]
        boxes = [
            forms.ChoiceField(choices=choices, required=question.required)
            for _place in range(question.places)
        ]
        widget = Places([one.widget for one in boxes])
        super().__init__(boxes, widget=widget, require_all_fields=question.required, **more)
        self.words = dict(choices)

    def compress(self, data_list: Sequence[str]) -> list[str]:
        chosen = [one for one in data_list if one]
        for one in chosen:
            if chosen.count(one) > 1:
                text = _("You chose “%(answer)s” twice. Choose each answer once.")
                raise ValidationError(text % {"answer": self.words[one]})
        return chosen


class SeveralField(forms.MultipleChoiceField):
    def __init__(self, *, at_most: int, **more: Any) -> None:
        super().__init__(**more)
        self.at_most = at_most

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if self.at_most and len(chosen) > self.at_most:
            text = _("Choose at most %(most)d. You have %(chosen)d now.")
            raise ValidationError(text % {"most": self.at_most, "chosen": len(chosen)})
        return chosen


def help_for(question: Question) -> str:
    """What its writer said, and what we say here once so that no writer can forget it."""
    said = [str(question.help)]
    if question.is_text:
        said.append(str(NO_MEDICAL_FACTS))
    elif question.kind == Question.Kind.SEVERAL and question.at_most:
        said.append(_("Choose at most %(most)d.") % {"most": question.at_most})
    elif question.kind == Question.Kind.SEVERAL:
        said.append(_("You may choose more than one."))
    return " ".join(one for one in said if one)


def field_for(question: Question) -> forms.Field:
    facts: dict[str, Any] = {
        "label": str(question.text),
        "help_text": help_for(question),
        "required": question.required,
        "error_messages": {"required": _needed(question)},
    }
    choices = [(key, str(words)) for key, words in question.choices]
    match question.kind:
        case Question.Kind.TEXT:
            box = forms.Textarea(attrs={"rows": 4})
            return forms.CharField(max_length=LONGEST, widget=box, **facts)
        case Question.Kind.RANKING:
            return RankingField(question, **facts)
        case Question.Kind.SEVERAL:
            boxes = forms.CheckboxSelectMultiple()
            return SeveralField(at_most=question.at_most, choices=choices, widget=boxes, **facts)
    is_scale = question.kind == Question.Kind.SCALE
    radios = forms.RadioSelect(attrs={"class": "scale"} if is_scale else {})
    return forms.ChoiceField(choices=choices, widget=radios, **facts)


def _needed(question: Question) -> str:
    return {
        Question.Kind.TEXT: _("Write a few words here."),
        Question.Kind.SEVERAL: _("Choose at least one of the answers."),
        Question.Kind.RANKING: _("Choose an answer for each place."),
    }.get(Question.Kind(question.kind), _("Choose one of the answers."))


class AnswersForm(forms.Form):
    """The questions of a page, or of a whole form; ``is_valid()`` asks whether it can be sent.

    Saving a draft never asks: see ``typed``.
    """

    use_required_attribute = False
    prefix = PREFIX

    def __init__(
        self, questions: Iterable[Question], answers: Mapping[str, Answer], *, judge: bool = False
    ) -> None:
        questions = list(questions)
        kept = as_posted(questions, answers) if judge else None
        super().__init__(data=kept, initial=None if judge else dict(answers))
        self.fields = {question.key: field_for(question) for question in questions}

    def answers(self) -> dict[str, Answer]:
        """Only what was answered."""
        return {key: answer for key, answer in self.cleaned_data.items() if answer}


def as_posted(questions: Iterable[Question], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Kept answers as a page would send them."""
    sent: dict[str, Any] = {}
    for question in questions:
        answer = answers.get(question.key)
        name = f"{PREFIX}-{question.key}"
        if question.kind == Question.Kind.RANKING and isinstance(answer, list):
            sent |= {f"{name}_{place}": one for place, one in enumerate(answer)}
        elif answer is not None:
            sent[name] = answer
    return sent


def typed(
    questions: Iterable[Question], posted: QueryDict, *, is_whole: bool = False
) -> dict[str, Answer]:
    """What a page sent, as it is: too short, too long or half-way is all kept.

    A question that is not on the page keeps its answer; a choice that does not exist is no answer.
    Boxes that are all unticked send nothing, so only a whole page can empty them.
    """
    kept: dict[str, Answer] = {}
    for question in questions:
        name = f"{PREFIX}-{question.key}"
        if question.takes_many:
            chosen = _chosen(question, name, posted)
            if chosen is not None or (is_whole and question.kind == Question.Kind.SEVERAL):
                kept[question.key] = chosen or []
            continue
        text = posted.get(name)
        if text is None:
            continue
        # A null character cannot be stored, and nobody can type one.
        text = text.replace("\r\n", "\n").replace("\x00", "")
        if question.is_text or text in dict(question.choices):
            kept[question.key] = text
    return kept


def _chosen(question: Question, name: str, posted: QueryDict) -> list[str] | None:
    """None when the page did not ask it. An order keeps its empty places."""
    known = dict(question.choices)
    if question.kind == Question.Kind.SEVERAL:
        if name not in posted:
            return None
        return [one for one in known if one in posted.getlist(name)]
    boxes = [f"{name}_{place}" for place in range(question.places)]
    if not any(box in posted for box in boxes):
        return None
    chosen = [posted.get(box, "") for box in boxes]
    return [one if one in known else "" for one in chosen]
