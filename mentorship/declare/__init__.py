"""What an upper room tells the rooms below it, as plain values.

Lower rooms may not import upper ones. So *Vandaag* does not know what a mentorship is: matching
declares a line for it. Each app makes its declarations in modules of fixed names (``screens.py``,
``personal_data.py``), which are loaded once at start-up, as Django's admin does it.
This module imports nothing of the house, so every room may import it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from mentorship.declare.personal import EMPTIED as EMPTIED
from mentorship.declare.personal import Audience as Audience
from mentorship.declare.personal import Fields as Fields
from mentorship.declare.personal import Grade as Grade
from mentorship.declare.personal import Information as Information
from mentorship.declare.personal import Involvement as Involvement
from mentorship.declare.personal import Kept as Kept
from mentorship.declare.personal import Obstacle as Obstacle
from mentorship.declare.personal import Removable as Removable
from mentorship.declare.personal import Sight as Sight
from mentorship.declare.personal import Sort as Sort
from mentorship.declare.personal import Term as Term
from mentorship.declare.personal import fields as fields


class Declaration(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


D = TypeVar("D", bound=Declaration)


class Register(Generic[D]):
    """The declarations of one kind, in their order; a key can be declared only once."""

    def __init__(self) -> None:
        self._declared: dict[str, D] = {}

    def add(self, *declarations: D) -> None:
        for declaration in declarations:
            if declaration.key in self._declared:
                raise ValueError(f"{declaration.key!r} is declared twice")
            self._declared[declaration.key] = declaration

    def __iter__(self) -> Iterator[D]:
        return iter(sorted(self._declared.values(), key=lambda one: (one.order, one.key)))

    def __getitem__(self, key: str) -> D:
        return self._declared[key]

    def __contains__(self, key: str) -> bool:
        return key in self._declared


@dataclass(frozen=True)
class Screen:
    """A page in the menu. The first one that a person may open is where they land.

    ``label`` is a lazy translation; ``url`` the name of a url without arguments.
    """

    key: str
    label: Any
    url: str
    shown_to: Callable[[Any], bool]
    order: int


@dataclass(frozen=True)
class Line:
    """One thing that needs somebody: how many, what, a detail, and one action."""

    count: int
    what: str
    detail: str
    action: str
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Today:
    """Lines of *Vandaag*. ``lines`` gets the person and the moment; no line means nothing to do."""

    key: str
    order: int
    lines: Callable[[Any, datetime], Iterable[Line]]


@dataclass(frozen=True)
class StepKind:
    """How one kind of programme step is done, and where.

    ``done`` gets cohort ids and gives (enrolment id, step id) of whatever is done, in one query.
    ``link`` gets an enrolment and a step and gives the path where its participant does it, or "".
    ``progress`` gets the same and gives a sentence on how far somebody is, or ""; ``readers`` says
    in a few words who reads what is handed in. ``unnamed`` gives the ids of steps of which others
    learn how many did them, never who.
    """

    key: str
    done: Callable[[Iterable[int]], set[tuple[int, int]]]
    link: Callable[[Any, Any], str]
    order: int = 0
    progress: Callable[[Any, Any], str] = lambda enrolment, step: ""
    readers: Callable[[Any, Any], str] = lambda enrolment, step: ""
    unnamed: Callable[[], Iterable[int]] = tuple


@dataclass(frozen=True)
class Panel:
    """A part of another room's page. ``place`` names the page ("person", "cohort", "route").

    ``context`` gets the page's subject, the viewer and the moment; None shows nothing.
    """

    key: str
    place: str
    template: str
    context: Callable[[Any, Any, datetime], dict[str, Any] | None]
    order: int


@dataclass(frozen=True)
class Banner:
    """What somebody must know on every page. ``text`` gets the person and the moment; "" is quiet.

    It is asked for each page, so it must be cheap. ``url`` gives the path of the page where this
    person does something about it, or "".
    """

    key: str
    text: Callable[[Any, datetime], str]
    url: Callable[[Any], str] = lambda person: ""
    order: int = 0


@dataclass(frozen=True)
class Acquaintance:
    """Whom somebody gets to see through an upper room. ``people`` gives a query of person ids."""

    key: str
    people: Callable[[Any], Any]
    order: int = 0


@dataclass(frozen=True)
class Chapter:
    """A part of the demo story, told by the room it belongs to. ``tell`` gets the moment.

    It may be told twice: what is there already stays.
    """

    key: str
    tell: Callable[[datetime], None]
    order: int


@dataclass(frozen=True)
class Place:
    """A page that messages are filed under: its name, its address, its organisation's key."""

    name: str
    url: str
    organisation: int


@dataclass(frozen=True)
class Filing:
    """How an upper room's rows keep what is told about them: under "programmes.cohort:7".

    ``key`` is the first half. ``find`` gets the second and the viewer, and gives its place; None
    for whoever does not manage it. ``overseen`` gives the labels under which a viewer sees which
    mail went to whom.
    """

    key: str
    find: Callable[[int, Any], Place | None]
    order: int = 0
    overseen: Callable[[Any], Iterable[str]] = lambda viewer: ()


@dataclass(frozen=True)
class Chore:
    """What time itself changes in a room, before a pass asks who must be told: it gets the moment.

    It runs each minute, so it asks little where there is nothing to do, and twice costs nothing.
    """

    key: str
    run: Callable[[datetime], None]
    order: int = 0


screens: Register[Screen] = Register()
today: Register[Today] = Register()
step_kinds: Register[StepKind] = Register()
panels: Register[Panel] = Register()
banners: Register[Banner] = Register()
acquaintances: Register[Acquaintance] = Register()
chapters: Register[Chapter] = Register()
filings: Register[Filing] = Register()
kept: Register[Kept] = Register()
information: Register[Information] = Register()
obstacles: Register[Obstacle] = Register()
involvements: Register[Involvement] = Register()
removables: Register[Removable] = Register()
chores: Register[Chore] = Register()
