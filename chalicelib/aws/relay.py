"""The relay: from the table's stream to the archive, then to the bus.

Nouns: a stream record (one inserted journal entry), the archive (one S3 object per entry), the bus (one event per fact,
and one per entry for those who follow records: `journal.appended`). The one trick: archive first, publish second, and
both may be repeated: objects are named by (company, lane, seq) and consumers are idempotent on the fact id.

Errors: `publish` gives back the sequence numbers that failed, as a partial batch answer, so one poison record never
blocks a shard.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.entry import plain
from chalicelib.aws.journal import ENTRY, Entry, disclosed
from chalicelib.aws.log import logger
from chalicelib.aws.packing import canonical, pack, unpack
from chalicelib.aws.problems import trace

SOURCE = "caveau"
APPENDED = "journal.appended"
PER_CALL = 10
routes = Blueprint(__name__)


def archive_key(company: str, lane: str, seq: int) -> str:
    return f"journal/{company}/{lane}/{seq:012d}"


@routes.lambda_function(name="relay")  # type: ignore[untyped-decorator]
def relay(event: dict[str, Any], context: Any = None) -> dict[str, Any]:
    """Lambda on the table's stream (filtered to inserted journal entries)."""
    return {"batchItemFailures": [{"itemIdentifier": number} for number in publish(plain(event)["Records"])]}


def publish(records: Iterable[dict[str, Any]]) -> list[str]:
    """Archive and publish every journal entry among stream records; gives the sequence numbers that failed."""
    failed: list[str] = []
    events: list[tuple[str, dict[str, Any]]] = []
    for record in records:
        number = record["dynamodb"].get("SequenceNumber", "")
        try:
            entry = _entry(record)
            if entry is None:
                continue
            archive(entry)
            events.extend((number, event) for event in events_of(entry))
        except Exception as error:
            logger.error("relay", extra={"sequence": number, **trace(error)})
            failed.append(number)
    return sorted({*failed, *_put(events)})


def archive(entry: Entry) -> None:
    """Keep the entry, secrets included, in the journal bucket (versioned, replicated)."""
    client("s3").put_object(
        Bucket=config().bucket_journal,
        Key=archive_key(entry["company"], entry["lane"], entry["seq"]),
        Body=pack(canonical(entry)),
    )


def tell(entry: Entry) -> None:
    """Publish the facts of one entry once more. Raises RuntimeError when the bus does not take them all."""
    if _put([("", event) for event in events_of(entry)]):
        raise RuntimeError(f"the bus refused facts of {_entry_id(entry)}")


def events_of(entry: Entry) -> list[dict[str, Any]]:
    """The bus events of one entry."""
    common = {key: entry[key] for key in ("company", "at", "actor", "request")}
    told = [(fact["type"], {**common, "id": fact["id"], "data": fact["data"]}) for fact in entry["facts"]]
    told.append((APPENDED, {**common, "id": _entry_id(entry), "data": _summary(entry)}))
    return [
        {"Source": SOURCE, "DetailType": kind, "Detail": canonical(detail), "EventBusName": config().bus}
        for kind, detail in told
    ]


def _entry_id(entry: Entry) -> str:
    return f"{entry['company']}:{entry['lane']}:{entry['seq']}"


def _summary(entry: Entry) -> dict[str, Any]:
    changes = [
        {"kind": change["kind"], "id": change["id"], "v": change["v"], "deleted": change["doc"] is None}
        for change in disclosed(entry)["changes"]
        if not change.get("secret")
    ]
    return {"lane": entry["lane"], "seq": entry["seq"], "command": entry["command"], "changes": changes}


def _entry(record: dict[str, Any]) -> Entry | None:
    image = record["dynamodb"].get("NewImage")
    if record.get("eventName") != "INSERT" or not image or image["kind"]["S"] != ENTRY:
        return None
    entry: Entry = json.loads(unpack(_bytes(image["doc"]["B"])))
    return entry


def _bytes(value: str | bytes) -> bytes:
    """A stream record carries bytes through boto3 and base64 text through Lambda."""
    return value if isinstance(value, bytes) else base64.b64decode(value)


def _put(events: list[tuple[str, dict[str, Any]]]) -> set[str]:
    failed: set[str] = set()
    for start in range(0, len(events), PER_CALL):
        page = events[start : start + PER_CALL]
        answer = client("events").put_events(Entries=[event for _, event in page])
        for (number, _), result in zip(page, answer["Entries"], strict=True):
            if result.get("ErrorCode"):
                failed.add(number)
    return failed
