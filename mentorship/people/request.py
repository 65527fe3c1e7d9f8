from django.http import HttpRequest, QueryDict

from mentorship.people.models import Person


class PersonRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: its user is somebody. For annotating views."""

    user: Person


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; also when nothing at all was filled in."""
    return request.POST if request.method == "POST" else None
