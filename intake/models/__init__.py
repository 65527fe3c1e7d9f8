"""What they tell: questionnaires and the answers to them."""

from intake.models.questionnaire import Question, Questionnaire
from intake.models.response import Response

__all__ = ["Question", "Questionnaire", "Response"]
