"""One of everything that is shown or kept, with a hostile text wherever one can stand."""

from typing import Any

import pikepdf
from allauth.account.models import EmailAddress

from intake.models import Questionnaire, Response
from matching.models import Agreement, Hope
from mentorship.privacy.models import Reading
from mentorship.reminders.models import MailText
from programmes.guide import LANGUAGES
from programmes.models import GuideVersion
from tests.cast import step
from tests.pages.world import World, make_world
from tests.privacy.scene import make_scene
from tests.web.planting import Planting, plant

ORDERS = {"/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData"}


def make_hostile_world(turn: int = 0) -> tuple[World, Planting]:
    """One of everything that is shown or kept, and then a hostile text wherever one can stand."""
    world = make_world()
    hoorn, adviser = world["hoorn"], world.person("adviser")
    make_scene()
    for language in LANGUAGES:
        facts = {"organisation": hoorn, "language": language}
        told = {"number": 1, "written_at": world["now"], "title": "x", "text": "x"}
        GuideVersion.objects.create(section="values", **facts, **told)
        MailText.objects.create(rule="meeting_moved", subject="x", body="x", **facts)
        MailText.objects.create(rule="invitation", subject="x", body="x", **facts)
    Hope.objects.create(person=world.person("newcomer"), word="x")
    Reading.objects.create(
        reader=adviser, writer=world.person("participant"), what="x", read_at=world["now"]
    )
    mentor, mine = world.person("mentor"), world["mine"]
    Agreement.objects.create(mentor=mentor, manager=mentor.manager, agreed=True, word="x")
    Response.objects.create(
        enrolment=mine,
        step=step(mine.cohort, "intake"),
        questionnaire=Questionnaire.objects.current("intake", hoorn),
        draft={"wish": "x"},
        started_at=world["now"],
        saved_at=world["now"],
    )
    EmailAddress.objects.create(user=adviser, email=adviser.email, verified=True, primary=True)
    return world, plant(turn)


def is_dictionary(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary)
