"""docs/keys.md, docs/entry_points.md, the manifest of routes and the samples of events/, drawn from the code.

python -m scripts.docs            writes them
python -m scripts.docs --check    fails when one is not what the code says
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.front import MANIFEST, manifest
from chalicelib.aws.http import OPERATIONS
from chalicelib.aws.table import KINDS
from scripts import samples

ROOT = Path(__file__).resolve().parent.parent
KEYS = """# Keys

Drawn from the code (`make docs`). One table, a key-value store: every item has a partition of its own that begins with
its company, so no partition is hot or large and `dynamodb:LeadingKeys` can fence a company. What belongs to no company
begins with `G#`. Beside the kinds below:

| pk | sk | holds | who asks |
|---|---|---|---|
| `<company>#H` | `<lane>` | head of a lane: `v` is the last number | every commit (one lane), every reader (all) |
| `<company>#J#<lane>#<seq div 1000>` | `<seq>` | a journal entry, packed | readers that are behind, by explicit keys |
| `G#limit#<name>` | `-` | a counter with an expiry (rates, wrong codes) | `aws/limits.py`; not in the journal |

An item carries `v` (its version, from 1), `kind`, `doc` (its JSON document: byte `J` plain, `Z` deflated) and perhaps
`ttl`. A deleted item stays as a version without a document, so a version never goes back.
A *secret* kind is never shown by history, change feed, bus or read model.

| kind | pk | document | room | secret |
|---|---|---|---|---|
"""
ENTRIES = """# Entry points

Drawn from the code (`make docs`). What runs outside a request; each is one Lambda on AWS and one line of the local
worker's dispatch table.

| entry | runs on | what it does |
|---|---|---|
"""
HTTP = """
## HTTP

One Lambda answers them all; the contracts are in `openapi.json`.

| method | path (under /api/v1) | scope | what it does |
|---|---|---|---|
"""


def keys() -> str:
    rows = []
    for kind in sorted(KINDS.values(), key=lambda one: (one.doc_type.__module__, one.name)):
        owner = "G" if kind.globally else "<company>"
        room = kind.doc_type.__module__.split(".")[1]
        key = f"`{owner}#{kind.name}#<id>`"
        rows.append(f"| {kind.name} | {key} | {kind.doc_type.__name__} | {room} | {'yes' if kind.secret else ''} |")
    return KEYS + "\n".join(rows) + "\n"


def entries() -> str:
    rows = ["| relay | the table's stream (inserted journal entries) | archives each entry, then publishes its facts |"]
    for handler in sorted(HANDLERS.values(), key=lambda one: one.name):
        when = ", ".join(f"fact `{fact}`" for fact in handler.facts) or (
            f"schedule `{handler.schedule}`" if handler.schedule else "a task of a workflow"
        )
        rows.append(f"| {handler.name} | {when} | {first_line(handler.run)} |")
    operations = [
        f"| {one.method} | `{one.path}` | {one.scope} | {first_line(one.function)} |"
        for one in sorted(OPERATIONS, key=lambda one: (one.path, one.method))
    ]
    return ENTRIES + "\n".join(rows) + "\n" + HTTP + "\n".join(operations) + "\n"


def first_line(function: Callable[..., object]) -> str:
    text = inspect.getdoc(function) or function.__name__.replace("_", " ")
    return text.split("\n")[0].replace("|", "\\|")


def stale(drawn: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in drawn if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != text]


def routes() -> str:
    """What Lambda's front door reads (chalicelib/aws/front.py)."""
    return "[\n" + ",\n".join(json.dumps(route) for route in manifest()) + "\n]\n"


def main() -> int:
    import_module("app")
    drawn = [
        ("docs/keys.md", keys()),
        ("docs/entry_points.md", entries()),
        (f"chalicelib/aws/{MANIFEST}", routes()),
        *samples.drawn(),
    ]
    names = stale(drawn)
    if "--check" in sys.argv:
        for name in names:
            print(f"{name} is not what the code says: run `make docs`", file=sys.stderr)
        return 1 if names else 0
    (ROOT / "events").mkdir(exist_ok=True)
    for name, text in drawn:
        (ROOT / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
