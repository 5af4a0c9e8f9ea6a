"""The bus, walked by hand: deliver to the handlers every fact committed since the last time, in order.

All buses of a process stand at the same place, as EventBridge does: a fact is delivered once, whichever test asks, and
not once more by every bus that is made after it (`tests.rooms.tenancy_support.told_again` delivers twice on purpose).

What the relay and EventBridge do beside each other in a running system happens here at a known moment, with the same
events, the same handlers and the same workflows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from chalicelib.aws import journal, relay
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.table import Item
from scripts.workflow import STARTED_BY
from tests.support.workflow import walk


class Bus:
    delivered: ClassVar[dict[tuple[str, str], int]] = {}

    def __init__(self) -> None:
        self.seen = self.delivered

    def deliver(self) -> int:
        """Run handlers until nothing new is committed; gives the number of events handled. What a handler fails at is
        not told again, what comes after it is."""
        done = 0
        while waiting := list(self._waiting()):
            for company, lane, last in waiting:
                for entry in journal.stored(company, lane, self.seen.get((company, lane), 0) + 1, last):
                    self.seen[company, lane] = int(entry["seq"])
                    relay.archive(entry)
                    done += sum(self._handle(event) for event in relay.events_of(entry))
        return done

    def _waiting(self) -> Iterator[tuple[str, str, int]]:
        """(company, lane, last sequence number) of the lanes with something new."""
        for head in list(Item.scan(Item.kind == journal.HEAD)):
            company, lane, last = head.pk.removesuffix("#H"), head.sk, int(head.v)
            if last > self.seen.get((company, lane), 0):
                yield company, lane, last

    def _handle(self, event: dict[str, Any]) -> int:
        wanted = [handler for handler in HANDLERS.values() if event["DetailType"] in handler.facts]
        detail = json.loads(event["Detail"])
        for handler in wanted:
            handler.run({"detail-type": event["DetailType"], "detail": detail}, None)
        flows = [name for name, facts in STARTED_BY.items() if event["DetailType"] in facts]
        for name in flows:
            walk(name, detail)
        return len(wanted) + len(flows)
