"""The demo's fourth chapter: mentors with their own words, pairs, a question, and who waits.

Told by the same actions that a click calls, each at its own moment.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from matching import actions
from matching.arrangement import participants, proposed
from matching.board import newcomers_of
from matching.demo_cases import bring_cases
from matching.demo_check_ins import say_how_it_goes
from matching.models import (
    BuddyPair,
    CheckIn,
    Goal,
    Hope,
    MentorProfile,
    Mentorship,
    Policy,
    Word,
)
from matching.models.mentorship import OPEN
from matching.models.talking import current_check_in
from matching.pool import load_pool
from matching.ranking import advise
from mentorship import declare
from mentorship.people.models import Organisation, Person, Role
from mentorship.reminders.demo_post import file_as_sent
from mentorship.reminders.models import Message
from mentorship.reminders.rules import label
from programmes.models import Cohort, Enrolment, Meeting

MENTOR, NEWCOMER = "mentor@hoorn.example", "nieuw@hoorn.example"
JORIS = {
    "capacity": 2,
    "about": "Ik loop graag een rondje om de haven om bij te praten. Vraag me alles, ook wat je "
    "niet durft te vragen.",
    "how_to_meet": "Dinsdag of donderdag, koffiecorner stadhuis",
    "hours_a_month": 6,
    "strengths": "Ik breng collega’s met elkaar in contact.",
    "themes": ["finding-your-way", "working-together", "politics"],
    "days": ["mon", "tue", "thu"],
    "ways": ["walking", "office"],
    # A mentor from before the programme, who follows the training now as well.
    "trained_elsewhere": True,
}
WORDS = (
    (
        "Ik werk hier al jaren en ken bijna iedereen. Ik stel je graag voor aan wie je nodig hebt.",
        "Woensdagochtend, bij de thee in het bedrijfsrestaurant",
    ),
    (
        "Toen ik begon, wist ik de eerste maand niet waar ik moest zijn. Dat wil ik jou besparen.",
        "Maandag of dinsdag, bellen mag ook",
    ),
    (
        "Ik luister liever dan dat ik praat. Neem mee waar je over piekert, dan zoeken we het uit.",
        "Wandelend, na de lunch",
    ),
    (
        "Fouten maken hoort erbij. Ik vertel je graag welke ik zelf heb gemaakt.",
        "Donderdag, kamer 2.14 of online",
    ),
    (
        "Je mag me alles vragen over hoe een voorstel door het college komt. "
        "En over het koffieapparaat.",
        "Elke ochtend vóór half tien",
    ),
    (
        "Ik hou van helder: zeg me wat je wilt leren, dan bedenken we samen de eerste stap.",
        "Dinsdagmiddag, op de fiets kan ook",
    ),
    (
        "Ik ben zelf drie keer van functie gewisseld binnen de gemeente. Ik denk graag met je mee.",
        "Maandag, in de stadhuistuin als het droog is",
    ),
)
OFFERS: tuple[dict[str, list[str]], ...] = (
    {"themes": ["finding-your-way", "working-together"], "days": ["mon", "tue", "thu"]},
    {"themes": ["the-work", "growing"], "days": ["mon", "tue", "wed", "fri"]},
    {"themes": ["yourself", "balance"], "days": ["tue", "wed", "thu"]},
    {"themes": ["politics", "the-work", "growing"], "days": ["mon", "wed", "thu", "fri"]},
)
HOPES: tuple[dict[str, Any], ...] = (
    {"themes": ["growing", "working-together"], "days": ["mon", "tue", "wed"], "way": "walking"},
    {"themes": ["politics"], "days": ["tue", "thu"], "word": "Ik kom uit het onderwijs."},
    {"themes": ["finding-your-way", "balance", "yourself"], "days": ["wed", "thu", "fri"]},
)
GOALS = (
    "Weten wie ik bel als een bewoner vastloopt",
    "In elk teamoverleg breng ik één punt in",
    "Zelf een voorstel voor het college schrijven",
)
BREAK = timedelta(days=45)
ASKED_DAYS_AGO = 3
EXPECTED = {"hoorn": {"expected_a_month": 7}, "medemblik": {}}
QUIET = "Ik merk dat we te weinig tijd vinden. Kun je meedenken?"
LINE = "Het gaat goed. Ik zou alleen graag eens meelopen bij een ander team. Kan dat?"


def tell(at: datetime) -> None:
    for slug in ("hoorn", "medemblik"):
        organisation = Organisation.objects.get(slug=slug)
        _make_buddies(organisation, at)
        Policy.objects.get_or_create(organisation=organisation, defaults=EXPECTED[slug])
        if not Mentorship.objects.filter(mentee__organisation=organisation).exists():
            _introduce(organisation, at)
            _hope(organisation, at)
            _let_managers_answer(organisation, at)
            _pair(organisation, at)
            _pause_one(organisation, at)
            _let_pairs_talk(organisation, at)
            say_how_it_goes(organisation, at)
            _work_together(organisation, at)
        bring_cases(organisation, at)
    rows = [*Mentorship.objects.all(), *BuddyPair.objects.all(), *Word.objects.all()]
    labels = [label(one) for one in rows]
    file_as_sent(Message.objects.filter(subject__in=labels), at)


def _introduce(organisation: Organisation, at: datetime) -> None:
    """Whoever is trained has written who they are."""
    trained = Enrolment.objects.trained(at).filter(person__organisation=organisation)
    people = Person.objects.filter(pk__in=trained.values("person")).by_name()
    for number, person in enumerate(people):
        about, how = WORDS[number % len(WORDS)]
        facts = {
            "capacity": 1 + number % 2,
            "hours_a_month": 4 + number % 3,
            "about": about,
            "how_to_meet": how,
            "ways": [("office", "walking", "online")[number % 3]],
            **OFFERS[number % len(OFFERS)],
        }
        MentorProfile.objects.get_or_create(person=person, defaults=facts)
    for joris in Person.objects.filter(email=MENTOR, organisation=organisation):
        MentorProfile.objects.get_or_create(person=joris, defaults=JORIS)
        Person.objects.filter(pk=joris.pk, phone="").update(phone="06 12 34 56 78")


def _hope(organisation: Organisation, at: datetime) -> None:
    """Of who starts later, some have said what they hope for; Daan did too."""
    today = organisation.local_date(at)
    people = Person.objects.filter(organisation=organisation).newcomers(today)
    ahead = people.filter(Q(starts_on__gt=today) | Q(email=NEWCOMER)).order_by("starts_on", "pk")
    for number, person in enumerate(ahead[: 2 * len(HOPES)]):
        if number % 2 == 0 or person.email == NEWCOMER:
            said = HOPES[number % len(HOPES)]
            Hope.objects.get_or_create(person=person, defaults={**said, "said_at": at})


def _pause_one(organisation: Organisation, at: datetime) -> None:
    """One mentor who guides nobody takes a break."""
    free = MentorProfile.objects.filter(person__organisation=organisation).exclude(
        person__mentorships__state__in=OPEN
    )
    last = free.order_by("person__sorts_as", "pk").last()
    if last is not None:
        last.pause(organisation.local_date(at) + BREAK)


def _pair(organisation: Organisation, at: datetime) -> None:
    """Who started first was asked for first; Daan has Joris, one mentor has yet to answer."""
    adviser = Person.objects.get(roles__kind=Role.Kind.ADVISER, roles__organisation=organisation)
    newcomers, today = list(newcomers_of(adviser, at)), organisation.local_date(at)
    daan = next((one for one in newcomers if one.email == NEWCOMER), None)
    if daan is not None:
        moment = _office(organisation, today - timedelta(days=6))
        _match(adviser, daan, moment, answered=True, address=MENTOR)
    ahead = [one for one in newcomers if one.starts_on and one.starts_on >= today and one != daan]
    asked = ahead[0] if ahead else None
    for newcomer in newcomers:
        if newcomer.starts_on and newcomer.starts_on < today:
            told_on = newcomer.starts_on - timedelta(days=9)
            moment = min(_office(organisation, told_on), at - timedelta(days=2))
            _match(adviser, newcomer, moment, answered=True)
    if asked is not None:
        moment = _office(organisation, today - timedelta(days=ASKED_DAYS_AGO))
        _match(adviser, asked, moment, answered=False)


def _office(organisation: Organisation, day: date) -> datetime:
    """Ten o'clock on this day, or on the working day before it."""
    return organisation.moment(organisation.working_days().on_or_before(day), time(10))


