"""Who the mentors are, for advisers; and a mentor's own pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching.forms import FindForm, PlacesForm, ProfileForm
from matching.models import Agreement, MentorProfile, Mentorship
from matching.models.profile import may_mentor
from matching.pool import load_pool
from matching.sides import own_side
from matching.views.advising import organisations_of
from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest, posted

PAGE, FOUND = 50, 25


@require_safe
def mentors(request: PersonRequest) -> HttpResponse:
    """By name; how many places are free, trained or not, until when. Nobody is ranked."""
    pool = load_pool(organisations_of(request), timezone.now())
    listed = sorted(pool.mentors(), key=lambda one: (one.sort_name, one.pk))
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    rows = [(pool.people[one.pk], one) for one in page]
    context = {"page": page, "rows": rows, "today": timezone.localdate()}
    return render(request, "matching/mentors.html", context)


@require_safe
def new_mentor(request: PersonRequest) -> HttpResponse:
    """Find a colleague who is going to be a mentor without a cohort here."""
    organisations_of(request)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    people = Person.objects.managed_by(request.user).employed(timezone.localdate())
    found = people.filter(mentor_profile=None).search(words).by_name().select_related("team")
    context = {"form": form, "words": words, "found": found[:FOUND] if words else []}
    return render(request, "matching/new_mentor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: PersonRequest, pk: int) -> HttpResponse:
    """One mentor for the adviser: words, pairs, and the places that can be set together."""
    at = timezone.now()
    people = Person.objects.managed_by(request.user).select_related("team", "mentor_profile")
    person = get_object_or_404(people, pk=pk)
    profile = getattr(person, "mentor_profile", None) or MentorProfile(person=person)
    form = PlacesForm(posted(request), instance=profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("matching:mentor", pk)
    pool = load_pool(Organisation.objects.filter(people=person), at)
    context = {
        "person": person,
        "profile": profile,
        "candidate": pool.candidates.get(person.pk),
        "today": timezone.localdate(at),
        "form": form,
        "agreement": Agreement.objects.managed_by(request.user).filter(mentor=person).first(),
        "pairs": Mentorship.objects.managed_by(request.user).filter(mentor=person).with_people(),
    }
    return render(request, "matching/mentor.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponseBase:
    """Who I am as a mentor, and for how many."""
    if not may_mentor(request.user):
        raise Http404
    own = MentorProfile.objects.filter(person=request.user).first()
    form = ProfileForm(posted(request), instance=own or MentorProfile(person=request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. This is how your new colleague meets you."))
        return redirect("matching:my_mentees")
    status = 422 if form.errors else 200
    return render(request, "matching/profile.html", {"form": form}, status=status)


@require_safe
def my_mentees(request: PersonRequest) -> HttpResponse:
    """A mentor's new colleagues: the question that waits, whom they guide, how they present."""
    mine = Mentorship.objects.filter(mentor=request.user).with_people()
    active = mine.active().order_by("mentee__starts_on", "pk")
    context = {
        "questions": mine.awaiting().order_by("asked_at"),
        "active": active,
        "sides": [own_side(pair, request.user, timezone.now()) for pair in active],
        "profile": MentorProfile.objects.filter(person=request.user).first(),
    }
    if not may_mentor(request.user) and not mine.exists():
        raise Http404
    return render(request, "matching/my_mentees.html", context)
