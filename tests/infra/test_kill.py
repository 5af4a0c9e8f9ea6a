"""kill -9 of everything under load: nothing acknowledged more than a second earlier is lost, and the next start serves.

The system is `make run` itself (scripts.run), killed with all its processes, stack included, while four people write in
two companies. What the server had acknowledged is then looked for, record by record.
"""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.client import Client, Failed
from scripts.stack import ROOT, free_port

LOAD_SECONDS = 8
WRITERS = 4
LOST_MOST_SECONDS = 1.0


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
                assert time.monotonic() - began < 60, "the start takes for ever"
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
        self.process.wait()

    def stop(self) -> None:
        """Ctrl+C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0


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
    """Writers, and what was acknowledged to them: (when, company, customer)."""

    clients: list[tuple[Client, str]]
    acknowledged: list[tuple[float, str, str]] = field(default_factory=list)
    over: bool = False

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
        moment = time.monotonic()
        then.kill()
        self.over = True
        for thread in threads:
            thread.join()
        return moment


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started = Run(free_port(), tmp_path / "data")
    yield started
    if started.process and started.process.poll() is None:
        started.kill()


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


@pytest.mark.slow
def test_a_kill_under_load_loses_at_most_the_last_second(run: Run) -> None:
    run.start()
    clients = [estate(run, 1), estate(run, 2)]
    time.sleep(1.5)  # the sign-ups are older than a second
    load = Load(clients)
    moment = load.run(LOAD_SECONDS, run)
    assert len(load.acknowledged) > 50, "that was no load"

    print(f"served again after {run.start():.1f} s")  # a figure to read, not to assert: time is the machine's
    of = {company: client for client, company in clients}
    lost = [moment - at for at, company, id in load.acknowledged if not there(of[company], company, id)]
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # a second, on a machine that others leave alone
    assert max(lost, default=0.0) <= LOST_MOST_SECONDS * crowd
    for client, company in clients:
        kept = sum(1 for _, where, _ in load.acknowledged if where == company)
        listed = client.get(f"/{company}/customers?limit=1")["count"]
        assert kept - len(lost) <= listed <= kept + WRITERS, "the read model follows the rebuilt table"
        client.post(f"/{company}/customers", {"kind": "business", "name": "Cave d’après"})


@pytest.mark.slow
def test_a_stop_keeps_everything_and_a_second_kill_finds_what_the_first_start_rebuilt(run: Run) -> None:
    run.start()
    client, company = estate(run, 1)
    first = client.post(f"/{company}/customers", {"kind": "business", "name": "Avant l’arrêt"})["id"]
    run.stop()
    run.start()
    assert there(client, company, first)
    second = client.post(f"/{company}/customers", {"kind": "business", "name": "Avant la coupure"})["id"]
    time.sleep(1)
    run.kill()
    run.start()
    assert there(client, company, second)
    run.kill()
    run.start()
    assert there(client, company, first)
    assert there(client, company, second)
