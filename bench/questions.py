"""One size of company, asked everything: `python -m bench.questions WHAT CUSTOMERS FOLDER`, where S3 is.

WHAT is `size` (all of it), or what needs a process of its own: `hydrate`, as a cold worker does, `release`, as the
first worker after a release does, `csv` and `xlsx`, to know what an export takes of memory. Prints JSON. The journal is
computed from the entry's number, so nothing of DynamoDB is measured here: one read of the heads, as among the
operations, comes on top of a warm list or search.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.crowd import COMPANY, CUSTOMERS, FIRST, ORDERS, Crowd, registry, surname
from bench.readmodel import HYDRATE, Line, alone
from chalicelib.aws.call import Call, system
from chalicelib.readmodel import ListQuery, Table, changes, history, lists
from chalicelib.readmodel.freshness import ReadModel, install
from chalicelib.readmodel.snapshot import S3Shelf

EXPORTED = 50_000
HYDRATION, RELEASE = "hydrate", "release"
FILTERS = (
    '{"and":[{"field":"kind","op":"eq","value":"company"},{"field":"turnover","op":"gt","value":100000},'
    '{"field":"town","op":"contains","value":"loire"}]}',
    '{"and":[{"field":"country","op":"ne","value":"FR"},{"field":"tags","op":"has","value":"fidele"},'
    '{"field":"balance","op":"gt","value":0}]}',
    '{"and":[{"field":"category","op":"in","value":["cat_1","cat_2"]},{"field":"since","op":"ge",'
    '"value":"2020-01-01"},{"not":{"field":"archived","op":"eq","value":true}}]}',
    '{"and":[{"field":"discount","op":"ge","value":"2.5"},{"field":"representative","op":"eq","value":"usr_3"},'
    '{"or":[{"field":"term","op":"eq","value":"cash"},{"field":"postcode","op":"starts","value":"33"}]}]}',
)
SORTS = (None, "-turnover", "town,name", "-since")


def _size(size: int, room: Path) -> Iterator[Line]:
    crowd = Crowd(size, min(2 * size, 200_000))
    model = ReadModel(crowd, registry(), room / "files", S3Shelf())
    making = 20 * _timed(lambda: [crowd.entry(seq) for seq in range(1, crowd.last + 1, 20)])[1]
    _, cpu, db = _timed(lambda: model.fresh(COMPANY))
    yield Line(size, "replay, entries a second of CPU", crowd.last / (cpu - making), "1/s")
    yield Line(size, "file", db.path.stat().st_size / 1e6, "MB")
    seconds, cpu, _ = _timed(lambda: model.snapshot(COMPANY, always=True))
    yield Line(size, "snapshot: copy, pack, put", seconds, "s", None, (cpu, cpu))
    model.close()
    runs = [alone(HYDRATION, size, room) for _ in range(3)]
    times, cpus = ([one[name] for one in runs] for name in ("seconds", "cpu"))
    yield Line(size, HYDRATE, median(times), "s", max(times), (median(cpus), max(cpus)))
    model = ReadModel(crowd, registry(), room / "files", S3Shelf())
    install(model)
    yield from _questions(size, model)
    install(None)
    model.close()
    if size == EXPORTED:
        one = alone(RELEASE, size, room)
        what = "first list after a release that changes customers"
        yield Line(size, what, one["seconds"], "s", None, (one["cpu"], one["cpu"]))
        for fmt in ("csv", "xlsx"):
            one = alone(fmt, size, room)
            yield Line(size, f"export of all customers, {fmt}", one["seconds"], "s", None, (one["cpu"], one["cpu"]))
            yield Line(size, f"the same, memory of the process, {fmt}", one["memory"], "MB")


def _questions(size: int, model: ReadModel) -> Iterator[Line]:
    call = _call()
    names = [surname(n) for n in random.Random(7).sample(range(1, size + 1), 200)]
    typed: dict[str, list[str]] = {
        "search a name": names,
        "search its first three letters": [name[:3] for name in names],
        "search a name with a typo": [_typo(name) for name in names if len(name) > 4],
        "search a name and a first name": [f"{name} {FIRST[i % len(FIRST)]}" for i, name in enumerate(names)],
        "search a code": [f"C{n:06d}" for n in range(1, size, size // 100)],
        "search the commonest words": ["martin", "chateau", "domaine", "jean", "loire", "example"],
    }
    for what, given in typed.items():
        yield _many(size, what, [_list(call, CUSTOMERS, ListQuery(q=one)) for one in given], model)
    asked = [ListQuery(where=where, sort=sort, sums="balance,turnover") for where in FILTERS for sort in SORTS] * 4
    yield _many(size, "list, 3 criteria, count and 2 sums", [_list(call, CUSTOMERS, query) for query in asked], model)
    asked = [ListQuery(sort=sort) for sort in (*SORTS, "-balance")] * 8
    yield _many(size, "list, no criterion", [_list(call, CUSTOMERS, query) for query in asked], model)
    asked = [ListQuery(where='{"field":"state","op":"eq","value":"confirmed"}', sums="total")] * 20
    yield _many(size, "orders of one state, count and sum", [_list(call, ORDERS, query) for query in asked], model)
    ask = [history.HistoryQuery(kind="order", id=f"ord_{n:026d}") for n in range(50)]
    yield _many(size, "history of a record", [lambda q=q: history.page(call, q) for q in ask], model)  # type: ignore[misc]
    yield _many(size, "history, no criterion", [lambda: history.page(call, history.HistoryQuery())] * 10, model)
    yield _many(size, "changes, none", [lambda: changes.page(call, changes.ChangesQuery(after="now"))] * 50, model)


def _call() -> Call:
    return Call(system("bench"), COMPANY, datetime.now(UTC), "bench")


def _list(call: Call, listed: Table, query: ListQuery) -> Callable[[], Any]:
    return lambda: lists.page(call, listed, query)


def _typo(name: str) -> str:
    """The third letter goes missing."""
    return name[:2] + name[3:]


def _timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(seconds, seconds of CPU, the result)."""
    begun, started = time.thread_time(), time.perf_counter()
    result = work()
    return time.perf_counter() - started, time.thread_time() - begun, result


