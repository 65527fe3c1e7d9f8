"""Whose newcomer's matters one sees to: one's own, or of whom one guides; and where that stands."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from matching.models import Mentorship
from matching.views.newcomer import is_mentee
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest


def near_or_404(request: PersonRequest, pk: int) -> Person:
    """Oneself, while one is new here or has a mentor; or whom one guides now."""
    guided = Mentorship.objects.active().filter(mentor=request.user)
    near = Q(pk__in=guided.values("mentee"))
    if is_mentee(request.user):
        near |= Q(pk=request.user.pk)
    return get_object_or_404(Person.objects.filter(near), pk=pk)


def own_page_of(request: PersonRequest, mentee: int) -> str:
    return "matching:my_mentor" if request.user.pk == mentee else "matching:my_mentees"
