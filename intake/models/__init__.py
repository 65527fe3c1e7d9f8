"""What they tell: questionnaires and the answers to them."""

from intake.models.questionnaire import Part, Question, Questionnaire
from intake.models.response import Response, cohorts_counted_by

__all__ = ["Part", "Question", "Questionnaire", "Response", "cohorts_counted_by"]
