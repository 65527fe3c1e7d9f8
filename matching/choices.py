"""The closed answers that both sides choose from: what is talked about, on which days, and how."""

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
