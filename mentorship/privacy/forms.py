"""How long one organisation keeps things."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext

from mentorship import declare
from mentorship.people.models import Organisation
from mentorship.privacy.models import OwnTerm
from mentorship.privacy.seeing import own_terms, until

SHORTEST, LONGEST = 7, 10 * 365  # days


def _going_on(text: str) -> str:
    """A sentence as it reads in the middle of another."""
    return text[:1].lower() + text[1:]


class TermsForm(forms.Form):
    """A box for each thing whose term an organisation may choose; empty follows the house."""

    says_optional = False

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        self.organisation = organisation
        super().__init__(*args, **kwargs)
        own = own_terms(organisation)
        for kept in declare.kept:
            if kept.term is None or not kept.term.organisation:
                continue
            self.fields[self.box(kept.key)] = forms.IntegerField(
                label=self.title_of(kept),
                help_text=self.help_of(kept),
                initial=own.get(kept.key),
                required=False,
                min_value=SHORTEST,
                max_value=LONGEST,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )

    @staticmethod
    def box(key: str) -> str:
        return key.replace(".", "-")

    @staticmethod
    def title_of(kept: declare.Kept) -> str:
        """In the words of *Wie ziet wat*, since that is where people read the outcome."""
        if kept.term and kept.term.what:
            return str(kept.term.what)
        first, *more = [str(declare.information[key].title) for key in kept.information.split()]
        last = pgettext("between the last two of a row of words", "and")
        return get_text_list([first, *map(_going_on, more)], last)

    def help_of(self, kept: declare.Kept) -> str:
        """What holds without a choice, and what it cannot outlive."""
        said = gettext("In days. Leave it empty for: %(term)s") % {
            "term": _going_on(until(kept, {}))
        }
        if kept.term is None or not kept.term.within:
            return said
        whole = _going_on(self.title_of(declare.kept[kept.term.within]))
        return f"{said} " + gettext("At the latest it goes with: %(whole)s.") % {"whole": whole}

    @transaction.atomic
    def save(self) -> None:
        for kept in declare.kept:
            if self.box(kept.key) not in self.fields:
                continue
            days = self.cleaned_data[self.box(kept.key)]
            mine = OwnTerm.objects.filter(organisation=self.organisation, key=kept.key)
            if days is None:
                mine.delete()
            elif not mine.update(days=days):
                OwnTerm.objects.create(organisation=self.organisation, key=kept.key, days=days)
