"""The embedded AWS stack from the outside: start, wait, create what infra/ describes, checkpoint, stop.

Nouns: `Stack` (one ministack process on a port, with or without a folder that keeps its data) and `Names`
(what CloudFormation created in it). The one trick: everything is created from infra/ through
CloudFormation, as on AWS, so the laptop, the tests and the cloud cannot drift apart.

A file `running` in the folder marks a started stack; found at a start, it says the last stop was not clean.
"""

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.infra import local

ROOT = Path(__file__).resolve().parent.parent
REGION = "eu-west-3"
NAME = "caveau"
ACCOUNT = "000000000000"
START_SECONDS = 120  # 2 s on a computer that has nothing else to do
FORM_SECONDS = 300
STOP_SECONDS = 60  # a clean stop writes the whole state: 4 s for 60,000 items


@dataclass(frozen=True)
class Names:
    """Physical names of what infra/ created, by output."""

    table: str
    stream: str
    documents: str
    journal: str
    sealed: str
    scratch: str
    bus: str
    entries_dead: str
    relay_dead: str


OUTPUTS = {
    "TableName": "table",
    "StreamArn": "stream",
    "DocumentsBucket": "documents",
    "JournalBucket": "journal",
    "SealedBucket": "sealed",
    "ScratchBucket": "scratch",
    "BusName": "bus",
    "EntriesDeadQueue": "entries_dead",
    "RelayDeadQueue": "relay_dead",
}


def places() -> str:
    """Where this installation keeps its backups (chalicelib/aws/backup.py)."""
    return f"eu-west-3={NAME}-backups-{ACCOUNT},eu-central-1={NAME}-backups-replica-{ACCOUNT}"


