"""What they tell: questionnaires and the answers to them."""

from intake.models.question import Answer, Answers, Question, as_list, is_given
from intake.models.questionnaire import MOST_ON_A_PAGE, Part, Questionnaire, family_of
from intake.models.response import Response, cohorts_counted_by
from intake.models.tip import Tip

__all__ = [
    "MOST_ON_A_PAGE",
    "Answer",
    "Answers",
    "Part",
    "Question",
    "Questionnaire",
    "Response",
    "Tip",
    "as_list",
    "cohorts_counted_by",
    "family_of",
    "is_given",
]
