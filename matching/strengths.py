"""What somebody is good at, in their own words of the self-analysis. For its writer alone."""

from intake.comparison import score
from intake.models import Question, Response
from mentorship.people.models import Person

OFTEN = 4  # of five: "often" or "nearly always"
MOST_WORDS = 300  # characters, as the profile keeps them
MOST_SENTENCES = 3


def strengths_of(person: Person) -> str:
    """Their own sentences about what they do often, the surest of each competence; "" for none.

    A suggestion to put on one's profile: nothing is kept by asking, and nobody else may ask.
    """
    analyses = Response.objects.written_by(person).handed_in()
    latest = (
        analyses.filter(questionnaire__key="self-analysis")
        .select_related("questionnaire")
        .order_by("-handed_in_at", "-pk")
        .first()
    )
    if latest is None:
        return ""
    return _together([text for _place, text in sorted(_surest(latest), key=lambda one: -one[0])])


def _surest(analysis: Response) -> list[tuple[int, str]]:
    """Of each competence what is done most often, if it is done often; in the form's order."""
    found = []
    for part in analysis.questionnaire.parts():
        scales = [one for one in part.questions if one.kind == Question.Kind.SCALE]
        places = [(score(one, analysis.answers).place, str(one.text)) for one in scales]
        best = max(places, key=lambda one: one[0], default=(0, ""))
        if best[0] >= OFTEN:
            found.append(best)
    return found


def _together(sentences: list[str]) -> str:
    text = ""
    for sentence in sentences[:MOST_SENTENCES]:
        longer = f"{text} {sentence}".strip()
        text = longer if len(longer) <= MOST_WORDS else text
    return text
