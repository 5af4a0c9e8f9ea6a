"""Every entry point takes the event AWS hands it, in an interpreter where nothing else was imported."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby

import pytest

from app import app
from chalicelib.aws.entry import HANDLERS
from scripts.stack import ROOT, Stack

EVENTS = ROOT / "events"
# The function of a Lambda by its name: "chalicelib.sales.events.on_customer_changed".
STRINGS = {function.name: function.handler_string for function in app.pure_lambda_functions}
BY_MODULE = {
    module: sorted(names)
    for module, names in groupby(
        sorted(STRINGS, key=STRINGS.__getitem__), key=lambda name: STRINGS[name].rpartition(".")[0]
    )
}
# A fact may come late: what it names may be gone, and the handler says so in the words of the house or does nothing.
SCRIPT = """
import importlib, json, sys
from pathlib import Path
module = importlib.import_module(sys.argv[1])
assert "app" not in sys.modules
from chalicelib.kernel.errors import CaveauError
for pair in sys.argv[2:]:
    name, function = pair.split("=")
    for event in json.loads(Path("events", name + ".json").read_text("utf-8")):
        try:
            getattr(module, function)(event, None)
        except CaveauError as error:
            print(name, "refuses:", error.code)
"""


def test_every_entry_point_has_its_sample_and_no_sample_is_left_over() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == set(STRINGS)
    assert set(HANDLERS) < set(STRINGS)


def test_a_sample_names_the_facts_its_handler_hears() -> None:
    for handler in HANDLERS.values():
        events = json.loads((EVENTS / f"{handler.name}.json").read_text("utf-8"))
        heard = [event["detail-type"] for event in events if event.get("source") == "caveau"]
        assert tuple(heard) == handler.facts, handler.name


@pytest.fixture
def emptied(stack: Stack) -> Iterator[Stack]:
    """A stack that holds nothing, before and after: what samples commit is nobody's."""
    stack.reset()
    yield stack
    stack.reset()


@pytest.mark.parametrize("module", sorted(BY_MODULE))
def test_handlers_take_their_samples_in_a_fresh_interpreter(module: str, emptied: Stack) -> None:
    pairs = [f"{name}={STRINGS[name].rpartition('.')[2]}" for name in BY_MODULE[module]]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, module, *pairs],
        cwd=ROOT,
        env=emptied.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
