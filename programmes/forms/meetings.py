"""One meeting: its moment and place, who was there, and what goes with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.web.files import ACCEPT, check_upload, kept_name, shown_name
from mentorship.web.widgets import ClockInput, DayInput
from programmes.actions import Move
from programmes.forms.remarks import RemarkedForm
from programmes.models import TAKING_PART, Enrolment, Material, Meeting
from programmes.planner import Conflict, Slot
from programmes.planner_words import HARD, Titles, conflict_words
from programmes.planning import moments


class MoveForm(RemarkedForm):
    """Another day, time or place."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    starts = forms.TimeField(label=gettext_lazy("From"), widget=ClockInput)
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=ClockInput)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link to join online"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        self.meeting = meeting
        self.organisation = meeting.cohort.organisation
        starts = meeting.starts_at.astimezone(self.organisation.zone)
        ends = meeting.ends_at.astimezone(self.organisation.zone)
        now = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        more["initial"] = now | {"place": meeting.place, "link": meeting.link}
        super().__init__(*args, **more)
        self.remarks: list[str] = []

    def clean(self) -> None:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and starts >= ends:
            self.add_error("ends", _("A meeting must end after it starts."))

    def slot(self) -> Slot:
        facts = self.cleaned_data
        return Slot(self.meeting.step.key, facts["day"], starts=facts["starts"], ends=facts["ends"])

    def move(self) -> Move:
        starts_at, ends_at = moments(self.organisation, self.slot())
        return Move(starts_at, ends_at, self.cleaned_data["place"], self.cleaned_data["link"])

    def judge(self, conflicts: list[Conflict], titles: Titles) -> None:
        """What can't be is an error at the day; what is unwise is a remark beside it."""
        for conflict in conflicts:
            words = conflict_words(conflict, titles)
            if conflict.step_key != self.meeting.step.key:
                words = f"{titles.get(conflict.step_key, '')}: {words}"
            if conflict.kind in HARD:
                self.add_error("day", words)
            else:
                self.remarks.append(words)


class AttendanceForm(forms.Form):
    """Everybody who takes part; while nothing was noted, everybody was there."""

    says_optional = False  # no tick at all is an answer too
    present = forms.ModelMultipleChoiceField(
        Enrolment.objects.none(),
        label=gettext_lazy("Who was there?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        noted = dict(meeting.attendance.values_list("enrolment", "present"))
        people = Enrolment.objects.filter(cohort=meeting.cohort, state__in=TAKING_PART)
        people = people.select_related("person__team").by_name()
        was_there = [one.pk for one in people if noted.get(one.pk, not noted)]
        more["initial"] = {"present": was_there}
        super().__init__(*args, **more)
        self.noted = noted
        self.people = people
        present = self.fields["present"]
        present.queryset = people  # type: ignore[attr-defined]
        present.label_from_instance = lambda one: one.person.name  # type: ignore[attr-defined]

    @property
    def is_for_somebody(self) -> bool:
        return bool(self.people)


class MaterialForm(forms.ModelForm):
    """A title, with a link or a file."""

    class Meta:
        model = Material
        fields = ["title", "link", "file"]
        widgets = {"file": forms.FileInput(attrs={"accept": ACCEPT})}

    link = forms.URLField(
        label=gettext_lazy("Link"), required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].max_length = None  # type: ignore[attr-defined]  # on disk it is ours

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_upload(file)
            self.instance.file_name = shown_name(file.name or "")
            file.name = kept_name(file.name or "")
        return file

    def clean(self) -> None:
        link, file = self.cleaned_data.get("link"), self.cleaned_data.get("file")
        if not self.errors and not link and not file:
            raise ValidationError(_("Give a link or a file."))
        if link and file:
            self.add_error("link", _("Give a link or a file, not both."))
