"""The eleven column types: how a value rests in SQLite, how it compares, how it comes back.

Nouns: a *stored* value is what a row shows; a *key* is what filters, sorts and indexes compare, kept beside it when the
stored form does not compare right (text folds, decimals become texts that sort as numbers, tags become one line).
The one trick: an exact decimal gets an order-preserving text, so `1.50` equals `1.5` and -2 stands before -1.99 with
SQLite's plain byte comparison, and no figure is ever a float.

Errors: `store` and `operand` raise ValueError or TypeError on a value that is not of the type.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

from chalicelib.kernel.clock import iso
from chalicelib.readmodel.words import folded

ColumnType = Literal["id", "text", "choice", "bool", "int", "cents", "decimal", "percent", "date", "instant", "tags"]
Sqlite = str | int | None
BIGGEST = 2**63 - 1
MARK = "\x1f"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
_COMPLEMENT = str.maketrans("0123456789", "9876543210")
_MIDDLE = 5000

EQUALITY = frozenset({"eq", "ne", "in", "empty"})
ORDER = EQUALITY | {"lt", "le", "gt", "ge"}


@dataclass(frozen=True)
class Type:
    """`store` and `load` are each other's inverse; `key` is None when the stored form already compares right. `wide`:
    what is shown lies apart from what is compared, so that reading through a table reads half as much."""

    sql: str
    store: Callable[[Any], Sqlite]
    load: Callable[[Any], Any]
    operand: Callable[[Any], Sqlite]
    ops: frozenset[str]
    key: Callable[[Any], Sqlite] | None = None
    sums: bool = False
    wide: bool = False


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware instant: how the read model keeps when a thing was written."""
    return (moment - EPOCH) // MICRO


def moment(micros: int) -> datetime:
    """The UTC instant of a number of microseconds since 1970."""
    return EPOCH + micros * MICRO


def same(value: Any) -> Any:
    """The `load` of what is stored as it is shown."""
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text, not {type(value).__name__}")
    return value


def _folded(value: Any) -> str:
    return folded(_text(value))


def _bool(value: Any) -> int:
    if not isinstance(value, bool):
        raise TypeError(f"true or false, not {type(value).__name__}")
    return int(value)


def _int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a whole number, not {type(value).__name__}")
    if abs(value) > BIGGEST:
        raise ValueError("a number beyond 64 bits")
    return value


@lru_cache(maxsize=8192)
def _exact(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a number: {text[:40]!r}") from None
    if not value.is_finite() or abs(value.adjusted()) >= _MIDDLE - 1 or len(value.as_tuple().digits) > 60:
        raise ValueError(f"not a number that can be kept: {text[:40]!r}")
    return value


def _decimal(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError(f"an exact number, not {type(value).__name__}")
    text = value if isinstance(value, str) else str(value)
    _exact(text)
    return text


@lru_cache(maxsize=8192)
def decimal_key(text: str) -> str:
    """A text that sorts, byte by byte, as the numbers do: "-2" < "-1.99" < "0" < "1.5" = "1.50" < "12"."""
    value = _exact(text)
    if not value:
        return "5"
    digits = "".join(map(str, value.as_tuple().digits)).lstrip("0").rstrip("0")
    body = f"{value.adjusted() + _MIDDLE:04d}{digits}"
    return f"4{body.translate(_COMPLEMENT)}~" if value < 0 else f"6{body}"


def _date(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return date.fromisoformat(_text(value)).isoformat()


def _instant(value: Any) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("an instant without its offset")
    if isinstance(value, str) and len(value) == 27 and value[26] == "Z" and value[10] == "T":
        return value
    return iso(moment.astimezone(UTC))


def _tags(value: Any) -> str:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a list of texts, not {type(value).__name__}")
    return json.dumps([_text(tag) for tag in value], ensure_ascii=False, separators=(",", ":"))


def _tags_key(stored: str) -> str | None:
    tags = [folded(tag) for tag in json.loads(stored)]
    return MARK + MARK.join(tags) + MARK if tags else None


def _tag_operand(value: Any) -> str:
    return MARK + folded(_text(value)) + MARK


def _decimal_operand(value: Any) -> str:
    return decimal_key(_decimal(value))


TYPES: dict[str, Type] = {
    "id": Type("TEXT", _text, same, _text, EQUALITY),
    "choice": Type("TEXT", _text, same, _text, EQUALITY),
    "text": Type(
        "TEXT", _text, same, lambda v: folded(_text(v)), ORDER | {"contains", "starts"}, key=folded, wide=True
    ),
    "bool": Type("INTEGER", _bool, bool, _bool, frozenset({"eq", "ne", "empty"})),
    "int": Type("INTEGER", _int, same, _int, ORDER, sums=True),
    "cents": Type("INTEGER", _int, same, _int, ORDER, sums=True),  # cents on the wire too: docs/decisions/0004
    "decimal": Type("TEXT", _decimal, Decimal, _decimal_operand, ORDER, key=decimal_key, sums=True),
    "percent": Type("TEXT", _decimal, Decimal, _decimal_operand, ORDER, key=decimal_key),
    "date": Type("TEXT", _date, date.fromisoformat, _date, ORDER),
    "instant": Type("TEXT", _instant, datetime.fromisoformat, _instant, ORDER),
    "tags": Type("TEXT", _tags, json.loads, _tag_operand, frozenset({"has", "in", "empty"}), key=_tags_key, wide=True),
}
