"""The life of a version: begun as a draft, published, withdrawn; and the step that asks it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intake.models import Questionnaire
from mentorship.people.models import Organisation, Person
from mentorship.web.wording import Wording
from programmes.models import Step


def begin_draft(source: Questionnaire, organisation: Organisation) -> Questionnaire:
    """A copy to change; a second click finds the one there is."""
    return _draft(source, organisation, source.key, source.title)


def set_apart(source: Questionnaire, organisation: Organisation, title: Wording) -> Questionnaire:
    """A form of its own, made from another, for a step that asks something else."""
    taken = Questionnaire.objects.filter(organisation=organisation)
    keys = set(taken.values_list("key", flat=True))
    key = next(one for number in range(2, 1000) if (one := f"{source.family}-{number}") not in keys)
    return _draft(source, organisation, key, title)


@transaction.atomic
def _draft(
    source: Questionnaire, organisation: Organisation, key: str, title: Wording
) -> Questionnaire:
    facts = {
        "version": 0,
        "title": title,
        "introduction": source.introduction,
        "readers": source.readers,
    }
    draft, is_new = Questionnaire.objects.drafts().get_or_create(
        organisation=organisation, key=key, published_at=None, discarded_at=None, defaults=facts
    )
    if is_new:
        thrown_away = Questionnaire.objects.filter(organisation=organisation, key=key)
        thrown_away.filter(discarded_at__isnull=False).delete()
        draft.take_questions_of(source)
    return draft


def back_to_shipped(key: str, organisation: Organisation, by: Person, at: datetime) -> int:
    """Withdraw the organisation's own versions; what was answered stays with them."""
    own = Questionnaire.objects.published().filter(organisation=organisation, key=key)
    return own.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)


def put_in_use_again(key: str, organisation: Organisation, withdrawn_at: datetime) -> int:
    """Undo it: what was withdrawn at that moment, and nothing else."""
    own = Questionnaire.objects.published().filter(organisation=organisation, key=key)
    return own.filter(withdrawn_at=withdrawn_at).update(withdrawn_at=None, withdrawn_by=None)


@transaction.atomic
def publish(draft: Questionnaire, by: Person, at: datetime) -> None:
    """From now on who begins gets this version. Raises ValidationError when it asks nothing.

    A second click finds it published, and makes no second version.
    """
    stored = Questionnaire.objects.select_for_update().get(pk=draft.pk)
    if not stored.is_draft:
        return
    if not stored.questions.exists():
        raise ValidationError(_("There is no question yet. Add one first, then publish."))
    stored.publish(by, at)


def ask_at(step: Step, key: str) -> str:
    """Ask this form at a step; gives the one that was asked there. Who began goes on with that."""
    was = step.questionnaire
    step.questionnaire = key
    step.save(update_fields=["questionnaire"])
    return was
