"""What is known of somebody without a word of theirs: that something is there, and whose it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from intake.models import Response, Tip
from matching.models import Agreement, CheckIn, Conversation, Exchange, Ruling
from mentorship import declare
from mentorship.people.models import Person
from mentorship.privacy.models import Deed, Reading
from programmes.models import CalendarFeed
from tests.pages.world import World


@dataclass(frozen=True)
class Fact:
    """``sights`` of ``information`` tell it, of ``row``; ``undo`` makes it not so, or another's.
    ``pages`` are where it shows. Who it is ``of`` may know it, whatever the sights give. There are
    sights that give the row it belongs to: ``within``.
    """

    what: str
    information: str
    sights: tuple[int, ...]
    row: Model
    undo: Callable[[], Any]
    pages: tuple[str, ...]
    of: tuple[Person, ...] = ()
    within: Model | None = None

    def known_to(self, person: Person) -> bool:
        sights = declare.information[self.information].sights
        return any(
            self.row in rows or self.within in rows
            for rows in (set(sights[number].rows(person)) for number in self.sights)
        )


def gone(row: Model) -> Callable[[], Any]:
    return lambda: type(row)._base_manager.filter(pk=row.pk).delete()


def set_to(row: Model, **facts: Any) -> Callable[[], Any]:
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**facts)


def facts_of(world: World) -> Iterator[Fact]:
    yield from _of_a_group(world)
    yield from _of_a_pair(world)
    yield from _around(world)


def _of_a_group(world: World) -> Iterator[Fact]:
    grid, mine = "programmes:participants", "privacy:mine"
    not_in = {"handed_in_at": None, "shared_at": None}
    there, intake, work = world["there"], world["response"], world["submission"]
    asked = world["asked"]
    yield Fact("is asked to take part", "enrolment", (0,), asked, gone(asked), (grid, mine))
    yield Fact("was there", "enrolment", (1,), there, gone(there), (grid, mine))
    yield Fact("intake is in", "intake", (0, 1), intake, set_to(intake, **not_in), (grid, mine))
    evaluated, reflected = (
        Response.objects.get(enrolment__person=world.person("buddy"), step=world[step])
        for step in ("evaluation", "reflection")
    )
    undo = set_to(reflected, **not_in)
    yield Fact("reflection is in", "reflection", (0, 1), reflected, undo, (grid, mine))
    undo = set_to(evaluated, enrolment=world["without"])
    people = (world.person("buddy"), world["without"].person)
    yield Fact("whose evaluation is in", "evaluation", (0,), evaluated, undo, (), people)
    counts, tip = ("intake:evaluation", "programmes:overview", mine), Tip.objects.latest("pk")
    yield Fact("evaluation counts", "evaluation", (0, 1), evaluated, gone(evaluated), counts)
    yield Fact("tip is sorted", "evaluation", (3,), tip, gone(tip), ("intake:evaluation", mine))
    undo = set_to(work, **not_in)
    yield Fact("assignment is in", "presentation", (0, 1, 2), work, undo, (grid, mine))
    case = world["case for nobody"]
    yield Fact("case is in", "case", (0, 1, 2, 3, 4), case, gone(case), ("matching:cases",))
    pair = world["pair"]
    pages = ("matching:buddies", "programmes:cohort", "programmes:route", mine)
    yield Fact("buddies", "buddies", (0,), pair, set_to(pair, ended_at=world["now"]), pages)
    [met] = Exchange.objects.all()
    yield Fact("buddies met", "buddies", (1, 2), met, gone(met), pages)


def _of_a_pair(world: World) -> Iterator[Fact]:
    newcomer, mine = world.person("newcomer"), "privacy:mine"
    asked, talk = world["question"], Conversation.objects.latest("met_on", "pk")
    yield Fact("who is asked", "pair", (0,), asked, gone(asked), ("matching:pairs", mine))
    pages = ("matching:pairs", "matching:suggest", "matching:my_mentees", mine)
    pair = talk.mentorship
    yield Fact("talked", "talks", (0, 1, 3), talk, gone(talk), pages, within=pair)
    said = CheckIn.objects.get(person=newcomer)
    pages = ("matching:suggest", "matching:check_in_totals", mine)
    yield Fact("check-in is in", "check-in", (0, 1, 2), said, gone(said), pages)
    [time], [ruling] = Agreement.objects.all(), Ruling.objects.all()
    pages = ("matching:mentor", "people:team", mine)
    yield Fact("time", "time", (0, 1), time, gone(time), pages)
    yield Fact("ruling", "ruling", (0,), ruling, gone(ruling), ("matching:board",))


def _around(world: World) -> Iterator[Fact]:
    [read], [done], [feed] = Reading.objects.all(), Deed.objects.all(), CalendarFeed.objects.all()
    yield Fact("who read", "readings", (0,), read, gone(read), ("privacy:readings",))
    yield Fact("took a copy", "deeds", (0, 1), done, gone(done), ("privacy:mine", "privacy:log"))
    yield Fact("has a feed", "calendar", (0,), feed, gone(feed), ("people:me", "privacy:mine"))
    for mail in (world["sent"], world["undelivered"]):
        pages = ("reminders:mine", "reminders:person", "programmes:cohort_messages")
        own = (mail.recipient,) if mail is world["undelivered"] else ()  # it never reached them
        yield Fact(f"mail {mail.pk}", "mail", (0, 1), mail, gone(mail), pages, own)
