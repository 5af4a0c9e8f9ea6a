"""`make run` as a process, its kill, and people who write meanwhile: for the test of a kill and for the bench.

Nouns: a `Run` (scripts.run on a port and a folder), a `Load` (writers, and what was acknowledged to them).
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from scripts.client import Client, Failed
from scripts.stack import ROOT
from tests.support.crowd import crowd

WRITERS = 4
SETTLE_SECONDS = 120
START_SECONDS = 180
LOAD_LEAST = 50
"""Writes acknowledged before the kill: fewer are no load."""


@dataclass
class Run:
    """`make run` on a port and a folder."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> float:
        """Start it; gives the seconds until the API answered."""
        began = time.monotonic()
        command = [sys.executable, "-m", "scripts.run", "--empty"]
        command += ["--port", str(self.port), "--folder", str(self.folder)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        while True:
            try:
                Client(self.url).get("/me")
            except Failed:  # 401: it serves
                return time.monotonic() - began
            except OSError:
                assert self.process.poll() is None, self.said()
                assert time.monotonic() - began < START_SECONDS, "the start takes for ever"
                time.sleep(0.02)

    def relayed(self) -> int:
        """How many journal entries the relay has archived and told in all."""
        position = self.folder / "relay.json"
        return int(json.loads(position.read_text())["done"]) if position.exists() else 0

    def settle(self, since: int) -> None:
        """Wait until the relay has done an entry more than `since`."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self.relayed() <= since:
            assert time.monotonic() < deadline, "the relay stands still"
            time.sleep(0.02)

    def said(self) -> str:
        """What it printed, after its end."""
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout.read().decode()

    def kill(self) -> None:
        """kill -9 of the process and everything below it."""
        assert self.process is not None
        for pid in family(self.process.pid):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(60)

    def stop(self) -> None:
        """Ctrl+C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(120) == 0


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(below.get(one, []))
    return found


@dataclass
class Load:
    """Writers, and what was acknowledged to them: (when, company, customer); `crowded`: how the computer was then."""

    clients: list[tuple[Client, str]]
    acknowledged: list[tuple[float, str, str]] = field(default_factory=list)
    over: bool = False
    crowded: float = 1.0

    def writer(self, number: int) -> None:
        client, company = self.clients[number % len(self.clients)]
        for count in itertools.count():
            body = {"kind": "business", "name": f"Cave {number}-{count}"}
            try:
                made = client.post(f"/{company}/customers", body)
            except (OSError, Failed):
                return  # the kill
            self.acknowledged.append((time.monotonic(), company, made["id"]))
            if self.over:
                return

    def run(self, seconds: float, then: Run) -> float:
        """Write for a while, then kill the server in the middle of it; gives the moment."""
        threads = [threading.Thread(target=self.writer, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        deadline = time.monotonic() + START_SECONDS
        while len(self.acknowledged) <= LOAD_LEAST:
            assert time.monotonic() < deadline, "that was no load"
            time.sleep(0.05)
        self.crowded = crowd()
        moment = time.monotonic()
        then.kill()
        self.over = True
        for thread in threads:
            thread.join(120)
            assert not thread.is_alive(), "a writer waits for ever"
        return moment

    def lost(self, moment: float) -> list[float]:
        """How long before that moment each was acknowledged that is not there."""
        of = {company: client for client, company in self.clients}
        return [moment - at for at, company, id in self.acknowledged if not there(of[company], company, id)]


def estate(run: Run, number: int) -> tuple[Client, str]:
    client = Client(run.url)
    client.sign_up(f"vigneron{number}@domaine.example", "Grenache-Syrah-1907", "Camille Vigneron")
    return client, client.post("/companies", {"name": f"Domaine n° {number}"})["id"]


def there(client: Client, company: str, customer: str) -> bool:
    try:
        client.get(f"/{company}/customers/{customer}")
    except Failed as failed:
        if failed.status != 404:
            raise
        return False
    return True
