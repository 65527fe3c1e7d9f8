"""Who the mentors are, for advisers, and what an adviser sets with each of them."""

from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.actions.time import have_manager_asked, is_asked_with_seat
from matching.forms import FindForm, MentorsForm
from matching.mentor_list import counted, narrowed
from matching.models import Agreement, MentorProfile, Mentorship
from matching.pool import load_pool
from matching.profile_forms import PlacesForm
from matching.views.advising import organisations_of
from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.searching import keep_search, searched
from mentorship.people.undo import recall, remember, undoable
from mentorship.web.templatetags.wegwijs import day

PAGE, FOUND = 50, 25


@require_http_methods(["GET", "HEAD", "POST"])
def mentors(request: PersonRequest) -> HttpResponse:
    """By name; how many places are free, trained or not, until when. Nobody is ranked."""
    organisations = organisations_of(request)
    if request.method == "POST":
        return keep_search(request)
    today, pool = timezone.localdate(), load_pool(organisations, timezone.now())
    everybody = sorted(pool.mentors(), key=lambda one: (one.sort_name, one.pk))
    form = MentorsForm(searched(request), counts=counted(everybody, today))
    chosen = form.cleaned_data if form.is_valid() else {"show": "", "q": ""}
    listed = narrowed(everybody, chosen["show"], today)
    if chosen["q"]:
        people = Person.objects.managed_by(request.user)
        named = set(people.search(chosen["q"]).values_list("pk", flat=True))
        listed = [one for one in listed if one.pk in named]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(pool.people[one.pk], one) for one in page],
        "today": today,
        "form": form,
        "narrowed": any(chosen.values()),
    }
    return render(request, "matching/mentors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_mentor(request: PersonRequest) -> HttpResponse:
    """Find a colleague who is going to be a mentor without a cohort here."""
    organisations_of(request)
    if request.method == "POST":
        return keep_search(request)
    form = FindForm(searched(request))
    words = form.cleaned_data["q"] if form.is_valid() else ""
    people = Person.objects.managed_by(request.user).employed(timezone.localdate())
    found = people.filter(mentor_profile=None).search(words).by_name().select_related("team")
    context = {"form": form, "words": words, "found": found[:FOUND] if words else []}
    return render(request, "matching/new_mentor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: PersonRequest, pk: int) -> HttpResponse:
    """One mentor for the adviser: words, pairs, and the places that can be set together."""
    at = timezone.now()
    people = Person.objects.managed_by(request.user)
    person = get_object_or_404(people.select_related("team", "manager", "mentor_profile"), pk=pk)
    profile = getattr(person, "mentor_profile", None) or MentorProfile(person=person)
    form = PlacesForm(posted(request), instance=profile)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _saved(form, at))
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


def _saved(form: PlacesForm, at: datetime) -> str:
    """Of a mentor who is new the manager is asked, unless that went with a seat in a group."""
    profile, person, is_new = form.instance, form.instance.person, form.instance.pk is None
    form.save()
    asked = is_new and not is_asked_with_seat(person) and have_manager_asked(profile, at=at)
    if not asked or person.manager is None:
        return _("Saved.")
    text = _("Saved. %(manager)s gets a mail: is there time?")
    return text % {"manager": person.manager.name}


@require_POST
def ask_manager(request: PersonRequest, pk: int) -> HttpResponse:
    """Have the manager asked by mail, anew or for the first time."""
    people = Person.objects.managed_by(request.user)
    person = get_object_or_404(people.select_related("manager", "organisation"), pk=pk)
    profile, _is_new = MentorProfile.objects.get_or_create(person=person)
    if have_manager_asked(profile, at=timezone.now()) and person.manager:
        text = _("%(manager)s gets a mail with one question, and once more after three days.")
        messages.success(request, text % {"manager": person.manager.name})
    else:
        messages.warning(request, _("There is nobody to ask, or there is an answer already."))
    return redirect("matching:mentor", pk)


@require_POST
def end_pause(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser ends a mentor's pause."""
    profile = get_object_or_404(MentorProfile.objects.managed_by(request.user), person=pk)
    set_pause(request, profile, None)
    return redirect("matching:mentor", pk)


@require_POST
def undo_pause(request: PersonRequest, token: str) -> HttpResponse:
    """What a pause was before; for the mentor themselves, and their adviser."""
    pk, until = recall("pause", token)
    changeable = MentorProfile.objects.changeable_by(request.user)
    profile = get_object_or_404(changeable, pk=pk)
    profile.pause(date.fromisoformat(until) if until else None)
    messages.success(request, _("It is as it was."))
    if profile.person_id == request.user.pk:
        return redirect("matching:my_mentees")
    return redirect("matching:mentor", profile.person_id)


def set_pause(request: PersonRequest, profile: MentorProfile, until: date | None) -> None:
    """Pause or end it, with the way back."""
    before = profile.paused_until.isoformat() if profile.paused_until else ""
    profile.pause(until)
    if until is None:
        text = _("The break is over. From now on you can be asked again.")
        if profile.person_id != request.user.pk:
            text = _("The break is over. From now on this mentor can be asked again.")
    else:
        text = _("You have a break until %(day)s. Nobody asks you before that.")
        text %= {"day": day(until)}
    token = remember("pause", [profile.pk, before])
    undoable(request, text, reverse("matching:undo_pause", args=[token]))
