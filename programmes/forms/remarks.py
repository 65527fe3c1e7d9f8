"""Dates that fit badly may be saved all the same, once what is said of them was on the page."""

from hashlib import sha256
from typing import Any

from django import forms


class RemarkedForm(forms.Form):
    """``seen`` repeats which remarks were on the page, so that nobody saves past one unread."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    remarks: Any  # each form keeps them its own way; empty when there is nothing to say

    @property
    def seen_now(self) -> str:
        """The remarks as they are now, short enough for a hidden box."""
        return sha256(repr(self.remarks).encode()).hexdigest()[:16]

    @property
    def is_all_seen(self) -> bool:
        return not self.remarks or self.cleaned_data.get("seen") == self.seen_now
