"""The self-analysis: what somebody does now, on the four competences expected of a mentor; then
their strengths and pitfalls, and their style.
"""

from intake.models import Questionnaire
from intake.shipped.form import Ask, Form, Text
from intake.shipped.strengths import STRENGTHS, STYLE

HOW_OFTEN = (
    ("bijna nooit", "hardly ever"),
    ("af en toe", "now and then"),
    ("geregeld", "regularly"),
    ("vaak", "often"),
    ("bijna altijd", "nearly always"),
)


def competence(key: str, name: Text, *behaviours: Text) -> tuple[Text, tuple[Ask, ...]]:
    """What can be seen somebody do, and one moment that shows it."""
    seen = tuple(
        Ask(f"{key}-{number}", behaviour, scale=HOW_OFTEN)
        for number, behaviour in enumerate(behaviours, start=1)
    )
    moment = Ask(
        f"{key}-moment",
        (
            "Aan welk moment denk je hierbij? Wat wil je erin leren?",
            "Which moment comes to mind? What do you wish to learn in it?",
        ),
        required=False,
    )
    return name, (*seen, moment)


SENSITIVITY = competence(
    "sensitivity",
    ("Interpersoonlijke sensitiviteit", "Interpersonal sensitivity"),
    (
        "Ik laat een ander uitpraten en vraag door voordat ik zeg wat ik vind.",
        "I let others finish, and ask further before I say what I think.",
    ),
    (
        "Ik merk het als iemand iets belangrijks niet zegt.",
        "I notice when somebody leaves something important unsaid.",
    ),
    (
        "Ik vraag hoe iets voor een ander is. Ik vul het niet zelf in.",
        "I ask how something is for another. I do not guess.",
    ),
    (
        "Ik zie wat mijn woorden met een ander doen en pas me daarop aan.",
        "I see what my words do to another, and adapt to that.",
    ),
)

DEVELOPING = competence(
    "developing",
    ("Ontwikkelen van anderen", "Developing others"),
    (
        "Ik geef niet meteen het antwoord, maar help een ander zelf te zoeken.",
        "I do not give the answer at once, but help others look for it.",
    ),
    (
        "Ik geef feedback over wat ik heb gezien, met een voorbeeld erbij.",
        "I give feedback on what I have seen, with an example.",
    ),
    (
        "Ik vraag wat iemand wil leren en kom daar later op terug.",
        "I ask what somebody wants to learn, and come back to it later.",
    ),
    (
        "Ik laat een ander iets proberen, ook als ik het zelf sneller kan.",
        "I let others try, even when I could do it faster myself.",
    ),
)

MOTIVATING = competence(
    "motivating",
    ("Motiveren van anderen", "Motivating others"),
    (
        "Ik zeg het als iets goed gaat, en ook wat er goed aan is.",
        "I say so when something goes well, and what is good about it.",
    ),
    (
        "Ik vraag waar iemand energie van krijgt in het werk.",
        "I ask what gives somebody energy in their work.",
    ),
    (
        "Als iets tegenzit, help ik een ander de volgende stap te kiezen.",
        "When things go badly, I help another choose a next step.",
    ),
    (
        "Ik laat een ander zelf kiezen hoe die het werk aanpakt.",
        "I let others choose how to go about their work.",
    ),
)

RELATIONS = competence(
    "relations",
    ("Relaties bouwen en onderhouden", "Building and maintaining relationships"),
    (
        "Ik zoek zelf contact, ook als er niets hoeft.",
        "I seek contact myself, also when nothing is needed.",
    ),
    (
        "Ik doe wat ik heb afgesproken, of zeg op tijd dat het niet lukt.",
        "I do what I agreed, or say in time that I cannot.",
    ),
    (
        "Ik breng collega’s met elkaar in contact.",
        "I put colleagues in touch with each other.",
    ),
    (
        "Als we het niet eens zijn, begin ik er zelf over.",
        "When we disagree, I bring it up myself.",
    ),
)

SELF_ANALYSIS = Form(
    key="self-analysis",
    version=2,
    title=("Zelfanalyse", "Self-analysis"),
    introduction=(
        "Kijk naar wat je nu doet, niet naar wat je zou willen doen. Je krijgt geen cijfer. Bij de "
        "terugkombijeenkomst vul je dit nog een keer in, en zie je zelf wat er is veranderd.",
        "Look at what you do now, not at what you would like to do. You get no mark. For the "
        "return meeting you fill this in once more, and see for yourself what has changed.",
    ),
    readers=Questionnaire.Readers.TRAINER,
    themes=(SENSITIVITY, DEVELOPING, MOTIVATING, RELATIONS, STRENGTHS, STYLE),
)
