"""Plain values of a pair that may come to be: what the table of criteria works on."""

from dataclasses import dataclass, field
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
    managers: tuple[int, ...] = ()  # own manager first, then theirs, up to the top

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
    organisation: str
    hired_on: date | None = None
    leaves_on: date | None = None
    managers: tuple[int, ...] = ()
    capacity: int = 1
    taken: int = 0  # mentees now, and newcomers they are asked for
    available_from: date | None = None
    available_until: date | None = None
    is_mentor: bool = True  # has a profile, or takes or took part in a cohort
    is_trained: bool = False
    trained_elsewhere: bool = False
    trained_on: date | None = None  # last meeting before the return meeting, while in training
    said_no_to: frozenset[int] = field(default_factory=frozenset)
    has_introduced: bool = False
    has_time: bool | None = None  # as the manager says; None while there is no answer
    waits_for_manager: bool = False

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    def has_room(self, on: date) -> bool:
        """Whether this mentor could take anybody on at all, whoever it is."""
        return self.may_be_asked and self.free > 0 and self.is_available(on)

    @property
    def may_be_asked(self) -> bool:
        return self.is_trained or self.trained_elsewhere

    def is_available(self, on: date) -> bool:
        return (self.available_from is None or self.available_from <= on) and (
            self.available_until is None or self.available_until >= on
        )

    def years(self, on: date) -> int:
        if self.hired_on is None:
            return 0
        passed = (on.month, on.day) >= (self.hired_on.month, self.hired_on.day)
        return max(0, on.year - self.hired_on.year - (0 if passed else 1))
