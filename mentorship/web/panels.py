"""Parts of a page that another room draws; see declare.Panel."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mentorship import declare


def draw_panels(request: HttpRequest, place: str, subject: Any, at: datetime) -> list[SafeString]:
    """Every panel of this place that has something to show, in order."""
    drawn = []
    for panel in declare.panels:
        if panel.place == place:
            context = panel.context(subject, request.user, at)
            if context is not None:
                drawn.append(render_to_string(panel.template, context, request))
    return drawn
