"""What a browser must fetch: the frame at most 215 KB of compressed script, a list 260 with it."""

from __future__ import annotations

import subprocess

import pytest

from scripts import install
from scripts.stack import ROOT

pytestmark = pytest.mark.slow


def test_the_pages_stay_within_their_weight() -> None:
    with install.alone():
        install.web()
    said = subprocess.run(["node", "scripts/size.mjs"], cwd=ROOT / "web", capture_output=True, text=True, check=False)
    lines = said.stdout.splitlines()
    assert sum("of 260" in line for line in lines) >= 15, said.stdout + said.stderr
    assert said.returncode == 0, "\n".join(line for line in lines if "TOO LARGE" in line)
