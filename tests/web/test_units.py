"""The units for systemd that docs/deploy.md hands out: systemd finds no fault in them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from mentorship.web.management.commands.up import PARTS

DEPLOY = Path(settings.BASE_DIR) / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.name)
def test_systemd_finds_no_fault_in_a_unit(unit: Path, tmp_path: Path) -> None:
    """With the paths of this machine, since it looks whether they are there."""
    text = unit.read_text().replace("/srv/wegwijs/.venv/bin/python", sys.executable)
    here = tmp_path / unit.name.replace("@.", "@1.")
    here.write_text(text.replace("/srv/wegwijs", str(settings.BASE_DIR)))
    found = subprocess.run(
        ["systemd-analyze", "verify", here], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_every_unit_starts_what_there_is() -> None:
    started = {re.findall(r"manage\.py up ?(\w*)$", one.read_text(), re.M)[0] for one in UNITS}
    assert started == {"", *PARTS}


def test_every_variable_of_the_settings_is_explained() -> None:
    code = (Path(settings.BASE_DIR) / "mentorship" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', code))
    explained = set(re.findall(r"`([A-Z_]+)`", (DEPLOY.parent / "deploy.md").read_text()))
    assert read - explained == set()
