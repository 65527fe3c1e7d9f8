"""What an adviser fills in to make a form. Dutch is needed; English may follow later."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.actions.editing import NAMED_TWICE
from intake.models import Part, Question, Questionnaire
from mentorship.web.wording import Wording

NEW = "new"
SCALE_WORDS = 5
MOST_OPTIONS = 20
Kind = Question.Kind


def words(nl: str, en: str) -> Wording:
    return Wording({key: text for key, text in (("nl", nl), ("en", en)) if text})


class TextsForm(forms.Form):
    """Name and introduction of a form."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("Stands above the first page. Say what it is for."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    title_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    introduction_en = forms.CharField(
        label=gettext_lazy("Introduction in English"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **more: Any) -> None:
        title, introduction = questionnaire.title, questionnaire.introduction
        more["initial"] = {
            "title": title.get("nl", ""),
            "title_en": title.get("en", ""),
            "introduction": introduction.get("nl", ""),
            "introduction_en": introduction.get("en", ""),
        }
        super().__init__(*args, **more)

    def wordings(self) -> tuple[Wording, Wording]:
        typed = self.cleaned_data
        return (
            words(typed["title"], typed["title_en"]),
            words(typed["introduction"], typed["introduction_en"]),
        )


class PageForm(forms.Form):
    """The name of a page."""

    theme = forms.CharField(label=gettext_lazy("Name of the page"), max_length=80)
    theme_en = forms.CharField(
        label=gettext_lazy("Name of the page in English"), max_length=80, required=False
    )

    def __init__(self, *args: Any, page: Part, **more: Any) -> None:
        more["initial"] = {"theme": page.theme.get("nl", ""), "theme_en": page.theme.get("en", "")}
        super().__init__(*args, **more)

    def wording(self) -> Wording:
        return words(self.cleaned_data["theme"], self.cleaned_data["theme_en"])


