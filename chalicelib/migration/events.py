"""What goes on by itself: an import at work.

The bus drives it by slices; `start_import`, `write_chunk`, `finish_import` and their undo are the same steps
one by one, for a state machine. Every step may come twice.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, Task, entries
from chalicelib.migration.schemas import ImportContinuedV1, ImportStartedV1
from chalicelib.migration.service import steps

routes = Blueprint(__name__)
entry = entries(routes)


@entry(facts=(ImportStartedV1.TYPE, ImportContinuedV1.TYPE))
def work_import(call: Call, told: dict[str, Any], happened: Happened) -> None:
    steps.work(call, told["data"]["import_id"])


@entry(schedule="rate(1 minute)")
def resume_imports(call: Call) -> None:
    steps.resume(call)


@entry(task=True)
def start_import(call: Call, event: Task) -> Task:
    return steps.start(call, event["import_id"])


@entry(task=True)
def write_chunk(call: Call, event: Task) -> Task:
    return steps.chunk(call, event["import_id"], int(event["chunk"]))


@entry(task=True)
def finish_import(call: Call, event: Task) -> Task:
    return steps.finish(call, event["import_id"])
