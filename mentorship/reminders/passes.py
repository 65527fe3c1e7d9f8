"""One pass of the reminders: rung by beat, made by ``manage.py remind``, or rehearsed."""

from datetime import datetime

from django.db import transaction

from mentorship.reminders.delivery import Outcome, deliver, write
from mentorship.reminders.engine import Round, abandon_stale, fill_envelopes, write_owed
from mentorship.reminders.models import Mail, Pulse


def one_pass(at: datetime, limit: int = 200) -> list[Outcome]:
    """Write what is owed, fill envelopes, hand them over. Gives what became of each mail."""
    now = Round(at)
    write_owed(now)
    abandon_stale(at)
    fill_envelopes(now)
    outcomes = list(deliver(now, limit))
    Pulse.beat(at)
    return outcomes


def rehearsal(at: datetime) -> list[Outcome]:
    """What a pass at this moment would send, by the same code, with nothing kept."""
    now = Round(at)
    with transaction.atomic():
        write_owed(now)
        fill_envelopes(now)
        outcomes = []
        for mail in Mail.objects.due(at).select_related("recipient"):
            letter, reasons = write(mail, now)
            if letter is not None:
                outcomes.append(Outcome(mail, letter, reasons))
        transaction.set_rollback(True)
    return outcomes
