"""What goes on by itself: an import at work.

The fact `migration.import.started.v1` starts a workflow (infra/import.asl.json, docs/decisions/0009), whose tasks are
here: start, every chunk in its order, finish, and the same for an undo. Every step may come twice.
"""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.entry import Task, entries
from chalicelib.migration.service import steps

routes = Blueprint(__name__)
entry = entries(routes)


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


@entry(task=True)
def stop_import(call: Call, event: Task) -> Task:
    return steps.stop(call, event["import_id"])
