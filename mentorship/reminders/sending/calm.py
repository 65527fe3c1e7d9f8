"""Calm mail stays calm when it could not go at once: the server was away, or all was halted."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from mentorship.people.models import Organisation
from mentorship.reminders.models import Mail
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.when import free_day, office_day


def is_put_off(mail: Mail, items: list[Item], now: Round) -> bool:
    """Whether it waits for office hours, or for a day without a calm mail, under the same
    Message-ID. What is urgent goes as soon as it can."""
    if not items or any(one.message.urgent for one in items):
        return False
    organisation = items[0].message.organisation
    today = organisation.local_date(now.at) if now.is_in_office(organisation) else None
    if today is not None and mail.calm_day in (None, today):
        return False
    day = _free_day(mail, organisation, now)
    try:
        with transaction.atomic():
            _put_on(mail, day, organisation, now, at_once=day == today)
    except IntegrityError:  # another pass just took that day for another mail
        mail.advance("queued", next_try_at=now.at + timedelta(minutes=1))
    return day != today or mail.state == "queued"


def _free_day(mail: Mail, organisation: Organisation, now: Round) -> date:
    """The first day that the office is still open, and on which nothing else is the calm mail."""
    days = now.days(organisation)
    first = office_day(organisation, now.at, days)
    others = Mail.objects.filter(recipient=mail.recipient_id, calm_day__gte=first)
    others = others.exclude(pk=mail.pk) if mail.calm_day else others.none()
    taken = {day for day in others.values_list("calm_day", flat=True) if day}
    return free_day(first, taken, days)


def _put_on(
    mail: Mail, day: date, organisation: Organisation, now: Round, *, at_once: bool
) -> None:
    facts: dict[str, object] = {"calm_day": day} if mail.calm_day else {}
    if at_once:
        mail.advance(mail.state, **facts)
        return
    opens = organisation.moment(day, organisation.office_opens)
    mail.advance("queued", next_try_at=opens, **facts)
