"""The mail server, with a word to say just before a mail is handed over.

Between the server's answer to DATA and our commit nobody knows whether a mail was taken. Marking
that moment, and no earlier one, keeps it as short as it can be.
"""

import smtplib
from collections.abc import Callable
from typing import Any, cast

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


class LeaseLostError(Exception):
    """Another sender has taken this mail up: hands off."""


class _SaysWhen:
    """Asks ``before_data`` between the addresses and the mail itself."""

    before_data: Callable[[], bool] = staticmethod(lambda: True)

    def data(self, msg: Any) -> Any:
        if not self.before_data():
            raise LeaseLostError
        return super().data(msg)  # type: ignore[misc]


class _Plain(_SaysWhen, smtplib.SMTP):
    pass


class _OverTls(_SaysWhen, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's own backend; its connection asks before DATA."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _OverTls if self.use_ssl else _Plain


class Server:
    """One connection, kept open from mail to mail."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()

    def open(self) -> None:
        """A server that is away is noticed before the hand-over begins."""
        self._backend.open()

    def hand_over(self, email: EmailMessage, before_data: Callable[[], bool]) -> None:
        """Send it. ``before_data`` says whether this sender may still; if not, nothing is sent."""
        if isinstance(self._backend, Smtp):
            self._backend.open()
            cast(_SaysWhen, self._backend.connection).before_data = before_data
        elif not before_data():
            raise LeaseLostError
        self._backend.send_messages([email])

    def answers(self) -> bool:
        """A round trip to the server. What keeps mail in a folder always answers."""
        if not isinstance(self._backend, Smtp):
            return True
        try:
            self._backend.open()
            return bool(self._backend.connection and self._backend.connection.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            self.close()
            return False

    def close(self) -> None:
        self._backend.close()