def _many(size: int, what: str, works: Sequence[Callable[[], Any]], model: ReadModel) -> Line:
    """Each question as if it were asked for the first time: nothing kept of the one before."""
    works[0]()
    runs = []
    for work in works:
        model.fresh(COMPANY).forget()
        runs.append(_timed(work)[:2])
    times, cpu = [1000 * run[0] for run in runs], [1000 * run[1] for run in runs]
    return Line(size, what, median(times), "ms", _worst(times), (median(cpu), _worst(cpu)))


def _worst(figures: Sequence[float]) -> float:
    """The 95th percentile, never beyond what was measured."""
    return quantiles(figures, n=20, method="inclusive")[-1]


def _one(what: str, size: int, room: Path) -> dict[str, float]:
    """Hydrate, and export when asked: {"seconds", "cpu", "memory" (MB)}."""
    crowd = Crowd(size, min(2 * size, 200_000))
    model = ReadModel(crowd, registry(released=what == RELEASE), room / "files", S3Shelf())
    S3Shelf().paths("readmodel/none/")  # a worker that serves has its client of S3
    seconds, cpu, _ = _timed(lambda: model.fresh(COMPANY))
    install(model)
    if what not in (HYDRATION, RELEASE):
        seconds, cpu, _ = _timed(lambda: lists.export(_call(), CUSTOMERS, ListQuery(), what))
    model.close()
    return {"seconds": seconds, "cpu": cpu, "memory": _peak()}


def _peak() -> float:
    """Megabytes this process had at most. (getrusage would count what its parent had.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def main(what: str, size: int, room: Path) -> None:
    made = [asdict(line) for line in _size(size, room)] if what == "size" else _one(what, size, room)
    print(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
