"""The whole system on a laptop: embedded stack, relay, entry workers, web server, under one parent.

Noun: `LocalSystem`, a folder (`.caveau/`) and the processes that serve it. The one trick: every child ends with its
parent, and a start after an unclean stop is the disaster plan in small: the last saved state of the table, then every
archived journal entry it does not have.

    folder/running          there while started; left behind by a kill
    folder/state, s3        the stack's data (scripts/embedded.py)
    folder/relay.json       the relay's position
    folder/readmodel        disposable, emptied after an unclean stop
    folder/secret           the local master key
    folder/*.log

Partners are twins (scripts/twins), on a port of their own.
"""

import base64
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scripts.stack import ROOT, Stack, free_port
from scripts.twins.addresses import addresses
from scripts.twins.afnor import addresses as afnor_addresses
from scripts.twins.ecb import addresses as ecb_addresses
from scripts.twins.gocardless import addresses as gocardless_addresses
from scripts.twins.mail import addresses as mail_addresses
from scripts.twins.maileva import addresses as maileva_addresses
from scripts.twins.stripe import addresses as stripe_addresses

SERVE_SECONDS = 120  # 3 s on a computer that has nothing else to do
STOP_SECONDS = 20
RECOVER_SECONDS = 3600  # after an unclean stop the archive is read back: some 300 operations a second
CHECKPOINT_ENTRIES = 1000  # replaying these takes some 3 s
CHECKPOINT_SECONDS = 300
CHECKPOINT_SHARE = 5  # a checkpoint may take a fifth of the time, not more


