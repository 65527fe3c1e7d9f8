"""The processes of one house: kept running as the supervisor keeps them, and killed.

It reads /proc to find what a process has started, so it needs Linux.
"""

import io
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path

from mentorship.web.supervisor import FIRST_WAIT, Child

ROOT = Path(__file__).resolve().parents[2]
SHELL = 'cd "$0" && exec >>"$1" 2>&1 && shift && exec "$@"'
GLANCE = 0.02
LAST_WORDS = 60.0  # seconds to finish what is under way, once the storm is over

Environment = dict[str, str]


def child(name: str, log: Path, words: list[str], environment: Environment) -> Child:
    """A child whose words go to a file; ``name`` begins with its kind, as in "worker 2"."""
    words = within(environment, words)
    return Child(name, ["/bin/sh", "-c", SHELL, str(ROOT), str(log), *words])


def within(environment: Environment, words: list[str]) -> list[str]:
    return ["env", *(f"{key}={value}" for key, value in environment.items()), *words]


def python(*words: str) -> list[str]:
    return [sys.executable, *words]


def celery(*words: str) -> list[str]:
    return python("-m", "celery", "--quiet", "-A", "mentorship", *words)


@dataclass
class House:
    children: list[Child] = field(default_factory=list)

    def tend(self) -> None:
        """Start again, after half a second, whatever was killed."""
        with redirect_stdout(io.StringIO()):
            for one in self.children:
                one.tend(time.monotonic())
                one.wait = FIRST_WAIT

    def tend_until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Whether it came about in time."""
        latest = time.monotonic() + seconds
        while not (came := done()) and time.monotonic() < latest:
            self.tend()
            time.sleep(GLANCE)
        return came

    def heads(self) -> dict[str, list[int]]:
        """By kind, the processes that run now. ``manage.py up`` has several."""
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.children:
            if one.process is None or one.has_ended():
                continue
            if one.name != "up":
                found[one.name.split()[0]].append(one.process.pid)
                continue
            for pid in _below(one.process.pid, deep=False):
                if kind := _kind(pid):
                    found[kind].append(pid)
        return found

    def stop(self, *kinds: str) -> None:
        """These, or all: ask first, then insist. Nothing they started stays behind."""
        leaving = [one for one in self.children if not kinds or one.name.split()[0] in kinds]
        self.children = [one for one in self.children if one not in leaving]
        pids = [one.process.pid for one in leaving if one.process is not None]
        everything = [below for pid in pids for below in (pid, *_below(pid))]
        for one in leaving:
            one.signal(signal.SIGINT if one.name == "database" else signal.SIGTERM)
        latest = time.monotonic() + LAST_WORDS
        while time.monotonic() < latest and not all(one.has_ended() for one in leaving):
            time.sleep(GLANCE)
        _kill(everything)


def kill(pid: int) -> None:
    """As the power would: it and all that it started, at once."""
    _kill([pid, *_below(pid)])


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _kind(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    kinds = {b"gunicorn": "web", b"worker": "worker", b"beat": "beat"}
    return next((kinds[word] for word in words if word in kinds), "")


def _below(pid: int, deep: bool = True) -> Iterator[int]:
    parents = _parents()
    for one in [one for one, parent in parents.items() if parent == pid]:
        yield one
        if deep:
            yield from _below(one)


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            # The name stands in brackets and may hold anything.
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found
