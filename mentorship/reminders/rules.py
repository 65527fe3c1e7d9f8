"""How a room says what somebody must be told, and when.

A ``Rule`` is a query, an anchor and offsets: it speaks by itself as time goes by. A ``Notice`` is
what a click causes. Either is one class with a folder ``templates/mail/<key>/`` that holds
``subject.txt`` and ``body.txt``; the engine does the rest. See docs/reminders.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays

M = TypeVar("M", bound=Model)
Q_ = TypeVar("Q_", bound=QuerySet[Any])
SlotKey = tuple[str, int, str, int]  # subject, recipient, occasion, offset


@dataclass(frozen=True)
class Button:
    """The one button of a message; ``path`` starts with a slash."""

    label: str
    path: str

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path


@dataclass(frozen=True)
class Invite:
    """An entry for the recipient's calendar, as iTIP has it: ``method`` is REQUEST or CANCEL.

    ``content`` is the whole VCALENDAR, with the same METHOD in it. Source: RFC 5546, RFC 6047.
    """

    method: str
    content: bytes


@dataclass(frozen=True)
class Window:
    """Local days, both included, between which anchors matter.

    ``about`` narrows to one page, ``recipients`` to some people. A rule that does not narrow is
    slower, not wrong: the engine leaves aside what falls outside.
    """

    first: date
    last: date
    about: str = ""
    recipients: frozenset[int] | None = None

    def only(self, rows: Q_, person: str) -> Q_:
        """Those of ``rows`` whose ``person`` (a path to a key of people) matters here."""
        if self.recipients is None:
            return rows
        return rows.filter(**{f"{person}__in": self.recipients})


@dataclass(frozen=True)
class Owed:
    """Somebody still owed this, ``since`` a moment: offsets that began before it are void.

    ``calm`` when nothing happens on the anchor, which is only counted from: then no offset is
    urgent for being near it.
    """

    subject: Model
    recipient: Person
    organisation: Organisation
    anchor: date
    since: datetime
    about: str = ""
    calm: bool = False

    @property
    def label(self) -> str:
        return label(self.subject)


def label(row: Model) -> str:
    """How a row is named in a message: "programmes.meeting:7"."""
    return f"{row._meta.label_lower}:{row.pk}"


class Named(str):
    """What a placeholder becomes that tells who somebody is: it may not stand in a subject line,
    which whoever looks over a shoulder sees."""


class Told(Generic[M]):
    """What a message says. ``title`` is how the plan calls it.

    ``urgent`` skips the daily calm. ``alone`` gets an envelope of its own, as calendars want it.
    ``together``: all its messages in one mail make one part, of which the templates get
    ``subjects``. Whoever does not need it (``needed``) may turn it off. ``asks_to_write``: its
    button leads to a box for own words, so the letter warns what not to write there, also where
    an organisation writes the mail in its own words.
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    model: ClassVar[type[Model]]
    urgent: ClassVar[bool] = False
    alone: ClassVar[bool] = False
    together: ClassVar[bool] = False
    needed: ClassVar[bool] = True
    asks_to_write: ClassVar[bool] = False

    def load(self, pks: Iterable[int]) -> dict[int, M]:
        """The subjects with these keys; override to load what the mail shows along with it."""
        return {row.pk: row for row in self.model._default_manager.filter(pk__in=pks)}  # type: ignore[misc]

    def context(self, subject: M, recipient: Person) -> dict[str, Any]:
        """What the templates in the mail folder need besides ``subject`` and ``recipient``."""
        return {}

    def words(self, subject: M, recipient: Person) -> dict[str, str]:
        """What an organisation's own text may name, by placeholder, in the active language. What
        tells who somebody is comes as ``Named``."""
        return {}

    def button(self, subject: M, recipient: Person) -> Button | None:
        return None

    def invite(self, subject: M, recipient: Person) -> Invite | None:
        """An entry for the calendar; only for what goes ``alone``."""
        return None


class Notice(Told[M]):
    """Told because somebody did something. ``still_owed`` is asked again when it is sent."""

    def still_owed(self, subject: M, recipient: Person, occasion: str, at: datetime) -> bool:
        raise NotImplementedError(f"{self.key} must say when it is no longer owed")


