"""Strengths and pitfalls, and the style of mentoring one prefers: the last pages of self-analysis.

An open instrument of our own: everyday words, an order that only its writer sees as an order, and
no sum. What somebody is good at and what it costs belong together: a pitfall is a strength that
goes too far.
"""

from intake.models import Question
from intake.shipped.form import Ask

STRENGTHS_ASKED = 3
RANKING, SEVERAL = Question.Kind.RANKING, Question.Kind.SEVERAL

STRENGTHS = (
    ("Je kwaliteiten en valkuilen", "Your strengths and pitfalls"),
    (
        Ask(
            "strengths",
            (
                "Wat zijn je drie sterkste kanten? Zet de sterkste bovenaan.",
                "What are your three strongest sides? Put the strongest on top.",
            ),
            (
                "Denk aan wat collega’s over jou zeggen. Er is geen goed of fout.",
                "Think of what colleagues say about you. There is no right or wrong.",
            ),
            options=(
                ("listens", "Ik luister met aandacht", "I listen with attention"),
                ("asks", "Ik stel vragen die verder helpen", "I ask questions that help"),
                ("calm", "Ik blijf rustig", "I stay calm"),
                ("honest", "Ik zeg eerlijk wat ik zie", "I say honestly what I see"),
                ("patient", "Ik heb geduld", "I am patient"),
                ("cheerful", "Ik zorg voor plezier", "I bring fun"),
                ("structure", "Ik zorg voor overzicht", "I bring order to things"),
                ("explains", "Ik leg dingen helder uit", "I explain things clearly"),
                ("connects", "Ik breng mensen bij elkaar", "I bring people together"),
                ("acts", "Ik pak dingen aan", "I get things done"),
                ("sees-good", "Ik zie wat iemand goed kan", "I see what somebody does well"),
                ("reliable", "Ik kom na wat ik beloof", "I keep my promises"),
            ),
            many=RANKING,
            at_most=STRENGTHS_ASKED,
        ),
        Ask(
            "strength-moment",
            (
                "Wanneer hielp jouw sterkste kant een ander?",
                "When did your strongest side help another?",
            ),
            ("Eén voorbeeld is genoeg.", "One example is enough."),
            required=False,
        ),
        Ask(
            "pitfalls",
            (
                "Elke kwaliteit kan te ver gaan. Wat herken je bij jezelf?",
                "Every strength can go too far. What do you recognise in yourself?",
            ),
            options=(
                ("solves", "Ik geef te snel een oplossing", "I offer a solution too soon"),
                ("takes-over", "Ik neem het over", "I take over"),
                ("talks", "Ik praat zelf te veel", "I talk too much myself"),
                ("avoids", "Ik ga spanning uit de weg", "I avoid tension"),
                ("pleases", "Ik zeg te vaak ja", "I say yes too often"),
                ("fast", "Ik ga te snel", "I go too fast"),
                ("waits", "Ik wacht te lang af", "I wait too long"),
                ("strict", "Ik leg de lat te hoog", "I set the bar too high"),
                ("cares", "Ik trek het me te veel aan", "I take it too much to heart"),
                ("jokes", "Ik maak er te snel een grap van", "I turn it into a joke too soon"),
            ),
            many=SEVERAL,
            at_most=3,
            required=False,
        ),
        Ask(
            "pitfall-help",
            (
                "Waaraan merk je dat het te ver gaat, en wat helpt dan?",
                "How do you notice that it goes too far, and what helps then?",
            ),
            required=False,
        ),
    ),
)

STYLE = (
    ("Jouw stijl als mentor", "Your style as a mentor"),
    (
        Ask(
            "style",
            (
                "Welke mentor ben je het liefst?",
                "Which mentor do you most like to be?",
            ),
            (
                "Kies wat het meest bij je past. Een goede mentor kan van alles wat.",
                "Choose what fits you most. A good mentor can do a bit of each.",
            ),
            options=(
                (
                    "mirror",
                    "De spiegel: ik vraag door en laat de ander zelf kijken",
                    "The mirror: I ask further and let the other look",
                ),
                (
                    "guide",
                    "De gids: ik wijs de weg in de organisatie",
                    "The guide: I show the way in the organisation",
                ),
                (
                    "example",
                    "Het voorbeeld: ik laat zien hoe ik het doe",
                    "The example: I show how I do it",
                ),
                (
                    "encourager",
                    "De aanmoediger: ik geef vertrouwen en vier wat lukt",
                    "The encourager: I give trust and celebrate what works",
                ),
                (
                    "challenger",
                    "De uitdager: ik daag uit om iets nieuws te proberen",
                    "The challenger: I invite to try something new",
                ),
                (
                    "connector",
                    "De verbinder: ik breng de ander met mensen in contact",
                    "The connector: I put the other in touch with people",
                ),
            ),
        ),
        Ask(
            "style-when",
            (
                "Wat wil je als mentor nog leren?",
                "What do you still wish to learn as a mentor?",
            ),
            options=(
                ("ask", "Vaker vragen, minder vertellen", "Ask more, tell less"),
                ("wait", "Stil durven zijn", "Dare to be silent"),
                (
                    "feedback",
                    "Zeggen wat ik zie, ook als dat lastig is",
                    "Say what I see, even when that is hard",
                ),
                ("let-go", "De ander laten proberen", "Let the other try"),
                ("praise", "Zeggen wat goed gaat", "Say what goes well"),
                ("borders", "Mijn grenzen aangeven", "Say where my limits are"),
            ),
            many=SEVERAL,
            at_most=2,
            required=False,
        ),
        Ask(
            "style-words",
            (
                "Hoe merkt een nieuwe collega dat jij de mentor bent?",
                "How does a new colleague notice that you are the mentor?",
            ),
            required=False,
        ),
    ),
)
