"""The excise category of what is sold: the letters under which EMCS moves it, and SEED authorises a number for it.

The one trick: what is not known is wine, which is what an estate bottles; strength and NC8 code say otherwise, and what
is no drink has none.

Source: implementing regulation (EU) 2022/1636, annex II (excise product categories); directive 92/83/EEC, articles
2, 8, 12, 17 and 20.
"""

from __future__ import annotations

from decimal import Decimal

from chalicelib.catalogue.rules.products import Variant

STILL, SPARKLING, INTERMEDIATE, SPIRITS, ETHYL, BEER = "W200", "W300", "I000", "S200", "S300", "B000"
DRINKABLE = Decimal("1.2")
MOST_NATURAL = Decimal(18)
MOST_INTERMEDIATE = Decimal(22)
_BY_CODE = {"2203": BEER, "2207": ETHYL, "2208": SPIRITS}
_DUTY_FREE = ("2201", "2202", "2209")
"""Waters, soft drinks and vinegar."""


def excise_category(variant: Variant) -> str:
    """W200 still wine, W300 sparkling, I000 intermediate products, S200 spirits, S300 ethyl alcohol, B000 beer; "" for
    what bears no excise: a service, a thing without volume or customs code, a drink of 1.2 % or less."""
    customs = variant.of.customs
    code = "".join(customs.nc8.split())
    strength = customs.alcohol
    if not variant.goods or not (variant.volume or code or customs.declarable):
        return ""
    if (code and not code.startswith("22")) or code.startswith(_DUTY_FREE):
        return ""
    if strength is not None and strength <= DRINKABLE:
        return ""
    return _BY_CODE.get(code[:4]) or _of_wine(variant, code, strength)


def _of_wine(variant: Variant, code: str, strength: Decimal | None) -> str:
    if strength is not None and strength > MOST_INTERMEDIATE:
        return SPIRITS
    if strength is not None and strength > MOST_NATURAL:
        return INTERMEDIATE
    return SPARKLING if code.startswith("220410") or variant.of.colour == "sparkling" else STILL
