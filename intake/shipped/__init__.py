"""The forms that come with the application, upserted after each migrate.

Text may change as long as nobody has answered. Once a version has responses it stays as it is, and
a better wording is a new version: answers always stand under the question that was asked.
"""

from django.db import transaction
from django.utils import timezone

from intake.models import Question, Questionnaire
from intake.shipped.check_in import CHECK_IN
from intake.shipped.evaluation import EVALUATION
from intake.shipped.form import Form
from intake.shipped.intake import INTAKE
from intake.shipped.reflection import REFLECTION
from intake.shipped.self_analysis import SELF_ANALYSIS

FORMS = (INTAKE, SELF_ANALYSIS, REFLECTION, EVALUATION, CHECK_IN)


def ship_questionnaires() -> None:
    for form in FORMS:
        ship(form)


@transaction.atomic
def ship(form: Form) -> Questionnaire:
    """Write one form as it stands in the code, unless somebody has answered it."""
    questionnaire, is_new = Questionnaire.objects.get_or_create(
        organisation=None,
        key=form.key,
        version=form.version,
        defaults={**form.facts(), "published_at": timezone.now()},
    )
    if not is_new and (form.is_said_by(questionnaire) or questionnaire.is_answered):
        return questionnaire
    Questionnaire.objects.filter(pk=questionnaire.pk).update(**form.facts())
    questionnaire.questions.all().delete()
    Question.objects.bulk_create(form.questions_of(questionnaire))
    return questionnaire
