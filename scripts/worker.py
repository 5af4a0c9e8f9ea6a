"""Lambda's part outside requests, on a laptop: takes facts and schedules from the queue and runs the rooms' entries.

`python -m scripts.worker`. The one trick: a message names the entry (scripts/triggers.py put it there), and
`chalicelib.aws.entry.HANDLERS` holds the very functions that are Lambdas on AWS. What fails comes back after a growing
pause, eight times, then lies in the dead-letter queue. A task of a workflow (scripts/workflow.py) carries a token: its
answer, or its failure, goes back to the workflow, which tries again itself.
"""

import contextlib
import json
import signal
from typing import Any

import app  # noqa: F401 - registers every entry point
from chalicelib.aws.clients import client
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.log import logger
from scripts.parent import orphaned
from scripts.stack import NAME

WAIT = 1  # seconds of long polling, so of the longest clean stop
SLOWEST = 60


def work(queue: str, message: dict[str, Any]) -> None:
    """Run the entry that the message names; on an error the message comes back later."""
    body = json.loads(message["Body"])
    if "token" in body:
        return answer_workflow(queue, message, body)
    try:
        HANDLERS[body["entry"]].run(body["event"], None)
    except Exception:
        logger.exception("entry failed", extra={"entry": body["entry"]})
        tries = int(message["Attributes"]["ApproximateReceiveCount"])
        client("sqs").change_message_visibility(
            QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=min(SLOWEST, 2**tries)
        )
    else:
        client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def answer_workflow(queue: str, message: dict[str, Any], body: dict[str, Any]) -> None:
    """Run a task of a workflow, and tell the workflow how it went, once."""
    client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    workflows = client("stepfunctions")
    try:
        result = HANDLERS[body["entry"]].run(body["event"], None)
    except Exception as error:
        logger.exception("task failed", extra={"entry": body["entry"]})
        with contextlib.suppress(workflows.exceptions.TaskTimedOut, workflows.exceptions.TaskDoesNotExist):
            workflows.send_task_failure(taskToken=body["token"], error=type(error).__name__, cause="see worker.log")
    else:
        with contextlib.suppress(workflows.exceptions.TaskTimedOut, workflows.exceptions.TaskDoesNotExist):
            workflows.send_task_success(taskToken=body["token"], output=json.dumps(result))


def main() -> None:
    """Work until told to stop or orphaned."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: stopping.append(number))
    queue = client("sqs").get_queue_url(QueueName=f"{NAME}-entries")["QueueUrl"]
    while not stopping and not orphaned():
        answer = client("sqs").receive_message(
            QueueUrl=queue, WaitTimeSeconds=WAIT, MaxNumberOfMessages=1, AttributeNames=["ApproximateReceiveCount"]
        )
        for message in answer.get("Messages", []):
            work(queue, message)


if __name__ == "__main__":
    main()
