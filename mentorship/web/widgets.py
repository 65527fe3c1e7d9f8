"""Boxes for a day and a clock time that bring up the phone's own picker."""

from django import forms


class DayInput(forms.DateInput):
    """The browser wants ISO on the wire and shows the day in the reader's own way."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
