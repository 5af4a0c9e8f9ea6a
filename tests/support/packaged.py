"""The package, made as `make package` makes it, once for all who ask."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from scripts import package

Template = dict[str, Any]


@functools.cache
def packaged() -> None:
    """build/package/ is there and new. Skips where no Python 3.13 or 3.12 is, except in continuous integration."""
    if not any(package.candidates()) and os.environ.get("CI") != "true":
        pytest.skip(package.HOW)
    command = [sys.executable, "-m", "scripts.package"]
    done = subprocess.run(command, cwd=package.ROOT, capture_output=True, text=True, check=False, timeout=840)
    assert done.returncode == 0, done.stdout + done.stderr


@functools.cache
def main_stack() -> Template:
    """The template of the main stack."""
    packaged()
    loaded: Template = json.loads(package.MAIN.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def replica_stack() -> Template:
    """The template of the second stack."""
    packaged()
    loaded: Template = json.loads(package.REPLICA.read_text(encoding="utf-8"))
    return loaded


def of_type(template: Template, kind: str) -> dict[str, Any]:
    """The properties of every resource of a type, by name."""
    found = template["Resources"].items()
    return {name: made.get("Properties", {}) for name, made in found if made["Type"] == kind}
