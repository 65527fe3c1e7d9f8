"""The reflection after a half-day: for the writer, who may share it with the trainer."""

from intake.models import Questionnaire
from intake.shipped.form import Ask, Form

REFLECTION = Form(
    key="reflection",
    version=1,
    title=("Reflectie", "Reflection"),
    introduction=(
        "Neem vijf minuten om terug te kijken op het dagdeel. Dit is voor jezelf. Een paar woorden "
        "is genoeg.",
        "Take five minutes to look back on the half-day. This is for yourself. A few words are "
        "enough.",
    ),
    readers=Questionnaire.Readers.WHEN_SHARED,
    themes=(
        (
            ("Terugkijken", "Looking back"),
            (
                Ask(
                    "takeaway",
                    (
                        "Wat neem je mee uit dit dagdeel?",
                        "What do you take with you from this half-day?",
                    ),
                ),
                Ask(
                    "touched",
                    ("Wat raakte of verraste je?", "What touched or surprised you?"),
                    required=False,
                ),
                Ask(
                    "try-out",
                    (
                        "Wat ga je de komende weken uitproberen?",
                        "What will you try out in the coming weeks?",
                    ),
                    (
                        "Kies iets kleins, met een collega en een moment.",
                        "Choose something small, with a colleague and a moment.",
                    ),
                ),
                Ask(
                    "talk-about",
                    (
                        "Waarover wil je nog praten, en met wie?",
                        "What do you still want to talk about, and with whom?",
                    ),
                    required=False,
                ),
            ),
        ),
    ),
)
