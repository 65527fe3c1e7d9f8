"""The project's paths, some that go wrong, and a form whose text must not be lost."""

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a word that no visitor may read")


def reads_badly(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def answers(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class WishForm(forms.Form):
    wish = forms.CharField(widget=forms.Textarea)
    alone = forms.BooleanField(required=False)


PAGE = """{% extends "base.html" %}{% block title %}Wish{% endblock %}
{% block content %}<h1>Wish</h1>
{% include "components/_form.html" with autosave="/kept/" submit="Send" %}{% endblock %}"""
arrived: list[dict[str, str]] = []
kept: list[dict[str, str]] = []


def wish(request: HttpRequest) -> HttpResponse:
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrived.append(request.POST.dict())
        return redirect("wish")
    page = engines["django"].from_string(PAGE).render({"form": form}, request)
    return HttpResponse(page, status=422 if form.errors else 200)


def keep(request: HttpRequest) -> HttpResponse:
    kept.append(request.POST.dict())
    return HttpResponse(status=204)


for _view in (breaks, reads_badly, answers):
    _view.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("", include("mentorship.urls")),
    path("breaks/", breaks),
    path("bad/", reads_badly),
    path("ok/", answers),
    path("wish/", wish, name="wish"),
    path("kept/", keep),
]
handler400 = "mentorship.web.faults.bad_request"
handler404 = "mentorship.web.faults.not_found"
handler500 = "mentorship.web.faults.server_error"
