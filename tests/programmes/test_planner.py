"""The date planner: its promises over thousands of calendars, then real Dutch ones."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from datetime import time as clock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.people.working_days import Closure, WorkingDays
from programmes.planner import (
    Busy,
    ConflictKind,
    Half,
    Plan,
    PlannedStep,
    Proposal,
    ReasonKind,
    Slot,
    add_months,
    check,
    propose,
    slot_at,
    with_deadlines,
)

DAY = timedelta(days=1)
TUESDAY = 1
STEPS = (
    PlannedStep("talk", "meeting", at_least_days=2, preferred_days=2, minutes=60, staff_only=True),
    PlannedStep("intake", "deadline", "one", preferred_days=-14),
    PlannedStep("preparation", "deadline", "one", preferred_days=-7),
    PlannedStep("one", "meeting", "talk", preferred_days=28, minutes=210),
    PlannedStep("reflection", "deadline", "one", preferred_days=7),
    PlannedStep("practice", "deadline", "two", preferred_days=-1),
    PlannedStep("two", "meeting", "one", 14, 21, 28, minutes=210),
    PlannedStep("evaluation", "deadline", "two", preferred_days=7),
    PlannedStep("case", "deadline", "return", preferred_days=-3),
    PlannedStep("return", "meeting", "two", after_months=3, minutes=210),
)
MEETINGS = ("talk", "one", "two", "return")
BEFORE = {"intake": "one", "preparation": "one", "practice": "two", "case": "return"}
AFTER = {"reflection": "one", "evaluation": "two"}


@dataclass(frozen=True)
class Open:
    """Closed on the days given; of weekends it knows nothing, those are the planner's own rule."""

    closed: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        return day not in self.closed

    def why_closed(self, day: date) -> str:
        return "closed" if day in self.closed else ""


first_days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
offsets = st.integers(0, 250)


@st.composite
def calendars(draw: st.DrawFn, first: date) -> Open:
    single = draw(st.sets(offsets, max_size=40))
    stretches = draw(st.lists(st.tuples(offsets, st.integers(1, 60)), max_size=4))
    closed = single | {start + n for start, length in stretches for n in range(length)}
    return Open(frozenset(first + n * DAY for n in closed))


