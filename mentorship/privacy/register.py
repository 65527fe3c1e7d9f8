"""The register read: which rows are somebody's, and what is left of a row once it is cleared.

The declarations stand in each room's ``personal_data.py``; see ``mentorship.declare.Kept``.
"""

from typing import Any

from django.apps import apps
from django.db.models import Field, FileField, Model, Q, QuerySet

from mentorship import declare
from mentorship.declare import EMPTIED, Kept
from mentorship.people.models import Person


def model_of(kept: Kept) -> type[Model]:
    return apps.get_model(kept.key)


def rows_of(kept: Kept, person: Person) -> QuerySet[Any]:
    """Every row that is about this person or from them; none where a model keeps nothing of one."""
    every = model_of(kept)._base_manager.all()
    if kept.find is not None:
        return every.filter(pk__in=kept.find(person).values("pk"))
    if not kept.of:
        return every.none()
    mine = Q()
    for path in kept.of:
        mine |= Q(**{path: person.pk})
    return every.filter(pk__in=every.filter(mine).values("pk"))


def fields_of(kept: Kept) -> "list[Field[Any, Any]]":
    """The model's own columns, without its key and what it points at."""
    return [
        field
        for field in model_of(kept)._meta.concrete_fields
        if not field.is_relation and not (field.primary_key and field.name == "id")
    ]


def emptied_fields(kept: Kept) -> "list[Field[Any, Any]]":
    names = {name for group in kept.fields if group.sort in EMPTIED for name in group.labels}
    return [field for field in fields_of(kept) if field.name in names]


def files_of(kept: Kept) -> list[str]:
    return [field.name for field in fields_of(kept) if isinstance(field, FileField)]


def changes(kept: Kept, row: Model) -> dict[str, Any]:
    """What clearing this row writes to it; nothing when it has been cleared before."""
    after = {field.name: empty(field) for field in emptied_fields(kept)}
    if kept.replace is not None:
        after |= kept.replace(row)
    return {name: value for name, value in after.items() if getattr(row, name) != value}


def empty(field: "Field[Any, Any]") -> Any:
    """NULL where the column knows it, else what a new row has, else an empty text."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def everything_of_people() -> list[Kept]:
    return [one for one in declare.kept if one.information]
