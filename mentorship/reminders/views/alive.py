"""Whether the application is alive, for whoever watches over it. Nothing here names anybody."""

import shutil
from datetime import timedelta
from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorship.celery import app as celery
from mentorship.reminders.models import Pulse
from mentorship.reminders.watch import alive, metrics

FREE_SPACE = 200 * 1024 * 1024  # bytes below which the disk counts as full


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
    """Ready: each part answers, the loop goes round, and nothing waits that could go."""
    at = timezone.now()
    database = _database_answers()
    waits = alive.oldest_owed(at) if database else None
    parts = {
        "database": database,
        "broker": _broker_answers(),
        "worker": database and Pulse.objects.filter(beat_at__gte=at - alive.SILENCE).exists(),
        "mail": alive.server_answered(at),
        "disk": _has_room(),
        "on_time": waits is not None and waits < alive.STANDSTILL,
    }
    status = 200 if all(parts.values()) else 503
    return JsonResponse({**parts, "oldest_owed_seconds": _seconds(waits)}, status=status)


@require_safe
@login_not_required
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """For Prometheus. Without the right token there is nothing here."""
    given = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not compare_digest(given, wanted):
        raise Http404
    return HttpResponse(metrics.written(timezone.now()), content_type=metrics.CONTENT_TYPE)


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())


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


def _has_room() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free >= FREE_SPACE
    except OSError:
        return False
