"""What goes with a meeting: added, opened, taken away and put back."""

from django.contrib import messages
from django.http.response import HttpResponseBase as Answer
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.web.files import send_file
from programmes.forms.meetings import MaterialForm
from programmes.models import Material, Meeting


@require_http_methods(["GET", "HEAD", "POST"])
def material_new(request: PersonRequest, pk: int) -> Answer:
    overseen = Meeting.objects.overseen_by(request.user).select_related("step", "cohort").distinct()
    meeting = get_object_or_404(overseen, pk=pk)
    material = Material(meeting=meeting, added_by=request.user)
    is_sent = request.method == "POST"
    form = MaterialForm(
        posted(request),
        request.FILES if is_sent else None,
        instance=material,
        label_suffix="",
    )
    if is_sent and form.is_valid():
        form.save()
        messages.success(request, _("“%(title)s” is added.") % {"title": material.title})
        return redirect("programmes:meeting", pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "programmes/material_new.html", context, status=422 if is_sent else 200)


@require_safe
def material_file(request: PersonRequest, pk: int) -> Answer:
    material = get_object_or_404(Material.objects.visible_to(request.user).distinct(), pk=pk)
    return send_file(material.file, material.file_name)


@require_POST
def material_remove(request: PersonRequest, pk: int) -> Answer:
    material = get_object_or_404(Material.objects.managed_by(request.user).distinct(), pk=pk)
    material.remove(timezone.now())
    undo = reverse("programmes:material_restore", args=[pk])
    undoable(request, _("“%(title)s” is removed.") % {"title": material.title}, undo)
    return redirect("programmes:meeting", material.meeting_id)


@require_POST
def material_restore(request: PersonRequest, pk: int) -> Answer:
    material = get_object_or_404(Material.objects.managed_by(request.user).distinct(), pk=pk)
    material.remove(None)
    messages.success(request, _("“%(title)s” is back.") % {"title": material.title})
    return redirect("programmes:meeting", material.meeting_id)
