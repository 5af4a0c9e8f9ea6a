"""What follows the filling while people already look at it: `python -m scripts.estate.after COMPANY`.

The relay slept, so nobody was told of three years of facts; who keeps something of them catches up here: the archive
gets every entry, books and representatives every invoice and payment. All of it may be cut short, and done again.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from chalicelib.accounting import service as accounting
from chalicelib.aws import journal
from chalicelib.aws.call import system_call
from chalicelib.aws.clients import client
from chalicelib.aws.relay import archive
from scripts.estate import shelf
from scripts.estate.sellers import settle

NICE = 10
THREADS = 2


def main(company: str) -> None:
    os.nice(NICE)
    client("s3")  # made once, before the threads share it
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(archive, journal.stored(company, journal.MAIN, 1, journal.heads(company)[journal.MAIN])))
    accounting.book_pending(system_call("demo", company))
    settle(company)
    shelf.put(company)


if __name__ == "__main__":
    main(sys.argv[1])
