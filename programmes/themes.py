"""What a meeting is about, for its page: everybody sees the themes, its trainer chooses them."""

from datetime import datetime
from typing import Any

from mentorship.people.models import Person
from programmes.forms.themes import ThemeForm
from programmes.models import Meeting, Theme


def on_meeting(subject: Meeting, viewer: Person, at: datetime) -> dict[str, Any] | None:
    if subject.step.for_organisers:
        return None
    chosen = list(Theme.objects.visible_to(viewer).filter(meeting=subject))
    leads = Meeting.objects.led_by(viewer).filter(pk=subject.pk).exists()
    if not chosen and not leads:
        return None
    may_choose = leads and not subject.is_over(at)
    form = ThemeForm(label_suffix="", auto_id=f"theme-{subject.pk}-%s")
    advised = Theme.objects.advised_by(viewer).filter(meeting=subject)
    removable = set(advised.values_list("pk", flat=True))
    return {
        "meeting": subject,
        "chosen": chosen,
        "may_choose": may_choose,
        "form": form,
        "removable": removable,
    }
