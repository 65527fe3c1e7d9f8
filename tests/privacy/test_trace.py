"""No page, print or file shows another's intake, self-analysis or reflection without a trace."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intake.models import Questionnaire, Response
from mentorship.people.models import Person
from mentorship.privacy.models import Reading
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World, make_world

pytestmark = pytest.mark.django_db
VIEWERS = (
    "trainer",
    "adviser",
    "admin",
    "fellow",
    "mentor",
    "newcomer",
    "manager",
    "coordinator",
)
READ = [page for page in PAGES if page.get in (200, 302)]


@pytest.fixture
def world() -> World:
    return make_world()


def mark_each_answer() -> dict[str, Response]:
    """Every form that is no evaluation, filled in with words of its own and shared."""
    marked = {}
    personal = Response.objects.exclude(questionnaire__readers=Questionnaire.Readers.TOTALS)
    for one in personal.select_related("questionnaire", "enrolment"):
        mark = f"merk-{one.pk}-merk"
        keys = one.questionnaire.questions.filter(kind="text").values_list("key", flat=True)
        one.answers = one.draft = dict.fromkeys(keys, mark)
        one.shared_at = one.handed_in_at
        one.save()
        marked[mark] = one
    return marked


def shown(client: Client, page: Page, world: World) -> str:
    answer = client.get(reverse(page.name, kwargs=page.args(world)) + page.query)
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "ignore")  # type: ignore[arg-type]
    return answer.content.decode("utf-8", "ignore")


def test_whoever_sees_anothers_answers_has_left_a_trace_that_the_writer_sees(
    world: World,
) -> None:
    marked, read, silent = mark_each_answer(), set(), []
    for role in VIEWERS:
        viewer = Person.objects.get(pk=world.person(role).pk)
        client = Client()
        client.force_login(viewer)
        for page in READ:
            with transaction.atomic():
                text = shown(client, page, world)
                for mark, one in marked.items():
                    if mark not in text or one.enrolment.person_id == viewer.pk:
                        continue
                    read.add(page.name)
                    traces = Reading.objects.visible_to(one.enrolment.person)
                    if not traces.filter(reader=viewer, what=f"intake.response:{one.pk}").exists():
                        silent.append(f"{page.name} shows {role} {one} without a trace")
                transaction.set_rollback(True)

    assert silent == []
    assert "intake:response" in read  # else this test sees nothing at all
