"""Cases: written in four steps, shared with whom the writer chooses, read with a trace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.actions import cases as keeping
from matching.case_forms import AudienceForm, CaseForm, HandInCaseForm
from matching.models import Case
from matching.models.case import PARTS, case_of, cohorts_with_cases_for, next_number
from matching.naming import Colleagues
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from mentorship.privacy.log import record_reading, record_sitting
from mentorship.web.faults import NotHere
from mentorship.web.wording import Wording
from programmes.models import Cohort, Enrolment

TITLE = Wording({"nl": "Je casus", "en": "Your case"})


def _own(request: PersonRequest, enrolment: int, number: int) -> Case:
    seats = Enrolment.objects.of(request.user).taking_part()
    seat = get_object_or_404(
        seats.select_related("cohort__organisation", "cohort__trainer", "person"), pk=enrolment
    )
    case = case_of(seat, _put_back_as(request, seat) if "again" in request.POST else number)
    if case is None:
        raise _gone(seat.cohort_id)
    return case


def _put_back_as(request: PersonRequest, seat: Enrolment) -> int:
    """What was taken away comes beside what was written since, in the place of nothing. A second
    click finds where the first one put it."""
    sent = Case(**{name: request.POST.get(name, "") for name in ("title", *PARTS)})
    there = (one.number for one in seat.cases.all() if one.text == sent.text)
    return next(there, next_number(seat))


def _gone(cohort: int | None = None) -> NotHere:
    """Taken away, or shared with others now; who may not know that it was there hears the same."""
    return NotHere(
        _("This case is not here"),
        _("It may be taken away, or be shared with others now. You need not do anything."),
        back=reverse("matching:cases", args=[cohort]) if cohort else "",
        back_words=_("To the cases"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest, enrolment: int, number: int) -> HttpResponse:
    """Write, keep as a draft or hand in. A name is never refused, but asked about before others
    can read it."""
    case = _own(request, enrolment, number)
    colleagues = Colleagues(case.enrolment.person)
    if request.method != "POST":
        page = _page(case, CaseForm(instance=case), colleagues)
        return render(request, "matching/case_write.html", page)
    if "draft" in request.POST and case.handed_in_at is None:
        return _kept(request, case, colleagues)
    seen = _names_seen(request, case, colleagues)
    form = HandInCaseForm(request.POST, instance=case)
    if not form.is_valid():
        page = _page(case, form, colleagues)
        return render(request, "matching/case_write.html", page, status=422)
    if {name.casefold() for name in colleagues.named_in(case.text)} - seen:
        return _asked_first(request, case, form, colleagues)
    keeping.hand_in_case(form, timezone.now())
    messages.success(request, _("It is in. Thank you."))
    return redirect("matching:write_case", enrolment, case.number)


def _kept(request: PersonRequest, case: Case, colleagues: Colleagues) -> HttpResponse:
    form = CaseForm(request.POST, instance=case)
    if not form.is_valid():
        page = _page(case, form, colleagues)
        return render(request, "matching/case_write.html", page, status=422)
    if not keeping.save_draft(form):  # handed in meanwhile: then its names are asked about too
        return write(request, case.enrolment_id, case.number)
    messages.success(request, _("Your draft is kept. Only you see it."))
    return redirect("matching:write_case", case.enrolment_id, case.number)


def _names_seen(request: PersonRequest, case: Case, colleagues: Colleagues) -> set[str]:
    """Those that the writer was asked about, or that others can read already."""
    stood_there = colleagues.named_in(case.text) if case.handed_in_at else []
    return {name.casefold() for name in [*request.POST.get("anyway", "").split(), *stood_there]}


def _asked_first(
    request: PersonRequest, case: Case, form: CaseForm, colleagues: Colleagues
) -> HttpResponse:
    """Kept as a draft meanwhile. Of a case that is in, nothing changes until its writer says so:
    what was typed stands in the page."""
    if case.handed_in_at is None:
        keeping.save_draft(form)
    page = _page(case, form, colleagues) | {"is_asked": True}
    return render(request, "matching/case_write.html", page, status=422)


def _page(case: Case, form: CaseForm, colleagues: Colleagues) -> dict[str, object]:
    args, is_in = [case.enrolment_id, case.number], case.handed_in_at is not None
    names = colleagues.named_in(case.text)
    return {
        "case": case,
        "form": form,
        "address": reverse("matching:write_case", args=args),
        "is_in": is_in,
        "cohort": case.enrolment.cohort,
        "sharing": AudienceForm(instance=case),
        "names": get_text_list(names, _("and")),
        "anyway": " ".join(names),
        "autosave": "" if is_in else reverse("matching:keep_case", args=args),
    }


@require_POST
def keep(request: PersonRequest, enrolment: int, number: int) -> HttpResponse:
    """Keep a draft between the clicks. What was handed in only changes by the button: 409."""
    case = _own(request, enrolment, number)
    if case.handed_in_at is not None:
        return HttpResponse(status=409)
    form = CaseForm(request.POST, instance=case)
    if not form.is_valid():
        return HttpResponse(status=422)
    return HttpResponse(status=204 if keeping.save_draft(form) else 409)


def _handed_in(request: PersonRequest, pk: int) -> Case:
    mine = Case.objects.written_by(request.user).handed_in().select_related("enrolment")
    return get_object_or_404(mine, pk=pk)


@require_POST
def take_away(request: PersonRequest, pk: int) -> HttpResponse:
    """By its writer alone, and at once for everybody. Nothing is kept to put it back: the page
    that follows holds the words, and its button sends them in anew."""
    mine = Case.objects.written_by(request.user).select_related("enrolment__cohort")
    case = get_object_or_404(mine, pk=pk)
    case.delete()
    writer, is_in = case.enrolment.person, case.handed_in_at is not None
    anyway = Colleagues(writer).named_in(case.text) if is_in else []
    context = {
        "case": case,
        "seat": case.enrolment,
        "number": next_number(case.enrolment),
        "anyway": " ".join(anyway),
    }
    return render(request, "matching/case_gone.html", context)


@require_POST
def share(request: PersonRequest, pk: int) -> HttpResponse:
    """With somebody else, or with nobody, by its writer alone."""
    case = _handed_in(request, pk)
    before, form = case.shared_with, AudienceForm(request.POST, instance=case)
    if form.is_valid():
        case.share(form.cleaned_data["shared_with"])
        undo = reverse("matching:undo_share_case", args=[remember("case-share", [pk, before])])
        undoable(request, _who_reads(case), undo)
    return redirect("matching:write_case", case.enrolment_id, case.number)


def _who_reads(case: Case) -> str:
    return {
        Case.Audience.NOBODY.value: _("It is yours alone again."),
        Case.Audience.BUDDY.value: _("Your buddy can now read it."),
        Case.Audience.COHORT.value: _("Your group and your trainer can now see it."),
        Case.Audience.RETURN.value: _(
            "Your trainer can now read it, and your group at the return meeting."
        ),
    }[case.shared_with]


@require_POST
def undo_share(request: PersonRequest, token: str) -> HttpResponse:
    pk, before = recall("case-share", token)
    case = _handed_in(request, pk)
    case.share(before)
    messages.success(request, _who_reads(case))
    return redirect("matching:write_case", case.enrolment_id, case.number)


@require_safe
def cases(request: PersonRequest, pk: int) -> HttpResponse:
    """One's own cases, and those of the group that are shared with this reader."""
    cohort = get_object_or_404(cohorts_with_cases_for(request.user), pk=pk)
    seat = Enrolment.objects.of(request.user).taking_part().filter(cohort=cohort).first()
    shown = Case.objects.readable_by(request.user, timezone.now()).filter(enrolment__cohort=cohort)
    others = shown.exclude(enrolment__person=request.user).with_writer()
    context = {
        "cohort": cohort,
        "seat": seat,
        "mine": list(seat.cases.all()) if seat else [],
        "next_number": next_number(seat) if seat else 0,
        "others": others.order_by("enrolment__person__sorts_as", "number"),
        "is_trainer": cohort.trainer_id == request.user.pk,
    }
    return render(request, "matching/cases.html", context)


@require_safe
def case(request: PersonRequest, pk: int) -> HttpResponse:
    """One case. That another than its writer read it is noted first."""
    at = timezone.now()
    readable = Case.objects.readable_by(request.user, at).handed_in().with_writer()
    one = readable.filter(pk=pk).first()
    if one is None:
        raise _gone()
    record_reading(request.user, one.enrolment.person, one, TITLE, at)
    writer, cohort = one.enrolment.person, one.enrolment.cohort
    context = {
        "case": one,
        "writer": writer,
        "cohort": cohort,
        "may_take_out": cohort.trainer_id == request.user.pk and writer != request.user,
    }
    return render(request, "matching/case.html", context)


@require_safe
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """For the trainer: every case that was brought in, below each other, to read and print."""
    cohort = get_object_or_404(Cohort.objects.led_by(request.user), pk=pk)
    at = timezone.now()
    shown = Case.objects.readable_by(request.user, at).filter(enrolment__cohort=cohort)
    found = list(shown.with_writer().order_by("enrolment__person__sorts_as", "number"))
    read = ((one.enrolment.person, one, TITLE, one.saved_at) for one in found)
    record_sitting(request.user, read, at)
    return render(request, "matching/cases_sheet.html", {"cohort": cohort, "cases": found})
