"""Mail that is kept in a folder instead of sent: the default on a laptop, read at /demo/mail/."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class KeptMail(BaseEmailBackend):
    """Writes each mail as one .eml file; names sort by moment."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.KEPT_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:6]}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


def kept_names() -> list[str]:
    """The kept mails, newest first."""
    return sorted((path.name for path in Path(settings.KEPT_MAIL_DIR).glob("*.eml")), reverse=True)


def read_kept(name: str) -> ParsedMail:
    """One kept mail; FileNotFoundError when there is none of that name."""
    path = Path(settings.KEPT_MAIL_DIR) / Path(name).name
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, ParsedMail)
    return parsed


def kept_at(name: str) -> datetime:
    """When it was kept, from its name (UTC)."""
    return datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
