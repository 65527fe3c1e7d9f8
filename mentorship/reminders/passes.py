"""One pass of the reminders, as beat rings it, as ``manage.py remind`` makes it, or as a rehearsal."""

from datetime import datetime

from django.db import transaction

from mentorship.reminders.delivery import Outcome, deliver, write
from mentorship.reminders.engine import Calendars, abandon_stale, fill_envelopes, write_owed
from mentorship.reminders.models import Mail, Pulse


def one_pass(at: datetime, limit: int = 200) -> list[Outcome]:
    """Write what is owed, fill envelopes, hand them over. Gives what became of each mail."""
    calendars = Calendars()
    write_owed(at, calendars)
    abandon_stale(at)
    fill_envelopes(at, calendars)
    outcomes = list(deliver(at, calendars, limit))
    Pulse.beat(at)
    return outcomes


def rehearsal(at: datetime) -> list[Outcome]:
    """What a pass at this moment would send, by the same code, with nothing kept."""
    calendars = Calendars()
    with transaction.atomic():
        write_owed(at, calendars)
        fill_envelopes(at, calendars)
        outcomes = []
        for mail in Mail.objects.due(at).select_related("recipient"):
            letter, reasons = write(mail, at, calendars)
            if letter is not None:
                outcomes.append(Outcome(mail, letter, reasons))
        transaction.set_rollback(True)
    return outcomes