def free_port() -> int:
    """A TCP port nobody listens on now; below those that a computer gives to its outgoing connections, which would
    take it until the server that asked is there."""
    while True:
        port = random.randrange(20_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def stack_python() -> Path:
    """The interpreter of the stack's environment (requirements-stack.txt); CAVEAU_STACK_PYTHON overrides."""
    return Path(os.environ.get("CAVEAU_STACK_PYTHON") or ROOT / ".stack" / "bin" / "python")


def submit(formation: Any, name: str, body: dict[str, Any], parameters: dict[str, str]) -> bool:
    """Ask for the CloudFormation stack `name`, new or changed. False when there is nothing to do."""
    from botocore.exceptions import ClientError

    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    wanted = {"StackName": name, "TemplateBody": json.dumps(body), "Parameters": given}
    try:
        formation.create_stack(**wanted)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise
        try:
            formation.update_stack(**wanted)
        except ClientError as unchanged:
            if "No updates" not in str(unchanged):
                raise
            return False
    return True


def outputs(formation: Any, name: str) -> dict[str, str]:
    """Wait for the stack `name` and give its outputs. RuntimeError with its reason when it failed."""
    deadline = time.monotonic() + FORM_SECONDS
    while True:
        found = formation.describe_stacks(StackName=name)["Stacks"][0]
        if not found["StackStatus"].endswith("_IN_PROGRESS"):
            break
        if time.monotonic() > deadline:
            raise RuntimeError(f"{name}: {found['StackStatus']} for too long")
        time.sleep(0.01)
    if found["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise RuntimeError(f"{name}: {found['StackStatus']}, {found.get('StackStatusReason')}")
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def deploy(formation: Any, name: str, body: dict[str, Any], parameters: dict[str, str]) -> dict[str, str]:
    """Create or update the CloudFormation stack `name`, wait, give its outputs."""
    submit(formation, name, body, parameters)
    return outputs(formation, name)


class Stack:
    """One embedded stack. `folder` keeps its data between starts; None keeps nothing (tests)."""

    def __init__(self, folder: Path | None = None, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.names: Names | None = None
        self.was_unclean = False

    @property
    def url(self) -> str:
        """Endpoint of every AWS service."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Stack":
        """Start the process, wait until it answers, create or update the resources."""
        log: Any = subprocess.DEVNULL
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.was_unclean = self.unclean()
            self.mark.touch()
            if not (self.folder / "state").exists():
                shutil.rmtree(self.folder / "s3", ignore_errors=True)  # a first start that was cut short
            log = (self.folder / "stack.log").open("wb")
        command = [str(stack_python()), str(ROOT / "scripts" / "embedded.py"), str(self.port),
                   str(self.folder or "-"), str(os.getpid())]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.wait()
        self.create()
        return self

    def unclean(self) -> bool:
        """Whether the last stop was not clean (asked before the start)."""
        return self.folder is not None and self.mark.exists()

    @property
    def mark(self) -> Path:
        """The file that says "started and not yet cleanly stopped"."""
        assert self.folder is not None
        return self.folder / "running"

    def wait(self) -> None:
        """Until the health page answers. Raises RuntimeError when the process ends or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        health = f"{self.url}/_ministack/health"
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(health, timeout=5):
                return
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.03)
        where = f"see {self.folder / 'stack.log'}" if self.folder else "no folder, no log"
        raise RuntimeError(f"The embedded AWS stack did not start on port {self.port} ({where}).")

    def stop(self) -> None:
        """Stop cleanly: the state is saved, the mark removed."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            clean = self.process.wait(STOP_SECONDS) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
            clean = False
        self.process = None
        if self.folder and clean:
            self.mark.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it as a power cut would (tests of recovery)."""
        if self.process:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
            self.process = None

    def checkpoint(self, read: str = "") -> None:
        """Save the state while serving; stream records up to sequence number `read` are forgotten."""
        self.post(f"/_caveau/checkpoint?read={read}", timeout=180)

    def reset(self) -> None:
        """Empty the stack and create the resources again (some 15 ms)."""
        self.post("/_ministack/reset")
        self.create()

    def post(self, path: str, timeout: float = 30) -> None:
        """POST to one of the stack's own pages."""
        request = urllib.request.Request(f"{self.url}{path}", method="POST")
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            answer.read()

    def client(self, service: str, url: str | None = None) -> Any:
        """A boto3 client of the stack (or of `url`), whatever the surrounding environment says."""
        import boto3

        return boto3.client(
            service,
            endpoint_url=url or self.url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def create(self) -> Names:
        """Create, or bring up to date, what infra/ describes."""
        formation = self.client("cloudformation")
        changed = submit(formation, NAME, local(), {"Name": NAME, "Replicate": "no"})
        values = outputs(formation, NAME)
        self.names = Names(**{name: values[key] for key, name in OUTPUTS.items()})
        if elsewhere := os.environ.get("CAVEAU_DYNAMODB_URL"):
            self.create_table(elsewhere)
        if changed and self.folder:
            self.checkpoint()  # buckets are on disk at once: what knows of them must be too
        return self.names

    def create_table(self, url: str) -> None:
        """The table of infra/ in another DynamoDB, such as DynamoDB Local, unless it has it."""
        described = local()["Resources"]["Table"]["Properties"]
        dynamodb = self.client("dynamodb", url)
        with contextlib.suppress(dynamodb.exceptions.ResourceInUseException):
            dynamodb.create_table(
                TableName=NAME,
                **{part: described[part] for part in ("AttributeDefinitions", "BillingMode", "KeySchema")},
                StreamSpecification={"StreamEnabled": True, **described["StreamSpecification"]},
            )

    def environment(self) -> dict[str, str]:
        """What a process needs to work with this stack (chalicelib/aws/config.py reads it). The names follow from the
        port, so that a process may be started before the stack answers."""
        return {
            "CAVEAU_ENDPOINT": self.url,
            "CAVEAU_TABLE": NAME,
            "CAVEAU_BUCKET_DOCUMENTS": f"{NAME}-documents-{ACCOUNT}",
            "CAVEAU_BUCKET_JOURNAL": f"{NAME}-journal-{ACCOUNT}",
            "CAVEAU_BUCKET_SEALED": f"{NAME}-sealed-{ACCOUNT}",
            "CAVEAU_BUCKET_SCRATCH": f"{NAME}-scratch-{ACCOUNT}",
            "CAVEAU_BUS": NAME,
            "CAVEAU_BACKUP_PLACES": places(),
            "CAVEAU_QUEUE_ENTRIES_DEAD": f"{self.url}/{ACCOUNT}/{NAME}-entries-dead",
            "CAVEAU_QUEUE_RELAY_DEAD": f"{self.url}/{ACCOUNT}/{NAME}-relay-dead",
            "CAVEAU_STAGE": "local",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
