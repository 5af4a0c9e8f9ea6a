"""Between the stack's start and the first request: `python -m scripts.prepare CREATED [--recover]`.

Waits for the file CREATED. Then, after an unclean stop, puts back from the journal archive what the last saved state
does not have, and creates the rules and schedules of the rooms' entry points. Prints one JSON line at last:
{"replayed": entries, "entries": handlers}.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

import app  # noqa: F401 - registers every kind and entry point
from chalicelib.aws.backup import places
from chalicelib.aws.clients import client
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.recovery import Replayed, replay
from scripts.parent import wait_for
from scripts.stack import NAME, deploy
from scripts.triggers import local_template
from scripts.workflow import on_laptop


def make_places() -> None:
    """The buckets that backups go to, where infra/ does not make them: Frankfurt is another stack on AWS."""
    for place in places():
        s3 = client("s3", place.region)
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
            s3.create_bucket(Bucket=place.bucket, CreateBucketConfiguration={"LocationConstraint": place.region})


def main(recover: bool) -> None:
    """Recover when asked, then create the triggers."""
    make_places()
    replayed = replay() if recover else Replayed(0, ())
    for place in replayed.lost:
        print(f"lost: {place}")
    dead = client("sqs").get_queue_attributes(
        QueueUrl=os.environ["CAVEAU_QUEUE_ENTRIES_DEAD"], AttributeNames=["QueueArn"]
    )
    parameters = {"Name": NAME, "Dead": dead["Attributes"]["QueueArn"]}
    body = local_template(HANDLERS.values())
    body["Resources"] |= on_laptop()
    deploy(client("cloudformation"), f"{NAME}-entries", body, parameters)
    print(json.dumps({"replayed": replayed.entries, "entries": len(HANDLERS)}))


if __name__ == "__main__":
    wait_for(Path(sys.argv[1]))
    main("--recover" in sys.argv[2:])
