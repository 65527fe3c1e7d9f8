from datetime import timedelta

import pytest
import time_machine

from intake.models import Response
from intake.paper import paper_of
from intake.tips import passed_on, tips_of
from intake.totals import outcome_of
from mentorship import declare
from mentorship.people.models import Person
from mentorship.privacy.models import Reading
from programmes.models import Cohort, Enrolment, Step
from tests.cast import NOW


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_demo_shows_each_kind_of_answer_and_telling_it_again_adds_nothing() -> None:
    for key in ("people", "cohorts", "intake"):
        declare.chapters[key].tell(NOW)

    keys = set(Response.objects.handed_in().values_list("questionnaire__key", flat=True))
    assert keys == {"intake", "self-analysis", "reflection", "evaluation"}
    assert Response.objects.exclude(shared_at=None).exists()
    assert not Response.objects.filter(saved_at__gte=NOW).exists()

    mentor = Person.objects.get(email="mentor@hoorn.example")
    mine = Enrolment.objects.of(mentor).select_related("cohort__organisation").get()
    reflection = Step.objects.get(programme=mine.cohort.programme, key="reflection-1")
    assert paper_of(mine, reflection).progress() == "Je bent al halverwege."
    assert Reading.objects.visible_to(mentor).count() == 2

    over = Cohort.objects.finished(NOW).order_by("pk")[0]
    evaluation = Step.objects.get(programme=over.programme, key="evaluation")
    outcome = outcome_of(over, evaluation, over.trainer)
    assert outcome.handed_in >= 5
    assert outcome.totals
    piles = {one.pile for one in tips_of(over, evaluation).written if one.question.key == "tip"}
    assert {"", "now", "next"} <= piles
    later = Cohort.objects.with_span().filter(programme=over.programme, trainer=over.trainer)
    assert any(passed_on(one, over.trainer) for one in later.running(NOW))

    before = Response.objects.count(), Reading.objects.count()
    declare.chapters["intake"].tell(NOW + timedelta(hours=1))
    assert (Response.objects.count(), Reading.objects.count()) == before