@st.composite
def agendas(draw: st.DrawFn, first: date) -> tuple[Busy, ...]:
    """Other meetings of the trainer; some come back every week, up to every day of it."""
    hours = st.tuples(st.integers(8, 16), st.integers(1, 8))
    days = draw(st.lists(st.tuples(offsets, hours), max_size=40))
    for weekly in draw(st.sets(st.integers(0, 6))):
        at = draw(hours)
        days += [(n, at) for n in range(weekly, 365, 7)]
    return tuple(
        Busy(first + n * DAY, clock(starts), clock(min(starts + length, 23)), "elsewhere")
        for n, (starts, length) in days
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first = draw(first_days)
    return Plan(
        STEPS,
        first,
        draw(calendars(first)),
        weekdays=tuple(draw(st.lists(st.integers(0, 4), max_size=3, unique=True))),
        halves=tuple(draw(st.lists(st.sampled_from(Half), max_size=2, unique=True))),
        busy=draw(agendas(first)),
        lead_days=draw(st.integers(0, 14)),
        horizon_days=draw(st.sampled_from([130, 150, 180, 365])),
    )


def workable(plan: Plan, day: date) -> bool:
    return day.weekday() < 5 and plan.days.is_open(day)


def overlaps(slot: Slot, busy: Busy) -> bool:
    assert slot.starts
    assert slot.ends
    return slot.day == busy.day and slot.starts < busy.ends and busy.starts < slot.ends


def days_of(proposal: Proposal) -> dict[str, date]:
    return {slot.step_key: slot.day for slot in proposal.slots}


def the_usual(**changes: object) -> Plan:
    plan = Plan(STEPS, date(2027, 1, 11), WorkingDays(), (TUESDAY,), (Half.MORNING,))
    return replace(plan, **changes)  # type: ignore[arg-type]


def reasons(proposal: Proposal, kind: ReasonKind) -> list[tuple[str, date | None]]:
    return [(one.step_key, one.day) for one in proposal.reasons if one.kind == kind]


# What is promised of every proposal


@given(plans())
@settings(deadline=None, max_examples=60)
def test_no_step_ever_falls_on_a_closed_day_or_in_a_weekend(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        assert [slot for slot in proposal.slots if not workable(plan, slot.day)] == []


@given(plans())
@settings(deadline=None, max_examples=60)
def test_meetings_keep_their_order_and_distances(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        day = days_of(proposal)
        assert list(day) == [step.key for step in STEPS]
        assert plan.first_day + 2 * DAY <= day["talk"] < day["one"] < day["two"] < day["return"]
        assert 14 <= (day["two"] - day["one"]).days <= 28


@given(plans())
@settings(deadline=None, max_examples=60)
def test_the_return_meeting_is_three_months_on_or_the_first_workable_day_from_then(
    plan: Plan,
) -> None:
    for proposal in propose(plan).proposals:
        wished = add_months(proposal["two"].day, 3)
        assert proposal["return"].day == first_room(plan, "return", wished).day


@given(plans())
@settings(deadline=None, max_examples=60)
def test_deadlines_lie_between_what_opens_them_and_their_meeting(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        day = days_of(proposal)
        invited = day["talk"] + DAY + plan.lead_days * DAY
        assert invited <= day["intake"] <= day["one"] - 14 * DAY
        assert invited <= day["preparation"] <= day["one"] - 7 * DAY
        assert day["one"] < day["practice"] < day["two"] < day["case"] < day["return"]
        assert all(day[step] >= day[meeting] + 7 * DAY for step, meeting in AFTER.items())


@given(plans())
@settings(deadline=None, max_examples=60)
def test_the_trainer_is_never_in_two_places(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        meetings = [proposal[key] for key in MEETINGS]
        assert [one for one in meetings for busy in plan.busy if overlaps(one, busy)] == []


@given(plans())
@settings(deadline=None, max_examples=60)
def test_proposals_share_no_half_day_and_none_is_missing_without_a_word(plan: Plan) -> None:
    answer = propose(plan)
    chosen = [one[key].day for one in answer.proposals for key in ("one", "two")]
    assert len(chosen) == len(set(chosen))
    assert (len(answer.proposals) < 3) == (answer.blocked is not None)
    assert all(one.reasons for one in answer.proposals)


@given(plans())
@settings(deadline=None, max_examples=60)
def test_what_the_planner_proposes_passes_its_own_check(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        assert check(plan, proposal.slots, today=plan.first_day) == []


@given(plans())
@settings(max_examples=40, deadline=None)
def test_no_complete_set_starts_before_the_one_called_earliest(plan: Plan) -> None:
    """Every earlier start is tried by hand, with the soonest talk, and judged by ``check``."""
    proposals = propose(plan).proposals
    for called in proposals:
        if reasons(called, ReasonKind.EARLIEST_POSSIBLE):
            assert all(one["one"].day >= called["one"].day for one in proposals)
            days = (called["one"].day - plan.first_day).days
            starts = [plan.first_day + n * DAY for n in range(days)]
            assert [day for day in starts if can_start(plan, day)] == []


def can_start(plan: Plan, day: date) -> bool:
    talk = first_room(plan, "talk", plan.first_day + 2 * DAY)
    one = first_room(plan, "one", day)
    if one.day != day or check(plan, with_deadlines(plan, [talk, one])):
        return False
    for gap in range(14, 29):
        two = first_room(plan, "two", day + gap * DAY)
        back = first_room(plan, "return", add_months(two.day, 3))
        if back.day <= plan.last_day and not check(
            plan, with_deadlines(plan, [talk, one, two, back])
        ):
            return True
    return False


def first_room(plan: Plan, key: str, day: date) -> Slot:
    """The first day from then, and a half of it, that is open and leaves the trainer free."""
    [step] = [step for step in STEPS if step.key == key]
    while True:
        for slot in (slot_at(plan, step, day, half) for half in Half):
            busy = plan.busy_on.get(day, ())
            if workable(plan, day) and not any(overlaps(slot, one) for one in busy):
                return slot
        day += DAY


@given(plans())
@settings(deadline=None, max_examples=60)
def test_the_day_that_is_called_kept_is_kept(plan: Plan) -> None:
    for proposal in propose(plan).proposals:
        if reasons(proposal, ReasonKind.PREFERRED_DAY_KEPT):
            one, two = proposal["one"].day, proposal["two"].day
            assert one.weekday() == two.weekday()
            assert one.weekday() in plan.weekdays


@given(plans())
@settings(max_examples=25, deadline=None)
def test_the_same_plan_gives_the_same_proposals(plan: Plan) -> None:
    assert propose(plan) == propose(replace(plan))


@given(plans(), st.data())
@settings(deadline=None, max_examples=60)
def test_a_calendar_closed_for_good_is_told_and_not_searched_for_ever(
    plan: Plan, data: st.DataObject
) -> None:
    shut = frozenset(plan.first_day + n * DAY for n in range(data.draw(offsets), 400))
    days = Open(shut | plan.days.closed)  # type: ignore[attr-defined]
    answer = propose(replace(plan, days=days))
    assert answer.blocked or len(answer.proposals) == 3
    if not answer.proposals:
        assert answer.blocked
        assert answer.blocked.kind == ReasonKind.NOTHING_FITS


# What check finds when one date is changed


def moved(proposal: Proposal, key: str, day: date) -> list[Slot]:
    return [replace(one, day=day) if one.step_key == key else one for one in proposal.slots]


@given(plans(), st.sampled_from([step.key for step in STEPS]), st.integers(-40, 40))
@settings(deadline=None, max_examples=60)
def test_check_finds_every_break_and_only_breaks(plan: Plan, key: str, days: int) -> None:
    """Against the rules written out a second time, as a person would say them."""
    for proposal in propose(plan, wanted=1).proposals:
        slots = moved(proposal, key, proposal[key].day + days * DAY)
        assert bool(check(plan, slots)) == is_broken(plan, {one.step_key: one for one in slots})


def is_broken(plan: Plan, slots: dict[str, Slot]) -> bool:
    day = {key: slot.day for key, slot in slots.items()}
    invited = day["talk"] + DAY + plan.lead_days * DAY
    return (
        not all(workable(plan, one) and one >= plan.first_day for one in day.values())
        or any(overlaps(slots[key], busy) for key in MEETINGS for busy in plan.busy)
        or day["talk"] < plan.first_day + 2 * DAY
        or not day["talk"] < day["one"] < day["two"] < day["return"]
        or not 14 <= (day["two"] - day["one"]).days <= 28
        or day["return"] < add_months(day["two"], 3)
        or any(day[step] >= day[meeting] for step, meeting in BEFORE.items())
        or any(day[step] <= day[meeting] for step, meeting in AFTER.items())
        or min(day["intake"], day["preparation"], day["one"]) < invited
        or day["practice"] <= day["one"]
        or day["case"] <= day["two"]
    )


BREAKS: list[tuple[str, date, dict[str, ConflictKind]]] = [
    ("talk", date(2027, 1, 16), {"talk": ConflictKind.WEEKEND}),
    ("talk", date(2027, 1, 8), {"talk": ConflictKind.BEFORE_FIRST_DAY}),
    ("talk", date(2027, 1, 12), {"talk": ConflictKind.TOO_CLOSE}),
    ("talk", date(2027, 1, 20), {"intake": ConflictKind.DEADLINE_BEFORE_OPENING}),
    ("two", date(2027, 3, 4), {"return": ConflictKind.TOO_SOON}),
    ("return", date(2027, 6, 1), {"return": ConflictKind.TOO_SOON}),
    ("intake", date(2027, 2, 9), {"intake": ConflictKind.DEADLINE_AFTER_MEETING}),
    ("intake", date(2027, 1, 20), {"intake": ConflictKind.DEADLINE_BEFORE_OPENING}),
    ("practice", date(2027, 2, 9), {"practice": ConflictKind.DEADLINE_BEFORE_OPENING}),
    ("practice", date(2027, 3, 2), {"practice": ConflictKind.DEADLINE_AFTER_MEETING}),
    ("evaluation", date(2027, 3, 2), {"evaluation": ConflictKind.DEADLINE_BEFORE_OPENING}),
    ("evaluation", date(2027, 3, 29), {"evaluation": ConflictKind.CLOSED}),
    (
        "one",
        date(2027, 2, 20),
        {
            "one": ConflictKind.WEEKEND,
            "reflection": ConflictKind.DEADLINE_BEFORE_OPENING,
            "two": ConflictKind.TOO_CLOSE,
        },
    ),
    (
        "one",
        date(2027, 1, 20),
        {
            "one": ConflictKind.NO_TIME_TO_INVITE,
            "intake": ConflictKind.DEADLINE_AFTER_MEETING,
            "preparation": ConflictKind.DEADLINE_AFTER_MEETING,
            "two": ConflictKind.TOO_FAR,
        },
    ),
    (
        "two",
        date(2027, 3, 10),
        {
            "two": ConflictKind.TOO_FAR,
            "evaluation": ConflictKind.DEADLINE_BEFORE_OPENING,
            "return": ConflictKind.TOO_SOON,
        },
    ),
    (
        "two",
        date(2027, 2, 8),
        {
            "two": ConflictKind.ORDER_BROKEN,
            "practice": ConflictKind.DEADLINE_AFTER_MEETING,
        },
    ),
]


@pytest.mark.parametrize(("key", "day", "expected"), BREAKS)
def test_each_break_has_its_own_word(
    key: str, day: date, expected: dict[str, ConflictKind]
) -> None:
    plan = the_usual()
    best = propose(plan).proposals[0]
    found = [(one.step_key, one.kind) for one in check(plan, moved(best, key, day))]
    assert sorted(found) == sorted(expected.items())


def test_a_day_that_has_passed_is_told_to_who_moves_a_running_cohort() -> None:
    plan = the_usual()
    best = propose(plan).proposals[0]
    found = check(plan, best.slots, today=best["intake"].day)
    assert [(one.step_key, one.kind) for one in found] == [("talk", ConflictKind.PAST)]


def test_a_trainer_who_is_elsewhere_is_told_with_where() -> None:
    plan = the_usual()
    best = propose(plan).proposals[0]
    there = Busy(best["two"].day, clock(12), clock(14), "groep Medemblik")
    gone = Busy(best["one"].day, clock(12, 30), clock(14), "just after, which is no matter")
    [conflict] = check(replace(plan, busy=(there, gone)), best.slots)
    assert (conflict.step_key, conflict.kind) == ("two", ConflictKind.TRAINER_BUSY)
    assert conflict.why == "groep Medemblik"


# Real Dutch years


def test_a_plain_spring_keeps_the_day_and_the_half_that_were_asked_for() -> None:
    best = propose(the_usual()).proposals[0]
    assert days_of(best) == {
        "talk": date(2027, 1, 13),
        "intake": date(2027, 1, 26),
        "preparation": date(2027, 2, 2),
        "one": date(2027, 2, 9),
        "reflection": date(2027, 2, 16),
        "practice": date(2027, 3, 1),
        "two": date(2027, 3, 2),
        "evaluation": date(2027, 3, 9),
        "case": date(2027, 5, 28),  # three days before is a Sunday
        "return": date(2027, 6, 2),
    }
    assert best["one"] == Slot("one", date(2027, 2, 9), Half.MORNING, clock(9), clock(12, 30))
    assert best["talk"].ends == clock(10)
    assert [one.kind for one in best.reasons] == [
        ReasonKind.PREFERRED_DAY_KEPT,
        ReasonKind.DEADLINE_MOVED,
    ]


def test_three_proposals_are_the_kept_day_the_earliest_and_a_later_start() -> None:
    firsts = [one.reasons[0].kind for one in propose(the_usual()).proposals]
    assert firsts == [
        ReasonKind.PREFERRED_DAY_KEPT,
        ReasonKind.LATER_START,  # on a Tuesday too, where the earliest is not
        ReasonKind.EARLIEST_POSSIBLE,
    ]


def test_without_preferences_the_earliest_comes_first() -> None:
    plan = the_usual(weekdays=(), halves=())
    firsts = [one.reasons[0].kind for one in propose(plan).proposals]
    assert firsts == [
        ReasonKind.EARLIEST_POSSIBLE,
        ReasonKind.OTHER_DAY,
        ReasonKind.LATER_START,
    ]


def test_kings_day_shifts_the_second_half_day_by_a_week_and_says_so() -> None:
    """Three weeks after Tuesday 6 April 2027 it is 27 April."""
    plan = the_usual(first_day=date(2027, 3, 9), weekdays=(TUESDAY,))
    [kept] = [one for one in propose(plan).proposals if one["one"].day == date(2027, 4, 6)]
    assert kept["two"].day in {date(2027, 4, 20), date(2027, 5, 4)}
    closed = [one for one in kept.reasons if one.kind == ReasonKind.CLOSED]
    assert [(one.step_key, one.day) for one in closed] == [("two", date(2027, 4, 27))]
    assert "Koningsdag" in closed[0].why
    assert ("two", kept["two"].day) in reasons(kept, ReasonKind.DISTANCE_CHANGED)


@pytest.mark.parametrize(
    ("two", "back"),
    [
        (date(2027, 2, 8), date(2027, 5, 10)),  # 8 May is a Saturday
        (date(2026, 2, 25), date(2026, 5, 26)),  # 25 May is Whit Monday
        (date(2028, 2, 25), date(2028, 5, 26)),  # 25 May is Ascension Day
        (date(2027, 1, 27), date(2027, 4, 28)),  # 27 April is King's Day
        (date(2026, 9, 25), date(2026, 12, 28)),  # Christmas, its second day, Sunday
        (date(2026, 11, 30), date(2027, 3, 1)),  # there is no 30 February; 28 is a Sunday
    ],
)
def test_the_return_meeting_gives_way_to_holidays(two: date, back: date) -> None:
    steps = (
        PlannedStep("two", "meeting"),
        PlannedStep("return", "meeting", "two", after_months=3),
    )
    best = propose(Plan(steps, two, WorkingDays(), lead_days=0)).proposals[0]
    assert days_of(best) == {"two": two, "return": back}


def test_a_closed_summer_is_skipped_and_said_once() -> None:
    summer = Closure(date(2027, 7, 19), date(2027, 8, 20), "zomersluiting")
    plan = the_usual(first_day=date(2027, 6, 14), days=WorkingDays((summer,)))
    best = propose(plan).proposals[0]
    assert best["one"].day == date(2027, 8, 24)
    assert best["intake"].day == best["preparation"].day == date(2027, 7, 16)
    [said] = [one for one in best.reasons if one.kind == ReasonKind.CLOSED]
    assert (said.step_key, said.day, said.until, said.count, said.why) == (
        "one",
        date(2027, 7, 20),
        date(2027, 8, 17),
        5,
        "zomersluiting",
    )


def test_a_trainer_busy_on_the_asked_mornings_costs_the_day_or_the_wait_not_silence() -> None:
    first = date(2027, 3, 1)
    mornings = [Busy(first + n * DAY, clock(9), clock(12), "Medemblik") for n in range(1, 80, 7)]
    plan = the_usual(first_day=first, weekdays=(TUESDAY,), busy=tuple(mornings))
    answer = propose(plan)
    kept = next(one for one in answer.proposals if reasons(one, ReasonKind.PREFERRED_DAY_KEPT))
    assert kept["one"].day == date(2027, 5, 25)
    assert reasons(kept, ReasonKind.TRAINER_BUSY) == [("one", date(2027, 3, 16))]
    best = answer.proposals[0]
    lost = {one.step_key: one for one in best.reasons if one.kind == ReasonKind.HALF_NOT_KEPT}
    assert {key: one.half for key, one in lost.items()} == {"two": Half.AFTERNOON}


def test_a_year_under_repair_is_told_as_what_blocks_and_where() -> None:
    closure = Closure(date(2027, 2, 1), date(2028, 8, 20), "verbouwing")
    answer = propose(the_usual(days=WorkingDays((closure,))))
    assert answer.proposals == ()
    blocked = answer.blocked
    assert blocked
    assert (blocked.kind, blocked.step_key, blocked.because, blocked.why) == (
        ReasonKind.NOTHING_FITS,
        "one",
        ReasonKind.CLOSED,
        "verbouwing",
    )


def test_distances_that_contradict_each_other_leave_no_room() -> None:
    steps = (PlannedStep("one", "meeting"), PlannedStep("two", "meeting", "one", 30, 21, 20))
    blocked = propose(Plan(steps, date(2027, 1, 4), WorkingDays())).blocked
    assert blocked
    assert (blocked.step_key, blocked.because) == ("two", ReasonKind.NO_ROOM)


PAIR = (PlannedStep("one", "meeting"), PlannedStep("two", "meeting", "one", 14, 21, 28))


def test_two_meetings_never_share_a_day_and_the_first_may_be_on_the_first_day() -> None:
    steps = (PlannedStep("one", "meeting"), PlannedStep("two", "meeting", "one"))
    plan = Plan(steps, date(2027, 1, 4), WorkingDays(), lead_days=0)
    assert days_of(propose(plan).proposals[0]) == {
        "one": date(2027, 1, 4),
        "two": date(2027, 1, 5),
    }
    early, same = Slot("one", date(2027, 1, 3)), Slot("two", date(2027, 1, 3))
    assert [(one.step_key, one.kind) for one in check(plan, [early, same])] == [
        ("one", ConflictKind.WEEKEND),
        ("one", ConflictKind.BEFORE_FIRST_DAY),
        ("two", ConflictKind.WEEKEND),
        ("two", ConflictKind.BEFORE_FIRST_DAY),
    ]
    [shared] = check(plan, [Slot("one", date(2027, 1, 5)), Slot("two", date(2027, 1, 5))])
    assert (shared.step_key, shared.kind) == ("two", ConflictKind.ORDER_BROKEN)


def test_a_return_meeting_is_not_put_off_to_suit_what_comes_after_it() -> None:
    steps = (
        PlannedStep("one", "meeting"),
        PlannedStep("return", "meeting", "one", preferred_days=40, after_months=1),
        PlannedStep("party", "meeting", "return", 7, 7, 7),
    )
    closed = Open(frozenset({date(2027, 2, 11)}))  # a week after 4 January and a month
    plan = Plan(steps, date(2027, 1, 4), closed, lead_days=0)
    best = propose(plan).proposals[0]
    assert days_of(best) == {
        "one": date(2027, 1, 5),
        "return": date(2027, 2, 5),
        "party": date(2027, 2, 12),
    }
    assert reasons(best, ReasonKind.LATER_STEPS_DO_NOT_FIT) == [("one", date(2027, 1, 4))]


def test_a_talk_moves_forward_where_the_year_is_too_short_for_the_wished_day() -> None:
    talk = replace(STEPS[0], at_least_days=None, preferred_days=20)
    plan = the_usual(steps=(talk, *STEPS[1:]), horizon_days=135)
    by_kind = {one.reasons[0].kind: one for one in propose(plan).proposals}
    kept = by_kind[ReasonKind.PREFERRED_DAY_KEPT]
    assert (kept["talk"].day, kept["one"].day) == (date(2027, 1, 18), date(2027, 2, 9))


def test_a_set_that_is_not_the_earliest_is_not_called_so() -> None:
    """Monday the 4th could start, but then needs the 26th, which the liked Tuesday has taken."""
    opened = {date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 26)}
    shut = {date(2027, 1, 4) + n * DAY for n in range(60)} - opened
    plan = Plan(PAIR, date(2027, 1, 4), Open(frozenset(shut)), (TUESDAY,), lead_days=0)
    answer = propose(plan)
    assert days_of(answer.proposals[0]) == {"one": date(2027, 1, 5), "two": date(2027, 1, 26)}
    assert len(answer.proposals) == 3
    assert [one for one in answer.proposals if reasons(one, ReasonKind.EARLIEST_POSSIBLE)] == []


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (PlannedStep("one", "meeting", "two"), PlannedStep("two", "meeting")),
        (PlannedStep("one", "meeting"), PlannedStep("one", "meeting")),
        (PlannedStep("one", "meeting"), PlannedStep("intake", "deadline", preferred_days=-14)),
        (PlannedStep("one", "meeting"), PlannedStep("a", "deadline", "b", preferred_days=-1)),
    ],
)
def test_a_programme_that_hangs_in_the_air_is_refused(steps: tuple[PlannedStep, ...]) -> None:
    with pytest.raises(ValueError, match=r"meeting"):
        Plan(steps, date(2027, 1, 4), WorkingDays())


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
        (date(2027, 9, 15), 3, date(2027, 12, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one_there_is(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_deadlines_follow_meetings_that_are_moved_by_hand() -> None:
    plan = the_usual()
    best = propose(plan).proposals[0]
    later = slot_at(plan, STEPS[6], date(2027, 3, 4), Half.AFTERNOON)
    meetings = [best["talk"], best["one"], later]
    slots = {slot.step_key: slot.day for slot in with_deadlines(plan, meetings)}
    assert slots["practice"] == date(2027, 3, 3)
    assert slots["evaluation"] == date(2027, 3, 11)
    assert "case" not in slots
    assert later.starts == clock(13)
