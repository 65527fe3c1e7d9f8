"""The register is whole: every field of every model has its sort, every person their path."""

from collections import Counter

from django.apps import apps
from django.db.models import Field, Model

from mentorship import declare
from mentorship.declare import Grade, Kept, Sort, Term, fields
from mentorship.people.models import Person
from mentorship.privacy.register import emptied_fields, fields_of, model_of
from mentorship.privacy.seeing import entries
from mentorship.reminders.models import Halt


def faults(kept: Kept) -> list[str]:
    """What is not declared of one model, declared twice, or declared and not there."""
    named = Counter(name for group in kept.fields for name in group.labels)
    there = {field.name for field in fields_of(kept)}
    people = {
        field.name
        for field in model_of(kept)._meta.concrete_fields
        if isinstance(field.related_model, type) and issubclass(field.related_model, Person)
    }
    told = set(kept.of) | set(kept.refers.split())
    unreal = {name for name in told if "__" not in name} - people
    return [
        *(f"{kept.key}.{name} has no sort" for name in sorted(there - set(named))),
        *(f"{kept.key}.{name} does not exist" for name in sorted(set(named) - there)),
        *(f"{kept.key}.{name} is declared twice" for name, count in named.items() if count > 1),
        *(f"{kept.key}.{name} leads to somebody" for name in sorted(people - told)),
        *(f"{kept.key}.{name} leads to nobody" for name in sorted(unreal)),
    ]


def test_every_field_of_every_model_is_in_the_register() -> None:
    models = {model._meta.label_lower for model in apps.get_models()}
    declared = {one.key for one in declare.kept}

    assert sorted(models - declared) == []
    assert sorted(declared - models) == []
    assert [fault for one in declare.kept for fault in faults(one)] == []


def test_a_field_without_a_sort_and_a_sort_without_a_field_are_found() -> None:
    """The check itself: it would have seen each kind of hole."""
    halt = fields(Sort.STRUCTURE, "since")
    assert faults(Kept("reminders.halt", refers="by", fields=(halt,))) == []

    assert faults(Kept("reminders.halt", refers="by")) == ["reminders.halt.since has no sort"]
    assert faults(Kept("reminders.halt", fields=(halt,))) == ["reminders.halt.by leads to somebody"]
    twice = Kept("reminders.halt", refers="by", fields=(halt, halt))
    assert faults(twice) == ["reminders.halt.since is declared twice"]
    idle = Kept("reminders.halt", refers="by to", fields=(halt, fields(Sort.STRUCTURE, "made_up")))
    assert faults(idle) == [
        "reminders.halt.made_up does not exist",
        "reminders.halt.to leads to nobody",
    ]
    assert model_of(Kept("reminders.halt")) is Halt


def test_whatever_is_of_a_person_is_part_of_an_information_with_a_purpose() -> None:
    for one in declare.kept:
        personal = [group for group in one.fields if group.sort != Sort.STRUCTURE]
        for key in one.information.split():
            assert str(declare.information[key].title), one.key
            assert str(declare.information[key].purpose), one.key
        if one.information:
            assert one.of or one.find, f"{one.key}: whose is it?"
        else:
            assert not one.of, one.key
            assert not one.find, one.key
            assert not personal, f"{one.key} keeps something of somebody, and says not why"


def unsaid(kept: Kept) -> list[str]:
    """What is of somebody says how long: a term, or as long as what; never both, never nothing."""
    said = [bool(kept.term), bool(kept.as_long_as)]
    wrong = [] if sum(said) == bool(kept.information) else [f"{kept.key}: for how long?"]
    strange = set(kept.besides) - set(kept.information.split())
    return wrong + [f"{kept.key} tells nothing of {key}" for key in sorted(strange)]


def test_whatever_is_of_a_person_says_how_long_it_is_kept() -> None:
    assert [fault for one in declare.kept for fault in unsaid(one)] == []

    term = Term(1, "then", lambda moment: None)
    assert unsaid(Kept("a.b", "mail", term=term)) == []
    assert unsaid(Kept("a.b", "mail", as_long_as="As long as it lasts.")) == []
    assert unsaid(Kept("a.b", "mail")) == ["a.b: for how long?"]
    assert unsaid(Kept("a.b", "mail", term=term, as_long_as="Always.")) == ["a.b: for how long?"]
    assert unsaid(Kept("a.b", besides={"mail": "And more."})) == ["a.b tells nothing of mail"]


def test_every_field_has_a_grade_and_nothing_of_a_person_is_public() -> None:
    for one in declare.kept:
        for group in one.fields:
            is_public = group.sort == Sort.STRUCTURE
            assert (group.grade == Grade.PUBLIC) == is_public, f"{one.key}: {list(group.labels)}"


def test_what_somebody_thinks_how_it_goes_and_what_lets_one_in_are_sensitive() -> None:
    def grade(key: str, name: str) -> Grade:
        kept = declare.kept[key]
        return next(group.grade for group in kept.fields if name in group.labels)

    for field in (
        "intake.response answers",
        "matching.case situation",
        "matching.checkin answer",
        "matching.checkin word",
        "matching.changerequest asked_at",
        "matching.agreement agreed",
        "matching.mentorship end_kind",
        "matching.ruling kind",
        "matching.talknote text",
        "matching.word written_at",
        "people.person password",
        "programmes.calendarfeed digest",
        "sessions.session session_key",
    ):
        assert grade(*field.split()) == Grade.SENSITIVE, field
    for field in ("people.person email", "programmes.enrolment state", "matching.mentorship state"):
        assert grade(*field.split()) == Grade.PERSONAL, field


def test_the_page_says_the_highest_grade_of_what_tells_something_of_somebody() -> None:
    grades = {one.key: one.grade for one in entries(None)}
    assert {key for key, grade in grades.items() if grade == "gevoelig"} == {
        *("intake", "reflection", "evaluation", "presentation", "reaction", "after-note", "case"),
        *("hope", "pair", "answer", "goals", "talks", "check-in", "word", "change", "time"),
        "ruling",
    }
    assert set(grades.values()) == {"gevoelig", "persoonlijk"}


def test_every_information_has_something_behind_it() -> None:
    kept = {key for one in declare.kept for key in one.information.split()}
    assert {one.key for one in declare.information} == kept


def test_what_is_emptied_can_be_empty() -> None:
    """NULL, a default or an empty text: never a value that the database would refuse."""

    def can(field: Field, model: type[Model]) -> bool:
        replaced = declare.kept[model._meta.label_lower].replace is not None
        return field.null or field.has_default() or field.empty_strings_allowed or replaced

    for one in declare.kept:
        for field in emptied_fields(one):
            assert can(field, model_of(one)), f"{one.key}.{field.name}"


def test_a_term_says_from_when_and_is_of_something_that_goes_or_is_emptied() -> None:
    for one in declare.kept:
        if one.term is None:
            continue
        assert isinstance(one.term, Term)
        assert str(one.term.since), one.key
        assert one.goes or one.term.goes or emptied_fields(one), one.key
