"""The evaluation: short, counted from five answers up, with a tip for the next group."""

from intake.models import Questionnaire
from intake.shipped.form import Ask, Form

AGREE = (
    ("helemaal niet", "not at all"),
    ("bijna niet", "hardly"),
    ("deels", "partly"),
    ("grotendeels", "mostly"),
    ("helemaal", "fully"),
)

WITHOUT_NAMES = (
    "Noem geen namen: dit wordt gelezen zonder jouw naam erbij.",
    "Mention no names: this is read without your name.",
)

EVALUATION = Form(
    key="evaluation",
    version=1,
    title=("Evaluatie", "Evaluation"),
    introduction=(
        "Hoe was de training voor jou? Met jouw antwoorden wordt die beter voor de volgende groep. "
        "Het kost drie minuten.",
        "How was the training for you? Your answers make it better for the next group. It takes "
        "three minutes.",
    ),
    readers=Questionnaire.Readers.TOTALS,
    themes=(
        (
            ("Hoe het was", "How it was"),
            (
                Ask(
                    "fits",
                    (
                        "De training paste bij wat ik wilde leren.",
                        "The training fitted what I wanted to learn.",
                    ),
                    scale=AGREE,
                ),
                Ask(
                    "useful",
                    (
                        "Ik kan wat ik leerde gebruiken als mentor.",
                        "I can use what I learned as a mentor.",
                    ),
                    scale=AGREE,
                ),
                Ask(
                    "trainer",
                    (
                        "De trainer gaf mij ruimte om te leren.",
                        "The trainer gave me room to learn.",
                    ),
                    scale=AGREE,
                ),
                Ask(
                    "arranged",
                    ("De training was goed geregeld.", "The training was well arranged."),
                    scale=AGREE,
                ),
                Ask(
                    "ready",
                    (
                        "Ik voel me klaar om een nieuwe collega te begeleiden.",
                        "I feel ready to guide a new colleague.",
                    ),
                    scale=AGREE,
                ),
            ),
        ),
        (
            ("Wat hielp, en je tip", "What helped, and your tip"),
            (
                Ask(
                    "helped",
                    ("Wat hielp jou het meest?", "What helped you most?"),
                    WITHOUT_NAMES,
                    required=False,
                ),
                Ask(
                    "tip",
                    (
                        "Welke tip heb je voor de volgende groep?",
                        "What is your tip for the next group?",
                    ),
                    WITHOUT_NAMES,
                    required=False,
                ),
            ),
        ),
    ),
)
