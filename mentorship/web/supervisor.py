"""Keeps child processes running, and takes all of them along when it stops.

A child gets a session of its own, so that Ctrl-C reaches only the supervisor, and so that one
signal to the group also reaches a child's children. On Linux the kernel ends the children when the
supervisor is killed without a word.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a child is started again
STEADY = 30.0  # a child that ran this long starts again without having to wait longer
LAST_WORDS = 25.0  # seconds that children get to finish: a mail server may take twenty
GLANCE = 0.1
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    wait: float = field(default=FIRST_WAIT)

    def tend(self, now: float) -> None:
        """Start it when it is due; when it has ended, say so and decide when it is due again."""
        if self.process is None:
            if now >= self.due:
                self.process, self.started = _spawn(self.command), now
            return
        if (status := self.process.poll()) is None:
            return
        self.signal(signal.SIGKILL)  # whatever it left behind may hold its port
        self.process = None
        if now - self.started > STEADY:
            self.wait = FIRST_WAIT
        self.due = now + self.wait
        print(f"{self.name} stopped ({status}); starts again in {self.wait:g} s", flush=True)
        self.wait = min(self.wait * 2, LONGEST_WAIT)

    def signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


def supervise(children: list[Child], on_glance: Callable[[], None] = lambda: None) -> None:
    """Run until TERM, HUP or Ctrl-C; then stop every child, and return."""
    with _asked_to_stop() as asked:
        try:
            while not asked:
                for child in children:
                    child.tend(time.monotonic())
                on_glance()
                time.sleep(GLANCE)
        finally:
            _stop(children)


@contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """A list that stays empty until a signal asks to stop."""
    asked: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        signal.signal(number, lambda received, _frame: asked.append(received))
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: list[Child]) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    latest = time.monotonic() + LAST_WORDS
    while time.monotonic() < latest and not all(child.has_ended() for child in children):
        time.sleep(GLANCE)
    for child in children:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()

    def die_with_supervisor() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != supervisor:  # it died before we could ask
                os._exit(1)

    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_supervisor
    )
