"""How well two people fit on one row of the table, and the words in which a row says why."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.choices import DAYS, THEMES, WAYS, in_words
from matching.values import Candidate, Newcomer

KNOWS_THE_HOUSE = 3  # years from which somebody knows the organisation; ten is all there is to know
FULLY = 10


def elsewhere(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("works at another organisation: %(name)s") % {"name": candidate.organisation}


def is_unavailable(newcomer: Newcomer, candidate: Candidate) -> bool:
    late = candidate.available_from and candidate.available_from > newcomer.begins
    early = candidate.available_until and candidate.available_until < newcomer.ends
    return bool(late or early)


def apart(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("is not paired with %(name)s: you chose “not these two”") % {
        "name": newcomer.given_name
    }


def unavailable(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.available_from and candidate.available_from > newcomer.begins:
        return _("is available from %(day)s") % {"day": _day(candidate.available_from)}
    return _("is available until %(day)s") % {"day": _day(candidate.available_until)}


def is_leaving(newcomer: Newcomer, candidate: Candidate) -> bool:
    return candidate.leaves_on is not None and candidate.leaves_on < newcomer.ends


def leaves(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("leaves on %(day)s") % {"day": _day(candidate.leaves_on)}


def paused(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("takes a break until %(day)s") % {"day": _day(candidate.paused_until)}


def untrained(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.trained_on is None:
        return _("has not followed the training yet")
    if candidate.trained_on >= newcomer.today:
        return _("finishes the training on %(day)s") % {"day": _day(candidate.trained_on)}
    return _("was not at every half-day of the training")


def full(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.capacity == 0:
        return _("does not guide anybody at the moment")
    return ngettext(
        "is full: the one place is taken",
        "is full: all %(count)d places are taken",
        candidate.capacity,
    ) % {"count": candidate.capacity}


def is_in_line(newcomer: Newcomer, candidate: Candidate) -> bool:
    return candidate.pk in newcomer.managers or newcomer.pk in candidate.managers


def in_line(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.pk in newcomer.managers:
        return _("manages %(name)s’s manager") % {"name": newcomer.given_name}
    return _("works under %(name)s") % {"name": newcomer.given_name}


def same_team(newcomer: Newcomer, candidate: Candidate) -> int:
    return FULLY if newcomer.team is not None and newcomer.team == candidate.team else 0


def same_department(newcomer: Newcomer, candidate: Candidate) -> int:
    """Not when the team is the same: that says it already."""
    same = newcomer.department and newcomer.department == candidate.department
    return FULLY if same and newcomer.team != candidate.team else 0


def same_job(newcomer: Newcomer, candidate: Candidate) -> int:
    own, other = newcomer.job_title.casefold(), candidate.job_title.casefold()
    return FULLY if own and own == other else 0


def years(newcomer: Newcomer, candidate: Candidate) -> int:
    here = candidate.years(newcomer.today)
    return min(here, FULLY) if here >= KNOWS_THE_HOUSE else 0


def how_many_years(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("%(count)d years at %(organisation)s") % {
        "count": candidate.years(newcomer.today),
        "organisation": candidate.organisation,
    }


def themes(newcomer: Newcomer, candidate: Candidate) -> int:
    """The share of what was wished: who wishes one thing weighs no less than who wishes three."""
    if not newcomer.themes:
        return 0
    return FULLY * len(newcomer.themes & candidate.themes) // len(newcomer.themes)


def which_themes(newcomer: Newcomer, candidate: Candidate) -> str:
    common = in_words(THEMES, newcomer.themes & candidate.themes, ", ")
    return _("likes to talk about %(themes)s") % {"themes": common}


def days(newcomer: Newcomer, candidate: Candidate) -> int:
    """Two days together is enough to meet, so that who works part-time does not fit less."""
    return min(FULLY, FULLY // 2 * len(newcomer.days & candidate.days))


def which_days(newcomer: Newcomer, candidate: Candidate) -> str:
    common = in_words(DAYS, newcomer.days & candidate.days)
    return _("both work on %(days)s") % {"days": common}


def way(newcomer: Newcomer, candidate: Candidate) -> int:
    return FULLY if newcomer.way and newcomer.way in candidate.ways else 0


def which_way(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("likes to meet %(way)s too") % {"way": WAYS[newcomer.way]}


def _day(day: date | None) -> str:
    return date_format(day, "j F") if day else ""
