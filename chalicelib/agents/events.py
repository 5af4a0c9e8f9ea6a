"""What agents do when sales or payments tell a fact: they count what is pending, that fact included."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.agents import service
from chalicelib.aws.call import Call
from chalicelib.aws.entry import Happened, entries

routes = Blueprint(__name__)
entry = entries(routes)


@entry(facts=service.FACTS)
def on_fact(call: Call, told: dict[str, Any], happened: Happened) -> int:
    return service.follow_facts(call)
