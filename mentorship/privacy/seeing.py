"""*Wie ziet wat*, in words, from the declarations that the pages' own queries are named in."""

from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.declare import Audience, Information, Kept
from mentorship.people.models import Organisation
from mentorship.privacy.models import OwnTerm

WHO = {
    Audience.SELF: _("you"),
    Audience.PAIR: _("your mentor, or whom you guide"),
    Audience.BUDDY: _("your buddy"),
    Audience.FELLOW: _("your group"),
    Audience.TRAINER: _("the trainer of your group"),
    Audience.ADVISER: _("the HR adviser"),
    Audience.MANAGER: _("your manager"),
    Audience.COORDINATOR: _("the academy's coordinator"),
    Audience.ADMINISTRATOR: _("whoever manages Wegwijs"),
}


@dataclass(frozen=True)
class Seen:
    who: str
    what: str


@dataclass(frozen=True)
class Entry:
    """One kind of information as the page tells it."""

    key: str
    title: str
    purpose: str
    seen: list[Seen]
    terms: list[str]


def entries(organisation: Organisation | None) -> list[Entry]:
    """Every kind of information, with the terms of this organisation."""
    own = own_terms(organisation)
    return [
        Entry(one.key, str(one.title), str(one.purpose), _seen(one), terms_of(one.key, own))
        for one in declare.information
    ]


def own_terms(organisation: Organisation | None) -> dict[str, int]:
    if organisation is None:
        return {}
    return dict(OwnTerm.objects.filter(organisation=organisation).values_list("key", "days"))


def _seen(information: Information) -> list[Seen]:
    """Who is named once, sees that much; where a sight is less than the one before, the rest."""
    lines = []
    named: set[Audience] = set()
    last = pgettext("between the last two of a row of words", "and")
    for sight in information.sights:
        to = [one for one in sight.to if not (sight.is_less and one in named)]
        named.update(to)
        if to:
            who = get_text_list([str(WHO[one]) for one in to], last)
            lines.append(Seen(capfirst(who), str(sight.what)))
    return lines


def terms_of(information: str, own: dict[str, int]) -> list[str]:
    """How long, as sentences; what has no term of its own goes with the account."""
    found = [
        _told(one, own)
        for one in declare.kept
        if one.term is not None and information in one.information.split()
    ]
    return list(dict.fromkeys(found)) or [gettext("As long as you are known here.")]


def _told(kept: Kept, own: dict[str, int]) -> str:
    """Named, where one kind of information has rows with terms of their own."""
    assert kept.term is not None
    if not kept.term.what:
        return until(kept, own)
    return gettext("%(what)s: until %(period)s after %(since)s.") % {
        "what": kept.term.what,
        "period": period(days_of(kept.key, own)),
        "since": kept.term.since,
    }


def until(kept: Kept, own: dict[str, int]) -> str:
    assert kept.term is not None
    days, since = days_of(kept.key, own), kept.term.since
    if days == 0:
        return gettext("Until %(since)s.") % {"since": since}
    return gettext("Until %(period)s after %(since)s.") % {"period": period(days), "since": since}


def days_of(key: str, own: dict[str, int]) -> int:
    """What is a part of something else goes with it, however long its own term is."""
    term = declare.kept[key].term
    assert term is not None
    days = own.get(key, term.days)
    return min(days, days_of(term.within, own)) if term.within else days


def period(days: int) -> str:
    if days % 365 == 0:
        years = days // 365
        return ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
