"""kill -9 of everything under load: nothing acknowledged more than a second earlier is lost, and the next start serves.

The system is `make run` itself (scripts.run), killed with all its processes, stack included, while four people write in
two companies. What the server had acknowledged is then looked for, record by record.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.stack import free_port
from tests.support.run import WRITERS, Load, Run, estate, there

LOAD_SECONDS = 8
LOST_MOST_SECONDS = 1.0


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started = Run(free_port(), tmp_path / "data")
    yield started
    if started.process and started.process.poll() is None:
        started.kill()


@pytest.mark.slow
def test_a_kill_under_load_loses_at_most_the_last_second(run: Run) -> None:
    run.start()
    clients = [estate(run, 1), estate(run, 2)]
    time.sleep(1.5)  # the sign-ups are older than a second
    load = Load(clients)
    moment = load.run(LOAD_SECONDS, run)
    print(f"served again after {run.start():.1f} s")  # a figure to read, not to assert: time is the machine's
    lost = load.lost(moment)
    assert max(lost, default=0.0) <= LOST_MOST_SECONDS * load.crowded
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
    done = run.relayed()
    second = client.post(f"/{company}/customers", {"kind": "business", "name": "Avant la coupure"})["id"]
    run.settle(done)
    run.kill()
    run.start()
    assert there(client, company, second)
    run.kill()
    run.start()
    assert there(client, company, first)
    assert there(client, company, second)
