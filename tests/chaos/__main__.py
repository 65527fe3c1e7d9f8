"""``make chaos``: kills processes at random, on SQLite and on PostgreSQL with Redis."""

import argparse
import random
import signal
import sys

from tests.chaos import peer, servers
from tests.chaos.storm import Storm, heading


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--only", choices=["sqlite", "servers"])
    parser.add_argument("--peer", action="store_true", help="ask django-post_office the same")
    asked = parser.parse_args()
    print(f"seed {asked.seed}\n\n{heading()}", flush=True)
    faults = []
    for on_servers in _settings(asked.only):
        storm = Storm(
            on_servers, asked.people, asked.kills, asked.workers, random.Random(asked.seed)
        )
        verdict = storm.rage()
        print(verdict.line(), flush=True)
        faults += [f"{verdict.setting}: {one}" for one in verdict.faults()]
    print("\n" + ("\n".join(faults) or "The promise held."))
    if asked.peer:
        _print_peer()
    return 1 if faults else 0


def _print_peer() -> None:
    doubled = peer.doubles()
    if doubled is None:
        print("\ndjango-post_office cannot be installed here; measured before: 50 of 100.")
    else:
        print(f"\ndjango-post_office, one kill in {peer.MAILS} mails: {doubled} went twice.")


def _settings(only: str | None) -> list[bool]:
    if only == "sqlite":
        return [False]
    if servers.are_here():
        return [True] if only else [False, True]
    print("(no PostgreSQL or no Redis on this machine)", file=sys.stderr)
    if only:
        sys.exit(1)
    return [False]


def _leave(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
