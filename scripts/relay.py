"""The relay on a laptop: what Lambda's stream mapping does, as a loop. `python -m scripts.relay POSITION_FILE`.

Reads the table's stream every 100 ms and gives the records to `chalicelib.aws.relay.publish`, which archives and
publishes. The position file holds the sequence number of the last record that is done; it is written after the work,
so a kill repeats at most one batch, which is harmless (archive objects have a name, consumers know the fact id). A
record that the archive or the bus does not take is tried again with growing pauses, for ever, while the others go on.
"""

import functools
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
from scripts.parent import orphaned, wait_for

PAUSE = 0.1
BATCH = 200  # small enough that a position is written every second or so under load
LANES = 4
SLOWEST = 5.0


class Position:
    """Where the relay is in the stream: sequence number of the last record done, number of entries done in all."""

    def __init__(self, file: Path) -> None:
        self.file = file
        known = json.loads(file.read_text()) if file.exists() else {}
        self.sequence: str = known.get("sequence", "")
        self.done: int = known.get("done", 0)
        self.last = self.sequence  # the last record read

    def move(self, records: list[dict[str, Any]], entries: int, held: bool) -> None:
        """Note that these records are done; while some are held back the position stays before them."""
        self.last = records[-1]["dynamodb"]["SequenceNumber"] if records else self.last
        self.done += entries
        if held or self.last == self.sequence:
            return
        self.sequence = self.last
        temporary = self.file.with_suffix(".tmp")
        temporary.write_text(json.dumps({"sequence": self.sequence, "done": self.done}))
        temporary.replace(self.file)


@functools.cache
def table_client(service: str) -> Any:
    """A client of the DynamoDB that holds the table, which may be another than the stack's."""
    import boto3

    return boto3.client(service, region_name=config().region, endpoint_url=config().dynamodb_url)


def stream_arn() -> str:
    """The stream of the table."""
    arn: str = table_client("dynamodb").describe_table(TableName=config().table)["Table"]["LatestStreamArn"]
    return arn


def iterator(stream: str, position: Position) -> str:
    """A place in the stream after the position; its oldest record when the position has been forgotten."""
    streams = table_client("dynamodbstreams")
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
    streams = table_client("dynamodbstreams")
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


class Pending:
    """Records that failed, each with its tries and the time of the next one. They hold the position back, so a kill
    repeats them, but not the records behind them."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[dict[str, Any], int, float]] = {}

    def due(self, now: float) -> list[dict[str, Any]]:
        """Those whose time has come."""
        return [record for record, _, at in self.held.values() if at <= now]

    def settle(self, tried: list[dict[str, Any]], failed: set[str], now: float) -> None:
        """Note how a round went."""
        for record in tried:
            number = record["dynamodb"]["SequenceNumber"]
            tries = self.held.pop(number, (record, 0, 0.0))[1] + 1
            if number in failed:
                self.held[number] = (record, tries, now + min(SLOWEST, PAUSE * 2 ** min(tries, 10)))


def main(file: Path) -> None:
    """Relay until told to stop or orphaned. A stop waits for an empty batch: nothing stays behind."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: stopping.append(number))
    for service in ("s3", "events", "sqs"):
        client(service)  # made once, before the threads share them
    if prepared := os.environ.get("CAVEAU_PREPARED"):
        wait_for(Path(prepared))
    position, pending, threads = Position(file), Pending(), ThreadPoolExecutor(LANES)
    stream = stream_arn()
    file.with_name("relaying").touch()
    for records in batches(stream, position):
        fresh, now = entries(records), time.monotonic()
        tried = fresh + pending.due(now)
        pending.settle(tried, publish_together(tried, threads), time.monotonic())
        position.move(records, len(fresh), held=bool(pending.held))
        if not records and (stopping or orphaned()):
            return
        if not records:
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
