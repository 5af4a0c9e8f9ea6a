"""Facts and schedules reach the entry points through the same rules as on AWS, and what fails comes back."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws.entry import HANDLERS, Handler
from chalicelib.aws.relay import SOURCE
from scripts.stack import NAME, Stack, deploy
from scripts.triggers import local_template
from scripts.worker import work


class Ledger:
    """What the handlers of these tests were given; the named ones fail until told otherwise."""

    def __init__(self) -> None:
        self.given: list[tuple[str, dict[str, Any]]] = []
        self.failing: set[str] = set()

    def handler(self, name: str, facts: tuple[str, ...] = (), schedule: str | None = None) -> Handler:
        def run(event: dict[str, Any], context: Any) -> None:
            self.given.append((name, event))
            if name in self.failing:
                raise RuntimeError("not today")

        return Handler(name, run, facts, schedule)


@pytest.fixture
def ledger(stack: Stack) -> Iterator[Ledger]:
    """Two handlers of one fact and one of another, with their rules and the queue."""
    stack.reset()
    made = Ledger()
    handlers = [
        made.handler("demo_first", ("demo.thing.made.v1",)),
        made.handler("demo_second", ("demo.thing.made.v1", "demo.thing.gone.v1")),
        made.handler("demo_tick", schedule="rate(1 minute)"),
    ]
    HANDLERS.update({handler.name: handler for handler in handlers})
    sqs = stack.client("sqs")
    dead = sqs.get_queue_attributes(
        QueueUrl=stack.environment()["CAVEAU_QUEUE_ENTRIES_DEAD"], AttributeNames=["QueueArn"]
    )
    parameters = {"Name": NAME, "Dead": dead["Attributes"]["QueueArn"]}
    deploy(stack.client("cloudformation"), "entries", local_template(handlers), parameters)
    yield made
    for handler in handlers:
        del HANDLERS[handler.name]
    stack.reset()


def tell(stack: Stack, kind: str) -> None:
    assert stack.names is not None
    detail = json.dumps({"id": "com_1:main:1:0", "data": {"name": 'Château "Ü"'}})
    entry = {"Source": SOURCE, "DetailType": kind, "Detail": detail, "EventBusName": stack.names.bus}
    stack.client("events").put_events(Entries=[entry])


def drain(stack: Stack) -> list[str]:
    """Work all that waits; the receive counts seen."""
    sqs, seen = stack.client("sqs"), list[str]()
    queue = sqs.get_queue_url(QueueName=f"{NAME}-entries")["QueueUrl"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["ApproximateReceiveCount"])
        if not answer.get("Messages"):
            return seen
        for message in answer["Messages"]:
            seen.append(message["Attributes"]["ApproximateReceiveCount"])
            work(queue, message)
    raise AssertionError("messages come for ever")


def waiting(stack: Stack) -> str:
    """How many messages are set aside for later."""
    sqs = stack.client("sqs")
    queue = sqs.get_queue_url(QueueName=f"{NAME}-entries")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
    return str(found["Attributes"]["ApproximateNumberOfMessagesNotVisible"])


def test_each_handler_of_a_fact_is_run_once_with_the_whole_event(stack: Stack, ledger: Ledger) -> None:
    tell(stack, "demo.thing.made.v1")
    tell(stack, "demo.thing.unheard.v1")
    drain(stack)
    assert sorted(name for name, _ in ledger.given) == ["demo_first", "demo_second"]
    event = ledger.given[0][1]
    assert event["detail-type"] == "demo.thing.made.v1"
    assert event["detail"] == {"id": "com_1:main:1:0", "data": {"name": 'Château "Ü"'}}


def test_a_handler_may_hear_several_facts(stack: Stack, ledger: Ledger) -> None:
    tell(stack, "demo.thing.gone.v1")
    drain(stack)
    assert [name for name, _ in ledger.given] == ["demo_second"]


def test_what_fails_waits_and_does_not_hold_up_the_others(stack: Stack, ledger: Ledger) -> None:
    ledger.failing = {"demo_first"}
    tell(stack, "demo.thing.made.v1")
    assert drain(stack) == ["1", "1"]
    assert sorted(name for name, _ in ledger.given) == ["demo_first", "demo_second"]
    assert waiting(stack) == "1"


def test_a_schedule_is_there_with_its_expression(stack: Stack, ledger: Ledger) -> None:
    found = stack.client("scheduler").get_schedule(Name=f"{NAME}-demo-tick")
    assert found["ScheduleExpression"] == "rate(1 minute)"
    assert json.loads(found["Target"]["Input"]) == {"entry": "demo_tick", "event": {}}


def test_an_entry_that_is_gone_takes_its_rule_along(stack: Stack, ledger: Ledger) -> None:
    assert stack.names is not None
    parameters = {"Name": NAME, "Dead": "arn:aws:sqs:eu-west-3:000000000000:caveau-entries-dead"}
    deploy(stack.client("cloudformation"), "entries", local_template([]), parameters)
    assert stack.client("events").list_rules(EventBusName=stack.names.bus)["Rules"] == []
    assert stack.client("scheduler").list_schedules()["Schedules"] == []
