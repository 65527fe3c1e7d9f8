"""Tags and filters that every template has at hand, without loading them.

Words about time follow the page's language: "dinsdag 2 februari", "over 3 dagen", "9.00–12.30 uur".
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, MultiWidget, SelectDateWidget
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mentorship.web.moment import today
from mentorship.web.panels import draw_panels

register = template.Library()

YEAR_IS_CLEAR = 300  # days from today within which a date needs no year
LAST_IN_DAYS = 20  # further away is said in weeks


def _local(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


@register.filter
def day(value: date | datetime | None) -> str:
    """dinsdag 2 februari; with the year when it is not this season's."""
    if value is None:
        return ""
    local = _local(value)
    near = abs((local - today()).days) <= YEAR_IS_CLEAR
    return date_format(local, "l j F" if near else "l j F Y")


@register.filter
def short_day(value: date | datetime | None) -> str:
    """di 2 feb, for narrow places."""
    return date_format(_local(value), "D j M").lower().replace(".", "") if value else ""


@register.filter
def in_days(value: date | datetime | None) -> str:
    """vandaag, morgen, over 3 dagen, over 4 weken; gisteren, 3 dagen geleden."""
    if value is None:
        return ""
    days = (_local(value) - today()).days
    if days in (-1, 0, 1):
        return (_("today"), _("tomorrow"), _("yesterday"))[days]
    if abs(days) <= LAST_IN_DAYS:
        if days > 0:
            return ngettext("in %d day", "in %d days", days) % days
        return ngettext("%d day ago", "%d days ago", -days) % -days
    weeks = round(days / 7)
    if weeks > 0:
        return ngettext("in %d week", "in %d weeks", weeks) % weeks
    return ngettext("%d week ago", "%d weeks ago", -weeks) % -weeks


@register.filter
def clock(value: datetime | time | None) -> str:
    """9.30 in Dutch, 9:30 in English."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return time_format(value, "TIME_FORMAT")


@register.filter
def clock_span(start: datetime | time | None, end: datetime | time | None) -> str:
    """9.00–12.30 uur"""
    if start is None:
        return ""
    span = clock(start) if end is None else f"{clock(start)}–{clock(end)}"
    return pgettext("a span of clock times", "%(span)s") % {"span": span}


@register.filter
def initials(who: Any) -> str:
    """JM for Joris van der Meer: of a person, or of a name in words."""
    if hasattr(who, "initials"):
        return str(who.initials)
    words = [word for word in str(who).split() if word[:1].isupper()] or str(who).split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else ""


@register.filter
def undo_path(message: Any) -> str:
    """Where a message's undo button posts to; see mentorship.people.undo."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")


@register.inclusion_tag("components/_stations.html")
def stations(steps: Iterable[Any], shape: str = "route", label: str = "") -> dict[str, Any]:
    """The line of stations.

    ``steps``: objects or dicts with title, detail, state ("done", "now" or "next") and link.
    ``shape``: "route" stands, for one's own route; "track" lies, for a card on a wide screen.
    ``label``: names the list for who cannot see it.
    """
    return {"steps": steps, "shape": shape, "label": label or _("Steps")}


@register.inclusion_tag("components/_post_button.html")
def post_button(
    url: str,
    label: str,
    *,
    about: object = "",
    name: str = "",
    value: object = "",
    **looks: bool,
) -> dict[str, Any]:
    """One button that changes something.

    A tag and not an include, so that nothing of the page around it ends up in what it is called
    or in what it sends. ``about``: spoken after the label, whom or what it concerns. ``name`` and
    ``value``: what it sends. ``looks``: quiet, small, plain, danger.
    """
    if unknown := looks.keys() - {"quiet", "small", "plain", "danger"}:
        raise template.TemplateSyntaxError(f"a button does not know {sorted(unknown)}")
    return {"url": url, "label": label, "about": about, "name": name, "value": value, **looks}


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_in_parts(field: BoundField) -> bool:
    return isinstance(field.field.widget, MultiWidget | SelectDateWidget)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says so: a single checkbox need not, nor a form that filters."""
    if field.field.required or is_checkbox(field):
        return False
    return bool(getattr(field.form, "says_optional", True))


@register.filter
def parts(field: BoundField) -> list[dict[str, Any]]:
    """The boxes of a field that has several, each with a label of its own."""
    names = {
        "day": _("Day"),
        "month": _("Month"),
        "year": _("Year"),
        "date": _("Date"),
        "time": _("Time"),
    }
    widget = field.field.widget
    attrs = field.build_widget_attrs({**widget.attrs, "id": field.auto_id})
    drawn = widget.get_context(field.html_name, field.value(), attrs)["widget"]["subwidgets"]
    keys = (
        ["date", "time"] if len(drawn) == 2 else [one["name"].rsplit("_", 1)[-1] for one in drawn]
    )
    labels = getattr(widget, "labels", None) or [names.get(key, key.capitalize()) for key in keys]
    for one, label in zip(drawn, labels, strict=True):
        one["attrs"].pop("aria-describedby", None)
        one["label"] = label
    return list(drawn)


@register.filter
def field_target(field: BoundField) -> str:
    """The id that a link in the error summary jumps to: the first box of the field."""
    if is_in_parts(field):
        return str(parts(field)[0]["attrs"]["id"])
    if field.use_fieldset:
        choices = field.subwidgets
        return str(choices[0].id_for_label) if choices else f"{field.auto_id}_group"
    return field.id_for_label


@register.simple_tag
def part_control(field: BoundField, part: dict[str, Any]) -> SafeString:
    """One box of a field with several. Django's own form renderer has escaped it."""
    drawn = field.form.renderer.render(part["template_name"], {"widget": part})
    return mark_safe(drawn)


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], place: str, subject: Any) -> list[SafeString]:
    """What upper rooms show on this page: {% panels "person" person as drawn %}."""
    return draw_panels(context["request"], place, subject, timezone.now())
