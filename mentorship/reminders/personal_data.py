"""What is kept of the mail that somebody got."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorship.declare import (
    Audience,
    Information,
    Kept,
    Sight,
    Sort,
    Term,
    fields,
    information,
    kept,
)
from mentorship.people.models import Person
from mentorship.reminders.models import DeadAddress, Mail, Message, Unwanted
from mentorship.reminders.rules import book

SINCE = _("it was written")


def _title(row: Message | Unwanted) -> str:
    """As the page of one's own mail calls it; a kind of mail that is no more, by its key."""
    return str(book[row.rule].title) if row.rule in book else row.rule


def _titles(mail: Mail) -> str:
    return ", ".join(dict.fromkeys(_title(one) for one in mail.messages.all()))


def _dead(person: Person) -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(address=person.email)


def _since(moment: datetime) -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(since__lt=moment)


information.add(
    Information(
        "mail",
        _("Mail that we sent you"),
        _("So that nobody is told twice, and your adviser sees what did not arrive."),
        (
            Sight(
                _("which mail, when, and whether it arrived"),
                (Audience.SELF, Audience.ADVISER),
                Message.objects.visible_to,
            ),
            Sight(
                _("which mail about your group, and when"),
                (Audience.SELF, Audience.TRAINER, Audience.ADVISER),
                Message.objects.listed_for,
                True,
            ),
        ),
        order=80,
    )
)
kept.add(
    Kept("reminders.pulse", fields=(fields(Sort.STRUCTURE, "beat_at"),)),
    Kept("reminders.halt", refers="by", fields=(fields(Sort.STRUCTURE, "since"),)),
    Kept(
        "reminders.message",
        "mail",
        of=("recipient",),
        fields=(
            fields(
                Sort.TECHNICAL, "subject occasion offset again about urgent not_before dropped_at"
            ),
            fields(
                Sort.PLANNING,
                "dropped_why rule",
                created_at=_("Written on"),
            ),
        ),
        goes=True,
        title=_title,
        term=Term(365, SINCE, lambda moment: Message.objects.filter(created_at__lt=moment)),
        order=10,
    ),
    Kept(
        "reminders.mail",
        "mail",
        of=("recipient",),
        fields=(
            fields(
                Sort.TECHNICAL,
                "next_try_at lease_until attempts tries message_id calm_day created_at",
            ),
            fields(
                Sort.PLANNING,
                "fault",
                state=_("State"),
                sent_at=_("Sent on"),
            ),
        ),
        goes=True,
        title=_titles,
        term=Term(365, SINCE, lambda moment: Mail.objects.filter(created_at__lt=moment)),
        order=11,
    ),
    Kept(
        "reminders.deadaddress",
        "mail",
        find=_dead,
        fields=(fields(Sort.IDENTITY, "address"), fields(Sort.TECHNICAL, "since why")),
        goes=True,
        term=Term(365, _("the first mail came back"), _since),
        order=12,
    ),
    Kept(
        "reminders.unwanted",
        "mail",
        of=("person",),
        fields=(fields(Sort.PLANNING, "rule"),),
        title=_title,
        as_long_as=_("What you do not want to get: until you want it again."),
        goes=True,
        order=13,
    ),
    Kept(
        "reminders.mailtext",
        refers="edited_by",
        fields=(fields(Sort.STRUCTURE, "rule about language subject body edited_at"),),
    ),
)