class Rule(Told[M]):
    """Told as time goes by. ``offsets`` are days from the anchor, negative before it.

    ``lasts_days`` is how long the last offset stays worth sending once reached. What is sent before
    the anchor ends with the anchor's day. ``asks_for`` names the step that somebody is reminded of:
    rules that ask for the same share the organisation's ceiling. Without it a rule only tells.
    """

    offsets: ClassVar[tuple[int, ...]]
    lasts_days: ClassVar[int] = 7
    asks_for: ClassVar[str] = ""

    def owed(self, window: Window) -> Iterable[Owed]:
        """Everybody still owed this whose anchor lies in the window, whatever offset is reached."""
        raise NotImplementedError(f"{self.key} must say who is owed it")

    def window(
        self,
        first: date,
        last: date,
        about: str = "",
        recipients: frozenset[int] | None = None,
    ) -> Window:
        """Anchors that can have an offset between two local days. A closed stretch moves an offset
        by at most six weeks."""
        slack = 45
        last_offset = max(self.offsets)
        on_after = last_offset + self.lasts_days if last_offset >= 0 else 0
        return Window(
            first=first - timedelta(days=on_after + slack),
            last=last - timedelta(days=min(self.offsets) - slack),
            about=about,
            recipients=recipients,
        )

    def slots(self, owed: Owed, days: WorkingDays) -> list["Slot"]:
        """When each offset begins and ends: the next one's beginning ends the one before, and
        what is sent ahead ends with the anchor's day."""
        begins = [self._begin(owed, offset, days) for offset in sorted(self.offsets)]
        ends = [*begins[1:], self._last_end(owed, days)]
        over = owed.organisation.moment(owed.anchor + timedelta(days=1), time.min)
        return [
            Slot(owed, offset, begin, min(end, over) if offset < 0 else end)
            for offset, begin, end in zip(sorted(self.offsets), begins, ends, strict=True)
        ]

    def _begin(self, owed: Owed, offset: int, days: WorkingDays) -> datetime:
        day = owed.anchor + timedelta(days=offset)
        day = days.on_or_before(day) if offset < 0 else days.on_or_after(day)
        return owed.organisation.moment(day, owed.organisation.office_opens)

    def _last_end(self, owed: Owed, days: WorkingDays) -> datetime:
        """Never before the day that a closed stretch moved it to: else it would be lost."""
        last = owed.anchor + timedelta(days=max(self.offsets))
        day = owed.anchor
        if last >= owed.anchor:
            day = max(last + timedelta(days=self.lasts_days), days.on_or_after(last))
        return owed.organisation.moment(day + timedelta(days=1), time.min)


@dataclass(frozen=True)
class Slot:
    """One offset of one owed thing: worth sending from ``begins`` up to ``ends``."""

    owed: Owed
    offset: int
    begins: datetime
    ends: datetime

    @property
    def key(self) -> SlotKey:
        """With the rule: what makes a message unique."""
        return (self.owed.label, self.owed.recipient.pk, self.owed.anchor.isoformat(), self.offset)

    def is_void(self) -> bool:
        """It had begun before its subject came to be owed, or it ends as it begins: two offsets
        moved to one day, or what it is about has started by then."""
        return self.begins < self.owed.since or self.ends <= self.begins

    def is_urgent(self) -> bool:
        """It concerns the day it is sent on, or the day after."""
        if self.owed.calm:
            return False
        local = self.owed.organisation.local_date(self.begins)
        return timedelta(0) <= self.owed.anchor - local <= timedelta(days=1)


@dataclass
class Book:
    """All rules and notices of the house, by key."""

    _told: dict[str, Told[Any]] = field(default_factory=dict)

    def add(self, cls: type[Told[Any]]) -> type[Told[Any]]:
        """Class decorator: a rule or notice that the engine must know."""
        if cls.key in self._told:
            raise ValueError(f"{cls.key!r} is declared twice")
        self._told[cls.key] = cls()
        return cls

    def __getitem__(self, key: str) -> Told[Any]:
        return self._told[key]

    def __contains__(self, key: str) -> bool:
        return key in self._told

    def __iter__(self) -> Iterator[Told[Any]]:
        return iter(self._told.values())

    def rules(self) -> list[Rule[Any]]:
        return [one for one in self if isinstance(one, Rule)]


book = Book()
