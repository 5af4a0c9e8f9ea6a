"""History and changes through HTTP; what must never be found in them, in logs or in the read model."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.config import config
from chalicelib.aws.entry import HANDLERS
from chalicelib.aws.http import OPERATIONS
from tests.rooms.tenancy_support import (
    PASSWORD,
    address,
    bus_from_now,
    colleague,
    token_to,
    with_totp,
)
from tests.support.api import Api, Estate
from tests.support.bus import Bus

FOUND = Callable[..., Estate]


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


@pytest.mark.feature("1.4-03")
@pytest.mark.feature("1.4-X02")
def test_history_says_who_changed_what_and_its_export_counts_the_same(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    member = colleague(estate, bus, "office", address()).into(estate.company)
    estate.api.put("/{c}/settings", {"values": {"payment_term": "net-60"}}).ok()
    estate.api.put("/{c}/settings", {"values": {"payment_term": "eom-30"}}).ok()
    estate.api.put("/{c}/profile", {"name": "Renommé"}).ok()
    me = estate.api.get("/me").ok()["id"]
    rows = estate.api.get("/{c}/history", kind="settings").ok()["items"]
    last = rows[0]
    assert (last["actor"]["id"], last["field"], last["before"], last["after"]) == (
        me,
        "values.payment_term",
        "net-60",
        "eom-30",
    )
    assert datetime.fromisoformat(last["at"]).utcoffset() == timedelta(0)
    member.delete("/{c}/access").ok(204)
    everyone = estate.api.get("/{c}/history", limit=500).ok()
    actors = Counter(row["actor"]["id"] for row in everyone["items"])
    assert actors[me] > 5
    assert len(actors) >= 3
    for user, count in actors.items():
        assert estate.api.get("/{c}/history", user=user).ok()["count"] == count
    mine = estate.api.get("/{c}/history", user=me).ok()
    exported = estate.api.get("/{c}/history/export", {"Accept": "text/csv"}, user=me, format="csv")
    assert exported.status == 200
    lines = list(csv.reader(io.StringIO(exported.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) - 1 == mine["count"]
    assert estate.api.get("/{c}/history", to="2020-01-01").ok()["count"] == 0


def test_no_secret_reaches_logs_urls_or_the_read_model(
    new_estate: FOUND, bus: Bus, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every secret a person or program ever holds, looked for in what the system writes elsewhere."""
    lines: list[str] = []
    handler = logging.StreamHandler(Lines(lines))
    estate, email = new_estate(), address()
    colleague(estate, bus, "office", email)
    log = logging.getLogger("caveau")
    before = log.level
    log.setLevel("DEBUG")
    log.addHandler(handler)
    try:
        clock, codes = with_totp(estate.api, estate.password)
        key = estate.api.post("/{c}/api-keys", {"name": "K", "scopes": ["company:read"]}).ok(201)["secret"]
        webhook = {"url": "https://partenaire.example/x", "topics": ["*"]}
        made = estate.api.post("/{c}/webhooks", webhook).ok(201)
        Api(estate.api.gateway, estate.company, key=key).get("/{c}/access").ok()
        estate.api.stranger().post("/login", {"email": email, "password": "secret-tapé-de-travers"})
        HANDLERS["tenancy_retry_webhooks"].run({}, None)
        estate.api.get("/{c}/history", limit=500).ok()
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
    secrets = [PASSWORD, estate.password, clock.totp.secret, *codes, key, made["secret"], "secret-tapé-de-travers"]
    secrets += [estate.api.cookies["caveau_session"].split(".")[1], token_to(email, "/invitation")]
    written = "".join(lines) + "".join(capsys.readouterr())
    assert "entry" in written
    files = b"".join(path.read_bytes() for path in Path(config().readmodel_dir).rglob("*") if path.is_file())
    assert estate.company.encode() in files
    for secret in secrets:
        assert secret not in written
        assert secret.encode() not in files
    assert email not in written


class Lines(io.StringIO):
    """What is logged, kept."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def write(self, text: str) -> int:
        self.lines.append(text)
        return len(text)


@pytest.mark.feature("1.4-03")
def test_no_route_alters_the_history(world: Any) -> None:
    assert {one.method for one in OPERATIONS if "/history" in one.path} == {"GET"}


@pytest.mark.feature("1.3-X03")
def test_what_changed_is_told_once_and_secrets_never(new_estate: FOUND) -> None:
    estate = new_estate()
    start = estate.api.get("/{c}/changes", after="now").ok()["next"]
    webhook = {"url": "https://partenaire.example/x", "topics": ["*"]}
    made = estate.api.post("/{c}/webhooks", webhook).ok(201)
    key = estate.api.post("/{c}/api-keys", {"name": "Boutique", "scopes": ["crm:read"]}).ok(201)
    page = estate.api.get("/{c}/changes", after=start).ok()
    assert {one["kind"] for one in page["items"]} == {"webhook", "webhook_book", "api_key", "api_key_book"}
    everything = json.dumps(page) + json.dumps(estate.api.get("/{c}/history", limit=500).ok())
    assert made["secret"] not in everything
    assert key["secret"] not in everything
    assert estate.api.get("/{c}/changes", after=page["next"]).ok()["items"] == []
    estate.api.delete(f"/{{c}}/webhooks/{made['webhook']['id']}").ok(204)
    gone = estate.api.get("/{c}/changes", after=page["next"], kinds="webhook").ok()["items"]
    assert [(one["id"], one["deleted"]) for one in gone] == [(made["webhook"]["id"], True)]
    estate.api.get("/{c}/changes", after="nonsense").refused(422)
