"""The door: only what is used of django-allauth. Its names carry no namespace."""

from collections.abc import Callable

from allauth.account import views
from django.http import HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]


def asked_or_posted(view: View) -> View:
    """Django's form views take PUT for POST; this house takes a method by its own name only."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


urlpatterns = [
    path("login/", asked_or_posted(views.login), name="account_login"),
    path(
        "login/code/", asked_or_posted(views.request_login_code), name="account_request_login_code"
    ),
    path(
        "login/code/confirm/",
        asked_or_posted(views.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("logout/", asked_or_posted(views.logout), name="account_logout"),
    path("inactive/", asked_or_posted(views.account_inactive), name="account_inactive"),
    # Closed: people are brought in by their organisation. Its name is asked for by the others.
    path("signup/", asked_or_posted(views.signup), name="account_signup"),
    path("reauthenticate/", asked_or_posted(views.reauthenticate), name="account_reauthenticate"),
    path(
        "password/change/", asked_or_posted(views.password_change), name="account_change_password"
    ),
    path("password/set/", asked_or_posted(views.password_set), name="account_set_password"),
    path("password/reset/", asked_or_posted(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        asked_or_posted(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        asked_or_posted(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        asked_or_posted(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
