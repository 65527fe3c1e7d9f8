"""What a participant does with a form. The same for a click, autosave and the demo."""

from datetime import datetime

from django.db import transaction

from intake.models import Response
from intake.paper import Paper


@transaction.atomic
def save_draft(paper: Paper, typed: dict[str, str], *, part: int, at: datetime) -> bool:
    """Keep what was typed and which page comes next; says whether it still may.

    The first thing typed starts the response, and with it fixes the version of the questions.
    """
    if not paper.may_change(at):
        return False
    if paper.response is None:
        # Two pages may begin at the same moment; the database lets one of them make the row.
        paper.response, _ = Response.objects.get_or_create(
            enrolment=paper.enrolment,
            step=paper.step,
            defaults={
                "questionnaire": paper.questionnaire,
                "started_at": at,
                "saved_at": at,
            },
        )
    paper.response.save_draft(typed, part=part, at=at)
    return True


def hand_in(paper: Paper, at: datetime) -> bool:
    """Make the draft what counts, when it is complete and still may; says whether it did."""
    form = paper.form(judge=True)
    if paper.response is None or not paper.may_change(at) or not form.is_valid():
        return False
    paper.response.hand_in(form.answers(), at)
    return True
