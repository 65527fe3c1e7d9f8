"""Mail that was kept on this machine, read in the browser."""

from email.message import EmailMessage

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mentorship.reminders.sending.kept import kept_at, kept_names, read_kept


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
