"""What a room declares of the personal data it keeps: what, of whom, why, how long, who sees it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What a field holds of somebody, and so what erasing does with it."""

    STRUCTURE = "structure"  # nothing of a person: stays
    PLANNING = "planning"  # that, and when: stays, and says nothing without a name
    TECHNICAL = "technical"  # bookkeeping and secrets: stays, or goes with its row
    IDENTITY = "identity"  # who somebody is and how to reach them: emptied
    OWN_WORDS = "own words"  # what they wrote: emptied
    OTHERS_WORDS = "others' words"  # what another wrote about them: emptied, never in an export


EMPTIED = {Sort.IDENTITY, Sort.OWN_WORDS, Sort.OTHERS_WORDS}


class Grade(StrEnum):
    """How much harm it does in the wrong hands, from little to much."""

    PUBLIC = "public"  # nothing of a person
    PERSONAL = "personal"
    SENSITIVE = "sensitive"  # what somebody thinks or how it goes, and whatever lets one in


GRADES = dict.fromkeys(Sort, Grade.PERSONAL) | {
    Sort.STRUCTURE: Grade.PUBLIC,
    Sort.OWN_WORDS: Grade.SENSITIVE,
    Sort.OTHERS_WORDS: Grade.SENSITIVE,
}


@dataclass(frozen=True)
class Fields:
    """Fields of one sort, each with its name on the screen. ``by`` leads to who wrote them."""

    sort: Sort
    grade: Grade
    labels: dict[str, Any]
    by: str = ""


def fields(
    sort: Sort, names: str = "", by: str = "", grade: Grade | None = None, **labels: Any
) -> Fields:
    """``names`` are fields that nobody is shown; ``labels`` those of an export.

    ``grade`` is said where it does not follow from the sort.
    """
    return Fields(sort, grade or GRADES[sort], dict.fromkeys(names.split(), "") | labels, by)


@dataclass(frozen=True)
class Term:
    """Kept for so many ``days`` after ``since``, a few words.

    ``passed`` gets a moment and gives the rows for which that moment came before it.
    ``organisation`` leads to whose own term goes before this one; "" where it is the same for all.
    A row that ``goes`` is deleted then, also where erasing only empties it. ``within`` is the label
    of what it is a part of: with that it goes, however long its own term is. ``what`` names it
    where one kind of information has rows with different terms.
    """

    days: int
    since: Any
    passed: Callable[[datetime], Any]
    organisation: str = ""
    goes: bool = False
    within: str = ""
    what: Any = ""


@dataclass(frozen=True)
class Kept:
    """What one model keeps. ``key`` is its label, ``information`` the keys of what it tells.

    ``of`` leads to whom a row is about or from, where no path does, ``find`` gives their rows.
    ``refers`` names who is only mentioned: that stays, and then shows no name. A row that ``goes``
    is deleted by erasing or when its term is over; of any other the words are emptied, or take the
    values that ``replace`` gives. Whatever is of a person has a ``term``, or says in a sentence how
    long it stays (``as_long_as``); ``besides`` says what more there is to say of that, for each of
    its kinds of information. ``title`` and ``shown`` tell how an export names and
    shows a row, and ``words`` what the keys of a list are called.
    """

    key: str
    information: str = ""
    of: tuple[str, ...] = ()
    refers: str = ""
    fields: tuple[Fields, ...] = ()
    goes: bool = False
    term: Term | None = None
    as_long_as: Any = ""
    besides: Mapping[str, Any] = field(default_factory=dict)
    find: Callable[[Any], Any] | None = None
    replace: Callable[[Any], dict[str, Any]] | None = None
    title: Callable[[Any], str] = lambda row: ""
    shown: Callable[[Any], list[tuple[str, str]]] | None = None
    words: Mapping[str, Any] | None = None
    order: int = 0


class Audience(StrEnum):
    """Who may look, seen from whom it is about. ``PAIR`` is the other of mentor and mentee."""

    SELF = "self"
    PAIR = "pair"
    BUDDY = "buddy"
    FELLOW = "fellow"
    TRAINER = "trainer"
    ADVISER = "adviser"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Sight:
    """``what`` these audiences see, in words; ``rows`` is the query that their pages ask.

    ``is_less`` than the sight before it: who has that one is not named again.
    """

    what: Any
    to: tuple[Audience, ...]
    rows: Callable[[Any], Iterable[Any]]
    is_less: bool = False


@dataclass(frozen=True)
class Information:
    """One line of *Wie ziet wat*: what is kept of somebody, why, and who sees how much of it."""

    key: str
    title: Any
    purpose: Any
    sights: tuple[Sight, ...]
    order: int = 0


def blank(row: Any, name: str) -> None:
    setattr(row, name, "")
    row.save(update_fields=[name])


@dataclass(frozen=True)
class Removable:
    """Words that whoever reads them in a role may take out: a medical fact, a name.

    ``key`` is the label of a model that is kept. ``rows`` gets a person and gives whose words they
    may take out: never their own. ``texts`` gets a row and its reader, and gives what can go: its
    label and its words, by the name under which ``empty`` lets it go. ``title`` names the row in
    each language, ``back`` is the path of the page where it is read. Who wrote it is not told where
    it is ``nameless``: such words have an address of their own, that follows no number.
    """

    key: str
    rows: Callable[[Any], Any]
    writer: Callable[[Any], Any]
    title: Callable[[Any], Any]
    texts: Callable[[Any, Any], Mapping[str, tuple[Any, str]]]
    back: Callable[[Any], str]
    empty: Callable[[Any, str], None] = blank
    nameless: bool = False
    order: int = 0


@dataclass(frozen=True)
class Involvement:
    """Who still had a part in something after a moment, whether or not they signed in.

    ``after`` gets that moment and gives a query of person ids.
    """

    key: str
    after: Callable[[datetime], Any]
    order: int = 0


@dataclass(frozen=True)
class Obstacle:
    """What must be settled before somebody can be erased: sentences, or nothing."""

    key: str
    why: Callable[[Any, datetime], Iterable[str]]
    order: int = 0
