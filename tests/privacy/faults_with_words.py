"""A page that goes wrong on what somebody wrote, as a database and a view say it."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def breaks(request: HttpRequest) -> HttpResponse:
    words = "-".join(("merk", "in", "een", "fout"))  # so that no line of this file holds it whole
    try:
        raise IntegrityError(f"DETAIL: Failing row contains ({words}).")
    except IntegrityError as fault:
        raise RuntimeError(words) from fault


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("", include("mentorship.urls")), path("breaks/", breaks)]
handler500 = "mentorship.web.faults.server_error"
