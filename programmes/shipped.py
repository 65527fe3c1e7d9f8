"""The programme that comes with the application: the course for mentors as Hoorn runs it.

It is written at each migrate, by step key, so that a text that improved here reaches everybody. An
organisation that wants another course edits its own copy. See docs/architecture.md.

A step that is new here is asked of groups planned from then on: one that was planned before has no
last day for it, so nobody in it sees it or is reminded of it (see Progress).
"""

from dataclasses import dataclass
from typing import Any

from programmes.models import Programme, Step

NAME = {"nl": "Mentor worden", "en": "Becoming a mentor"}
ABOUT = {
    "nl": "Ervaren collega’s leren om een nieuwe collega op weg te helpen. Twee dagdelen met een "
    "trainer, een opdracht in de praktijk en een buddy om mee te oefenen. Na drie maanden een "
    "terugkombijeenkomst. Weinig thema’s, en die goed.",
    "en": "Experienced colleagues learn to help a new colleague find the way. Two half-days with a "
    "trainer, an assignment in practice, a buddy to practise with and a return meeting after "
    "three months. Few themes, and those well.",
}


# The columns of a step that says nothing about them.
UNTOLD: dict[str, Any] = {
    **dict.fromkeys(("days", "months", "minutes", "opens_days"), 0),
    **dict.fromkeys(("at_least_days", "at_most_days")),
    **{"short": {}, "questionnaire": "", "for_organisers": False},
}


@dataclass(frozen=True)
class ShippedStep:
    """One step, in Dutch and English; ``facts`` are the other columns of its row."""

    key: str
    kind: str
    title: tuple[str, str]
    summary: tuple[str, str]
    anchor: str
    facts: dict[str, Any]

    def columns(self) -> dict[str, Any]:
        words = {"title": self.title, "summary": self.summary}
        told = {name: {"nl": dutch, "en": english} for name, (dutch, english) in words.items()}
        return UNTOLD | self.facts | {"kind": self.kind} | told


def _meeting(
    key: str, title: tuple[str, str], summary: tuple[str, str], anchor: str = "", **facts: Any
) -> ShippedStep:
    return ShippedStep(key, Step.Kind.MEETING, title, summary, anchor, facts)


def _form(
    key: str, form: str, title: tuple[str, str], summary: tuple[str, str], anchor: str, **facts: Any
) -> ShippedStep:
    facts["questionnaire"] = form
    return ShippedStep(key, Step.Kind.QUESTIONNAIRE, title, summary, anchor, facts)


def _assignment(
    key: str, title: tuple[str, str], summary: tuple[str, str], anchor: str, **facts: Any
) -> ShippedStep:
    return ShippedStep(key, Step.Kind.ASSIGNMENT, title, summary, anchor, facts)


