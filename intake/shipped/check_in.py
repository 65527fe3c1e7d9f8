"""The check-in of a pair: what one of the two may add once they said how it goes."""

from intake.models import Question, Questionnaire
from intake.models.questionnaire import CHECK_IN as KEY
from intake.shipped.evaluation import AGREE
from intake.shipped.form import Ask, Form

CHECK_IN = Form(
    key=KEY,
    version=1,
    title=("Check-in", "Check-in"),
    introduction=(
        "Een paar korte vragen over jullie gesprekken. Vul in wat je wilt: niets hoeft.",
        "A few short questions about your talks. Fill in what you like: nothing is required.",
    ),
    readers=Questionnaire.Readers.TOTALS,
    themes=(
        (
            ("Hoe het gaat", "How it goes"),
            (
                Ask(
                    "open",
                    (
                        "Ik kan in onze gesprekken zeggen wat ik denk.",
                        "In our talks I can say what I think.",
                    ),
                    scale=AGREE,
                    required=False,
                ),
                Ask(
                    "whom",
                    (
                        "Ik weet bij wie ik terechtkan als het niet loopt.",
                        "I know whom to turn to when it does not work.",
                    ),
                    scale=AGREE,
                    required=False,
                ),
                Ask(
                    "helps",
                    ("Wat helpt jullie?", "What helps the two of you?"),
                    options=(
                        ("fixed", "een vaste dag en tijd", "a fixed day and time"),
                        ("along", "samen meelopen of iets doen", "doing something together"),
                        ("goal", "een doel om aan te werken", "a goal to work on"),
                        ("between", "korte berichten tussendoor", "short messages in between"),
                        ("time", "meer tijd voor elkaar", "more time for each other"),
                    ),
                    many=Question.Kind.SEVERAL,
                    required=False,
                ),
                Ask(
                    "next",
                    (
                        "Wat wil je de komende weken samen doen?",
                        "What do you want to do together in the coming weeks?",
                    ),
                    (
                        "Alleen jij leest dit terug, op je eigen pagina.",
                        "Only you read this, on your own page.",
                    ),
                    required=False,
                ),
            ),
        ),
    ),
)
