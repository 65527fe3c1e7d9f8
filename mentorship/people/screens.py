from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship import declare


def is_adviser(person: Any) -> bool:
    return bool(person.is_authenticated and person.holds("adviser"))


def has_staff(person: Any) -> bool:
    """Asked once for each request: the menu stands on every page."""
    if not person.is_authenticated:
        return False
    if not hasattr(person, "_has_staff"):
        person._has_staff = person.staff.employed(timezone.localdate()).exists()
    return bool(person._has_staff)


def is_administrator(person: Any) -> bool:
    return bool(person.is_authenticated and person.is_admin)


declare.screens.add(
    declare.Screen("people", _("Colleagues"), "people:list", is_adviser, 40),
    declare.Screen("team", _("My team"), "people:team", has_staff, 80),
    declare.Screen(
        "administration", _("Administration"), "people:administration", is_administrator, 90
    ),
)
