"""Whether mail goes out: what a round leaves behind, and what others make of it.

A round is whole when its pulse stands in the database and the mail server has answered. Only then
does it call the dead man's switch, on whatever machine watches us: silence there is the alarm.
"""

import logging
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.cache import cache

from mentorship.reminders.models import Halt, Mail, Message, Pulse

logger = logging.getLogger(__name__)

SILENCE = timedelta(minutes=5)  # a loop that has not gone round for this long is taken for dead
STANDSTILL = timedelta(minutes=10)  # after which people are told that no mail goes out
REMEMBERED = 7 * 24 * 60 * 60  # seconds; long enough to say since when
ANSWERED, ASKED, CALLED = "mail-answered-at", "mail-asked-at", "heartbeat-called"
LATELY, NOTHING = "standstill", "nothing"


def note_server(answers: bool, at: datetime) -> None:
    """What the mail server said at the end of a round; kept where every process can read it."""
    try:
        cache.set(ASKED, at, REMEMBERED)
        if answers:
            cache.set(ANSWERED, at, REMEMBERED)
    except Exception as fault:  # each kind of cache has its own; sending goes on without
        logger.warning("the round could not be noted: %s", type(fault).__name__)


def server_answered(at: datetime) -> bool:
    """Whether the mail server answered the last round, and that was not long ago."""
    asked, answered = _last(ASKED), _last(ANSWERED)
    return asked is not None and asked == answered and asked >= at - SILENCE


def _last(key: str) -> datetime | None:
    try:
        return cache.get(key)
    except Exception:  # a cache that is away remembers nothing
        return None


def heartbeat(at: datetime) -> bool:
    """Call the dead man's switch, if this round was whole. Says whether it was called.

    A halt is somebody's wish, so a house that was halted is alive.
    """
    if not settings.HEARTBEAT_URL or not _was_whole(at):
        return False
    # Whoever could note the round could reach the cache: many workers, one call a minute.
    if not cache.add(CALLED, 1, 55):
        return False
    return _call(settings.HEARTBEAT_URL)


def _was_whole(at: datetime) -> bool:
    last = Pulse.last()
    return last is not None and last >= at and server_answered(at)


def _call(url: str) -> bool:
    """The log gets the kind of fault alone: the address is a secret."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "Wegwijs"}), timeout=5):
            return True
    except HTTPError as fault:
        logger.warning("the heartbeat was refused: %s", fault.code)
    except (OSError, ValueError) as fault:
        logger.warning("the heartbeat did not arrive: %s", type(fault).__name__)
    return False


def oldest_owed(at: datetime) -> timedelta:
    """How long the oldest message that may go now has been waiting for a sender."""
    if Halt.objects.everywhere().exists():
        return timedelta(0)
    mails = Mail.objects.due(at).may_go().order_by("next_try_at")
    loose = Message.objects.loose(at).filter(urgent=True, organisation__halt=None)
    moments = [
        *mails.values_list("next_try_at", flat=True)[:1],
        *loose.order_by("not_before").values_list("not_before", flat=True)[:1],
    ]
    return max((at - moment for moment in moments), default=timedelta(0))


def standstill(at: datetime) -> datetime | None:
    """Since when nothing goes out, once that has lasted for ten minutes.

    Before the loop ever went round, only a message that waits says so: a fresh house is quiet.
    """
    last, answered, waits = Pulse.last(), _last(ANSWERED), oldest_owed(at)
    since = [at - waits] if waits > STANDSTILL else []
    since += [last] if last is not None and last < at - STANDSTILL else []
    if answered is not None and answered < at - STANDSTILL and not server_answered(at):
        since.append(answered)
    return min(since, default=None)


def standstill_lately(at: datetime) -> datetime | None:
    """The same, asked of the database twice a minute at most; every page wants to know."""
    try:
        found = cache.get(LATELY)
        if found is None:
            found = standstill(at) or NOTHING
            # Good news travels fast: a loop that has just come back is not called dead for long.
            cache.set(LATELY, found, 30 if found is NOTHING else 10)
    except Exception:  # a cache that is away is no reason to ask the database for each page
        return None
    return None if found == NOTHING else found
