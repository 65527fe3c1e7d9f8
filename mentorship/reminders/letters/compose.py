"""From messages to a letter: the one place where words are made, for sending and for preview."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from mentorship.people.models import Organisation, Person
from mentorship.reminders.letters.own_words import OwnTexts, fill, words_of
from mentorship.reminders.letters.turning_off import off_url
from mentorship.reminders.models import Mail, MailText
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Button, Invite
from mentorship.web.turning import TURNING

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Part:
    """One message in a letter: a heading, paragraphs, and at most one button."""

    heading: str
    paragraphs: list[str]
    button: Button | None


@dataclass(frozen=True)
class Letter:
    """What goes in the envelope, in the recipient's language."""

    subject: str
    text: str
    html: str
    language: str
    reply_to: str  # the address of the organisation that signs it, or ""
    invite: Invite | None = None
    off_url: str = ""  # where the recipient turns this kind of mail off, or "" if it is needed


@dataclass(frozen=True)
class ToLookAt:
    """For other eyes than the recipient's: its buttons lead nowhere, so that nobody answers for
    another. ``text`` is read as if it were kept already."""

    text: MailText | None = None


@dataclass(frozen=True)
class Nowhere(Button):
    """Stands where a button stands in the mail itself."""

    @property
    def url(self) -> str:
        return self.path


def compose(
    items: list[Item],
    recipient: Person,
    organisation: Organisation,
    to_look_at: ToLookAt | None = None,
) -> Letter:
    """Write the letter for these messages, in order; the first one gives it its subject."""
    with translation.override(recipient.language):
        tried = to_look_at.text if to_look_at else None
        texts = _own_texts(items, recipient.language, tried)
        parts = [_part(group, recipient, texts) for group in _gathered(items)]
        if to_look_at:
            parts = [_leading_nowhere(one) for one in parts]
        subject = parts[0].heading
        if more := len(parts) - 1:
            subject = _("%(first)s (and %(more)s more)") % {"first": subject, "more": more}
        subject = _one_line(subject, str(items[0].told.title))
        off = off_url(recipient, [one.told for one in items])
        if off and to_look_at:
            off = _nowhere()
        facts = {
            "parts": parts,
            "joined": len(parts) > 1,
            "asks_to_write": any(one.told.asks_to_write for one in items),
            "recipient": recipient,
            "organisation": organisation,
            "language": recipient.language,
            "site_url": settings.SITE_URL,
            "subject": subject,
            "off_url": off,
        }
        first = items[0]
        return Letter(
            subject=subject,
            text=harmless(render_to_string("mail/letter.txt", facts)).strip() + "\n",
            html=harmless(render_to_string("mail/letter.html", facts)),
            language=recipient.language,
            reply_to=organisation.contact_email,
            invite=first.told.invite(first.subject, recipient) if first.told.alone else None,
            off_url=off,
        )


def harmless(text: str) -> str:
    """Whatever somebody wrote in it: no control sign but the end of a line, and no sign that makes
    a line read backwards."""
    seen = TURNING.sub("", text)
    return "".join(one for one in seen if one == "\n" or unicodedata.category(one) != "Cc")


def _one_line(subject: str, otherwise: str) -> str:
    """As it may stand in a header, and never empty: a text of one's own may be a name alone.
    What looks like an encoded word would be decoded by who reads it, to anything at all."""
    words = " ".join(harmless(subject).split()).replace("=?", "= ?") or otherwise
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1] + "…"


def _gathered(items: list[Item]) -> list[list[Item]]:
    """What is told together makes one part, where its first message stands."""
    groups: dict[object, list[Item]] = {}
    for place, item in enumerate(items):
        groups.setdefault(item.told.key if item.told.together else place, []).append(item)
    return list(groups.values())


def _part(group: list[Item], recipient: Person, texts: OwnTexts) -> Part:
    item = group[0]
    heading, body = _own(item, recipient, texts) or shipped(group, recipient)
    return Part(
        heading=" ".join(heading.split()),
        paragraphs=[" ".join(one.split()) for one in body.split("\n\n") if one.strip()],
        button=item.told.button(item.subject, recipient),
    )


def _leading_nowhere(part: Part) -> Part:
    return replace(part, button=part.button and Nowhere(part.button.label, _nowhere()))


def _nowhere() -> str:
    return "#" + _("works-only-in-the-mail-itself")


def _own_texts(items: list[Item], language: str, tried: MailText | None) -> OwnTexts:
    messages = [one.message for one in items]
    rules, houses = [one.rule for one in messages], [one.organisation_id for one in messages]
    return OwnTexts(rules, houses, language, tried)


def _own(item: Item, recipient: Person, texts: OwnTexts) -> tuple[str, str] | None:
    """The organisation's own words, if it has any for this. What is gathered keeps its list."""
    message = item.message
    text = texts.nearest(message.rule, message.organisation_id, message.about)
    if text is None or item.told.together:
        return None
    words = words_of(item, recipient)
    return fill(text.subject, words), fill(text.body.replace("\r\n", "\n"), words)


def shipped(group: list[Item], recipient: Person) -> tuple[str, str]:
    """The words that come with the application, in the active language."""
    item = group[0]
    folder = f"mail/{item.told.key}"
    facts = {
        "subject": item.subject,
        "subjects": [one.subject for one in group],
        "recipient": recipient,
        "message": item.message,
    }
    facts |= item.told.context(item.subject, recipient)
    return _plain(f"{folder}/subject.txt", facts), _plain(f"{folder}/body.txt", facts)


def _plain(template: str, facts: dict[str, Any]) -> str:
    """Plain text: an apostrophe stays one. The letter's own HTML escapes what comes from here."""
    found = Engine.get_default().get_template(template)
    return found.render(Context(facts, autoescape=False))


def as_email(letter: Letter, mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes. With a BOUNCE_ADDRESS the envelope has another sender than the letter:
    what cannot be delivered comes back there."""
    email = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.BOUNCE_ADDRESS or None,
        to=[mail.recipient.email],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=_headers(letter, mail),
    )
    email.attach_alternative(letter.html, "text/html")
    if letter.invite is not None:
        _add_invite(email, letter.invite)
    if settings.MAIL_SERVICE:  # it gives mails a number of its own, and tells ours along with it
        email.metadata = {"mail": str(mail.message_id)}  # type: ignore[attr-defined]
    return email


def _headers(letter: Letter, mail: Mail) -> dict[str, str]:
    """The same Message-ID for each try; marked as automatic, so that absence replies stay away."""
    headers = {
        "Message-ID": mail.header_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
    }
    if settings.BOUNCE_ADDRESS:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    if letter.off_url:  # RFC 8058: the mail program's own button posts there
        headers["List-Unsubscribe"] = f"<{letter.off_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _add_invite(email: EmailMultiAlternatives, invite: Invite) -> None:
    """As a third way to read the mail, which calendars look for, and as a file to open by hand."""
    kind = f"text/calendar; method={invite.method}"
    email.attach_alternative(invite.content.decode(), kind)
    email.attach("invite.ics", invite.content, "application/ics")
