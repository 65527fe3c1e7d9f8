"""What a participant does with a form. The same for a click, autosave and the demo."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from intake.models import Answer, Answers, Response, is_given
from intake.paper import Paper


@dataclass(frozen=True)
class Origin:
    """The page that sends: its own mark, and that of the page that had saved when it was opened.

    Without a mark (the demo, a page of long ago) nothing is compared.
    """

    page: str = ""
    seen: str = ""


NOWHERE = Origin()


@dataclass(frozen=True)
class Saved:
    """Whether it was kept. ``elsewhere`` are answers that another page gave meanwhile."""

    is_kept: bool
    elsewhere: dict[str, Answer] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.is_kept


def save_draft(
    paper: Paper, typed: Answers, *, part: int, at: datetime, origin: Origin = NOWHERE
) -> Saved:
    """Keep what was typed and which page comes next; says whether it still may.

    The first thing typed starts the response, and with it fixes the version of the questions. Where
    another page saved since this one was opened, an empty box does not undo what was written there,
    and other words do so only when the page has shown both.
    """
    with transaction.atomic():
        if not paper.may_change(at):
            return Saved(False)
        stored = _locked(paper, at)
        if not paper.may_change(at):  # handed in by another page, while this one waited
            return Saved(False)
        if not _is_newest(stored, origin):
            typed = {key: one for key, one in typed.items() if is_given(one)}
            elsewhere = {
                key: stored.draft[key]
                for key, one in typed.items()
                if is_given(stored.draft.get(key)) and stored.draft[key] != one
            }
            if elsewhere:
                return Saved(False, elsewhere)
        stored.save_draft(typed, part=part, at=at, page=origin.page)
        return Saved(True)


def _is_newest(stored: Response, origin: Origin) -> bool:
    return not origin.page or stored.saved_from in (origin.page, origin.seen)


def _locked(paper: Paper, at: datetime) -> Response:
    """The row as it is now, for nobody else until we are done.

    Two pages may begin at the same moment: the database lets one of them make the row.
    """
    facts = {"questionnaire": paper.questionnaire, "started_at": at, "saved_at": at}
    Response.objects.get_or_create(enrolment=paper.enrolment, step=paper.step, defaults=facts)
    stored = (
        Response.objects.select_for_update(of=("self",))
        .select_related("questionnaire")
        .get(enrolment=paper.enrolment, step=paper.step)
    )
    paper.response, paper.questionnaire = stored, stored.questionnaire
    return stored


def hand_in(paper: Paper, at: datetime, *, seen: str | None = None) -> bool:
    """Make the draft what counts, when it is complete and still may; says whether it did.

    With ``seen``, only what its writer has looked over: nothing that another page saved since.
    A second click finds it sent, and changes nothing.
    """
    if paper.response is None:
        return False
    with transaction.atomic():
        stored = _locked(paper, at)
        if stored.is_handed_in and not stored.has_unsent_changes:
            return True
        if not paper.may_change(at) or (seen is not None and seen != stored.saved_from):
            return False
        form = paper.form(judge=True)
        if not form.is_valid():
            return False
        stored.hand_in(form.answers(), at)
    return True
