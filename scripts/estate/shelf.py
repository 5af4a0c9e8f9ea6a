"""Keeps the lists of a company up to date while it is filled: `python -m scripts.estate.shelf COMPANY`.

Runs beside the filling, on the other core, until its input is closed; then puts the lists on their shelf, so that
whoever lists first need not read three years of journal.
"""

import select
import sys

from chalicelib.readmodel.freshness import current

SECONDS = 3.0


def keep(company: str) -> None:
    """Until the input is closed."""
    while not select.select([sys.stdin], [], [], SECONDS)[0]:
        current().fresh(company)


def put(company: str) -> None:
    """A snapshot of what the journal says now."""
    current().snapshot(company, always=True)
    current().close()


if __name__ == "__main__":
    keep(sys.argv[1])
    put(sys.argv[1])
