"""How an adviser changes a draft: its questions, their order and its pages.

Each change locks the draft first, so that two tabs cannot number two questions alike.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import MOST_ON_A_PAGE, Part, Question, Questionnaire
from mentorship.web.wording import Wording

NAMED_TWICE = gettext_lazy("There is a page with that name already. Choose another name.")
FAR = 10_000  # out of the way while questions are numbered anew


def _locked(draft: Questionnaire) -> list[Question]:
    Questionnaire.objects.select_for_update().get(pk=draft.pk)
    return list(draft.questions.all())


def _number(draft: Questionnaire, questions: Iterable[Question]) -> None:
    """Positions are unique, so all step aside before each takes its own."""
    draft.questions.update(position=F("position") + FAR)
    questions = list(questions)
    for position, question in enumerate(questions, start=1):
        question.position = position
    Question.objects.bulk_update(questions, ["position", "theme"])


def _check_pages(questions: Iterable[Question]) -> None:
    """At most ten on a page, and no two pages under one name. Says what is the matter."""
    pages: list[tuple[Wording, int]] = []
    for question in questions:
        if pages and pages[-1][0] == question.theme:
            pages[-1] = (question.theme, pages[-1][1] + 1)
        else:
            pages.append((question.theme, 1))
    for theme, number in pages:
        if number > MOST_ON_A_PAGE:
            text = _(
                "“%(page)s” would get more than ten questions. Put the question on another page."
            )
            raise ValidationError(text % {"page": theme})
    names = [str(theme) for theme, _number in pages]
    if len(names) != len(set(names)):
        raise ValidationError(NAMED_TWICE)


@transaction.atomic
def put_question(draft: Questionnaire, facts: dict[str, Any], question: Question | None) -> None:
    """Write a new or changed question at the end of the page that ``facts`` name.

    One that stays on its page keeps its place. Raises ValidationError when the page is full.
    """
    rows = _locked(draft)
    is_new = question is None
    one = question or Question(questionnaire=draft, position=2 * FAR)
    stays = not is_new and one.theme == facts["theme"]
    for name, value in facts.items():
        setattr(one, name, value)
    order = [one if row.pk == one.pk else row for row in rows]
    if not stays:
        order = [row for row in order if row.pk != one.pk]
        on_page = [place for place, row in enumerate(order) if row.theme == one.theme]
        order.insert(on_page[-1] + 1 if on_page else len(order), one)
    _check_pages(order)
    one.save()
    _number(draft, order)


@transaction.atomic
def move_question(question: Question, step: int) -> None:
    """One place up (-1) or down (1); past the edge of its page it goes to the page beside it."""
    draft = question.questionnaire
    rows = _locked(draft)
    here = next(place for place, row in enumerate(rows) if row.pk == question.pk)
    there = here + step
    if not 0 <= there < len(rows):
        return
    if rows[there].theme == rows[here].theme:
        rows[here], rows[there] = rows[there], rows[here]
    else:
        rows[here].theme = rows[there].theme
    _check_pages(rows)
    _number(draft, rows)


@transaction.atomic
def remove_question(question: Question) -> dict[str, Any]:
    """Gives what is needed to put it back."""
    draft = question.questionnaire
    rows = [row for row in _locked(draft) if row.pk != question.pk]
    left_out = {"id", "questionnaire"}
    facts = {
        field.attname: getattr(question, field.attname)
        for field in question._meta.concrete_fields
        if field.name not in left_out
    }
    question.delete()
    _number(draft, rows)
    return facts


@transaction.atomic
def put_back(draft: Questionnaire, facts: dict[str, Any]) -> None:
    """A removed question, at the place where it was. A second click puts back nothing."""
    rows = _locked(draft)
    if any(row.key == facts["key"] for row in rows):
        return
    texts = {name: Wording(facts[name]) for name in ("theme", "text", "help")}
    one = Question(questionnaire=draft, **{**facts, **texts, "position": 2 * FAR})
    rows.insert(facts["position"] - 1, one)
    _check_pages(rows)
    one.save()
    _number(draft, rows)


@transaction.atomic
def rename_page(draft: Questionnaire, page: Part, theme: Wording) -> None:
    rows = _locked(draft)
    if any(one.theme == theme for one in draft.parts() if one.number != page.number):
        raise ValidationError(NAMED_TWICE)
    there = {one.pk for one in page.questions}
    for row in rows:
        if row.pk in there:
            row.theme = theme
    _check_pages(rows)
    _number(draft, rows)


@transaction.atomic
def move_page(draft: Questionnaire, page: Part, step: int) -> None:
    """One page up (-1) or down (1)."""
    _locked(draft)
    pages = draft.parts()
    here, there = page.number - 1, page.number - 1 + step
    if 0 <= there < len(pages):
        pages[here], pages[there] = pages[there], pages[here]
        _number(draft, [row for one in pages for row in one.questions])
