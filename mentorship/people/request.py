from django.http import HttpRequest

from mentorship.people.models import Person


class PersonRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: its user is somebody. For annotating views."""

    user: Person
