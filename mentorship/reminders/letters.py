"""From messages to a letter: the one place where words are made, for sending and for preview."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from mentorship.people.models import Organisation, Person
from mentorship.reminders.engine import Item
from mentorship.reminders.models import Mail
from mentorship.reminders.rules import Button


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


def compose(items: list[Item], recipient: Person, organisation: Organisation) -> Letter:
    """Write the letter for these messages, in order; the first one gives it its subject."""
    with translation.override(recipient.language):
        parts = [_part(item, recipient) for item in items]
        subject = parts[0].heading
        if more := len(parts) - 1:
            subject = _("%(first)s (and %(more)s more)") % {"first": subject, "more": more}
        facts = {
            "parts": parts,
            "joined": len(parts) > 1,
            "recipient": recipient,
            "organisation": organisation,
            "language": recipient.language,
            "site_url": settings.SITE_URL,
            "subject": subject,
        }
        return Letter(
            subject=subject,
            text=render_to_string("mail/letter.txt", facts).strip() + "\n",
            html=render_to_string("mail/letter.html", facts),
            language=recipient.language,
            reply_to=organisation.contact_email,
        )


def _part(item: Item, recipient: Person) -> Part:
    folder = f"mail/{item.told.key}"
    facts = {"subject": item.subject, "recipient": recipient, "message": item.message}
    facts |= item.told.context(item.subject, recipient)
    body = _plain(f"{folder}/body.txt", facts)
    return Part(
        heading=" ".join(_plain(f"{folder}/subject.txt", facts).split()),
        paragraphs=[" ".join(one.split()) for one in body.split("\n\n") if one.strip()],
        button=item.told.button(item.subject, recipient),
    )


def _plain(template: str, facts: dict[str, Any]) -> str:
    """Plain text: an apostrophe stays one. The letter's own HTML escapes what comes from here."""
    found = Engine.get_default().get_template(template)
    return found.render(Context(facts, autoescape=False))


def as_email(letter: Letter, mail: Mail) -> EmailMultiAlternatives:
    """The same Message-ID for each try; marked as automatic, so that absence replies stay away."""
    email = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[mail.recipient.email],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": mail.header_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )
    email.attach_alternative(letter.html, "text/html")
    return email
