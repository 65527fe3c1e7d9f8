"""Why no mentor at all can be asked for some newcomers: all mentors, counted by row of the table.

*No mentor can now: nine are not trained yet, seven have no place free and one is on a break.*
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from matching.criteria import HARD
from matching.round import Round
from mentorship.web.today import in_words

MOST = 3  # reasons told; the mentors whom a rarer one keeps away are counted together
IN_LINE = ngettext_lazy(
    "%(number)s is in the same line", "%(number)s are in the same line", "count"
)
# By row of the table; a test holds that none is forgotten.
COUNTED: dict[str, Any] = {
    "self": ngettext_lazy(
        "%(number)s is the new colleague", "%(number)s are new colleagues themselves", "count"
    ),
    "manager": IN_LINE,
    "line": IN_LINE,
    "organisation": ngettext_lazy(
        "%(number)s works elsewhere", "%(number)s work elsewhere", "count"
    ),
    "no mentor": ngettext_lazy("%(number)s is not a mentor", "%(number)s are no mentors", "count"),
    "apart": ngettext_lazy(
        "%(number)s is on “not these two”", "%(number)s are on “not these two”", "count"
    ),
    "said no": ngettext_lazy("%(number)s said no earlier", "%(number)s said no earlier", "count"),
    "changed": ngettext_lazy(
        "%(number)s dropped out after a change", "%(number)s dropped out after a change", "count"
    ),
    "untrained": ngettext_lazy(
        "%(number)s is not trained yet", "%(number)s are not trained yet", "count"
    ),
    "no time": ngettext_lazy("%(number)s has no time", "%(number)s have no time", "count"),
    "waits for manager": ngettext_lazy(
        "%(number)s waits for their manager", "%(number)s wait for their managers", "count"
    ),
    "leaves": ngettext_lazy("%(number)s leaves soon", "%(number)s leave soon", "count"),
    "paused": ngettext_lazy("%(number)s is on a break", "%(number)s are on a break", "count"),
    "unavailable": ngettext_lazy(
        "%(number)s is not available the whole period",
        "%(number)s are not available the whole period",
        "count",
    ),
    "full": ngettext_lazy("%(number)s has no place free", "%(number)s have no place free", "count"),
}


def is_only_full(round_: Round, newcomer: int) -> bool:
    """Whether somebody could be the mentor, had they a place: then one more place would do."""
    return any(
        row is not None and row.key == "full"
        for row in (round_.forbids(newcomer, one.pk) for one in round_.mentors)
    )


def why_nobody_can(round_: Round, newcomers: Iterable[int]) -> str:
    counts = _counts(round_, list(newcomers))
    if not counts:
        return _("There is no mentor yet.")
    told = counts if len(counts) <= MOST + 1 else counts[:MOST]
    parts = [COUNTED[key] % _number(count) for key, count in told]
    if more := sum(count for _key, count in counts[len(told) :]):
        text = ngettext("%(number)s other cannot either", "%(number)s others cannot either", more)
        parts.append(text % _number(more))
    return _("No mentor can now: %(reasons)s.") % {"reasons": get_text_list(parts, _("and"))}


def _number(count: int) -> dict[str, object]:
    return {"count": count, "number": in_words(count)}


def _counts(round_: Round, newcomers: list[int]) -> list[tuple[str, int]]:
    """The most first. Of several newcomers a mentor's last row counts: who is the manager of one
    and has no place for another has no place."""
    order = [row.key for row in HARD]
    found: Counter[str] = Counter()
    for mentor in round_.mentors:
        rows = [row.key for one in newcomers if (row := round_.forbids(one, mentor.pk))]
        if rows:
            last = max(rows, key=order.index)
            found["line" if last == "manager" else last] += 1
    return sorted(found.items(), key=lambda one: (-one[1], order.index(one[0])))
