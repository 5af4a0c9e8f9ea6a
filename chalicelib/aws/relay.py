"""The relay: from the table's stream to the archive, then to the bus.

Nouns: a stream record (one inserted journal entry), the archive (one S3 object per entry), the bus (one event per fact,
and one per entry for those who follow records: `journal.appended`). The one trick: archive first, publish second, and
both may be repeated: objects are named by (company, lane, seq) and consumers are idempotent on the fact id.

Errors: `publish` gives back the sequence numbers to be tried again, as a partial batch answer: a store or a bus that
does not answer is waited for, as long as the stream lasts. What can never pass (an entry that cannot be read, a fact
that the bus refuses for what it is) is left in the dead-letter queue at once and blocks nobody.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from chalice.app import Blueprint

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.entry import plain
from chalicelib.aws.journal import ENTRY, Entry, disclosed, entry_key
from chalicelib.aws.log import logger
from chalicelib.aws.packing import canonical, pack, unpack
from chalicelib.aws.problems import trace

SOURCE = "caveau"
APPENDED = "journal.appended"
PER_CALL = 10
CALL_BYTES = 250_000
"""A call of the bus takes ten events and 256 KB in all, so an event of more never passes."""
NEVER = {"ValidationException", "ValidationError", "RequestEntityTooLargeException", "SerializationException"}
routes = Blueprint(__name__)
Told = tuple[dict[str, Any], dict[str, Any]]


def archive_key(company: str, lane: str, seq: int) -> str:
    return f"journal/{company}/{lane}/{seq:012d}"


@routes.lambda_function(name="relay")  # type: ignore[untyped-decorator]
def relay(event: dict[str, Any], context: Any = None) -> dict[str, Any]:
    """Lambda on the table's stream (filtered to inserted journal entries)."""
    return {"batchItemFailures": [{"itemIdentifier": number} for number in publish(plain(event)["Records"])]}


def publish(records: Iterable[dict[str, Any]]) -> list[str]:
    """Archive and publish every journal entry among stream records; gives the sequence numbers to be tried again. Once
    the archive does not answer nothing more is tried: the rest of the batch comes back with it."""
    failed: set[str] = set()
    events: list[Told] = []
    for record in records:
        entry, told = _read(record)
        if entry is None:
            continue
        if not failed and _archived(record, entry):
            events.extend((record, event) for event in told)
        else:
            failed.add(_number(record))
    return sorted(failed | _put(events))


def _read(record: dict[str, Any]) -> tuple[Entry | None, list[dict[str, Any]]]:
    """The entry of a record and its events; (None, []) for a record that holds none or that cannot be read."""
    try:
        entry = _entry(record)
        return entry, events_of(entry) if entry else []
    except Exception as error:
        bury(record, error)
        return None, []


def _archived(record: dict[str, Any], entry: Entry) -> bool:
    try:
        archive(entry)
    except Exception as error:
        logger.error("relay", extra={"sequence": _number(record), **trace(error)})
        return False
    return True


def _number(record: dict[str, Any]) -> str:
    return str(record["dynamodb"].get("SequenceNumber", ""))


def bury(record: dict[str, Any], error: Exception) -> None:
    """Leave a record that can never pass in the dead-letter queue: where it is, not what it holds. Raises when the
    queue does not take it, so that nothing is dropped."""
    logger.error("relay", extra={"sequence": _number(record), "buried": True, **trace(error)})
    keys = record["dynamodb"]["Keys"]
    letter = {"sequence": _number(record), "pk": keys["pk"]["S"], "sk": keys["sk"]["S"], "why": type(error).__name__}
    client("sqs").send_message(QueueUrl=os.environ["CAVEAU_QUEUE_RELAY_DEAD"], MessageBody=json.dumps(letter))


def archive(entry: Entry) -> None:
    """Keep the entry, secrets included, in the journal bucket (versioned, replicated)."""
    client("s3").put_object(
        Bucket=config().bucket_journal,
        Key=archive_key(entry["company"], entry["lane"], entry["seq"]),
        Body=pack(canonical(entry)),
    )


def tell(entry: Entry) -> None:
    """Publish the facts of one entry once more. Raises RuntimeError when the bus does not take them all."""
    record = {"dynamodb": {"SequenceNumber": _entry_id(entry), "Keys": journal_keys(entry)}}
    if _put([(record, event) for event in events_of(entry)]):
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


def journal_keys(entry: Entry) -> dict[str, dict[str, str]]:
    """Where an entry lies in the table, as a stream record says it."""
    pk, sk = entry_key(entry["company"], entry["lane"], entry["seq"])
    return {"pk": {"S": pk}, "sk": {"S": sk}}


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


def _put(events: list[Told]) -> set[str]:
    """Put events on the bus; gives the sequence numbers of those it did not take for now."""
    failed: set[str] = set()
    for page in _pages(events):
        try:
            answer = client("events").put_events(Entries=[event for _, event in page])
        except Exception as error:
            failed |= _refused(page, error)
            continue
        for (record, _), result in zip(page, answer["Entries"], strict=True):
            if result.get("ErrorCode"):
                failed.add(_number(record))
    return failed


def _pages(events: list[Told]) -> Iterator[list[Told]]:
    """What one call takes at a time; an event that no call takes is buried, for its entry is in the archive."""
    page, size = list[Told](), 0
    for record, event in events:
        more = sum(len(part.encode()) for part in event.values()) + 100
        if more > CALL_BYTES:
            bury(record, ValueError(f"an event of {more} bytes"))
            continue
        if len(page) == PER_CALL or size + more > CALL_BYTES:
            yield page
            page, size = [], 0
        page.append((record, event))
        size += more
    if page:
        yield page


def _refused(page: list[Told], error: Exception) -> set[str]:
    """A whole page was refused. The bus does not answer: all of it again. It answers that one is wrong (too large):
    each by itself, and that one is buried; its entry is in the archive."""
    if not _for_good(error):
        logger.error("relay", extra={"events": len(page), **trace(error)})
        return {_number(record) for record, _ in page}
    if len(page) > 1:
        return set().union(*(_put([one]) for one in page))
    bury(page[0][0], error)
    return set()


def _for_good(error: Exception) -> bool:
    """Whether asking again can never help: the request itself is refused, and not for its number."""
    answer = getattr(error, "response", None) or {}
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return answer.get("Error", {}).get("Code") in NEVER and 400 <= status < 500