STEPS = (
    _meeting(
        "talk",
        ("Voorbespreking", "Talk beforehand"),
        (
            "Adviseur en trainer stemmen de inhoud af. Wat speelt hier en wie doen er mee? Welke "
            "thema’s krijgen de tijd?",
            "Adviser and trainer tailor the content: what matters here, who takes part, and which "
            "themes get the time?",
        ),
        minutes=60,
        for_organisers=True,
    ),
    _form(
        "intake",
        "intake",
        ("Intake", "Intake"),
        (
            "Vertel wat je wilt leren en wat je hoopt. Je trainer bereidt er het eerste dagdeel "
            "mee voor. Het kost vijf minuten; alleen jij en de trainer lezen het.",
            "Tell what you wish to learn and what you hope for. Your trainer prepares the first "
            "half-day with it. It takes five minutes; only you and the trainer read it.",
        ),
        "half-day-1",
        days=-14,
        opens_days=21,
    ),
    _form(
        "self-analysis",
        "self-analysis",
        ("Zelfanalyse", "Self-analysis"),
        (
            "Kijk eerlijk naar jezelf: waar ben je sterk in en wat wil je oefenen? Over drie "
            "maanden kijk je nog eens. Dan zie je wat er veranderd is.",
            "Look at yourself honestly: what are your strengths and what do you wish to practise? "
            "In three months you look again and see what has changed.",
        ),
        "half-day-1",
        days=-14,
        opens_days=21,
    ),
    _assignment(
        "preparation",
        ("Voorbereiding", "Preparation"),
        (
            "Lees de mentorgids. Beantwoord dan drie vragen. Wie hielp jou op weg toen je ergens "
            "nieuw was? Wat deed die persoon precies? Wat wil jij ook doen, en wat juist anders?",
            "Read the mentor guide. Then answer three questions. Who helped you find your way when "
            "you were new somewhere? What exactly did that person do? What do you wish to do as "
            "well, and what differently?",
        ),
        "half-day-1",
        days=-7,
        opens_days=14,
    ),
    _meeting(
        "half-day-1",
        ("Dagdeel 1 – Wat is een mentor?", "Half-day 1 – What is a mentor?"),
        (
            "Wat een mentor hier doet en wat niet, en onze kernwaarden. En jouw eigen stijl: je "
            "kwaliteiten, je valkuilen en wat je wilt ontwikkelen.",
            "What a mentor does here and what not, our core values, and your own style: your "
            "qualities, your pitfalls and what you wish to develop.",
        ),
        "talk",
        days=35,
        at_least_days=28,
        minutes=210,
    ),
    _form(
        "reflection-1",
        "reflection",
        ("Terugblik op dagdeel 1", "Looking back on half-day 1"),
        (
            "Wat neem je mee en wat ga je morgen anders doen? Voor jezelf; delen mag.",
            "What do you take with you and what will you do differently tomorrow? For yourself; "
            "you may share it.",
        ),
        "half-day-1",
        days=7,
        opens_days=7,
    ),
    _assignment(
        "practical",
        ("Praktijkopdracht", "Practical assignment"),
        (
            "Wie ben ik als mentor, wat kenmerkt mij en wat is mijn visie? Maak er iets van dat "
            "je kunt laten zien: een paar dia’s, een verhaal of een tekening.",
            "Who am I as a mentor, what marks me and what is my vision? Make something that you "
            "can show: a few slides, a story or a drawing.",
        ),
        "half-day-2",
        days=-1,
        opens_days=14,
        short={"nl": "Opdracht", "en": "Assignment"},
    ),
    _meeting(
        "half-day-2",
        ("Dagdeel 2 – Luisteren en feedback", "Half-day 2 – Listening and feedback"),
        (
            "We laten elkaar onze opdracht zien en oefenen: luisteren, feedback geven en coachen. "
            "Waarin verschilt een mentor van een leidinggevende, en wat voor mentor wil jij zijn?",
            "We show each other our assignments and practise: listening, giving feedback and "
            "coaching. How does a mentor differ from a manager, and what mentor do you want to be?",
        ),
        "half-day-1",
        days=21,
        at_least_days=14,
        at_most_days=28,
        minutes=210,
    ),
    _form(
        "reflection-2",
        "reflection",
        ("Terugblik op dagdeel 2", "Looking back on half-day 2"),
        (
            "Wat werkte voor jou en wat wil je met je buddy oefenen? Voor jezelf; delen mag.",
            "What worked for you and what do you wish to practise with your buddy? For yourself; "
            "you may share it.",
        ),
        "half-day-2",
        days=7,
        opens_days=7,
    ),
    _form(
        "evaluation",
        "evaluation",
        ("Evaluatie", "Evaluation"),
        (
            "Wat hielp je en wat kan beter? Je tips gaan zonder je naam naar de trainer en maken "
            "de volgende groep beter.",
            "What helped you and what can be better? Your tips reach the trainer without your name "
            "and make the next group better.",
        ),
        "half-day-2",
        days=7,
        opens_days=7,
    ),
    ShippedStep(
        "buddies",
        Step.Kind.BUDDIES,
        ("Je buddy", "Your buddy"),
        (
            "Je krijgt een buddy uit de groep. Elke vier weken praten jullie bij. Wat maak je mee "
            "als mentor? Waar kan de ander je mee helpen?",
            "You get a buddy from the group. Every four weeks you catch up: what do you come "
            "across as a mentor and how can the other help you?",
        ),
        "half-day-2",
        {"days": 7, "opens_days": 7, "short": {"nl": "Buddy’s", "en": "Buddies"}},
    ),
    _form(
        "self-analysis-return",
        "self-analysis",
        ("Zelfanalyse, nog een keer", "Self-analysis, once more"),
        (
            "Dezelfde vragen als aan het begin. Zo zie je waarin je gegroeid bent.",
            "The same questions as at the start. So you see where you have grown.",
        ),
        "return",
        days=-1,
        opens_days=14,
    ),
    ShippedStep(
        "case",
        Step.Kind.CASE,
        ("Je casus", "Your case"),
        (
            "Kies één situatie die je als mentor meemaakte. Schrijf kort op: wat gebeurde er en "
            "wat deed je zelf? Wat leerde je ervan, en wat is je vraag aan de groep? Laat namen "
            "weg.",
            "Choose one situation that you met as a mentor. Write briefly: what happened, what do "
            "you ask the group, what did you do yourself and what did you learn? Leave out names.",
        ),
        "return",
        {"days": -1, "opens_days": 20, "short": {"nl": "Casus", "en": "Case"}},
    ),
    _meeting(
        "return",
        ("Terugkombijeenkomst", "Return meeting"),
        (
            "Na drie maanden komen jullie terug bij de trainer. Ieder brengt een situatie mee die "
            "je als mentor hebt meegemaakt.",
            "After three months you come back to the trainer, each with a situation that you met "
            "as a mentor.",
        ),
        "half-day-2",
        months=3,
        minutes=180,
        short={"nl": "Terugkom", "en": "Return"},
    ),
    _form(
        "evaluation-return",
        "evaluation",
        ("Evaluatie van het geheel", "Evaluation of the whole"),
        (
            "Terug- en vooruitkijken: wat heeft het programma je als mentor gebracht?",
            "Looking back and ahead: what did the programme bring you as a mentor?",
        ),
        "return",
        days=7,
        opens_days=7,
    ),
)


def ship_programme() -> Programme:
    """Write the shipped programme as it stands above; what is already there is brought up to it."""
    programme, is_new = Programme.objects.get_or_create(
        organisation=None, defaults={"name": NAME, "about": ABOUT}
    )
    if not is_new and (programme.name != NAME or programme.about != ABOUT):
        programme.name, programme.about = NAME, ABOUT
        programme.save(update_fields=["name", "about"])
    rows = {
        shipped.key: Step.objects.update_or_create(
            programme=programme,
            key=shipped.key,
            defaults={"position": position, **shipped.columns()},
        )[0]
        for position, shipped in enumerate(STEPS, start=1)
    }
    # In a second pass, for a form hangs on a meeting that comes after it.
    for shipped in STEPS:
        step, anchor = rows[shipped.key], rows.get(shipped.anchor)
        if step.anchor_id != (anchor.pk if anchor else None):
            step.anchor = anchor
            step.save(update_fields=["anchor"])
    return programme
