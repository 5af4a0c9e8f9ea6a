"""The whole local system on free ports with its data in a temporary folder, for tests/web, tests/flows, tests/infra.

    with serve() as system:
        httpx.get(f"{system.url}/mailbox.json")

`shared()` gives one per pytest process, started at the first call.
"""

import atexit
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.local import LocalSystem
from scripts.stack import ROOT, free_port

WATCHED = Path(__file__).resolve().parent / "watched"


class Watched(LocalSystem):
    """Its functions hold the rights of their policies (tests/support/rights.py)."""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "PYTHONPATH": os.pathsep.join([str(WATCHED), str(ROOT)])}


@contextmanager
def serve(web: int = 2, entries: int = 1) -> Iterator[LocalSystem]:
    """A running system of its own; everything of it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="caveau-test-"))
    os.environ.setdefault("CAVEAU_REGISTER_SECONDS", "20")  # patience with the twins on a crowded computer
    system = Watched(folder, free_port(), web, entries)
    try:
        yield system.start()
    finally:
        system.kill()
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def shared() -> LocalSystem:
    """The running system of this pytest process."""
    context = serve()
    system = context.__enter__()
    atexit.register(context.__exit__, None, None, None)
    return system
