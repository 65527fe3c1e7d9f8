"""One storm over a house with much to say; and whether it kept its promise."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.chaos.apps import LEASE
from tests.chaos.house import kill, python
from tests.chaos.place import PATIENCE, Place, a_place

# How often each kind is hit; what a setting has not got is left out.
AIM = {"worker": 50, "web": 14, "beat": 12, "broker": 12, "database": 12}
SILENCE = 4.0  # seconds without a mail after which somebody is killed all the same
LATER = (1, 3, 6, 24)  # hours on, when the command makes good what the storm left


@dataclass
class Storm:
    """``kills`` spread over ``people`` mails, so that they hit those who are at work."""

    on_servers: bool
    people: int
    kills: int
    workers: int
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)

    def rage(self) -> "Verdict":
        begun = time.monotonic()
        with a_place(self.on_servers) as place:
            place.owing("fill", str(self.people))
            self._staff(place)
            for _kill in range(self.kills):
                self._await_moment(place)
                self._kill_one(place)
            came_back = self._calm(place)
            self._make_good(place)
            return Verdict(self, place, came_back, time.monotonic() - begun)

    def _staff(self, place: Place) -> None:
        """One machine under ``manage.py up``, or each process by itself; more workers beside it."""
        if self.on_servers:
            place.add_web()
            place.add_beat()
        else:
            place.add("up", python("manage.py", "up"))
        for number in range(self.workers if self.on_servers else self.workers - 1):
            place.add_worker(number + 1)

    def _await_moment(self, place: Place) -> None:
        """After some more mails, in the midst of the next; or after a silence."""
        mails = self.chance.randint(1, max(1, 2 * self.people // (self.kills + 10)))
        _comes_more(place, SILENCE, mails)
        time.sleep(self.chance.uniform(0, 0.03))

    def _kill_one(self, place: Place) -> None:
        place.house.tend_until(lambda: any(kind in place.house.heads() for kind in AIM), PATIENCE)
        heads = place.house.heads()
        kinds = [kind for kind in AIM if kind in heads]
        (kind,) = self.chance.choices(kinds, [AIM[one] for one in kinds])
        kill(self.chance.choice(heads[kind]))
        self.killed[kind] += 1

    def _calm(self, place: Place) -> bool:
        """The house goes on by itself until no more mail comes. Whether its web answers again."""
        came_back = place.house.tend_until(place.web_answers, PATIENCE)
        quiet = 2 * LEASE.total_seconds()
        while len(place.deliveries()) < self.people and _comes_more(place, quiet):
            pass
        return came_back

    def _make_good(self, place: Place) -> None:
        """What the storm left is sent by the command alone, as from cron."""
        place.house.stop("up", "web", "beat", "worker")
        for hours in LATER:
            if not place.owing()["open"]:
                break
            at = datetime.now(UTC) + timedelta(hours=hours)
            place.run("manage.py", "remind", "--at", at.isoformat(timespec="seconds"))


def _comes_more(place: Place, seconds: float, mails: int = 1) -> bool:
    goal = len(place.deliveries()) + mails
    return place.house.tend_until(lambda: len(place.deliveries()) >= goal, seconds)


class Verdict:
    """What became of those who were owed a mail. Each sender that is killed may cost one double."""

    def __init__(self, storm: Storm, place: Place, came_back: bool, seconds: float) -> None:
        facts = place.owing()
        people, taken = set(facts["people"]), place.deliveries()
        theirs = [one for one in taken if one[0] in people]
        self.killed, self.seconds = storm.killed, seconds
        self.setting = "PostgreSQL, Redis" if storm.on_servers else "SQLite, folder"
        self.people, self.senders = len(people), storm.killed["worker"]
        self.lost = len(people - {address for address, _ident in theirs})
        self.doubles = len(theirs) - (len(people) - self.lost)
        self.idents = len(set(theirs))
        self.states, self.came_back = facts["states"], came_back

    def faults(self) -> list[str]:
        """What of the promise was broken, in words."""
        told = {
            "somebody was never told": self.lost,
            "more doubles than senders killed": self.doubles > self.senders,
            "a double went under another Message-ID": self.idents > self.people - self.lost,
            "the database does not say sent for each": self.states != {"sent": self.people},
            "the web server did not come back": not self.came_back,
        }
        return [words for words, is_so in told.items() if is_so]

    def line(self) -> str:
        kills = " | ".join(str(self.killed[kind] or "–") for kind in AIM)
        unknown = self.states.get("unknown", 0)
        each = self.doubles / self.senders if self.senders else 0
        return (
            f"| {self.setting} | {self.people:,} | {kills} | {self.lost} | {self.doubles} "
            f"| {each:.2f} | {unknown} | {self.seconds:.0f} |"
        )


def heading() -> str:
    words = ["setting", "due", *(f"{kind} killed" for kind in AIM), "lost", "doubles"]
    words += ["doubles per worker killed", "unknown", "seconds"]
    return f"| {' | '.join(words)} |\n|{' --- |' * len(words)}"
