"""The intake: what somebody wishes to develop, has done before, hopes for, and worries about."""

from intake.models import Questionnaire
from intake.shipped.form import Ask, Form

SURE = (
    ("nog niet", "not yet"),
    ("een beetje", "a little"),
    ("redelijk", "fairly"),
    ("zeker", "sure"),
    ("heel zeker", "very sure"),
)

WISH = (
    ("Wat je wilt leren", "What you wish to learn"),
    (
        Ask(
            "wish",
            (
                "Wat wil je als mentor vooral leren?",
                "What do you most wish to learn as a mentor?",
            ),
            ("Eén of twee dingen is genoeg.", "One or two things is enough."),
        ),
        Ask(
            "theme",
            ("Waarover wil je het meest leren?", "What do you wish to learn most about?"),
            options=(
                ("listening", "Luisteren en doorvragen", "Listening and asking further"),
                ("feedback", "Feedback geven en vragen", "Giving and asking for feedback"),
                (
                    "coaching",
                    "Helpen zonder het over te nemen",
                    "Helping without taking over",
                ),
                (
                    "start",
                    "Een nieuwe collega een goede start geven",
                    "Giving a new colleague a good start",
                ),
                ("style", "Mijn eigen stijl als mentor", "My own style as a mentor"),
            ),
        ),
    ),
)

EXPERIENCE = (
    ("Je ervaring", "Your experience"),
    (
        Ask(
            "guided-before",
            ("Heb je eerder een collega begeleid?", "Have you guided a colleague before?"),
            options=(
                ("no", "Nee, dit wordt de eerste keer", "No, this will be the first time"),
                ("once", "Ja, één of twee keer", "Yes, once or twice"),
                ("often", "Ja, vaker", "Yes, more often"),
            ),
        ),
        Ask(
            "experience",
            (
                "Wat ging daarbij goed, en wat vond je lastig?",
                "What went well, and what did you find hard?",
            ),
            (
                "Nog geen ervaring? Denk aan iemand die jou goed op weg hielp.",
                "No experience yet? Think of somebody who gave you a good start.",
            ),
            required=False,
        ),
        Ask(
            "sure",
            (
                "Hoe zeker voel je je nu in de rol van mentor?",
                "How sure do you feel in the role of mentor now?",
            ),
            scale=SURE,
        ),
    ),
)

HOPE = (
    ("Wat je hoopt", "What you hope for"),
    (
        Ask(
            "hope",
            (
                "Wanneer ben je tevreden over deze training?",
                "When will you be content with this training?",
            ),
            (
                "Bijvoorbeeld: wat doe je dan anders dan nu?",
                "For example: what will you do differently then?",
            ),
        ),
        Ask(
            "for-mentee",
            (
                "Wat wil je voor een nieuwe collega betekenen?",
                "What do you want to mean to a new colleague?",
            ),
            required=False,
        ),
    ),
)

WORRY = (
    ("Wat je lastig lijkt", "What worries you"),
    (
        Ask(
            "worry",
            (
                "Waar zie je tegenop, of wat lijkt je lastig?",
                "What do you dread, or expect to be hard?",
            ),
            (
                "Niets? Dan sla je deze vraag over.",
                "Nothing? Then skip this question.",
            ),
            required=False,
        ),
        Ask(
            "at-ease",
            (
                "Wat heb je van de trainer of de groep nodig om goed te leren?",
                "What do you need from the trainer or the group to learn well?",
            ),
            required=False,
        ),
    ),
)

INTAKE = Form(
    key="intake",
    version=1,
    title=("Intake", "Intake"),
    introduction=(
        "Vertel kort wat je wilt leren. De trainer leest je antwoorden en past de training erop "
        "aan. Het kost ongeveer vijf minuten. Foute antwoorden zijn er niet.",
        "Tell briefly what you wish to learn. The trainer reads your answers and fits the training "
        "to the group. It takes about five minutes. There are no wrong answers.",
    ),
    readers=Questionnaire.Readers.TRAINER,
    themes=(WISH, EXPERIENCE, HOPE, WORRY),
)
