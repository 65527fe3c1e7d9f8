"""What happens when somebody is not signed in, or no longer."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from mentorship.people.typed import is_filled_in, path_of


class SignInFirst(LoginRequiredMiddleware):
    """To the door, and afterwards back to a page that can be opened.

    A form that was sent after the session had ended leads back to the page on which it stood:
    where it was sent to may answer to a POST only; words that it held are handed
    back. A part of a page that htmx asks for must not be replaced by the door, so then the whole
    page goes there.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        is_part = request.headers.get("HX-Request") == "true"
        if request.method in ("GET", "HEAD") and not is_part:
            return super().handle_no_permission(request, view_func)
        page = request.headers.get("HX-Current-URL" if is_part else "Referer", "")
        door = redirect_to_login(_path_of_ours(request, page), self.get_login_url(view_func))
        if is_part:
            return HttpResponse(status=204, headers={"HX-Redirect": door.url})
        if is_filled_in(request) and "text/html" in request.headers.get("Accept", ""):
            return signed_out(request, door.url)
        return door


def signed_out(request: HttpRequest, door: str) -> HttpResponse:
    said = {
        "fault_title": _("You were signed out"),
        "what_now": _("We have not received what you sent. Sign in, then you can go on with it."),
        "door": door,
    }
    return render(request, "web/fault.html", said, status=403)


def _path_of_ours(request: HttpRequest, page: str) -> str:
    if not page or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    return path_of(page)
