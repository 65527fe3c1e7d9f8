"""A mail as it arrived, and what may not be in it whatever somebody wrote."""

import email
import email.policy
import unicodedata
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

from mentorship.reminders.letters.compose import LONGEST_SUBJECT

LONGEST_LINE = 998  # of a mail: RFC 5322
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Page(HTMLParser):
    """The tags of a mail, what of them has an event or a source, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.odd: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attributes if name == "href"]
        known = {"href", "style", "lang", "charset", "name", "content"}
        self.odd |= {name for name, _value in attributes} - known


def is_unsafe(sign: str) -> bool:
    return sign in BIDI or (unicodedata.category(sign) == "Cc" and sign != "\n")


def assert_harmless(taken: tuple[list[str], bytes], recipient: str) -> EmailMessage:
    """One recipient, the headers of every mail once each, no strange tag, no link elsewhere."""
    envelope, content = taken
    assert envelope == [recipient]
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    names = [name.lower() for name in found]
    allowed = {"subject", "from", "to", "reply-to", "date", "message-id", "auto-submitted"}
    allowed |= {"content-language", "content-type", "mime-version"}
    allowed |= {"list-unsubscribe", "list-unsubscribe-post"}
    assert set(names) <= allowed
    assert len(names) == len(set(names))
    assert [part.defects for part in found.walk() if part.defects] == []
    assert [one.addr_spec for one in found["to"].addresses] == [recipient]
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST_LINE
    subject = str(found["subject"]).strip()  # a long word begins on a line of its own
    assert 0 < len(subject) <= LONGEST_SUBJECT
    text, html = body_of(found, "plain"), body_of(found, "html")
    for words in (subject.replace("\n", "\x00"), text, html):
        assert [hex(ord(sign)) for sign in words if is_unsafe(sign)] == []
    assert_links(html, text)
    return found


def body_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def assert_links(html: str, text: str) -> None:
    page = Page(html)
    assert page.tags <= {"html", "head", "meta", "title", "body", "div", "p", "br", "a", "h2"}
    assert page.odd == set()
    here = urlsplit(settings.SITE_URL)
    for link in page.links:
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc) == (here.scheme, here.netloc)
        assert link in text