class QuestionForm(forms.Form):
    """One question. Answers stand one on a line; a line that stays keeps its earlier answers."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    help = forms.CharField(
        label=gettext_lazy("Help"),
        help_text=gettext_lazy("One sentence below the question, if it needs one."),
        max_length=300,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How is it answered?"),
        choices=[
            (Kind.TEXT, gettext_lazy("In own words")),
            (Kind.SCALE, gettext_lazy("On a scale of five words")),
            (Kind.CHOICE, gettext_lazy("By choosing one answer")),
            (Kind.SEVERAL, gettext_lazy("By choosing several answers")),
            (Kind.RANKING, gettext_lazy("By putting answers in an order")),
        ],
        widget=forms.RadioSelect,
    )
    options = forms.CharField(
        label=gettext_lazy("Answers"),
        help_text=gettext_lazy(
            "One on a line. A scale has five, from low to high. Not for a question in own words."
        ),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    at_most = forms.IntegerField(
        label=gettext_lazy("How many at most?"),
        help_text=gettext_lazy(
            "For several answers, or the places of an order. Empty: all of them."
        ),
        min_value=1,
        max_value=MOST_OPTIONS,
        required=False,
    )
    required = forms.BooleanField(label=gettext_lazy("This must be filled in"), required=False)
    page = forms.ChoiceField(label=gettext_lazy("On which page?"))
    new_page = forms.CharField(
        label=gettext_lazy("Name of the new page"),
        help_text=gettext_lazy("Only when you choose a new page."),
        max_length=80,
        required=False,
    )
    is_other = forms.BooleanField(
        label=gettext_lazy("This has become another question"),
        help_text=gettext_lazy("Tick this when earlier answers no longer fit the question."),
        required=False,
    )
    text_en = forms.CharField(
        label=gettext_lazy("Question in English"), max_length=300, required=False
    )
    help_en = forms.CharField(label=gettext_lazy("Help in English"), max_length=300, required=False)
    options_en = forms.CharField(
        label=gettext_lazy("Answers in English"),
        help_text=gettext_lazy("One on a line, in the same order."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    new_page_en = forms.CharField(
        label=gettext_lazy("Name of the new page in English"), max_length=80, required=False
    )
    ENGLISH = ("text_en", "help_en", "options_en", "new_page_en")

    def __init__(
        self,
        *args: Any,
        pages: Sequence[Part],
        question: Question | None = None,
        here: int | str = 1,
        **more: Any,
    ) -> None:
        self.pages, self.question = list(pages), question
        more["initial"] = _initial(question) if question else {"kind": Kind.TEXT, "required": True}
        more["initial"]["page"] = str(here) if self.pages else NEW
        super().__init__(*args, **more)
        named = [(str(one.number), str(one.theme)) for one in self.pages]
        self.fields["page"].choices = [*named, (NEW, _("A new page"))]  # type: ignore[attr-defined]
        if question is None:
            del self.fields["is_other"]

    @property
    def dutch(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.ENGLISH]

    @property
    def english(self) -> list[forms.BoundField]:
        """Apart, for most leave it: twelve boxes on one page are many."""
        return [self[name] for name in self.ENGLISH]

    @property
    def shows_english(self) -> bool:
        """Whoever changes the Dutch sees the English that goes with it."""
        return any(one.value() or one.errors for one in self.english)

    def clean(self) -> None:
        typed = self.cleaned_data
        is_new = typed.get("page") == NEW and "new_page" not in self.errors
        if is_new and not typed["new_page"]:
            self.add_error("new_page", _("Give the new page a name."))
        elif is_new:
            theme = words(typed["new_page"], typed.get("new_page_en", ""))
            if any(str(theme) == str(one.theme) for one in self.pages):
                self.add_error("new_page", NAMED_TWICE)
        kind = typed.get("kind")
        is_told = {"options", "options_en"} & self.errors.keys()  # one thing at a time
        if kind is None or kind == Kind.TEXT or is_told:
            typed["options"], typed["options_en"] = [], []
            return
        lines, english = _lines(typed.get("options", "")), _lines(typed.get("options_en", ""))
        typed["options"], typed["options_en"] = lines, english
        for fault in self._faults(kind, lines):
            self.add_error("options", fault)
        if english and len(english) != len(lines):
            text = _("There are %(nl)d answers in Dutch and %(en)d in English.")
            self.add_error("options_en", text % {"nl": len(lines), "en": len(english)})
        most = typed.get("at_most")
        if most and most > len(lines) and kind in Question.MANY:
            text = _("There are only %(number)d answers.") % {"number": len(lines)}
            self.add_error("at_most", text)

    def _faults(self, kind: str, lines: list[str]) -> list[str]:
        if kind == Kind.SCALE and len(lines) != SCALE_WORDS:
            text = _("A scale has five words, from low to high. You have %(number)d.")
            return [text % {"number": len(lines)}]
        if len(lines) < 2:
            return [_("Write at least two answers, one on a line.")]
        if len(lines) > MOST_OPTIONS:
            return [_("More than twenty answers is too much to choose from.")]
        if len(set(lines)) < len(lines):
            return [_("An answer stands there twice.")]
        return []

    def facts(self) -> dict[str, Any]:
        """The columns of the question, as they were typed."""
        typed = self.cleaned_data
        is_new = typed["page"] == NEW
        theme = (
            words(typed["new_page"], typed["new_page_en"])
            if is_new
            else self.pages[int(typed["page"]) - 1].theme
        )
        key = self.question.key if self.question and not typed["is_other"] else None
        return {
            "key": key or f"q-{get_random_string(8).lower()}",
            "kind": typed["kind"],
            "theme": theme,
            "text": words(typed["text"], typed["text_en"]),
            "help": words(typed["help"], typed["help_en"]),
            "options": self._options(),
            "at_most": (typed["at_most"] or 0) if typed["kind"] in Question.MANY else 0,
            "required": typed["required"],
        }

    def _options(self) -> list[dict[str, str]]:
        typed = self.cleaned_data
        lines = typed["options"]
        english = typed["options_en"] or [""] * len(lines)
        keys = _keys(lines, self.question, typed["kind"])
        return [
            {"key": key, **words(nl, en)} for key, nl, en in zip(keys, lines, english, strict=True)
        ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _keys(lines: list[str], question: Question | None, kind: str) -> list[str]:
    """A line that stays keeps its key, wherever it goes; so does one reworded in its own place."""
    if kind == Kind.SCALE:
        return [str(place) for place in range(1, len(lines) + 1)]
    old = question.options if question and question.kind != Kind.SCALE else []
    by_text = {one.get("nl", ""): one["key"] for one in old}
    kept = [by_text.get(line) for line in lines]
    if len(old) == len(lines):
        kept = [
            key or (one["key"] if one["key"] not in kept else None)
            for key, one in zip(kept, old, strict=True)
        ]
    return [key or f"a-{get_random_string(8).lower()}" for key in kept]


def _initial(question: Question) -> dict[str, Any]:
    return {
        "text": question.text.get("nl", ""),
        "text_en": question.text.get("en", ""),
        "help": question.help.get("nl", ""),
        "help_en": question.help.get("en", ""),
        "kind": question.kind,
        "options": "\n".join(one.get("nl", "") for one in question.options),
        "options_en": "\n".join(one["en"] for one in question.options if one.get("en")),
        "at_most": question.at_most or None,
        "required": question.required,
    }
