"""The demo's cases: what participants wrote down to talk about, and with whom they share it."""

from datetime import datetime, time, timedelta

from matching.models import BuddyPair, Case
from mentorship.people.models import Organisation
from programmes.models import Cohort, Enrolment, Meeting

# Title, situation, question, what I did, what I learnt.
TOLD = (
    (
        "Alles gaat goed, zegt ze",
        "Mijn nieuwe collega zei in drie gesprekken dat alles goed ging. Toch bleef ze vaak tot "
        "laat. Als ik ernaar vroeg, begon ze over iets anders.",
        "Hoe vraag ik door zonder te duwen?",
        "Ik stelde voor om een ochtend mee te lopen. Onderweg kwam het verhaal vanzelf.",
        "Samen iets doen opent meer dan samen aan tafel zitten.",
    ),
    (
        "Te snel met het antwoord",
        "Hij vroeg hoe je een voorstel door het college krijgt. Ik pakte mijn eigen voorbeeld erbij"
        " en vertelde een half uur. Hij schreef alles op en zei niets meer.",
        "Wat had ik kunnen vragen?",
        "De week erna vroeg ik eerst wat hij zelf al had bedacht.",
        "Ik tel nu tot drie voordat ik iets vertel.",
    ),
    (
        "We zagen elkaar te weinig",
        "Twee keer zegde ik af, omdat een ander overleg uitliep. De derde keer zegde de ander af.",
        "Wat werkt bij jullie in een drukke week?",
        "Ik belde en zei dat ik het jammer vond. We kozen een vast kwartier op maandag.",
        "Kort en vast werkt beter dan lang en soms.",
    ),
)
UNFINISHED = {
    "situation": "Daan wil meteen alles goed doen. Gisteren stuurde hij om elf uur ’s avonds nog "
    "een stuk. Hij zei dat het moest.",
    "question": "Hoe help ik hem om rust te nemen?",
}
AUDIENCES = ("return", "cohort", "buddy", "return", "")


def bring_cases(organisation: Organisation, at: datetime) -> None:
    """All by the return meeting; before that some write one for their buddy or for the group.

    Joris has a draft in which he names a colleague, so that the hint can be seen.
    """
    for cohort in Cohort.objects.filter(organisation=organisation, cancelled_at=None):
        back = cohort.meetings.filter(step__key="return").first()
        seats = list(cohort.enrolments.taking_part().order_by("pk"))
        if back is None or Case.objects.filter(enrolment__in=seats).exists():
            continue
        if back.ends_at <= at:
            _write(seats, back.starts_at - timedelta(days=3))
        elif BuddyPair.objects.live().filter(cohort=cohort).exists():
            _write(seats[:4], at - timedelta(days=2))
        elif Meeting.objects.over(at).filter(cohort=cohort, step__key="half-day-1").exists():
            Case.objects.create(enrolment=seats[0], number=1, **UNFINISHED)
            _write(seats[1:3], at - timedelta(days=1))


def _write(seats: list[Enrolment], moment: datetime) -> None:
    for number, enrolment in enumerate(seats):
        title, situation, question, did, learnt = TOLD[number % len(TOLD)]
        organisation = enrolment.cohort.organisation
        day = organisation.working_days().on_or_before(organisation.local_date(moment))
        Case.objects.create(
            enrolment=enrolment,
            number=1,
            title=title,
            situation=situation,
            question=question,
            did=did,
            learnt=learnt,
            shared_with=AUDIENCES[number % len(AUDIENCES)],
            handed_in_at=organisation.moment(day, time(15)),
        )
