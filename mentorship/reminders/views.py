"""Mail kept on this machine, and whether the machine is alive."""

from datetime import timedelta
from email.message import EmailMessage

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mentorship.celery import app as celery
from mentorship.reminders.kept import kept_at, kept_names, read_kept
from mentorship.reminders.models import Mail, Message, Pulse

SILENCE = timedelta(minutes=5)  # a loop that has not gone round for this long is taken for dead


def _refuse_outside_demo() -> None:
    """Kept mail holds everybody's buttons: it is shown only where no mail is really sent."""
    if not (settings.DEBUG and settings.EMAIL_URL.startswith("kept:")):
        raise Http404


@require_safe
@login_not_required
def kept_mails(request: HttpRequest) -> HttpResponse:
    _refuse_outside_demo()
    mails = [_summary(name) for name in kept_names()[:100]]
    return render(request, "reminders/kept_mails.html", {"mails": mails})


def _summary(name: str) -> dict[str, object]:
    mail = read_kept(name)
    return {"name": name, "at": kept_at(name), "to": mail["To"], "subject": mail["Subject"]}


@require_safe
@login_not_required
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
def kept_mail(request: HttpRequest, name: str) -> HttpResponse:
    _refuse_outside_demo()
    mail = _find(name)
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    return render(request, "reminders/kept_mail.html", {**_summary(name), "text": text})


@require_safe
@login_not_required
@xframe_options_sameorigin
def kept_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program shows it: inline style is allowed, scripts are not."""
    _refuse_outside_demo()
    body = _find(name).get_body(("html",))
    response = HttpResponse(body.get_content() if body else "")
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response


def _find(name: str) -> EmailMessage:
    try:
        return read_kept(name)
    except FileNotFoundError as missing:
        raise Http404 from missing


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
