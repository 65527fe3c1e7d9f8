"""The mailbox that undelivered mail comes back to: on an IMAP server, or a Maildir.

What has been dealt with is deleted, for it names people. What nobody understands is marked as read
and left, for somebody to look at.
"""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from mentorship.reminders.returned.reports import LARGEST

AT_ONCE = 500  # mails read in one go; the rest waits for the next
PATIENCE = 30  # seconds
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


class PostboxError(Exception):
    """It cannot be opened or read. The words hold no secret."""


class Postbox(Protocol):
    def unread(self) -> Iterator[tuple[str, bytes]]:
        """The key and the content of each mail, as far as it is read."""
        ...

    def delete(self, key: str) -> None: ...

    def leave(self, key: str) -> None: ...

    def number_left(self) -> int: ...


class Maildir:
    """A folder with a file for each mail: in ``new``, or in ``cur`` with its flags."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _files(self) -> Iterator[Path]:
        for name in ("new", "cur"):
            yield from sorted((self.folder / name).iterdir())

    def unread(self) -> Iterator[tuple[str, bytes]]:
        files = [path for path in self._files() if not _is_seen(path)]
        for path in files[:AT_ONCE]:
            with path.open("rb") as file:
                yield str(path), file.read(LARGEST)

    def delete(self, key: str) -> None:
        Path(key).unlink(missing_ok=True)

    def leave(self, key: str) -> None:
        name, _, flags = Path(key).name.partition(":2,")
        Path(key).rename(self.folder / "cur" / f"{name}:2,{''.join(sorted({*flags, 'S'}))}")

    def number_left(self) -> int:
        return sum(map(_is_seen, self._files()))


def _is_seen(path: Path) -> bool:
    return "S" in path.name.partition(":2,")[2]


class Imap:
    """A folder of a mail server; each mail is named by its UID."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self.server = server

    def _search(self, *criteria: str) -> list[str]:
        _answer, data = self.server.uid("SEARCH", *criteria)
        return (data[0] or b"").decode().split() if data else []

    def unread(self) -> Iterator[tuple[str, bytes]]:
        for uid in self._search("UNSEEN", "UNDELETED")[:AT_ONCE]:
            _answer, data = self.server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
            for part in data:
                if isinstance(part, tuple):
                    yield uid, part[1]

    def delete(self, key: str) -> None:
        self.server.uid("STORE", key, "+FLAGS", r"(\Deleted)")

    def leave(self, key: str) -> None:
        self.server.uid("STORE", key, "+FLAGS", r"(\Seen)")

    def number_left(self) -> int:
        return len(self._search("SEEN", "UNDELETED"))


@contextmanager
def opened(url: str) -> Iterator[Postbox]:
    """The postbox at ``imaps://user:word@host/INBOX`` or ``maildir:/path``."""
    parts = urlsplit(url)
    try:
        if parts.scheme == "maildir":
            yield Maildir(Path(unquote(parts.path)))
        elif parts.scheme == "imaps" or parts.hostname in OWN_MACHINE:
            with _imap(parts) as server:
                yield Imap(server)
                server.expunge()
        else:
            raise PostboxError("BOUNCE_URL must start with imaps: or maildir:")
    except (imaplib.IMAP4.error, OSError) as fault:
        raise PostboxError(f"the postbox cannot be read ({type(fault).__name__})") from None


@contextmanager
def _imap(parts: SplitResult) -> Iterator[imaplib.IMAP4]:
    with _connected(parts) as server:
        try:
            server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        except imaplib.IMAP4.error:
            raise PostboxError("the postbox does not let us in; see BOUNCE_URL") from None
        folder = unquote(parts.path.strip("/")) or "INBOX"
        answer, _data = server.select('"%s"' % folder.replace('"', ""))  # noqa: UP031
        if answer != "OK":
            raise PostboxError("the postbox has no folder of the name in BOUNCE_URL")
        yield server


def _connected(parts: SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or ""
    if parts.scheme != "imaps":
        return imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)
    # Of its own accord imaplib would talk to whoever answers.
    sure = ssl.create_default_context()
    return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=sure, timeout=PATIENCE)