def _match(
    adviser: Person, newcomer: Person, moment: datetime, *, answered: bool, address: str = ""
) -> None:
    """Ask whom the table puts first, or the mentor with this address."""
    pool = load_pool(Organisation.objects.filter(people=newcomer), moment, [newcomer])
    candidates = pool.candidates_for(newcomer).values()
    advice = advise(pool.newcomer(newcomer), candidates, pool.weights(newcomer))
    people = [pool.people[one.candidate.pk] for one in advice.suggestions]
    mentor = next((one for one in people if address in ("", one.email)), None)
    if mentor is not None:
        question = actions.ask(mentor, newcomer, by=adviser, at=moment)
        if answered:
            at = moment + timedelta(hours=4)
            actions.answer_proposal(question, accepted=True, at=at)


def _make_buddies(organisation: Organisation, at: datetime) -> None:
    """A week after the second half-day; in a group that is over they met a few times."""
    for cohort in Cohort.objects.filter(organisation=organisation, buddy_pairs=None):
        second = Meeting.objects.over(at).filter(cohort=cohort, step__key="half-day-2").first()
        arrangement = proposed(participants(cohort), 0) if second else None
        if second and arrangement:
            groups = [group.enrolments for group in arrangement.groups]
            pairs = actions.make_buddies(cohort, groups, at=second.ends_at + timedelta(days=2))
            _let_them_meet(pairs, organisation.local_date(at))


