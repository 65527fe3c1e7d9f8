"""Signing in with django-allauth: people are brought in by their organisation, not by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> Any:
        return super().pre_login(request, user, **facts)
