"""Messages that did not get through at once: asked and not sent, sent and never heard of."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.mailing import index
from chalicelib.mailing.rules.messages import silent
from chalicelib.mailing.store import MESSAGES
from chalicelib.readmodel import ListQuery, Row, lists


def unsent(call: Call) -> tuple[list[str], list[str]]:
    """(those to send again, those that were silent too long). Candidates from the list, each judged on its item."""
    where = json.dumps({"field": "status", "op": "in", "value": ["queued", "sending"]})

    def ids(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows]

    found = lists.each(call, index.MESSAGES, ListQuery(where=where, fields="id", sort="asked_at"), ids)
    unit = reading(call)
    unit.load(*((MESSAGES, id) for id in found))
    known = [message for id in found if (message := unit.find(MESSAGES, id)) is not None]
    again = [one.id for one in known if one.state == "queued"]
    return again, [one.id for one in known if silent(one, call.now)]
