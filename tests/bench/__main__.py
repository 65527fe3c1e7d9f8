"""``make bench``: every table of docs/benchmarks.md that can be measured on this machine."""

import argparse
import os

from tests.bench import buddies, matching, throughput
from tests.bench.setting import a_database, answers, run

PARTS = ["throughput", "planning", "matching", "aims", "buddies"]  # aims: those of matching alone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default=os.environ.get("BENCH_SERVER", ""))
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--copies", type=int, default=99)
    parser.add_argument("--only", choices=PARTS)
    asked = parser.parse_args()
    servers = ["", asked.server] if answers(asked.server) else [""]
    if asked.only in (None, "throughput"):
        print("## From due to handed over\n")
        print("| database | due | workers | smtplib alone, mails/s | Wegwijs, mails/s | of it |")
        print("| --- | --- | --- | --- | --- | --- |")
        for server in servers:
            for people in asked.people:
                throughput.measure(server, people, asked.seconds)
    if asked.only in (None, "planning"):
        print("\n## One tick\n")
        for server in servers:
            with a_database(server, 1) as environment:
                print(run(environment, "-m", "tests.bench.planning", "10000", str(asked.copies)))
    if asked.only in (None, "matching", "aims"):
        matching.main(only_aims=asked.only == "aims")
    if asked.only in (None, "buddies"):
        buddies.main()


if __name__ == "__main__":
    main()
