"""The closed answers that both sides choose from: what is talked about, on which days, and how."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

THEMES = {
    "finding-your-way": _("finding your way in the organisation"),
    "the-work": _("the work itself"),
    "working-together": _("working together and getting to know people"),
    "politics": _("working for council and board"),
    "balance": _("balance between work and home"),
    "growing": _("growing in your job"),
    "yourself": _("showing who you are and asking for what you need"),
}
DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
}
WAYS = {
    "office": _("at the office"),
    "walking": _("on a walk"),
    "online": _("on the screen"),
}
MOST_THEMES = 3  # that a newcomer may wish for


def in_words(choices: Mapping[str, Any], keys: Collection[str], between: str = "") -> str:
    """The chosen ones in the order of the list: "Monday, Tuesday and Friday"."""
    named = [str(text) for key, text in choices.items() if key in keys]
    return between.join(named) if between else str(get_text_list(named, gettext("and")))
