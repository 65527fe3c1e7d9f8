"""The doorbell. A ring that is lost costs a minute; one that comes twice costs nothing."""

import threading
from contextlib import suppress

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone
from kombu.exceptions import OperationalError

from mentorship.reminders.models import Mail
from mentorship.reminders.returned import bounces
from mentorship.reminders.sending import passes
from mentorship.reminders.sending.delivery import BATCH
from mentorship.reminders.watch.alive import heartbeat

TURN = 45.0  # seconds that one ring may take: the next one comes after sixty
HANDS = 16  # workers that are rung at most when much is due
_one_hand = threading.Lock()  # a process that is killed leaves one mail in doubt, not one a thread
_stops = threading.Event()


@shared_task(expires=50)
def drain() -> None:
    """Write and fill; when more is due than one batch, the other workers are rung too."""
    at = timezone.now()
    faults = passes.prepare(at)
    with suppress(OperationalError):  # a broker that is away: this hand sends by itself
        due = Mail.objects.due(at).may_go().count()
        for _hand in range(min(due // BATCH, HANDS)):
            hand_over.apply_async(expires=50)
    hand_over()
    if faults:
        raise ExceptionGroup("rules that could not speak", faults)
    heartbeat(at)


@shared_task(expires=50)
def hand_over() -> None:
    """Hand over until nothing is due, or until the next ring is near."""
    if not _one_hand.acquire(blocking=False):
        return
    try:
        for _outcome in passes.hand_over(timezone.now(), TURN):
            if _stops.is_set():
                break
    finally:
        _one_hand.release()


@worker_shutting_down.connect
def _stop(**_: object) -> None:
    """A worker that is asked to stop finishes its batch; the rest is for the others."""
    _stops.set()


@shared_task(expires=280)
def read_bounces() -> None:
    """Two at once read the same mail twice, which costs nothing."""
    bounces.read_postbox(timezone.now())