def _let_them_meet(pairs: list[BuddyPair], today: date) -> None:
    for number, pair in enumerate(pairs):
        member = pair.members.select_related("person").first()
        for turn in range(3 - number % 2):
            wanted = pair.made_on + timedelta(days=9 + 28 * turn + number)
            day = pair.cohort.organisation.working_days().on_or_after(wanted)
            if member and day < today - timedelta(days=1):
                pair.exchanges.create(met_on=day, noted_by=member.person)


def _let_managers_answer(organisation: Organisation, at: datetime) -> None:
    """Of whoever takes part in a group that is halfway or over, all but the last manager did."""
    seats = Enrolment.objects.taking_part().filter(
        cohort__organisation=organisation, person__manager__isnull=False, person__agreement=None
    )
    over = Meeting.objects.over(at).filter(step__key="half-day-1")
    begun = seats.filter(cohort__in=over.values("cohort")).select_related("person__manager")
    waiting = {one.person_id for one in begun.order_by("cohort", "-pk")[:1]}
    for seat in begun:
        manager = seat.person.manager
        if manager is not None and seat.person_id not in waiting:
            moment = seat.state_since + timedelta(hours=20)
            actions.answer_about_time(seat.person, manager, agreed=True, at=min(moment, at))


def _let_pairs_talk(organisation: Organisation, at: datetime) -> None:
    """They met in the first weeks; the newcomer who began first has said how it goes."""
    today = organisation.local_date(at)
    pairs = Mentorship.objects.active().filter(mentee__organisation=organisation).with_people()
    begun = pairs.filter(mentee__starts_on__lte=today - timedelta(days=4), conversations=None)
    for pair in begun.order_by("mentee__starts_on", "pk"):
        assert pair.mentee.starts_on is not None
        met_on = _office(organisation, pair.mentee.starts_on + timedelta(days=3))
        actions.note_conversation(pair, pair.mentee, at=met_on)
    first = pairs.filter(check_ins=None).order_by("mentee__starts_on", "pk").first()
    day = current_check_in(first, today) if first else None
    if first and day and not CheckIn.objects.filter(mentorship__in=pairs).exists():
        actions.check_in(first, first.mentee, day, answer="well", word=LINE, at=at - timedelta(1))


def _work_together(organisation: Organisation, at: datetime) -> None:
    """Daan has a goal before he begins; who began first reached one of two. A mentor writes."""
    today = organisation.local_date(at)
    pairs = Mentorship.objects.active().filter(mentee__organisation=organisation).with_people()
    for daan in Person.objects.filter(email=NEWCOMER, organisation=organisation):
        Goal.objects.create(mentee=daan, text=GOALS[0], made_at=at - timedelta(days=2))
    first = pairs.filter(mentee__starts_on__lt=today).order_by("mentee__starts_on", "pk").first()
    if first:
        made_at = at - timedelta(days=14)
        for text, reached_on in zip(GOALS[1:], (today - timedelta(days=3), None), strict=True):
            facts = {"text": text, "made_at": made_at, "reached_on": reached_on}
            Goal.objects.create(mentee=first.mentee, **facts)
        actions.write_word(first.mentor, first.mentee, text=QUIET, at=at - timedelta(days=1))


declare.chapters.add(declare.Chapter(key="matching", tell=tell, order=40))
