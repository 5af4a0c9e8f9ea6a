"""`make reset`: forget the local data (.caveau/). Refuses while the system runs."""

import fcntl
import shutil
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".caveau"


def main() -> int:
    """Remove the folder unless a running system holds it."""
    if not FOLDER.exists():
        return 0
    with (FOLDER / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Caveau runs on this data; stop it first (Ctrl+C there).")
            return 1
        shutil.rmtree(FOLDER)
    print("Local data forgotten.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
