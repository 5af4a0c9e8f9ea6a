"""Webhooks end to end: a commit, the bus, a signed POST to a partner that really listens, tries, dead
letters, replays."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.unit import reading
from chalicelib.tenancy import partners, store
from chalicelib.tenancy.rules.webhooks import Attempt
from chalicelib.tenancy.schemas.webhooks import WebhookIn
from chalicelib.tenancy.service import deliveries, webhooks
from tests.rooms.tenancy_support import (
    Received,
    bus_from_now,
    partner,
    told_again,
)
from tests.support.api import Estate
from tests.support.bus import Bus

FOUND = Callable[..., Estate]


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    """One bus for the module: each fact is handled once."""
    return bus_from_now()


def declare(estate: Estate, url: str, *topics: str) -> tuple[str, str]:
    """A webhook: its id and secret."""
    made = estate.api.post("/{c}/webhooks", {"url": url, "topics": list(topics) or ["*"]}).ok(201)
    return made["webhook"]["id"], made["secret"]


def happen(estate: Estate, bus: Bus) -> None:
    """One event that partners are told: a new customer."""
    bus.deliver()
    estate.api.post("/{c}/customers", {"kind": "business", "name": "Restaurant du Port"}).ok(201)
    bus.deliver()


def check_signature(received: Received, secret: str) -> None:
    stamp, _, digest = received.headers["caveau-signature"].partition(",v1=")
    signed = f"{stamp.removeprefix('t=')}.{received.body}".encode()
    assert hmac.compare_digest(digest, hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest())
    assert abs(datetime.now(UTC).timestamp() - int(stamp.removeprefix("t="))) < 60


def listed(estate: Estate, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = estate.api.get("/{c}/webhook-deliveries", **query).ok()["items"]
    return items


def minutes_later(minutes: float) -> Call:
    return system_call("tenancy_retry_webhooks", now=datetime.now(UTC) + timedelta(minutes=minutes))


@pytest.mark.feature("1.3-06")
def test_a_partner_hears_signed_events_once(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    with partner() as there:
        _, secret = declare(estate, there.url, "customer.*")
        happen(estate, bus)
        (received,) = there.received
        check_signature(received, secret)
        event = json.loads(received.body)
        assert (event["topic"], event["company"]) == ("customer.created", estate.company)
        assert event["id"] == received.headers["caveau-event-id"]
        assert event["data"]["id"].startswith("cus_")
        assert set(event["data"]) == {"kind", "id", "version", "changed"}
        assert told_again(estate.company) > 0
        assert len(there.received) == 1
    (row,) = listed(estate)
    assert (row["state"], row["tries"], row["status"], row["event"]) == ("delivered", 1, 200, event["id"])
    file = estate.api.get("/{c}/webhook-deliveries/export", {"Accept": "text/csv"}, format="csv")
    assert event["id"] in file.content.decode("utf-8-sig")


@pytest.mark.feature("1.3-06")
def test_a_partner_answering_500_is_tried_eight_times_with_one_event_id_then_replayed(
    new_estate: FOUND, bus: Bus
) -> None:
    estate = new_estate()
    with partner(*[500] * 8, 204) as there:
        declare(estate, there.url, "customer.*")
        happen(estate, bus)
        assert (listed(estate)[0]["state"], len(there.received)) == ("waiting", 1)
        assert deliveries.retry(minutes_later(0)) == 0
        for minutes in (1, 4, 15, 76, 260, 750, 1500):
            deliveries.retry(minutes_later(minutes))
        assert len(there.received) == 8
        (row,) = listed(estate, where='{"field":"state","op":"eq","value":"dead"}')
        assert (row["tries"], row["status"], row["error"]) == (8, 500, "HTTP 500")
        assert deliveries.retry(minutes_later(5000)) == 0
        path = f"/{{c}}/webhook-deliveries/{row['id']}/transitions"
        again = estate.api.post(path, {"to": "waiting"}).ok()
        assert (again["state"], again["replays"], again["event"]) == ("delivered", 1, row["event"])
        assert len({one.headers["caveau-event-id"] for one in there.received}) == 1
        assert len({one.body for one in there.received}) == 1
        assert len(there.received) == 9


def test_what_fails_in_one_company_is_retried_until_nothing_waits_then_forgotten(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    with partner(500, 200) as there:
        declare(estate, there.url, "customer.*")
        happen(estate, bus)
        assert deliveries.retry(minutes_later(2)) == 1
        assert listed(estate)[0]["state"] == "delivered"
    assert deliveries.retry(minutes_later(120)) == 0
    backlog = reading(system_call("test")).find(store.BACKLOG, store.ONE)
    assert backlog is not None
    assert estate.company not in backlog.companies


def test_a_silent_partner_holds_up_nobody(new_estate: FOUND, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    estate = new_estate()
    asked: list[str] = []

    def silent(url: str, body: str, headers: dict[str, str], *, local: bool) -> Attempt:
        asked.append(json.loads(body)["id"])
        return Attempt(None, "Pas de réponse : TimeoutError")

    declare(estate, "http://127.0.0.1:9/hook", "customer.*")
    monkeypatch.setattr(partners, "post", silent)
    for _ in range(3):
        happen(estate, bus)
    assert len(asked) == 1
    assert len(listed(estate)) == 3
    deliveries.retry(minutes_later(2))
    assert len(asked) == 2


def test_nothing_is_sent_to_an_inactive_or_deleted_webhook(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    with ExitStack() as stack:
        off, gone, deaf, other = (stack.enter_context(partner(500)) for _ in range(4))
        ids = [declare(estate, one.url, "customer.*")[0] for one in (off, gone)]
        declare(estate, deaf.url, "invoice.created")
        declare(estate, other.url, "customer.updated")
        body = {"url": off.url, "topics": ["customer.*"], "active": False}
        happen(estate, bus)
        estate.api.put(f"/{{c}}/webhooks/{ids[0]}", body).ok()
        estate.api.delete(f"/{{c}}/webhooks/{ids[1]}").ok(204)
        deliveries.retry(minutes_later(2))
        assert [len(one.received) for one in (off, gone, deaf, other)] == [1, 1, 0, 0]
        assert {row["state"] for row in listed(estate)} == {"dead"}
        happen(estate, bus)
        assert [len(one.received) for one in (off, gone, deaf, other)] == [1, 1, 0, 0]


def test_what_happened_before_a_webhook_was_made_is_not_told_to_it(new_estate: FOUND, bus: Bus) -> None:
    estate = new_estate()
    bus.deliver()
    estate.api.post("/{c}/customers", {"kind": "business", "name": "Restaurant du Port"}).ok(201)
    with partner() as there:
        later = replace(minutes_later(5), company=estate.company)
        webhooks.create(later, WebhookIn(url=there.url, topics=["customer.*"]))
        bus.deliver()
        assert there.received == []
    assert listed(estate) == []


def test_a_ping_is_sent_at_once_and_says_what_came_of_it(new_estate: FOUND) -> None:
    estate = new_estate()
    with partner(200) as there:
        id, secret = declare(estate, there.url, "order.validated")
        key = {"Idempotency-Key": "essai"}
        answer = estate.api.post(f"/{{c}}/webhooks/{id}/ping", None, key).ok(201)
        assert (answer["state"], answer["topic"], answer["status"]) == ("delivered", "ping", 200)
        check_signature(there.received[0], secret)
        estate.api.post(f"/{{c}}/webhooks/{id}/ping", None, key)
        assert len(there.received) == 1
    gone = estate.api.post(f"/{{c}}/webhooks/{id}/ping").ok(201)
    assert (gone["state"], gone["status"], gone["error"]) == (
        "waiting",
        None,
        "Pas de réponse : ConnectionRefusedError",
    )
    estate.api.post("/{c}/webhooks/whk_x/ping").refused(404, "tenancy.webhook.not_found")


def test_a_new_secret_signs_from_then_on(new_estate: FOUND) -> None:
    estate = new_estate()
    with partner() as there:
        id, first = declare(estate, there.url)
        made = estate.api.post(f"/{{c}}/webhooks/{id}/secret").ok(201)
        assert made["secret"] != first
        assert made["webhook"]["secret_ending"] == made["secret"][-4:]
        estate.api.post(f"/{{c}}/webhooks/{id}/ping").ok(201)
        check_signature(there.received[0], made["secret"])


def test_webhooks_are_declared_read_changed_and_deleted(new_estate: FOUND) -> None:
    api = new_estate().api
    body = {"url": "https://partenaire.example/x", "topics": ["order.validated", "customer.*"]}
    key = {"Idempotency-Key": "un-webhook"}
    made = api.post("/{c}/webhooks", body, key).ok(201)
    assert api.post("/{c}/webhooks", body, key).ok(201) == made
    id = made["webhook"]["id"]
    assert made["webhook"]["topics"] == ["customer.*", "order.validated"]
    page = api.get("/{c}/webhooks").ok()
    assert [one["id"] for one in page["items"]] == [id]
    assert "invoice.created" in page["topics"]
    changed = api.put(f"/{{c}}/webhooks/{id}", {**body, "topics": ["*"]}, {"If-Match": '"1"'}).ok()
    assert (changed["topics"], changed["version"]) == (["*"], 2)
    api.put(f"/{{c}}/webhooks/{id}", body, {"If-Match": '"1"'}).refused(412, "http.stale_version")
    for wrong, code in (
        ({**body, "topics": ["wine.drunk"]}, "tenancy.webhook.topic"),
        ({**body, "url": "http://partenaire.example/x"}, "tenancy.webhook.url"),
        ({**body, "url": "https://169.254.169.254/latest"}, "tenancy.webhook.url"),
    ):
        api.post("/{c}/webhooks", wrong).refused(422, code)
        api.put(f"/{{c}}/webhooks/{id}", wrong).refused(422, code)
    api.delete(f"/{{c}}/webhooks/{id}").ok(204)
    api.get(f"/{{c}}/webhooks/{id}").refused(404, "tenancy.webhook.not_found")
    assert api.get("/{c}/webhooks").ok()["items"] == []


def test_deliveries_of_others_do_not_exist_and_a_waiting_one_is_not_replayed(new_estate: FOUND, bus: Bus) -> None:
    ours, theirs = new_estate(), new_estate()
    with partner(500) as there:
        declare(ours, there.url, "customer.*")
        happen(ours, bus)
    (row,) = listed(ours)
    path = f"/{{c}}/webhook-deliveries/{row['id']}"
    assert ours.api.get(path).ok()["body"] == there.received[0].body
    theirs.api.get(path).refused(404, "tenancy.delivery.not_found")
    theirs.api.post(f"{path}/transitions", {"to": "waiting"}).refused(404, "tenancy.delivery.not_found")
    refused = ours.api.post(f"{path}/transitions", {"to": "waiting"}).refused(409)
    assert refused["allowed"] == ["dead", "delivered"]
    ours.api.post(f"{path}/transitions", {"to": "dead"}).refused(422)
    stale = {"If-Match": '"99"'}
    ours.api.post(f"{path}/transitions", {"to": "waiting"}, stale).refused(412, "http.stale_version")


def test_on_aws_no_name_may_lead_inside() -> None:
    """The name is resolved and judged at each sending, whatever was declared."""
    with partner() as there:
        inside = partners.post(there.url, "{}", {}, local=False)
        assert (inside.status, inside.error) == (None, "Adresse refusée : elle mène à un réseau privé.")
        localhost = there.url.replace("127.0.0.1", "localhost")
        assert partners.post(localhost, "{}", {}, local=False).status is None
        assert there.received == []
        assert partners.post(there.url, "{}", {}, local=True).status == 200


def test_a_redirect_is_not_followed() -> None:
    with partner(302) as there:
        attempt = partners.post(there.url, "{}", {}, local=True)
        assert (attempt.status, attempt.good, len(there.received)) == (302, False, 1)


def test_an_unreadable_answer_is_a_failure() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        there, _ = listener.accept()
        there.recv(1000)
        there.sendall(b"bonjour\r\n\r\n")
        there.close()

    thread = threading.Thread(target=answer)
    thread.start()
    attempt = partners.post(f"http://127.0.0.1:{listener.getsockname()[1]}/", "{}", {}, local=True)
    thread.join(5)
    listener.close()
    assert (attempt.status, attempt.error) == (None, "Réponse illisible : BadStatusLine")
