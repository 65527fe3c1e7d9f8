"""The mail server: one connection, kept open from mail to mail.

Nearly all of sending is waiting for the server. It is done on a thread of its own, without the
database, so that the next letter is written meanwhile.
"""

import smtplib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from mentorship.reminders.sending.service import in_smtp_terms


@dataclass
class Server:
    """Whatever EMAIL_URL names: SMTP, a service, a folder."""

    _backend: BaseEmailBackend = field(default_factory=get_connection)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))

    def open(self) -> None:
        """A server that is away is noticed before the hand-over begins."""
        self._backend.open()

    def hand_over(self, email: EmailMessage) -> Future[int | None]:
        """Begin to send; the result is there, or raises, once the server has answered."""
        return self._thread.submit(self._send, email)

    def _send(self, email: EmailMessage) -> int | None:
        try:
            return self._backend.send_messages([email])
        except Exception as fault:
            raise in_smtp_terms(fault, email) from None

    def answers(self) -> bool:
        """A round trip to the server. What keeps mail in a folder always answers."""
        if not isinstance(self._backend, EmailBackend):
            return True
        try:
            self._backend.open()
            return bool(self._backend.connection and self._backend.connection.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            self.hang_up()
            return False

    def hang_up(self) -> None:
        """End the connection; the next mail begins a new one."""
        self._backend.close()

    def close(self) -> None:
        self.hang_up()
        self._thread.shutdown()
