"""What a mail server says of a mail that it could not deliver, read from whatever it sent us.

It is read without trust: anybody may write to the address that such reports go to. Only a report
that names the Message-ID of a mail of ours counts, which nobody can guess. Source: RFC 3464, 6533.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.utils import getaddresses
from enum import Enum, auto
from uuid import UUID

from flufl.bounce import all_failures

LARGEST = 1024 * 1024  # bytes that are read of one mail
STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
HEADER_PARTS = ("text/rfc822-headers", "message/global-headers")
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "maildelivery")
_IDENT = re.compile(rb"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY = re.compile(r"\b([45])\d\d\b")


class Kind(Enum):
    FAILED = auto()  # it will not arrive any more
    HARMLESS = auto()  # delayed, delivered after all, a reply by a machine, a complaint
    UNKNOWN = auto()  # no report, or none that can be read


@dataclass(frozen=True)
class Report:
    """``idents`` are the mails it may be about, ``addresses`` where they did not arrive."""

    kind: Kind
    idents: frozenset[UUID] = frozenset()
    addresses: frozenset[str] = frozenset()
    status: str = ""  # as in RFC 3463: "5.1.1"

    @property
    def is_about_address(self) -> bool:
        """For good, and no matter of policy (5.7): a rule against our mail says nothing of whose
        address it is. Source: RFC 3463, 3.8."""
        return self.status.startswith("5") and not self.status.startswith("5.7")


def read(raw: bytes) -> Report:
    """Never raises: what cannot be read is unknown."""
    try:
        return _read(raw[:LARGEST])
    except Exception:  # hostile input finds errors that nobody listed
        return Report(Kind.UNKNOWN)


def _read(raw: bytes) -> Report:
    message = BytesParser().parsebytes(raw)
    parts = list(message.walk())
    blocks = [block for part in parts for block in _blocks(part)]
    if blocks:
        return _from_blocks(blocks, _idents(raw, parts), _written_to(parts))
    if _is_from_a_daemon(message):
        return _from_words(message, raw, parts)
    return Report(Kind.HARMLESS if _is_by_a_machine(message) else Kind.UNKNOWN)


def _blocks(part: Message) -> Iterator[Message]:
    """What is said of each recipient."""
    if part.get_content_type() not in STATUS_PARTS:
        return
    for block in re.split(r"\r?\n[ \t]*\r?\n", _words(part)):
        fields = HeaderParser().parsestr(block.strip())
        if fields["Action"] or (fields["Status"] and fields["Final-Recipient"]):
            yield fields


def _from_blocks(blocks: list[Message], idents: frozenset[UUID], to: set[str]) -> Report:
    failed = [one for one in blocks if _has_failed(one)]
    if not failed:
        return Report(Kind.HARMLESS)
    addresses = {address for one in failed for address in _recipients(one)}
    if len(failed) == len(blocks):  # also what it was sent to, which a forward hides
        addresses |= to
    return Report(Kind.FAILED, idents, frozenset(addresses), _status(failed[0]))


def _has_failed(block: Message) -> bool:
    action = str(block["Action"] or "").strip().lower()
    return action == "failed" or (not action and str(block["Status"]).strip().startswith("5"))


def _recipients(block: Message) -> Iterator[str]:
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, address = str(block[name] or "").rpartition(";")
        address = "".join(address.split()).strip("<>").lower()
        if address:
            yield address
        if kind.strip().lower() == "rfc822":  # RFC 3461: + and two hexadecimal digits
            yield re.sub(r"\+([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), address)


def _status(block: Message) -> str:
    """As exact as the server says it; some write 5.0.0 and tell the rest in their own words."""
    given = _STATUS.search(str(block["Status"] or ""))
    status = given[1] if given else ""
    if status and not status.endswith(".0.0"):
        return status
    return _status_in(str(block["Diagnostic-Code"] or "")) or status or "5.0.0"


def _status_in(words: str) -> str:
    if found := _STATUS.search(words):
        return found[1]
    reply = _REPLY.search(words)
    return f"{reply[1]}.0.0" if reply else ""


def _from_words(message: Message, raw: bytes, parts: list[Message]) -> Report:
    """A server that keeps to no standard: a library knows the sentences of the common ones."""
    for_now, for_good = all_failures(message)
    if for_good:
        addresses = {one.decode(errors="replace").lower() for one in for_good}
        words = b"\n".join(_decoded(part) for part in parts).decode(errors="replace")
        status = _status_in(words)
        status = status if status.startswith("5") else "5.0.0"
        return Report(Kind.FAILED, _idents(raw, parts), frozenset(addresses), status)
    return Report(Kind.HARMLESS if for_now else Kind.UNKNOWN)


def _is_from_a_daemon(message: Message) -> bool:
    senders = [address for _name, address in getaddresses([str(message["From"] or "")])]
    if any(one.lower().partition("@")[0] in DAEMONS for one in senders):
        return True
    # An absence reply has an empty return path too.
    return str(message["Return-Path"] or "").strip() == "<>" and not _is_by_a_machine(message)


def _is_by_a_machine(message: Message) -> bool:
    """An absence reply, a read receipt, a complaint."""
    marks = (
        str(message["Auto-Submitted"] or "no").strip().lower() != "no",
        any(message[name] for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")),
        str(message["Precedence"] or "").strip().lower() == "auto_reply",
        message.get_content_type() == "multipart/report",
    )
    return any(marks)


def _idents(raw: bytes, parts: Iterable[Message]) -> frozenset[UUID]:
    """Wherever it stands: in the returned headers, in References, in an encoded part."""
    texts = [raw, *(_decoded(part) for part in parts)]
    return frozenset(UUID(one.decode()) for text in texts for one in _IDENT.findall(text))


def _written_to(parts: list[Message]) -> set[str]:
    """The addresses in the header of the mail that came back."""
    found: set[str] = set()
    for part in parts[1:]:
        if part.get_content_type() in HEADER_PARTS:
            part = HeaderParser().parsestr(_words(part).lstrip())
        found |= {one.lower() for _name, one in getaddresses([str(part["To"] or "")])}
    return found


def _words(part: Message) -> str:
    """The text of a part, also where the parser took it for messages within it."""
    inner = part.get_payload()
    if isinstance(inner, list):
        texts = [one.as_bytes() for one in inner if isinstance(one, Message)]
        return b"\n\n".join(texts).decode(errors="replace")
    return _decoded(part).decode(errors="replace")


def _decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
