"""`make disaster`: Paris is lost at work; Frankfurt brings all back from backup and archive alone; timed, counted.

People write in two companies, a nightly backup runs meanwhile, then everything is killed at once: servers, relay, and
the table itself with all that Paris held. What is left is what lies in Frankfurt: the backups' second place, the
replicas of archive and documents, and the master key. The plan of docs/backups.md is then walked step by step, and
every record that had been acknowledged is looked for.

Prints one JSON report; ends with 1 when more is lost than allowed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts import stack as stacks
from scripts.client import Client, Failed
from scripts.local import LocalSystem
from scripts.stack import ACCOUNT, NAME, ROOT, Stack, free_port

FRANKFURT = "eu-central-1"
WRITERS = 4
ALLOWED_SECONDS = 15 * 60
SURVIVORS = (f"{NAME}-journal-{ACCOUNT}", f"{NAME}-documents-{ACCOUNT}", f"{NAME}-backups-replica-{ACCOUNT}")


@dataclass
class Work:
    """People writing until told to stop; what the server acknowledged, and when."""

    clients: list[tuple[Client, str]]
    acknowledged: list[tuple[float, int, str]] = field(default_factory=list)
    over: bool = False

    def write(self, number: int) -> None:
        client, company = self.clients[number % len(self.clients)]
        mine = Client(client.url)
        mine.cookies = client.cookies
        while not self.over:
            try:
                made = mine.post(f"/{company}/customers", {"kind": "business", "name": f"Cave {number}"})
            except (Failed, OSError):
                continue
            self.acknowledged.append((time.monotonic(), number % len(self.clients), made["id"]))

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        return threads

    def until(self, seconds: float, count: int) -> None:
        """Go on for so long, and until so many writes are acknowledged in all."""
        time.sleep(seconds)
        while len(self.acknowledged) < count:
            time.sleep(0.05)


class Clock:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.steps: dict[str, float] = {}

    def step(self, name: str) -> None:
        now = time.monotonic()
        self.steps[name], self.last = round(now - self.last, 2), now

    @property
    def total(self) -> float:
        return round(self.last - self.began, 2)


def estate(url: str, number: int) -> tuple[Client, str]:
    client = Client(url)
    client.sign_up(f"vigneron{number}@domaine.example", "Grenache-Syrah-1907", "Camille Vigneron")
    return client, client.post("/companies", {"name": f"Domaine n° {number}"})["id"]


def back_up(system: LocalSystem, client: Client, company: str) -> dict[str, Any]:
    """Start the nightly job as its schedule does; wait until it is complete."""
    sqs = system.stack.client("sqs")
    queue = sqs.get_queue_url(QueueName=f"{NAME}-entries")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"entry": "tenancy_back_up", "event": {}}))
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        nights: list[dict[str, Any]] = client.get(f"/{company}/backups")["nights"]
        if nights and nights[0]["state"] != "running":
            return nights[0]
        time.sleep(0.2)
    raise RuntimeError("the nightly backup did not end")


def lose_paris(system: LocalSystem, left: Path) -> None:
    """Kill everything and forget all of Paris; `left` receives what Frankfurt has."""
    system.kill()
    for bucket in SURVIVORS:
        held = system.folder / "s3" / ACCOUNT / bucket
        if held.exists():
            shutil.copytree(held, left / bucket)
    shutil.copy(system.folder / "secret", left / "secret")
    shutil.rmtree(system.folder)


def bring_back(folder: Path, left: Path, clock: Clock) -> tuple[LocalSystem, dict[str, Any]]:
    """The plan, step by step: empty resources, what is left put into them, the table filled, the system started."""
    stacks.REGION = FRANKFURT
    stack = Stack(folder).start()
    clock.step("resources")
    promote(stack, left)
    shutil.copy(left / "secret", folder / "secret")
    clock.step("objects")
    secret = {"CAVEAU_SECRET": (folder / "secret").read_text(), "POWERTOOLS_LOG_LEVEL": "ERROR"}
    environment = {**os.environ, **stack.environment(), **secret}
    report = run("scripts.restore", environment)
    clock.step("restore")
    stream = last_record(stack)
    stack.stop()
    (folder / "relay.json").write_text(json.dumps({"sequence": stream, "done": 0}))
    system = LocalSystem(folder, free_port(), web=2, entries=1).start()
    clock.step("serving")
    told = run("scripts.restore", {**environment, **system.stack.environment()}, "--tell")
    clock.step("told again")
    return system, report | told


def promote(stack: Stack, left: Path) -> None:
    """On AWS the replicas become the buckets of the new stack; here their objects are put into it."""
    s3 = stack.client("s3")
    for bucket in SURVIVORS:
        if bucket.endswith(f"backups-replica-{ACCOUNT}"):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": FRANKFURT})
        for file in (left / bucket).rglob("*"):
            if file.is_file() and not file.name.endswith((".meta.json", ".tmp")):  # a write that was cut short
                s3.put_object(Bucket=bucket, Key=file.relative_to(left / bucket).as_posix(), Body=file.read_bytes())


def last_record(stack: Stack) -> str:
    """The stream's last record: what the restore itself wrote is not to be told."""
    assert stack.names is not None
    streams, last = stack.client("dynamodbstreams"), ""
    shard = streams.describe_stream(StreamArn=stack.names.stream)["StreamDescription"]["Shards"][0]["ShardId"]
    asked = {"StreamArn": stack.names.stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    place = streams.get_shard_iterator(**asked)["ShardIterator"]
    while records := (answer := streams.get_records(ShardIterator=place, Limit=1000))["Records"]:
        last, place = records[-1]["dynamodb"]["SequenceNumber"], answer["NextShardIterator"]
    return str(last)


def run(module: str, environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """A script's JSON. RuntimeError with its words when it fails."""
    command = [sys.executable, "-m", module, *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800)
    if ended.returncode:
        raise RuntimeError(f"{module}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def there(client: Client, company: str, customer: str) -> bool:
    try:
        client.get(f"/{company}/customers/{customer}")
    except Failed as failed:
        if failed.status != 404:
            raise
        return False
    return True


def experiment(seconds: float, folder: Path, least: int = 0) -> dict[str, Any]:
    """The whole story; gives its report. At least so many writes before the backup, and after it."""
    paris, left = LocalSystem(folder / "paris", free_port(), web=2, entries=1).start(), folder / "left"
    try:
        work = Work([estate(paris.url, number) for number in (1, 2)])
        threads = work.start()
        work.until(seconds / 2, least)
        night = back_up(paris, *work.clients[0])
        at_backup = len(work.acknowledged)
        work.until(seconds / 2, at_backup + least)
    finally:
        moment = time.monotonic()
        lose_paris(paris, left)
        work.over = True
    for thread in threads:
        thread.join(120)
    clock = Clock()
    system, restored = bring_back(folder / "frankfurt", left, clock)
    try:
        return counted(work, moment, system, restored, clock) | {
            "acknowledged_before_the_backup": at_backup,
            "backup": {name: night[name] for name in ("id", "state", "items", "size")},
        }
    finally:
        system.kill()


def counted(work: Work, moment: float, system: LocalSystem, restored: dict[str, Any], clock: Clock) -> dict[str, Any]:
    """What is there again, what is not and how old it was; that people sign in and work."""
    clients = []
    for number, (before, company) in enumerate(work.clients, 1):
        client = Client(system.url)
        client.cookies = before.cookies
        client.get(f"/{company}/customers?limit=1")
        made = client.post(f"/{company}/customers", {"kind": "business", "name": "Cave d’après"})
        assert there(client, company, made["id"]), f"company {number} cannot write"
        clients.append((client, company))
    lost = [round(moment - at, 3) for at, who, id in work.acknowledged if not there(*clients[who], id)]
    return {
        "acknowledged": len(work.acknowledged),
        "lost": len(lost),
        "oldest_lost_seconds": max(lost, default=0.0),
        "entries_replayed_over_the_backup": restored["replayed"],
        "facts_told_again": restored["told"],
        "items": sum(restored["findings"]["counts"].values()),
        "faults": restored["findings"]["faults"],
        "seconds": clock.steps,
        "seconds_in_all": clock.total,
    }


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="of work before the disaster")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caveau-disaster-") as folder:
        report = experiment(options.seconds, Path(folder))
    print(json.dumps(report, indent=1))
    return 0 if report["oldest_lost_seconds"] <= ALLOWED_SECONDS and not report["faults"] else 1


if __name__ == "__main__":
    sys.exit(main())
