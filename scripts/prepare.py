"""Between the stack's start and the first request: `python -m scripts.prepare CREATED [--recover]`.

Waits for the file CREATED. Then, after an unclean stop, puts back from the journal archive what the last saved state
does not have, and creates the rules and schedules of the rooms' entry points. Prints one JSON line at last:
{"replayed": entries, "entries": handlers}.
"""

import json
import os
import sys
from pathlib import Path

import app  # noqa: F401 - registers every kind and entry point
from chalicelib.aws.clients import client
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.recovery import replay
from scripts.parent import wait_for
from scripts.stack import NAME, deploy
from scripts.triggers import local_template


def main(recover: bool) -> None:
    """Recover when asked, then create the triggers."""
    replayed = replay() if recover else 0
    dead = client("sqs").get_queue_attributes(
        QueueUrl=os.environ["CAVEAU_QUEUE_ENTRIES_DEAD"], AttributeNames=["QueueArn"]
    )
    parameters = {"Name": NAME, "Dead": dead["Attributes"]["QueueArn"]}
    deploy(client("cloudformation"), f"{NAME}-entries", local_template(HANDLERS.values()), parameters)
    print(json.dumps({"replayed": replayed, "entries": len(HANDLERS)}))


if __name__ == "__main__":
    wait_for(Path(sys.argv[1]))
    main("--recover" in sys.argv[2:])
