"""What EMAIL_URL means: a folder on this machine, a mail server, or a service on the web."""

import os
from importlib.util import find_spec
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SERVICE = "anymail+"
LONGEST = 20  # seconds that a server may take; well below the lease of a claimed mail


def mail_settings(url: str, env: environ.Env) -> dict[str, Any]:
    """The settings that follow from ``url``; ``env`` holds what a service needs besides."""
    if url.startswith("kept:"):
        return {"EMAIL_BACKEND": "mentorship.reminders.sending.kept.KeptMail"}
    if url.startswith(SERVICE):
        return _service(url.removeprefix(SERVICE).partition(":")[0], env)
    if url:
        return {**environ.Env.email_url_config(url), "EMAIL_TIMEOUT": LONGEST}
    raise ImproperlyConfigured("set EMAIL_URL, for example smtp+tls://user:word@host:587.")


def _service(name: str, env: environ.Env) -> dict[str, Any]:
    """Each ANYMAIL_SOMETHING in the environment is a setting of that library."""
    if find_spec("anymail") is None:
        raise ImproperlyConfigured(
            "EMAIL_URL names a mail service; install django-anymail==15.2, or name a mail server."
        )
    if find_spec(f"anymail.backends.{name}") is None:
        raise ImproperlyConfigured(f"EMAIL_URL names {name!r}, a mail service that is not known.")
    names = {one.removesuffix("_FILE") for one in os.environ if one.startswith("ANYMAIL_")}
    facts: dict[str, Any] = {one.removeprefix("ANYMAIL_"): env.str(one) for one in names}
    if "WEBHOOK_SECRET" not in facts:
        raise ImproperlyConfigured(
            "set ANYMAIL_WEBHOOK_SECRET=user:word, so that nobody else can say that mail came back."
        )
    # What a service cannot do, such as an envelope of our own, it leaves out.
    facts |= {"REQUESTS_TIMEOUT": LONGEST, "IGNORE_UNSUPPORTED_FEATURES": True}
    return {
        "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
        "MAIL_SERVICE": name,
        "ANYMAIL": facts,
    }
