"""Who was reminded as often as may be and still owes it: from there on it is with the adviser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.declare import Line
from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Rule, book
from programmes.models import Cohort

NAMED = 3  # on the line; of the others it says only how many there are


def lines(cohorts: Iterable[Cohort], at: datetime) -> Iterator[Line]:
    """One line for each group in which reminders were held back, as long as something is owed."""
    by_label = {one.label: one for one in cohorts}
    for label, people in _silent(by_label, at).items():
        cohort = by_label[label]
        names = sorted(one.name for one in people)
        yield Line(
            count=len(names),
            what=ngettext(
                "colleague in %(group)s no longer answers reminders",
                "colleagues in %(group)s no longer answer reminders",
                len(names),
            )
            % {"group": cohort.name},
            detail=", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""),
            action=_("See who"),
            url=reverse("programmes:participants", args=[cohort.pk]),
        )


def _silent(labels: Iterable[str], at: datetime) -> dict[str, set[Person]]:
    """By the label of their group."""
    held_back: dict[str, list[Message]] = defaultdict(list)
    found = Message.objects.filter(about__in=list(labels), dropped_why=Message.Why.ENOUGH)
    for message in found.select_related("recipient"):
        held_back[message.rule].append(message)
    silent: dict[str, set[Person]] = defaultdict(set)
    for key, messages in held_back.items():
        if key in book and isinstance(rule := book[key], Rule):
            owed = _owed(rule, {one.recipient_id for one in messages}, at)
            for one in messages:
                if (one.subject, one.recipient_id) in owed:
                    silent[one.about].add(one.recipient)
    return silent


def _owed(rule: Rule, people: set[int], at: datetime) -> set[tuple[str, int]]:
    """(subject, recipient) of what these people still owe and could still be reminded of, now or
    later."""
    now = Round(at, frozenset(people))
    window = rule.window(at.date(), at.date(), recipients=now.recipients)
    return {
        (one.label, one.recipient.pk)
        for one in rule.owed(window)
        if rule.slots(one, now.days(one.organisation))[-1].ends > at
    }
