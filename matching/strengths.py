"""What somebody is good at, in their own words of the self-analysis. For its writer alone."""

from intake.comparison import score
from intake.models import Question, Response
from mentorship.people.models import Person

OFTEN = 4  # of five: "often" or "nearly always"
MOST_WORDS = 300  # characters, as the profile keeps them
MOST_SENTENCES = 3  # where they are gathered from the scales
NAMED = ("strengths", "style")  # the keys of the questions that ask for them


def strengths_of(person: Person) -> str:
    """The strengths and style they named; in a form without those, what they do often; "" for none.

    A suggestion to put on one's profile: nothing is kept by asking, and nobody else may ask. What
    they wrote of pitfalls, moments and wishes stays where it is.
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
    often = [text for _place, text in sorted(_surest(latest), key=lambda one: -one[0])]
    return _together(_named(latest) or often[:MOST_SENTENCES])


def _named(analysis: Response) -> list[str]:
    """What was chosen on the pages for strengths and style, as sentences."""
    found = {one.key: one for one in analysis.questionnaire.questions.filter(key__in=NAMED)}
    return [
        f"{words.rstrip('.')}."
        for key in NAMED
        if key in found and not found[key].is_text
        for words in found[key].chosen(analysis.answers.get(key))
    ]


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
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        text = longer if len(longer) <= MOST_WORDS else text
    return text
