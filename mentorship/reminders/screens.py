"""What reminders declares: lines of *Vandaag*, and panels on the pages of other rooms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship import declare
from mentorship.people.models import Organisation, Person
from mentorship.reminders.models import DeadAddress, Message, Unwanted
from mentorship.reminders.plan.standing import dead_address, mailed_by, standing, undelivered
from mentorship.reminders.plan.timeline import Entry, entry_of, sent_to
from mentorship.reminders.rules import book

A_FEW = 5


def lines(viewer: Person, at: datetime) -> Iterator[declare.Line]:
    """Mails that did not arrive, and addresses that take none."""
    if number := undelivered(viewer).count():
        yield declare.Line(
            count=number,
            what=ngettext("mail did not arrive", "mails did not arrive", number),
            detail=_("send again, or leave it"),
            action=_("Decide"),
            url=reverse("reminders:undelivered"),
            urgent=True,
        )
    yield from _addresses(viewer)


def _addresses(viewer: Person) -> Iterator[declare.Line]:
    dead = DeadAddress.objects.values("address")
    ours = mailed_by(viewer).filter(email__in=dead, is_active=True)
    for person in ours.order_by("sorts_as", "pk")[:A_FEW]:
        yield declare.Line(
            count=1,
            what=_("The address of %(name)s takes no mail") % {"name": person.name},
            detail=_("nothing more goes there until you put it right"),
            action=_("See what to do"),
            url=reverse("reminders:person", args=[person.pk]),
        )


def mail_to(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """What was told last, for an adviser whose business that is; the plan has a page."""
    if not mailed_by(viewer).filter(pk=subject.pk).exists():
        return None
    told = Message.objects.managed_by(viewer).standing().filter(recipient=subject)
    rows = told.select_related("recipient", "mail").order_by("-created_at")[:A_FEW]
    return {
        "subject": subject,
        "entries": [entry_of(one, at) for one in rows if one.rule in book],
        "dead": dead_address(subject),
        "is_managed": Person.objects.managed_by(viewer).filter(pk=subject.pk).exists(),
    }


def my_mail(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    off = Unwanted.objects.filter(person=viewer).values_list("rule", flat=True)
    return {
        "sent": sent_to(viewer, at, A_FEW),
        "off": [book[key] for key in off if key in book],
    }


def held(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """What of a group waits after a click, for who may stop it."""
    told = Message.objects.managed_by(viewer).about(subject.label)
    rows = told.held(at).select_related("recipient", "mail")
    entries: list[Entry] = [entry_of(one, at) for one in rows if one.rule in book]
    return {"standing": standing(entries), "about": subject.label} if entries else None


def settings(subject: Organisation, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The way to the texts and to the brake."""
    return {"of": subject}


def everywhere(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The way to the brake of all."""
    return {}


declare.today.add(declare.Today("mail", 5, lines))
declare.panels.add(
    declare.Panel("mail-to", "person", "reminders/_person_panel.html", mail_to, 60),
    declare.Panel("my-mail", "me", "reminders/_me_panel.html", my_mail, 50),
    declare.Panel("held", "cohort-held", "reminders/_cohort_held.html", held, 10),
    declare.Panel("mail", "organisation", "reminders/_settings_panel.html", settings, 10),
    declare.Panel("halt", "administration", "reminders/_halt_panel.html", everywhere, 10),
)
