"""The forms an organisation has: each with its version in use, its draft, its history and steps."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from intake.models import Questionnaire
from intake.models.questionnaire import CHECK_IN
from mentorship.people.models import Organisation
from mentorship.web.wording import Wording
from programmes.models import Step


@dataclass(frozen=True)
class Form:
    """Everything of one key, the newest version first."""

    organisation: Organisation
    key: str
    rows: list[Questionnaire]
    steps: list[Step]

    @property
    def versions(self) -> list[Questionnaire]:
        """Own versions in front, each with who and when; the shipped ones behind."""
        made = [one for one in self.rows if not one.is_draft]
        return sorted(made, key=lambda one: (one.organisation_id is None, -one.version))

    @property
    def draft(self) -> Questionnaire | None:
        return next((one for one in self.rows if one.is_draft), None)

    @cached_property
    def current(self) -> Questionnaire | None:
        """What participants get; nothing while a form of one's own is only a draft."""
        return next((one for one in self.versions if one.withdrawn_at is None), None)

    @property
    def title(self) -> Wording:
        found = self.current or self.draft or self.rows[0]
        return found.title

    @property
    def is_check_in(self) -> bool:
        """Asked of a pair after so many days: no step asks it."""
        return self.key == CHECK_IN

    @property
    def is_own(self) -> bool:
        return self.current is not None and self.current.organisation_id is not None

    @property
    def may_go_back(self) -> bool:
        """Only to what came with Wegwijs."""
        return self.is_own and any(one.organisation_id is None for one in self.rows)

    def version(self, pk: int) -> Questionnaire | None:
        return next((one for one in self.versions if one.pk == pk), None)


def forms_of(organisation: Organisation, **only: str) -> list[Form]:
    """In the order in which they came, the shipped ones first."""
    rows = (
        Questionnaire.objects.known_to(organisation)
        .filter(**only)
        .select_related("published_by", "withdrawn_by")
        .order_by("pk")
    )
    by_key: dict[str, list[Questionnaire]] = defaultdict(list)
    for one in rows:
        by_key[one.key].append(one)
    asked: dict[str, list[Step]] = defaultdict(list)
    programmes = Q(programme__organisation=None) | Q(programme__organisation=organisation)
    for step in Step.objects.filter(programmes, questionnaire__in=by_key).select_related(
        "programme"
    ):
        asked[step.questionnaire].append(step)
    return [Form(organisation, key, found, asked[key]) for key, found in by_key.items()]


def form_of(organisation: Organisation, key: str) -> Form | None:
    return next(iter(forms_of(organisation, key=key)), None)
