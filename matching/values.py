"""Plain values of a pair that may come to be: what the table of criteria works on."""

from dataclasses import dataclass
from datetime import date, timedelta

PERIOD = timedelta(days=100)  # how long a mentor must be there for a newcomer


@dataclass(frozen=True)
class Newcomer:
    """What the table needs to know of somebody who waits for a mentor, on the day of asking."""

    pk: int
    given_name: str
    team: int | None
    department: str
    job_title: str
    first_day: date
    today: date
    employer: int | None = None  # an organisation, by its key
    managers: tuple[int, ...] = ()  # own manager first, then theirs, up to the top
    # What they hope for, in keys of ``matching.choices``; nothing said is nothing held against it.
    themes: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    way: str = ""

    @property
    def begins(self) -> date:
        """From when a mentor is needed."""
        return max(self.first_day, self.today)

    @property
    def ends(self) -> date:
        return max(self.first_day + PERIOD, self.today)


@dataclass(frozen=True)
class Candidate:
    """What the table needs to know of somebody who might be a mentor."""

    pk: int
    sort_name: str
    given_name: str
    team: int | None
    department: str
    job_title: str
    organisation: str  # as people say it
    employer: int | None = None  # the same, by its key
    hired_on: date | None = None
    leaves_on: date | None = None
    managers: tuple[int, ...] = ()
    capacity: int = 1
    taken: int = 0  # mentees now, and newcomers they are asked for
    available_from: date | None = None
    available_until: date | None = None
    paused_until: date | None = None  # from that day on there again
    is_mentor: bool = True  # has a profile, or takes or took part in a cohort
    is_trained: bool = False
    trained_elsewhere: bool = False
    trained_on: date | None = None  # last meeting before the return meeting, while in training
    may_be_matched: str = "trained"  # of Policy.MayBeMatched, as the organisation chose
    said_no_to: frozenset[int] = frozenset()
    changed_with: frozenset[int] = frozenset()  # whose mentor they were, until a change
    apart_from: frozenset[int] = frozenset()  # newcomers, by an adviser's *not these two*
    has_introduced: bool = False
    has_time: bool | None = None  # as the manager says; None while there is no answer
    waits_for_manager: bool = False  # there is a manager, who has not answered
    themes: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    def has_room(self, on: date) -> bool:
        """Whether this mentor could take anybody on at all, whoever it is."""
        return (
            self.may_be_asked
            and self.has_time is not False
            and not self.waits_for_manager
            and self.free > 0
            and self.is_available(on)
        )

    @property
    def followed_training(self) -> bool:
        """Here, or earlier or elsewhere."""
        return self.is_trained or self.trained_elsewhere

    @property
    def may_be_asked(self) -> bool:
        """As far as the training goes, by the organisation's own rule."""
        return self.followed_training or self.may_be_matched != "trained"

    @property
    def goes_first(self) -> bool:
        return self.followed_training and self.may_be_matched == "trained first"

    def is_available(self, on: date) -> bool:
        return (
            (self.available_from is None or self.available_from <= on)
            and (self.available_until is None or self.available_until >= on)
            and not self.is_paused(on)
        )

    def is_paused(self, on: date) -> bool:
        return self.paused_until is not None and self.paused_until > on

    def years(self, on: date) -> int:
        if self.hired_on is None:
            return 0
        passed = (on.month, on.day) >= (self.hired_on.month, self.hired_on.day)
        return max(0, on.year - self.hired_on.year - (0 if passed else 1))
