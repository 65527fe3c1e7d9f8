"""*Wie ziet wat*, in words, from the declarations that the pages' own queries are named in."""

from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.declare import Audience, Grade, Information, Kept, Sort
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


GRADES = {
    Grade.PUBLIC: _("public"),
    Grade.PERSONAL: _("personal"),
    Grade.SENSITIVE: _("sensitive"),
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
    grade: str
    seen: list[Seen]
    terms: list[str]


def entries(organisation: Organisation | None) -> list[Entry]:
    """Every kind of information, with the terms of this organisation."""
    own = own_terms(organisation)
    return [
        Entry(
            key=one.key,
            title=str(one.title),
            purpose=str(one.purpose),
            grade=str(GRADES[grade_of(one.key)]),
            seen=_seen(one),
            terms=terms_of(one.key, own),
        )
        for one in declare.information
    ]


def grade_of(information: str) -> Grade:
    """That of the most sensitive field behind it; a password or a key tells nothing of somebody."""
    kept = [one for one in declare.kept if information in one.information.split()]
    groups = [group for one in kept for group in one.fields if group.sort != Sort.TECHNICAL]
    return max((group.grade for group in groups), key=list(Grade).index)


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
    """How long, as sentences: first what has a term, then what stays as long as somebody does."""
    kept = [one for one in declare.kept if information in one.information.split()]
    kept.sort(key=lambda one: one.term is None)
    found = [_told(one, own) if one.term else str(one.as_long_as) for one in kept]
    found += [str(one.besides[information]) for one in kept if information in one.besides]
    return list(dict.fromkeys(found))


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
