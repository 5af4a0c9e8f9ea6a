"""Euros per company and month, from what was metered and what the last backup weighed."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from importlib.resources import files

from chalicelib.aws import backup, meter
from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.log import logger
from chalicelib.readmodel import ListQuery, lists
from chalicelib.tenancy.index import COMPANY_LIST
from chalicelib.tenancy.rules import cost as rules
from chalicelib.tenancy.schemas.cost import CostOut, CostsOut
from chalicelib.tenancy.service.backups import book_of, place_of

WORDS = {"as_of", "region", "note", "sources"}


def of_all(call: Call, month: str) -> CostsOut:
    """Every company, the platform's own share included."""
    names = dict(
        lists.each(
            call.within(PLATFORM), COMPANY_LIST, ListQuery(), lambda rows: [(row["id"], row["name"]) for row in rows]
        )
    )
    return _costs(call, month, {PLATFORM: "Caveau", **names})


def of_one(call: Call, month: str, name: str) -> CostsOut:
    """The company of the call alone."""
    return _costs(call, month, {call.company: name})


def _costs(call: Call, month: str, names: dict[str, str]) -> CostsOut:
    meter.write()
    asked = month or f"{call.today:%Y-%m}"
    prices, as_of = _prices()
    used, weights = meter.stored(names, asked), _weights(call)
    items = [_one(id, name, used.get(id, meter.Usage()), weights.get(id, 0), prices) for id, name in names.items()]
    items.sort(key=lambda one: -one.euros)
    return CostsOut(month=asked, euros=sum((one.euros for one in items), Decimal()), items=items, prices_as_of=as_of)


def _one(id: str, name: str, used: meter.Usage, stored: int, prices: dict[str, Decimal]) -> CostOut:
    services = rules.euros(asdict(used), stored, prices)
    return CostOut(
        company=id,
        name=name,
        euros=sum(services.values(), Decimal()),
        services=services,
        requests=used.requests,
        reads=Decimal(used.reads) / 100,
        writes=Decimal(used.writes) / 100,
        commits=used.commits,
        stored=stored,
    )


def _weights(call: Call) -> dict[str, int]:
    """Bytes by company, from the last good backup; none when there is none or its place does not answer."""
    night = book_of(call).last_good()
    if night is None:
        return {}
    try:
        place = place_of(next(copy for copy in night.copies if copy.state == "good"))
        return backup.manifest_of(place, night.id).sizes
    except Exception as error:
        logger.warning("cost", extra={"why": type(error).__name__})
        return {}


def _prices() -> tuple[dict[str, Decimal], str]:
    told = json.loads((files("chalicelib.aws") / "prices.json").read_text("utf-8"))
    return {name: Decimal(value) for name, value in told.items() if name not in WORDS}, told["as_of"]
