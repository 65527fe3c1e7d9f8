"""A word of its own in each text of each row, of whomever it is; and who may read which of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import CharField, Field, FileField, JSONField, Model, TextField
from django.db.models.fields import EmailField

from intake.models import Question
from matching.models import Mentorship
from mentorship import declare
from mentorship.declare import EMPTIED, Kept, Sight
from mentorship.people.models import PeopleImport, Person
from mentorship.privacy.register import fields_of, model_of

# For each information, for each of its sights: the texts that it gives, as model.field. A sight
# without texts tells that something is there: see test_noticed_on_pages.
GIVES = {
    "details": [
        "person.given_name person.family_name person.email person.phone person.job_title",
        "person.number",
        "person.given_name person.family_name",
    ],
    "enrolment": ["", ""],
    "intake": ["response.answers", ""],
    "reflection": ["response.answers", ""],
    "evaluation": ["response.answers", "", "response.answers", ""],
    "presentation": [
        "submission.title submission.text submission.file submission.file_name",
        "submission.title",
        "",
    ],
    "reaction": ["reaction.text", "reaction.text", "reaction.text"],
    "after-note": ["afternote.text", "afternote.text"],
    "profile": ["mentorprofile.about mentorprofile.how_to_meet mentorprofile.strengths"],
    "hope": ["hope.word"],
    "pair": ["person.given_name person.family_name", "mentorship.end_reason"],
    "answer": ["mentorship.word"],
    "goals": ["goal.text"],
    "talks": ["", "", "talknote.text", ""],
    "check-in": ["checkin.word checkin.answers", "checkin.word", ""],
    "word": ["word.text"],
    "change": ["changerequest.word"],
    "time": ["agreement.word", ""],
    "ruling": [""],
    "buddies": ["", "", ""],
    "case": ["case.title case.situation case.question case.did case.learnt"] * 5,
    "mail": ["", ""],
    "calendar": [""],
    "readings": [""],
    "deeds": ["", ""],
    "staff-lists": ["importrow.name importrow.detail importrow.changes importrow.reasons"],
    "signing-in": [],
}
BY_ITSELF = ("session", "emailaddress", "emailconfirmation", "peopleimport", "deadaddress")


@dataclass(frozen=True)
class Planted:
    word: str
    kept: Kept
    field: str
    row: Model

    @property
    def place(self) -> str:
        return f"{self.row._meta.model_name}.{self.field}"

    def __str__(self) -> str:
        return f"{self.place} of {self.row.pk}"


def plant() -> list[Planted]:
    found: list[Planted] = []
    for kept in declare.kept:
        if model_of(kept)._meta.model_name not in BY_ITSELF:
            for field in _texts(kept):
                for row in model_of(kept)._base_manager.all():
                    found += _plant(kept, field, row, f"Merk{len(found)}z")
    return found


def _texts(kept: Kept) -> "Iterator[Field[Any, Any]]":
    names = {name for group in kept.fields if group.sort in EMPTIED for name in group.labels}
    for field in fields_of(kept):
        is_text = isinstance(field, CharField | TextField | FileField)
        is_form = isinstance(field, JSONField) and field.get_default() == {}
        is_open = field.name in names - {"sorts_as", "photo", "prefix"} and not field.choices
        if is_open and (is_text or is_form):
            yield field


def _plant(kept: Kept, field: "Field[Any, Any]", row: Any, word: str) -> list[Planted]:
    value: Any = word
    if isinstance(field, FileField):
        getattr(row, field.name).save("merk.pdf", ContentFile(f"%PDF-1.4 {word}".encode()))
    else:
        if isinstance(field, EmailField):
            value = f"{word.lower()}@hoorn.example"
        elif isinstance(field, JSONField):
            questions = row.questionnaire and row.questionnaire.questions.all()
            keys = [one.key for one in questions or () if one.kind == Question.Kind.TEXT]
            if not keys:
                return []
            value = getattr(row, field.name) | dict.fromkeys(keys, word)
        type(row)._base_manager.filter(pk=row.pk).update(**{field.name: value})
    return [Planted(word.casefold(), kept, field.name, row)]


def given_by(sight: Sight, texts: str, person: Person, planted: list[Planted]) -> set[str]:
    """The words that this sight gives this person."""
    fields = set(texts.split())
    rows = list(sight.rows(person)) if fields else []
    models = {place.partition(".")[0] for place in fields}
    seen = {(model, pk) for model in models for row in rows for pk in _whose(row, model)}
    return {
        one.word
        for one in planted
        if one.place in fields and (one.row._meta.model_name, one.row.pk) in seen
    }


def _whose(row: Any, model: str) -> Iterable[Any]:
    """Whose words a row of a sight gives: the lines of a list, the two of a pair, or its own."""
    if isinstance(row, PeopleImport):
        return row.rows.values_list("pk", flat=True)
    if isinstance(row, Mentorship) and model == "person":
        return row.mentor_id, row.mentee_id
    return (row.pk,)


def may_read(person: Person, planted: list[Planted]) -> set[str]:
    found: set[str] = set()
    for information in declare.information:
        for sight, texts in zip(information.sights, GIVES[information.key], strict=True):
            found |= given_by(sight, texts, person, planted)
    return found | {one.word for one in planted if _is_own_draft(one, person)}


def _is_own_draft(one: Planted, person: Person) -> bool:
    return one.field == "draft" and one.row.enrolment.person_id == person.pk  # type: ignore[attr-defined]
