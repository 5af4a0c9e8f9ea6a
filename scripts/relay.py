"""The relay on a laptop: what Lambda's stream mapping does, as a loop. `python -m scripts.relay POSITION_FILE`.

Reads the table's stream every 100 ms and gives the records to `chalicelib.aws.relay.publish`, which archives and
publishes. The position file holds the sequence number of the last record that is done; it is written after the work,
so a kill repeats at most one batch, which is harmless (archive objects have a name, consumers know the fact id). A
record that fails is tried again with growing pauses, then left in the relay's dead-letter queue.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.journal import ENTRY
from chalicelib.aws.relay import publish

PAUSE = 0.1
BATCH = 200  # small enough that a position is written every second or so under load
LANES = 4
TRIES = 8
SLOWEST = 5.0


class Position:
    """Where the relay is in the stream: sequence number of the last record done, number of entries done in all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        known = json.loads(file.read_text()) if file.exists() else {}
        self.sequence: str = known.get("sequence", "")
        self.done: int = known.get("done", 0)

    def move(self, sequence: str, entries: int) -> None:
        """Note that everything up to `sequence` is done."""
        self.sequence = sequence
        self.done += entries
        temporary = self.file.with_suffix(".tmp")
        temporary.write_text(json.dumps({"sequence": sequence, "done": self.done}))
        temporary.replace(self.file)


def stream_arn() -> str:
    """The stream of the table."""
    arn: str = client("dynamodb").describe_table(TableName=config().table)["Table"]["LatestStreamArn"]
    return arn


def iterator(stream: str, position: Position) -> str:
    """A place in the stream after the position; its oldest record when the position has been forgotten."""
    streams = client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    place: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
    if position.sequence:
        after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": position.sequence}
        try:
            found: str = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, **after)["ShardIterator"]
        except streams.exceptions.TrimmedDataAccessException:
            pass
        else:
            return found
    oldest: str = streams.get_shard_iterator(StreamArn=stream, ShardId=shard, **place)["ShardIterator"]
    return oldest


def batches(stream: str, position: Position) -> Iterator[list[dict[str, Any]]]:
    """The stream's records, batch by batch, for ever; an empty batch when there is nothing new."""
    streams = client("dynamodbstreams")
    place = iterator(stream, position)
    while True:
        try:
            answer = streams.get_records(ShardIterator=place, Limit=BATCH)
        except (streams.exceptions.ExpiredIteratorException, streams.exceptions.TrimmedDataAccessException):
            place = iterator(stream, position)
            continue
        place = answer["NextShardIterator"]
        yield answer["Records"]


def entries(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The inserted journal entries among them: what the filter of the stream mapping lets through on AWS."""
    inserted = (record for record in records if record["eventName"] == "INSERT")
    return [record for record in inserted if record["dynamodb"]["NewImage"]["kind"]["S"] == ENTRY]


def publish_together(records: list[dict[str, Any]], threads: ThreadPoolExecutor) -> set[str]:
    """Publish in parallel, as several shards would: alone, the relay falls behind a busy server. Gives what failed."""
    parts = [records[start::LANES] for start in range(min(LANES, len(records)))]
    return {number for failed in threads.map(publish, parts) for number in failed}


def relay(records: list[dict[str, Any]], threads: ThreadPoolExecutor) -> None:
    """Publish a batch; what fails is tried again alone, and at last left in the dead-letter queue."""
    for attempt in range(TRIES):
        failed = publish_together(records, threads)
        records = [record for record in records if record["dynamodb"]["SequenceNumber"] in failed]
        if not records:
            return
        time.sleep(min(SLOWEST, PAUSE * 2**attempt))
    for record in records:
        client("sqs").send_message(QueueUrl=os.environ["CAVEAU_QUEUE_RELAY_DEAD"], MessageBody=_letter(record))


def _letter(record: dict[str, Any]) -> str:
    keys = record["dynamodb"]["Keys"]
    return json.dumps({"sequence": record["dynamodb"]["SequenceNumber"], "pk": keys["pk"]["S"], "sk": keys["sk"]["S"]})


def orphaned(parent: int) -> bool:
    """Whether the process that started this one is gone."""
    return os.getppid() != parent


def main(file: Path) -> None:
    """Relay until told to stop or orphaned. A stop waits for an empty batch: nothing stays behind."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: stopping.append(number))
    position, parent = Position(file), os.getppid()
    threads = ThreadPoolExecutor(LANES)
    for service in ("s3", "events"):
        client(service)  # made once, before the threads share them
    for records in batches(stream_arn(), position):
        if records:
            found = entries(records)
            relay(found, threads)
            position.move(records[-1]["dynamodb"]["SequenceNumber"], len(found))
        elif stopping or orphaned(parent):
            return
        else:
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