@dataclass
class LocalSystem:
    """`port` is the one people see; `web` and `entries` are numbers of processes."""

    folder: Path
    port: int
    web: int = 3
    entries: int = 2
    stack: Stack = field(init=False)
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    replayed: int = 0
    saved: int = 0
    saved_at: float = 0.0
    took: float = 0.0

    def __post_init__(self) -> None:
        self.stack = Stack(self.folder)
        self.registers = free_port()
        self.mails = free_port()
        self.stripe = free_port()
        self.platform = free_port()
        self.gocardless = free_port()
        self.ecb = free_port()
        self.maileva = free_port()
        self.lock: IO[str] | None = None

    @property
    def url(self) -> str:
        """The one address."""
        return f"http://localhost:{self.port}"

    @property
    def position(self) -> Path:
        """The relay's file."""
        return self.folder / "relay.json"

    def start(self) -> "LocalSystem":
        """Start everything; returns when the address answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.hold()
        try:
            self.begin()
            self.wait()
            self.spawn("registers", "-m", "scripts.twins.registers", str(self.registers))
            self.spawn("mails", "-m", "scripts.twins.mail", str(self.mails))
            self.spawn("ecb", "-m", "scripts.twins.ecb", str(self.ecb))
            self.spawn("maileva", "-m", "scripts.twins.maileva", str(self.maileva))
            self.spawn("platform", "-m", "scripts.twins.afnor", str(self.platform), self.url)
            self.spawn("stripe", "-m", "scripts.twins.stripe", str(self.stripe), self.url)
            self.spawn("gocardless", "-m", "scripts.twins.gocardless", str(self.gocardless), self.url)
            for number in range(self.entries):  # last: nobody waits for them
                self.spawn(f"worker{number}", "-m", "scripts.worker")
            self.saved, self.saved_at = self.relayed()[1], time.monotonic()
            if self.replayed:  # people are served already: another kill before this finds the same archive
                self.checkpoint()
        except BaseException:
            self.kill()
            raise
        return self

    def hold(self) -> None:
        """One system per folder. Raises RuntimeError when another one holds it."""
        self.lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuntimeError(f"Caveau already runs on {self.folder.name}/; stop it first (Ctrl+C there).") from None

    def begin(self) -> None:
        """Start the stack; meanwhile what prepares the data, the relay and the web server do their imports. They touch
        the data in this order."""
        created, prepared, relaying = (self.folder / name for name in ("created", "prepared", "relaying"))
        for file in (created, prepared, relaying):
            file.unlink(missing_ok=True)
        if self.stack.unclean():
            shutil.rmtree(self.folder / "readmodel", ignore_errors=True)  # may be ahead of what was saved
            self.position.unlink(missing_ok=True)  # the saved stream begins where the relay was then
        recover = ["--recover"] if self.stack.unclean() else []
        log = self.folder / "prepare.log"
        log.unlink(missing_ok=True)
        self.spawn("prepare", "-m", "scripts.prepare", str(created), *recover)
        self.spawn("relay", "-m", "scripts.relay", str(self.position))
        self.spawn("web", *gunicorn(self.port, self.web))
        self.stack.start()
        created.touch()
        if self.children.pop("prepare").wait(RECOVER_SECONDS):
            raise RuntimeError(f"The start failed:\n{log.read_text()[-2000:]}")
        self.replayed = json.loads(log.read_text().splitlines()[-1])["replayed"]
        prepared.touch()

    def spawn(self, name: str, *arguments: str) -> None:
        """Start a Python child that ends with this process."""
        log = (self.folder / f"{name}.log").open("ab")
        self.children[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def environment(self) -> dict[str, str]:
        """What every process of the system reads."""
        (self.folder / "readmodel").mkdir(exist_ok=True)
        return {
            **os.environ,
            **self.stack.environment(),
            **addresses(self.registers),
            **mail_addresses(self.mails),
            **stripe_addresses(self.stripe),
            **afnor_addresses(self.platform),
            **gocardless_addresses(self.gocardless),
            **ecb_addresses(self.ecb),
            **maileva_addresses(self.maileva),
            "CAVEAU_ORIGIN": self.url,
            "CAVEAU_READMODEL_DIR": str(self.folder / "readmodel"),
            "CAVEAU_SECRET": self.secret(),
            "CAVEAU_PARENT": str(os.getpid()),
            "CAVEAU_PREPARED": str(self.folder / "prepared"),
            "CAVEAU_RELAYING": str(self.folder / "relaying"),
            "PYTHONUNBUFFERED": "1",
        }

    def secret(self) -> str:
        """The master key of this folder's data, made once (base64 of 32 bytes)."""
        file = self.folder / "secret"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        return file.read_text()

    def wait(self) -> None:
        """Until the address answers. Raises RuntimeError when the server ends or takes too long."""
        deadline = time.monotonic() + SERVE_SECONDS
        while time.monotonic() < deadline and self.children["web"].poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/mailbox.json", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"The web server did not start; see {self.folder / 'web.log'}")

    def relayed(self) -> tuple[str, int]:
        """The relay's position: sequence number, and how many entries it has done in all."""
        if not self.position.exists():
            return "", 0
        known = json.loads(self.position.read_text())
        return known["sequence"], known["done"]

    def tend(self) -> None:
        """Call this every second or so: restarts a child that died, saves the state when there is enough to save."""
        for name, child in self.children.items():
            if child.poll() is not None:
                self.spawn(name, *[str(argument) for argument in list(child.args)[1:]])  # type: ignore[arg-type]
        done = self.relayed()[1] - self.saved
        since = time.monotonic() - self.saved_at
        if (done >= CHECKPOINT_ENTRIES and since > CHECKPOINT_SHARE * self.took) or (
            done and since > CHECKPOINT_SECONDS
        ):
            self.checkpoint()

    def checkpoint(self) -> None:
        """Save the state while serving."""
        began = time.monotonic()
        sequence, done = self.relayed()
        self.stack.checkpoint(sequence)
        self.saved, self.saved_at = done, time.monotonic()
        self.took = self.saved_at - began

    def stop(self) -> None:
        """Stop cleanly: no more requests, the relay empties the stream, the state is saved."""
        for names in (["web"], [name for name in self.children if name != "web"]):
            stopped = [child for name in names if (child := self.children.pop(name, None))]
            for child in stopped:
                child.terminate()
            for child in stopped:
                end(child)
        self.stack.stop()
        self.release()

    def kill(self) -> None:
        """End everything as a power cut would (tests of recovery)."""
        for child in self.children.values():
            os.killpg(child.pid, signal.SIGKILL)
        self.stack.kill()
        for child in self.children.values():
            child.wait(STOP_SECONDS)
        self.children.clear()
        self.release()

    def release(self) -> None:
        """Let another system have the folder."""
        if self.lock:
            self.lock.close()
            self.lock = None


def end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that was told to stop; kill it when it does not."""
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(STOP_SECONDS)


def gunicorn(port: int, workers: int) -> list[str]:
    """The arguments of the web server: processes that serve one request at a time each."""
    return [
        "-m", "gunicorn", "scripts.serve:application", "--config", "python:scripts.gunicorn_worker",
        "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--preload",
        "--timeout", "120", "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
