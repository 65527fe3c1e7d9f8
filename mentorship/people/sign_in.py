"""Signing in with django-allauth: the organisation brings people in, nobody adds themselves."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person


def who_may_sign_in(email: str) -> Person | None:
    """Whose address it is now, by our own list alone, unless they left or were erased.

    The library also keeps addresses that somebody once had; those open no door here.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    return person if person and person.may_sign_in(timezone.localdate()) else None


class Backend(AuthenticationBackend):
    """Asked at the door and again with each request, so that a leaver's sessions end as well."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.may_sign_in(timezone.localdate()))

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        return self._check_password(who_may_sign_in(email), password)


class Adapter(DefaultAccountAdapter):
    """No self-registration; a code of six digits; a mail in the language of who gets it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and password do not belong together."
            " Try again, or have a code sent: leave the password empty."
        ),
        "incorrect_code": _("This is not the code from our last mail. Look once more."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "rate_limited": _("That went a little fast. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def generate_login_code(self) -> str:
        """Easy to type on a phone. Three tries and ten minutes keep it safe."""
        return f"{secrets.randbelow(10**6):06d}"

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)
