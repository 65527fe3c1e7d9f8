"""One pass of the reminders: rung by beat, made by ``manage.py remind``, or rehearsed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from mentorship import declare
from mentorship.reminders.models import Mail, Pulse
from mentorship.reminders.owed.engine import (
    Round,
    abandon_stale,
    apart,
    fill_envelopes,
    write_owed,
)
from mentorship.reminders.sending.calm import is_put_off
from mentorship.reminders.sending.delivery import Outcome, Sender, contents, reasons_of, write
from mentorship.reminders.watch.alive import heartbeat, note_server

FOREVER = float("inf")


def one_pass(at: datetime, seconds: float = FOREVER) -> list[Outcome]:
    """Write what is owed, fill envelopes, hand them over. Gives what became of each mail.

    It stops handing over after ``seconds``: what is left is due for whoever comes next. A rule that
    fails keeps no other from speaking; the pass then ends with its error.
    """
    faults = prepare(at)
    outcomes = list(hand_over(at, seconds))
    if faults:
        raise ExceptionGroup("rules that could not speak", faults)
    heartbeat(at)
    return outcomes


def prepare(at: datetime) -> list[Exception]:
    """Everything up to the envelopes; gives the errors of chores and rules that failed."""
    faults = do_chores(at)
    now = Round(at)
    faults += write_owed(now)
    abandon_stale(at)
    fill_envelopes(now)
    return faults


def do_chores(at: datetime) -> list[Exception]:
    """One that fails keeps no other from its work, nor anybody from a mail."""
    faults: list[Exception] = []
    for chore in declare.chores:
        try:
            with apart():
                chore.run(at)
        except Exception as fault:
            faults.append(fault)
    return faults


def hand_over(at: datetime, seconds: float = FOREVER) -> Iterator[Outcome]:
    """Hand over what is due, batch after batch; the moment runs along with the clock."""
    with _running() as passed, _sender() as sender:
        while not sender.is_away and passed() <= seconds:
            moment = at + timedelta(seconds=passed())
            batch = sender.deliver(moment)
            Pulse.beat(moment)
            yield from batch
            if not batch:
                break
        note_server(sender.server.answers(), at)
        Pulse.beat(at)


@contextmanager
def _running() -> Iterator:
    """Whole seconds passed since the beginning: a quick pass happens in one moment."""
    begun = time.monotonic()
    yield lambda: int(time.monotonic() - begun)


@contextmanager
def _sender() -> Iterator[Sender]:
    sender = Sender()
    try:
        yield sender
    finally:
        sender.close()


def rehearsal(at: datetime) -> list[Outcome]:
    """What a pass at this moment would send, by the same code, with nothing kept."""
    now = Round(at)
    with transaction.atomic():
        do_chores(at)
        write_owed(now)
        fill_envelopes(now)
        mails = Mail.objects.claim(at, Mail.objects.count())
        outcomes = [
            Outcome(mail, write(mail, items, now), reasons_of(items))
            for mail, items in contents(mails, now)
            if items and not is_put_off(mail, items, now)
        ]
        transaction.set_rollback(True)
    return outcomes
