"""A press on the board, *these two* or *not these two*, as a browser makes it.

Run by ``tests.bench.matching`` on a scratch database; prints seconds of the processor as JSON.
"""

import json
import random
import re
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402 - after the settings
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from matching.models import Hope, MentorProfile, Ruling  # noqa: E402
from matching.values import Candidate, Newcomer  # noqa: E402
from mentorship.people.models import Person, Team  # noqa: E402
from tests.cast import make_adviser, make_organisation, make_team  # noqa: E402
from tests.matching.house import a_house  # noqa: E402

PRESSES = 20
BUTTON = re.compile(r'id="set-(\d+)" formaction="([^"]+)" name="ruling" value="together\.(\d+)"')


def fill(newcomers: int) -> Person:
    """The municipality by chance of the other measurements, in a database; gives its adviser."""
    house, today = a_house(random.Random(4), newcomers), timezone.localdate()
    organisation = make_organisation(newcomers_from=today - timedelta(days=30))
    everybody: list[Newcomer | Candidate] = [
        *house.newcomers.values(),
        *house.candidates.values(),
    ]
    teams: dict[Any, Team] = {}
    for one in everybody:
        teams[one.team] = make_team(organisation, f"Team {one.team}", one.department)
    people = {
        one.pk: Person(
            organisation=organisation,
            team=teams[one.team],
            email=f"{one.pk}@hoorn.example",
            given_name="Noor",
            family_name=f"Jansen {one.pk}",
            job_title=one.job_title,
            password="!",
        )
        for one in everybody
    }
    for pk, newcomer in house.newcomers.items():
        people[pk].starts_on = today + (newcomer.first_day - newcomer.today)
    for pk, mentor in house.candidates.items():
        people[pk].starts_on = mentor.hired_on
    for person in people.values():
        person.sort_anew()
    Person.objects.bulk_create(people.values())
    Hope.objects.bulk_create(
        Hope(person=people[pk], themes=sorted(one.themes), days=sorted(one.days), way=one.way)
        for pk, one in house.newcomers.items()
    )
    MentorProfile.objects.bulk_create(
        MentorProfile(
            person=people[pk],
            capacity=one.free or 1,
            trained_elsewhere=True,
            about="Ik loop graag mee." if one.has_introduced else "",
            themes=sorted(one.themes),
            days=sorted(one.days),
            ways=sorted(one.ways),
        )
        for pk, one in house.candidates.items()
    )
    return make_adviser(organisation)


def press(client: Client, dice: random.Random, word: str, by_script: bool) -> float:
    """On a row by chance of the first page, of a board on which nothing is decided."""
    Ruling.objects.all().delete()
    shown = client.get(reverse("matching:board")).content.decode()
    pk, path, mentor = dice.choice(BUTTON.findall(shown))
    [mark] = re.findall(f'name="seen-{pk}" value="([^"]+)"', shown)
    sent = {"ruling": f"{word}.{mentor}", f"seen-{pk}": mark, "page": "1"}
    headers = {"HX-Request": "true"} if by_script else {}
    begun = time.process_time()
    answer = client.post(path, sent, headers=headers)
    if not by_script:
        answer = client.get(answer["Location"])
    spent = time.process_time() - begun
    assert f'name="seen-{pk}" value="{mark}"' not in answer.content.decode()  # it was done
    return spent


def main(newcomers: int) -> None:
    client, dice = Client(SERVER_NAME="localhost"), random.Random(5)
    client.force_login(fill(newcomers))
    words = ("together", "apart") * (PRESSES // 2)
    for by_script in (True, False):  # the first press warms up what is loaded once
        press(client, dice, "together", by_script)
    found = {
        name: [press(client, dice, word, by_script) for word in words]
        for name, by_script in (("script", True), ("browser", False))
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
