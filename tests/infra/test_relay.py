"""The local relay: everything reaches archive and bus, through a kill and past a poison record."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.relay import archive_key
from chalicelib.aws.table import Item
from scripts import relay
from scripts.stack import ROOT, Stack


@pytest.fixture
def heard(stack: Stack) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The events of the bus, as a queue behind a rule receives them."""
    stack.reset()
    assert stack.names is not None
    sqs, events = stack.client("sqs"), stack.client("events")
    queue = sqs.create_queue(QueueName="heard")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = json.dumps({"source": ["caveau"]})
    events.put_rule(Name="heard", EventBusName=stack.names.bus, EventPattern=pattern)
    events.put_targets(Rule="heard", EventBusName=stack.names.bus, Targets=[{"Id": "q", "Arn": arn}])

    def take() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            found.extend(json.loads(message["Body"]) for message in messages)
            for message in messages:  # what is only looked at comes back after half a minute
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    yield take
    stack.reset()


def write(company: str, seq: int) -> None:
    """One committed entry with one fact."""
    fact = {"id": f"{company}:main:{seq}:0", "type": "demo.thing.made.v1", "data": {"n": seq}}
    entry = {
        "company": company,
        "lane": "main",
        "seq": seq,
        "at": "2026-11-22T08:00:00.000000Z",
        "actor": {"kind": "system", "id": "system:test", "name": "test"},
        "command": "demo.make",
        "request": "r1",
        "changes": [],
        "facts": [fact],
    }
    journal.entry_item(entry).save()


def poison() -> None:
    """An entry whose body cannot be read."""
    pk, sk = journal.entry_key("com_bad", "main", 1)
    Item(pk, sk, kind=journal.ENTRY, v=1, doc="{not json").save()


def archived(stack: Stack) -> set[str]:
    assert stack.names is not None
    pages = stack.client("s3").get_paginator("list_objects_v2").paginate(Bucket=stack.names.journal)
    return {found["Key"] for page in pages for found in page.get("Contents", [])}


def start(stack: Stack, position: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **stack.environment()}
    return subprocess.Popen([sys.executable, "-m", "scripts.relay", str(position)], cwd=ROOT, env=environment)


def done(position: Path) -> int:
    """How many entries the relay says it has done: none while it has not written its position."""
    return int(json.loads(position.read_text())["done"]) if position.exists() else 0


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_everything_is_archived_and_published(
    stack: Stack, heard: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    process = start(stack, tmp_path / "position.json")
    for seq in range(1, 31):
        write("com_1", seq)
    wanted = {archive_key("com_1", "main", seq) for seq in range(1, 31)}
    until(lambda: archived(stack) == wanted)
    process.terminate()
    assert process.wait(60) == 0
    told = [event["detail"]["id"] for event in heard() if event["detail-type"] == "demo.thing.made.v1"]
    assert sorted(told) == sorted(f"com_1:main:{seq}:0" for seq in range(1, 31))
    assert done(tmp_path / "position.json") == 30


def test_a_clean_stop_leaves_nothing_behind(
    stack: Stack, heard: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    for seq in range(1, 101):
        write("com_1", seq)
    process = start(stack, tmp_path / "position.json")
    until(lambda: bool(archived(stack)))
    process.terminate()
    assert process.wait(60) == 0
    assert len(archived(stack)) == 100


def test_a_kill_loses_nothing_and_repeats_little(
    stack: Stack, heard: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    for seq in range(1, 301):
        write("com_1", seq)
    process = start(stack, tmp_path / "position.json")
    until(lambda: len(archived(stack)) > 50)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    process = start(stack, tmp_path / "position.json")
    until(lambda: len(archived(stack)) == 300)
    process.terminate()
    process.wait(60)
    told = [event["detail"]["id"] for event in heard() if event["detail-type"] == "demo.thing.made.v1"]
    assert set(told) == {f"com_1:main:{seq}:0" for seq in range(1, 301)}
    assert len(told) - len(set(told)) <= relay.BATCH


def test_a_poison_record_is_buried_and_stops_nobody(
    stack: Stack, heard: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    poison()
    write("com_1", 1)
    process = start(stack, tmp_path / "position.json")
    sqs = stack.client("sqs")
    letters: list[dict[str, Any]] = []

    def buried() -> bool:
        found = sqs.receive_message(QueueUrl=stack.environment()["CAVEAU_QUEUE_RELAY_DEAD"], WaitTimeSeconds=1)
        letters.extend(json.loads(message["Body"]) for message in found.get("Messages", []))
        return bool(letters)

    until(lambda: len(archived(stack)) == 1)
    until(buried)
    process.terminate()
    process.wait(60)
    assert [letter["pk"] for letter in letters] == ["com_bad#J#main#0"]
    assert (tmp_path / "position.json").exists()


def test_the_relay_ends_with_its_parent(stack: Stack, tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys; os.environ['CAVEAU_PARENT'] = str(os.getpid());"
        "child = subprocess.Popen([sys.executable, '-m', 'scripts.relay', sys.argv[1]]);"
        "print(child.pid, flush=True); input()"
    )
    environment = {**os.environ, **stack.environment()}
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "position.json")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    assert select.select([parent.stdout], [], [], 120)[0], "it never started"
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait(60)
    until(lambda: not running(child))


def running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().split(") ")[1][0] != "Z"
