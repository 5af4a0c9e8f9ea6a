from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.chain import GENESIS, Link, broken_at, canonical, extend

PAYLOADS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def chained(payloads: list[Any], key: bytes = b"") -> list[tuple[Link, Any]]:
    links: list[tuple[Link, Any]] = []
    for payload in payloads:
        links.append((extend(links[-1][0] if links else None, payload, key), payload))
    return links


def test_the_first_link_is_stable() -> None:
    """The digest is a promise: archives of other years are checked with it."""
    link = extend(None, {"number": "FA-2026-0001", "total": 34560, "nom": "Château"})
    assert (link.seq, link.previous) == (1, GENESIS)
    assert link.digest == "fe412f0a6b5728be6934feafc85a4bb207f10c6ba1d939054adea643228ef149"


def test_order_of_keys_does_not_matter_but_content_does() -> None:
    assert canonical({"b": 1, "a": [1, "é"]}) == '{"a":[1,"é"],"b":1}'.encode()
    assert extend(None, {"a": 1, "b": 2}) == extend(None, {"b": 2, "a": 1})
    assert extend(None, {"a": 1}) != extend(None, {"a": "1"})


@pytest.mark.parametrize("payload", [1.5, {"a": [1, 2.0]}, {1: "a"}])
def test_refuses_what_two_machines_may_write_differently(payload: Any) -> None:
    with pytest.raises(TypeError):
        extend(None, payload)


@given(st.lists(PAYLOADS, min_size=1, max_size=8), st.data(), st.sampled_from([b"", b"secret"]))
def test_any_change_is_found_where_it_was_made(payloads: list[Any], data: st.DataObject, key: bytes) -> None:
    links = chained(payloads, key)
    assert broken_at(links, key) is None
    place = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(PAYLOADS)
    if canonical(other) != canonical(payloads[place]):
        forged = [*links]
        forged[place] = (links[place][0], other)
        assert broken_at(forged, key) == place + 1
    if place < len(links) - 1:
        assert broken_at([*links[:place], *links[place + 1 :]], key) == place + 1
    assert broken_at(links[1:], key, after=links[0][0]) is None


def test_another_key_cannot_extend() -> None:
    assert broken_at(chained([1, 2], b"ours"), b"theirs") == 1
