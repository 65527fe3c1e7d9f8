"""The kill test in short, as ``make test-services`` runs it; ``make chaos`` is the long form."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.chaos import servers
from tests.chaos.house import ROOT


@pytest.mark.skipif(not settings.REDIS_URL, reason="a minute or two: not for each `make test`")
def test_ten_kills_lose_nobody_and_cost_at_most_a_double_for_each_sender() -> None:
    only = "servers" if servers.are_here() else "sqlite"
    size = ["--people", "150", "--kills", "10", "--only", only]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *size], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert done.returncode == 0, done.stdout
