"""A proposal as a line of stations."""

from collections.abc import Iterable
from datetime import date

from mentorship.web.templatetags.wegwijs import clock_span, short_day
from programmes.models import Step
from programmes.planner import Proposal
from programmes.route import Station


def proposal_line(proposal: Proposal, steps: Iterable[Step]) -> list[Station]:
    """The meetings and what is made for them; forms and buddies follow from those."""
    shown = (Step.Kind.MEETING, Step.Kind.ASSIGNMENT, Step.Kind.CASE)
    return [_station(proposal, step) for step in steps if step.kind in shown]


def start_of(proposal: Proposal, steps: Iterable[Step]) -> date:
    """The day of the first meeting of the group itself."""
    group = [step.key for step in steps if step.is_meeting and not step.for_organisers]
    return min(slot.day for slot in proposal.slots if slot.step_key in group)


def _station(proposal: Proposal, step: Step) -> Station:
    slot = proposal[step.key]
    when = short_day(slot.day)
    if slot.starts:
        when += f", {clock_span(slot.starts, slot.ends)}"
    return Station(step.short_title, when, "now" if step.is_meeting else "next")
