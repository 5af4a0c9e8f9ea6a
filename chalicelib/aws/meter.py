"""What each company uses of AWS: capacity as DynamoDB itself reports it, requests, time, bytes.

Nouns: a `Usage` (counts of one company in one month), what was `Heard` of one request, a tally (what this worker has
not written yet). The one trick: nothing is written per request: a worker adds up in memory and writes one addition per
company when enough has gathered or two minutes have passed, so measuring a thousand requests costs a few writes. Lambda
freezes a container between requests and ends it without a word: what is lost then is what it did since it last wrote,
two minutes at most and less when requests are far apart, for the next one writes. It is a measure, never anybody's
data; `log.measure` has a line for every request to compare with.

Capacity comes from `ReturnConsumedCapacity`: the answer itself says what it cost. Where an emulator's does not, the
sizes of the items do.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from chalicelib.aws.call import PLATFORM
from chalicelib.aws.log import logger
from chalicelib.aws.table import Item
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.pieces import pieces

REQUESTS = 500
SECONDS = 120.0
FIRST = 10.0
"""A container that lives for a moment writes too, but not in its first, cold request."""
KEPT = 400 * 24 * 3600
KIND = "usage"
WRITES = {"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}


@dataclass(frozen=True)
class Usage:
    """One company's month. Units are in hundredths (a consistent read of 4 KB is 100); `commits`: transactions, each
    one archive object and one event or more; `bytes`: answered."""

    requests: int = 0
    entries: int = 0
    milliseconds: int = 0
    bytes: int = 0
    reads: int = 0
    writes: int = 0
    commits: int = 0


FIELDS = tuple(field.name for field in fields(Usage))


class Heard(Counter[str]):
    """What one request or entry used; the platform's until its company is known to be one of the asker's."""

    company = PLATFORM


_tally: dict[tuple[str, str], Counter[str]] = {}
_now: list[Heard] = []
_written_at = [time.monotonic() - SECONDS + FIRST]


@contextmanager
def metered(now: datetime) -> Iterator[Heard]:
    """What the table is asked while this lasts is counted, in the month that it is in Paris; more may be added to the
    counter given."""
    month = f"{paris_date(now):%Y-%m}"
    heard = Heard()
    _now.append(heard)
    began = time.perf_counter()
    try:
        yield heard
    finally:
        _now.pop()
        heard["milliseconds"] += round((time.perf_counter() - began) * 1000)
        _tally.setdefault((heard.company, month), Counter()).update(heard)
        if due():
            write()


def belongs(company: str) -> None:
    """The company is known: what is counted now is its own."""
    listen()
    if _now:
        _now[-1].company = company


def listen() -> None:
    """Have every answer of the table say what it cost (once per client; registering again changes nothing)."""
    events = Item._get_connection().connection.client.meta.events
    events.register("provide-client-params.dynamodb", _ask, unique_id="caveau-meter-ask")
    events.register("after-call.dynamodb", _hear, unique_id="caveau-meter-hear")


def _ask(params: dict[str, Any], model: Any, **_: Any) -> None:
    if "ReturnConsumedCapacity" in model.input_shape.members:
        params.setdefault("ReturnConsumedCapacity", "TOTAL")


def _hear(parsed: dict[str, Any], model: Any, **_: Any) -> None:
    if not _now:
        return
    told = parsed.get("ConsumedCapacity") or []
    units = sum(one.get("CapacityUnits", 0) for one in (told if isinstance(told, list) else [told]))
    if not told and model.name == "BatchGetItem":
        units = _weighed(parsed)
    write = model.name in WRITES
    _now[-1]["writes" if write else "reads"] += round(units * 100)
    _now[-1]["commits"] += model.name == "TransactWriteItems" and bool(told)


def _weighed(parsed: dict[str, Any]) -> int:
    """Units of a batch read whose answer does not say (the embedded stack's): one per 4 KB begun of each item."""
    found = [item for page in parsed.get("Responses", {}).values() for item in page]
    return sum(1 + len(item.get("doc", {}).get("B", b"")) // 4096 for item in found)


def due() -> bool:
    """Whether enough has gathered."""
    waiting = sum(heard["requests"] + heard["entries"] for heard in _tally.values())
    return waiting >= REQUESTS or (waiting > 0 and time.monotonic() - _written_at[0] > SECONDS)


def write() -> None:
    """Add what has gathered to what is stored: one write per company. What cannot be written is logged and lost: a
    measure must never cost a request its answer."""
    from botocore.exceptions import BotoCoreError, ClientError

    gathered = [(key, heard) for key, heard in _tally.items() if +heard]
    _tally.clear()
    _written_at[0] = time.monotonic()
    for (company, month), heard in gathered:
        try:
            _add(company, month, heard)
        except (BotoCoreError, ClientError) as error:
            logger.warning("usage not written", extra={"company": company, "month": month, "reason": str(error)})


def _add(company: str, month: str, heard: Counter[str]) -> None:
    names = [name for name in FIELDS if heard[name]]
    told = {f":{name}": {"N": str(heard[name])} for name in names}
    told |= {":one": {"N": "1"}, ":kind": {"S": KIND}, ":ttl": {"N": str(int(time.time()) + KEPT)}}
    Item._get_connection().connection.client.update_item(
        TableName=Item.Meta.table_name,
        Key={"pk": {"S": f"{company}#{KIND}#{month}"}, "sk": {"S": "-"}},
        UpdateExpression="SET #kind = :kind, #ttl = :ttl ADD v :one, " + ", ".join(f"#{n} :{n}" for n in names),
        ExpressionAttributeNames={f"#{name}": f"u_{name}" for name in names} | {"#kind": "kind", "#ttl": "ttl"},
        ExpressionAttributeValues=told,
    )


def stored(companies: Iterable[str], month: str) -> dict[str, Usage]:
    """What is written of the companies' month (the platform's own under `0`)."""
    found: dict[str, Usage] = {}
    client, name = Item._get_connection().connection.client, Item.Meta.table_name
    keys = [{"pk": {"S": f"{company}#{KIND}#{month}"}, "sk": {"S": "-"}} for company in {*companies, PLATFORM}]
    for some in pieces(keys, 100):
        page = client.batch_get_item(RequestItems={name: {"Keys": some}})
        for item in page["Responses"].get(name, []):
            counts = {field: int(item.get(f"u_{field}", {"N": "0"})["N"]) for field in FIELDS}
            found[item["pk"]["S"].partition("#")[0]] = Usage(**counts)
    return found
