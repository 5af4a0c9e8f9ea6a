"""Letters on paper: six lines of 38 characters, and what the provider says in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import Refused
from chalicelib.mailing.rules.messages import About
from chalicelib.mailing.rules.posts import (
    LINES,
    PATIENCE,
    WIDTH,
    Address,
    Post,
    Tariff,
    Told,
    heard,
    judged,
    left_alone,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
POST = Post(
    "pst_1", "sending", "invoice", About("invoice", "ivc_1", "F1"), "cus_1", "Le Bistrot", "", Address((), "FR"),
    "Facture", 2, 119, NOW, "usr_1", "Élise", "fr", job="job", tried_at=NOW,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lines", "six"),
    [
        ("Le Bistrot", ["2 place du Marché"], ("Le Bistrot", "", "", "2 place du Marché", "", "75001 Paris")),
        ("A", ["Bât. B", "2 rue C"], ("A", "", "Bât. B", "2 rue C", "", "75001 Paris")),
        ("A", ["Bât. B", "2 rue C", "BP 3"], ("A", "", "Bât. B", "2 rue C", "BP 3", "75001 Paris")),
        ("A", ["Esc. 1", "Bât. B", "2 rue C", "BP 3"], ("A", "Esc. 1", "Bât. B", "2 rue C", "BP 3", "75001 Paris")),
        (
            "Société civile d'exploitation agricole du Château de la Tour",
            ["2 rue C"],
            ("Société civile d'exploitation agricole", "du Château de la Tour", "", "2 rue C", "", "75001 Paris"),
        ),
    ],
)
def test_an_address_in_six_lines(name: str, lines: list[str], six: tuple[str, ...]) -> None:
    assert judged(name, lines, "75001", "Paris", "FR").lines == six


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"name": "  "}, "address.name", "no_name"),
        ({"lines": []}, "address.lines", "no_street"),
        ({"lines": ["x" * 39]}, "address.lines.0", "line_long"),
        ({"lines": ["1", "2", "3", "4", "5"]}, "address.lines", "too_many_lines"),
        ({"name": "mot " * 30}, "address.lines", "too_many_lines"),
        ({"postcode": "7500"}, "address.postcode", "postcode"),
        ({"postcode": "75 001"}, "address.postcode", "postcode"),
        ({"postcode": "", "country": "FR"}, "address.postcode", "postcode"),
        ({"town": ""}, "address.town", "no_town"),
        ({"town": "Saint-" * 8}, "address.town", "town_long"),
        ({"country": ""}, "address.country", "no_country"),
        ({"country": "fr"}, "address.country", "no_country"),
    ],
)
def test_a_bad_address_is_refused_naming_the_field(changed: dict[str, object], field: str, rule: str) -> None:
    good = {"name": "A", "lines": ["2 rue C"], "postcode": "75001", "town": "Paris", "country": "FR"}
    with pytest.raises(Refused) as refused:
        judged(**{**good, **changed})  # type: ignore[arg-type]
    assert (field, f"mailing.post.{rule}") in [(one.field, one.rule) for one in refused.value.errors]


def test_abroad_a_postcode_is_as_they_have_it() -> None:
    assert judged("A", ["1 High St"], "SW1A 1AA", "London", "GB").lines[5] == "SW1A 1AA London"
    assert judged("A", ["1 Main St"], "", "Dublin", "IE").lines[5] == "Dublin"


@given(
    name=st.text(max_size=90), lines=st.lists(st.text(max_size=45), max_size=6), town=st.text(max_size=40),
    postcode=st.sampled_from(["75001", "", "2A004", "1000"]), country=st.sampled_from(["FR", "BE", "", "xx"]),
)  # fmt: skip
def test_what_is_accepted_always_fits(name: str, lines: list[str], town: str, postcode: str, country: str) -> None:
    try:
        found = judged(name, lines, postcode, town, country)
    except Refused:
        return
    assert len(found.lines) == LINES
    assert all(len(line) <= WIDTH and line.isprintable() for line in found.lines)
    assert found.lines[0]
    assert found.lines[5]
    assert any(found.lines[1:5])


def test_what_the_provider_says_settles_a_letter() -> None:
    tariff = Tariff(95, 12)
    back = heard(POST, Told("draft"), tariff, NOW)
    assert (back.state, back.job) == ("queued", ""), "never submitted: another draft is made"
    sent = heard(POST, Told("sent"), tariff, NOW)
    assert (sent.state, sent.sent_at, sent.cost) == ("sent", NOW, None)
    posted = heard(sent, Told("posted", postage=129, pages=3), tariff, NOW)
    assert (posted.state, posted.cost, posted.posted_at) == ("posted", 129 + 36, NOW)
    assert heard(posted, Told("sent"), tariff, NOW) == posted, "late news change nothing"
    assert heard(sent, Told("draft"), tariff, NOW) == sent, "what was sent is never sent again"
    assert heard(sent, Told("rejected", "Adresse inconnue"), tariff, NOW).reason == "Adresse inconnue"
    assert not left_alone(POST, NOW + PATIENCE / 2)
    assert left_alone(POST, NOW + PATIENCE)
    assert not left_alone(replace(POST, state="sent"), NOW + PATIENCE)
