"""A company's requests are signed with credentials that open its own partitions only; the policy says exactly that.

The embedded stack hands out the sessions and does not know `dynamodb:LeadingKeys`, so IAM's decision is made here, at
the client, by an evaluator of the very policy that was given to STS.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import isolation, meter
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.table import Item, fetch
from tests.rooms.sales_support import open_shop
from tests.support.policies import allows, asked

ROLE = "arn:aws:iam::000000000000:role/caveau-fence"
TABLE = "arn:aws:dynamodb:eu-west-3:000000000000:table/caveau"
SIGNED = re.compile(r"Credential=([^/]+)/")


class Refused(Exception):
    """What IAM would answer: AccessDeniedException."""


class Gate:
    """Judges every call of the table's client that a company's session signs; `judged` counts them by company."""

    def __init__(self) -> None:
        self.policies: dict[str, tuple[str, dict[str, Any]]] = {}
        self.judged: Counter[str] = Counter()
        self.unfenced = 0
        self.assumed = 0
        self.told: dict[str, Any] = {}

    def assuming(self, params: dict[str, Any], **_: Any) -> None:
        self.told = params

    def assume(self, parsed: dict[str, Any], **_: Any) -> None:
        self.assumed += 1
        given = self.told["RoleSessionName"], json.loads(self.told["Policy"])
        self.policies[parsed["Credentials"]["AccessKeyId"]] = given

    def judge(self, request: Any, event_name: str, **_: Any) -> None:
        said = request.headers["Authorization"]
        signer = SIGNED.search(said if isinstance(said, str) else said.decode())
        assert signer is not None
        if signer.group(1) not in self.policies:
            self.unfenced += 1
            return
        company, policy = self.policies[signer.group(1)]
        self.judged[company] += 1
        for one in asked("dynamodb", event_name.rpartition(".")[2], json.loads(request.body)):
            if not allows(policy, *one):
                raise Refused(f"{company}: {one}")


@pytest.fixture
def gate(world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The fence is up, and IAM stands at the client."""
    monkeypatch.setenv("CAVEAU_FENCE_ROLE", ROLE)
    config.cache_clear()
    isolation.forget()
    made = Gate()
    table, sts = Item._get_connection().connection.client.meta.events, client("sts").meta.events
    hooks = [
        (table, "before-send.dynamodb", made.judge),
        (sts, "provide-client-params.sts.AssumeRole", made.assuming),
        (sts, "after-call.sts.AssumeRole", made.assume),
    ]
    for events, name, hook in hooks:
        events.register(name, hook)
    yield made
    for events, name, hook in hooks:
        events.unregister(name, hook)
    monkeypatch.undo()
    config.cache_clear()


def test_a_companys_work_passes_its_fence_with_one_session(gate: Gate, new_estate: Any, bus: Any) -> None:
    bus.deliver()
    meter.write()
    gate.judged.clear()  # so far the others'
    shop = open_shop(new_estate, wines=1)
    invoice = shop.invoice()
    gross = invoice["totals"]["gross"]
    shop.pay(gross, [(invoice["id"], gross)])
    shop.api.get("/{c}/invoices").ok()
    shop.api.get("/{c}/history").ok()
    bus.deliver()
    assert gate.judged[shop.estate.company] > 40
    assert gate.assumed == len(gate.policies), "one session a company, kept for the hour"
    assert list(gate.judged) == [shop.estate.company]


def test_another_companys_items_are_refused_by_iam(gate: Gate, new_estate: Any) -> None:
    ours, theirs = new_estate().company, new_estate().company
    mine, others = (f"{ours}#company#all", "-"), (f"{theirs}#company#all", "-")
    with isolation.fenced(ours):
        assert fetch([mine])
        with pytest.raises(Refused):
            fetch([others])
        with pytest.raises(Refused):
            fetch([mine, others])
        with pytest.raises(Refused):
            Item(*others, kind="company", v=9, doc="{}").save()
        with pytest.raises(Refused):
            list(Item.query(f"{theirs}#H"))
        with pytest.raises(Refused):
            next(iter(Item.scan()))
    assert fetch([others]), "outside a company's request the platform's own credentials are used"


@pytest.mark.parametrize(
    ("action", "leading", "allowed"),
    [
        ("dynamodb:UpdateItem", ["com_A#usage#2026-11"], True),
        ("dynamodb:PutItem", ["com_A#J#main#0"], True),
        ("dynamodb:Query", ["com_A#H"], True),
        ("dynamodb:BatchGetItem", ["com_A#order#1", "G#user#usr_1"], True),
        ("dynamodb:BatchGetItem", ["com_A#order#1", "com_B#order#1"], False),
        ("dynamodb:BatchGetItem", ["com_B#order#1"], False),
        ("dynamodb:BatchGetItem", ["com_AB#order#1"], False),
        ("dynamodb:BatchGetItem", ["com_A"], False),
        ("dynamodb:PutItem", ["com_B#com_A#order#1"], False),
        ("dynamodb:Scan", None, False),
        ("dynamodb:Query", None, False),
        ("dynamodb:BatchGetItem", None, False),
        ("dynamodb:DeleteTable", None, False),
        ("dynamodb:PartiQLSelect", ["com_A#order#1"], False),
    ],
)
def test_the_policy_opens_its_own_partitions_and_the_shared_ones(
    action: str, leading: list[str] | None, allowed: bool
) -> None:
    assert allows(isolation.policy("com_A"), action, TABLE, leading) is allowed
    other = TABLE.replace("caveau", "caveau-restore-1")
    assert not allows(isolation.policy("com_A"), action, other, leading)


def test_the_policy_fits_what_sts_takes() -> None:
    assert len(json.dumps(isolation.policy("com_" + "0" * 26), separators=(",", ":"))) <= 2048


def test_without_the_setting_nothing_changes(world: Any, new_estate: Any) -> None:
    ours, theirs = new_estate().company, new_estate().company
    with isolation.fenced(ours):
        assert fetch([(f"{theirs}#company#all", "-")])
