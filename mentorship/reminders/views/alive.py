"""Whether the application is alive, for whoever watches over it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorship.celery import app as celery
from mentorship.reminders.models import Mail, Message, Pulse

SILENCE = timedelta(minutes=5)  # a loop that has not gone round for this long is taken for dead


@require_safe
@login_not_required
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers."""
    return JsonResponse({"alive": True})


@require_safe
@login_not_required
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Ready: database, broker, a loop that goes round, and the age of the oldest owed message."""
    at = timezone.now()
    database = _database_answers()
    parts = {
        "database": database,
        "broker": _broker_answers(),
        "worker": database and Pulse.objects.filter(beat_at__gte=at - SILENCE).exists(),
    }
    oldest = _oldest_owed_seconds() if database else None
    status = 200 if all(parts.values()) else 503
    return JsonResponse({**parts, "oldest_owed_seconds": oldest}, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with celery.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:  # each kind of broker has its own errors; any of them means no
        return False
    return True


def _oldest_owed_seconds() -> int:
    """How long the oldest message that may go has been waiting; 0 when none is."""
    at = timezone.now()
    moments = [
        *Message.objects.loose(at).filter(urgent=True).values_list("not_before", flat=True)[:1],
        *Mail.objects.due(at).order_by("next_try_at").values_list("next_try_at", flat=True)[:1],
    ]
    return int(max((at - moment).total_seconds() for moment in moments)) if moments else 0
