"""What partners are told, how it is signed, where it may be sent, how often it is tried."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest

from chalicelib.kernel.errors import IllegalTransition, Refused
from chalicelib.tenancy.rules import topics, webhooks

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
AT = "2026-11-22T08:00:00.000000Z"


def entry(changes: list[dict[str, Any]], facts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"company": "com_1", "lane": "main", "seq": 17, "at": AT, "changes": changes, "facts": facts}


def test_changes_and_facts_become_events_with_ids_that_never_change() -> None:
    told = list(
        topics.events_of(
            entry(
                [
                    {"kind": "customer", "id": "cus_1", "v": 1, "doc": {"name": "A"}},
                    {"kind": "variant", "id": "var_1", "v": 4, "doc": {"name": "B"}, "was": {"name": "C"}},
                    {"kind": "tariff", "id": "var_1", "v": 3, "doc": None, "was": {"amount": 1}},
                    {"kind": "counter", "id": "invoice:2026", "v": 9, "doc": {"n": 9}},
                    {"kind": "customer", "id": "cus_2", "v": 2, "doc": None, "secret": True},
                ],
                [
                    {"id": "com_1:main:17:0", "type": "sales.order.confirmed.v1", "data": {"order": "ord_1"}},
                    {"id": "com_1:main:17:1", "type": "stock.reserved.v1", "data": {}},
                ],
            )
        )
    )
    assert [(event.id, event.topic) for event in told] == [
        ("com_1:main:17:c0", "customer.created"),
        ("com_1:main:17:c1", "product_variant.updated"),
        ("com_1:main:17:c2", "product_price.deleted"),
        ("com_1:main:17:0", "order.validated"),
    ]
    assert told[1].data == {"kind": "variant", "id": "var_1", "version": 4, "changed": ["name"]}
    assert told[3].data == {"order": "ord_1"}


def vintages(*years: int) -> list[dict[str, Any]]:
    return [{"id": f"vin_{year}", "year": year, "archived": False} for year in years]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"v": 1, "doc": {"vintages": vintages(2023)}}, [("created", "vin_2023")]),
        (
            {"v": 2, "doc": {"vintages": vintages(2023, 2024)}, "was": {"vintages": vintages(2022, 2023)}},
            [("deleted", "vin_2022"), ("created", "vin_2024")],
        ),
        (
            {
                "v": 3,
                "doc": {"vintages": [{"id": "vin_2023", "year": 2023, "archived": True}]},
                "was": {"vintages": vintages(2023)},
            },
            [("updated", "vin_2023")],
        ),
        ({"v": 4, "doc": {"name": "B", "vintages": vintages(2023)}, "was": {"name": "A"}}, []),
        ({"v": 5, "doc": None, "was": {"vintages": vintages(2023)}}, [("deleted", "vin_2023")]),
    ],
)
def test_a_vintage_is_told_from_what_changed_in_its_product(
    change: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    events = list(topics.events_of(entry([{"kind": "product", "id": "pro_1", **change}], [])))
    parts = [event for event in events if event.topic.startswith("product_vintage.")]
    assert [(event.topic.partition(".")[2], event.data["id"]) for event in parts] == told
    assert [event.id for event in parts] == [f"com_1:main:17:c0:{id}" for _, id in told]
    assert len(events) == len(parts) + 1


@pytest.mark.feature("1.3-06")
@pytest.mark.parametrize(
    "topic",
    [
        *(
            f"{noun}.{verb}"
            for noun in ("customer", "product", "product_vintage", "product_variant", "product_price")
            for verb in ("created", "updated", "deleted")
        ),
        "order.validated",
        "order.unvalidated",
        "order.cancelled",
        "invoice.created",
        "receipt.created",
        "payment.created",
    ],
)
def test_every_promised_topic_exists(topic: str) -> None:
    assert topic in topics.TOPICS


@pytest.mark.parametrize(
    ("subscription", "topic", "covered"),
    [
        ("customer.*", "customer.created", True),
        ("customer.*", "customers.created", False),
        ("product.*", "product_price.created", False),
        ("order.validated", "order.cancelled", False),
        ("*", "invoice.created", True),
    ],
)
def test_a_subscription_covers_its_noun(subscription: str, topic: str, covered: bool) -> None:
    assert topics.wants([subscription], topic) is covered


def test_a_subscription_to_nothing_is_refused() -> None:
    assert webhooks.check_topics(("order.validated", "customer.*", "customer.*")) == (
        "customer.*",
        "order.validated",
    )
    for wrong in ((), ("wine.drunk",), ("customer.eaten",), ("",)):
        with pytest.raises(Refused):
            webhooks.check_topics(wrong)


DELIVERY = webhooks.delivery_of("whk_1", topics.Event("evt", "customer.created", AT, "com_1", {"id": "cus_1"}), NOW)


def test_a_delivery_is_named_by_its_endpoint_and_event() -> None:
    assert webhooks.delivery_id("whk_1", "evt") == webhooks.delivery_id("whk_1", "evt")
    assert webhooks.delivery_id("whk_1", "evt") != webhooks.delivery_id("whk_2", "evt")
    assert DELIVERY.body == (
        '{"id":"evt","topic":"customer.created","at":"2026-11-22T08:00:00.000000Z","company":"com_1",'
        '"data":{"id":"cus_1"}}'
    )


@pytest.mark.feature("1.3-06")
def test_eight_tries_over_a_day_then_dead_and_a_replay_starts_again_with_the_same_event() -> None:
    delivery, now, waits = DELIVERY, NOW, []
    for _ in range(7):
        delivery = webhooks.tried(delivery, webhooks.Attempt(500, ""), now)
        assert delivery.state == "waiting"
        assert delivery.next_at is not None
        waits.append((delivery.next_at - now).total_seconds())
        now = delivery.next_at
    assert waits == [30, 120, 600, 3600, 10800, 28800, 43200]
    delivery = webhooks.tried(delivery, webhooks.Attempt(None, "refusé"), now)
    assert (delivery.state, delivery.tries, delivery.next_at) == ("dead", 8, None)
    again = webhooks.replayed(delivery, now)
    assert (again.state, again.tries, again.replays) == ("waiting", 0, 1)
    assert (again.event, again.body) == (DELIVERY.event, DELIVERY.body)
    done = webhooks.tried(again, webhooks.Attempt(204), now)
    assert (done.state, done.delivered_at, done.error) == ("delivered", now, "")


def test_a_delivery_is_tried_by_one_sender_at_a_time() -> None:
    assert webhooks.leased(DELIVERY, NOW) is None
    due = NOW + timedelta(seconds=60)
    taken = webhooks.leased(DELIVERY, due)
    assert taken is not None
    assert webhooks.leased(taken, due) is None
    assert webhooks.leased(webhooks.tried(taken, webhooks.Attempt(200), due), due) is None


def test_a_waiting_delivery_is_not_replayed() -> None:
    with pytest.raises(IllegalTransition):
        webhooks.replayed(DELIVERY, NOW)


@pytest.mark.feature("1.3-06")
def test_the_signature_is_the_hmac_of_the_instant_and_the_body() -> None:
    header = webhooks.signature("whsec_x", '{"id":"evt"}', NOW)
    stamp = str(int(NOW.timestamp()))
    expected = hmac.new(b"whsec_x", f'{stamp}.{{"id":"evt"}}'.encode(), hashlib.sha256).hexdigest()
    assert header == f"t={stamp},v1={expected}"


@pytest.mark.parametrize("url", ["https://partenaire.fr/hook", "https://partenaire.fr:8443/a?b=c", "https://8.8.8.8/x"])
def test_a_public_address_is_accepted(url: str) -> None:
    assert webhooks.check_url(url, local=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "partenaire.fr",
        "http://partenaire.fr/hook",
        "ftp://partenaire.fr",
        "https://user:pass@partenaire.fr",
        "https://partenaire.fr/#x",
        "https://partenaire.fr/a b",
        "https://partenaire.fr/\x00",
        "https://pàrtenaire.fr/",
        "https://localhost/hook",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://intranet/",
        "https://db.internal/",
        "https://chai.local/",
        "https://partenaire.fr:99999/",
        "https://[bad/",
    ],
)
def test_an_address_of_the_inside_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        webhooks.check_url(url, local=False)
    assert refusal.value.errors[0].field == "url"


def test_this_machine_may_be_called_only_on_a_laptop() -> None:
    assert webhooks.check_url("http://127.0.0.1:9000/hook", local=True)
    assert webhooks.address_allowed(ip_address("127.0.0.1"), local=True)
    assert not webhooks.address_allowed(ip_address("127.0.0.1"), local=False)
    with pytest.raises(Refused):
        webhooks.check_url("http://10.0.0.1/hook", local=True)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1",
        "2002:a00:1::1",
        "64:ff9b::a00:1",
        "::ffff:169.254.169.254",
    ],
)
def test_a_name_that_resolves_to_the_inside_is_not_called(address: str) -> None:
    assert not webhooks.address_allowed(ip_address(address), local=False)
