"""A newcomer's first screen: who my mentor is."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matching.models import Hope, Mentorship
from matching.models.mentorship import MentorshipQuerySet
from matching.sides import goals_of, own_side, words_of
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest


def is_mentee(person: Person) -> bool:
    """A newcomer, or somebody who has a mentor still."""
    return (
        person.is_newcomer(timezone.now())
        or Mentorship.objects.active().filter(mentee=person).exists()
    )


@require_safe
def my_mentor(request: PersonRequest) -> HttpResponse:
    if not is_mentee(request.user):
        raise Http404
    pair = _own(request).first()
    context = {
        "pair": pair,
        "side": own_side(pair, request.user, timezone.now()) if pair else None,
        "words": words_of(request.user, request.user),
        "goals": goals_of(request.user, request.user),
        "profile": getattr(pair.mentor, "mentor_profile", None) if pair else None,
        "hope": Hope.objects.filter(person=request.user).first(),
        "had_one": Mentorship.objects.paired().filter(mentee=request.user).exists(),
        "has_started": bool(
            request.user.starts_on and request.user.starts_on <= timezone.localdate()
        ),
    }
    return render(request, "matching/my_mentor.html", context)


def _own(request: PersonRequest) -> MentorshipQuerySet:
    return Mentorship.objects.active().filter(mentee=request.user).with_people()
