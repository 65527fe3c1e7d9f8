"""Real processes on a scratch house: many senders at once, and a broker that is away."""

import signal
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.chaos import servers
from tests.chaos.place import Place, a_place

LONG_ENOUGH = 900.0  # seconds; a slow machine is no fault

pytestmark = [
    # Minutes of work: not for each `make test`.
    pytest.mark.skipif(not (settings.REDIS_URL and servers.are_here()), reason="needs servers"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


@pytest.fixture
def place() -> Iterator[Place]:
    """On a PostgreSQL and a Redis of its own, which it may stop."""
    with a_place(on_servers=True) as made:
        yield made


def all_are_told(place: Place, people: int) -> bool:
    return place.house.tend_until(lambda: len(place.deliveries()) >= people, LONG_ENOUGH)


def told_once(place: Place) -> bool:
    """Each of them in the sink once, and sent in the database."""
    facts = place.owing()
    times = Counter(address for address, _ident in place.deliveries())
    return times == dict.fromkeys(facts["people"], 1) and facts["states"] == {"sent": len(times)}


@pytest.mark.parametrize("on_servers", [False, True])
def test_two_clocks_and_ten_senders_at_once_tell_everybody_once(on_servers: bool) -> None:
    with a_place(on_servers) as place:
        _send_with_many_hands(place, people=200, hands=10)


def _send_with_many_hands(place: Place, people: int, hands: int) -> None:
    place.owing("fill", str(people))
    for number in (1, 2):
        place.add_beat(number)
        place.add_worker(number)
    passes = [place.begin("manage.py", "remind") for _hand in range(hands)]
    assert all_are_told(place, people)
    assert [one.communicate() and one.returncode for one in passes] == [0] * hands
    place.house.stop("beat", "worker")
    assert told_once(place)


def test_while_the_broker_is_away_the_command_alone_tells_everybody(place: Place) -> None:
    place.owing("fill", "30")
    place.house.stop("broker")
    place.run("manage.py", "remind")
    assert told_once(place)


def test_what_was_due_while_the_broker_was_away_goes_when_it_is_back(place: Place) -> None:
    (broker,) = (one for one in place.house.children if one.name == "broker")
    place.add_beat()
    place.add_worker()
    assert place.house.tend_until(lambda: place.owing()["has_run"], LONG_ENOUGH)
    place.house.children.remove(broker)  # nobody starts it again
    broker.signal(signal.SIGKILL)
    place.owing("fill", "30")
    assert place.deliveries() == []
    place.house.children.append(broker)
    assert all_are_told(place, 30)
    place.house.stop("beat", "worker")
    assert told_once(place)
