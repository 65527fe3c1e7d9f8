"""What adviser and trainer do with a tip."""

from datetime import datetime

from django.db import transaction

from intake.models import Tip
from intake.tips import Written
from mentorship.people.models import Person


@transaction.atomic
def sort_tip(one: Written, pile: str, *, by: Person, at: datetime) -> Tip | None:
    """Lay it in this pile, or in none; the last click counts. Gives how it lay until now."""
    own = Tip.objects.filter(response=one.response, key=one.question.key)
    before = own.select_for_update().first()
    if not pile:
        own.delete()
        return before
    facts = {"pile": pile, "sorted_by": by, "sorted_at": at}
    Tip.objects.update_or_create(response_id=one.response, key=one.question.key, defaults=facts)
    return before
