"""A price said in sentences: "Pourquoi ce prix ?".

The one trick: the sentences are made from the trace alone, so what is explained a year later is what was
decided.
"""

from __future__ import annotations

from decimal import Decimal

from chalicelib.pricing.rules.candidates import Candidate
from chalicelib.pricing.rules.discounts import Step
from chalicelib.pricing.rules.grids import GridChoice
from chalicelib.pricing.rules.lines import PricedLine

_LEVELS = {
    "order": ("de la commande", "of the order"),
    "point_of_sale": ("du point de vente", "of the point of sale"),
    "customer": ("du client", "of the customer"),
    "company": ("par défaut de la société", "the company's default"),
}
_SOURCES = {
    "manual": ("Prix saisi à la main", "Price typed by hand"),
    "negotiated": ("Tarif négocié", "Negotiated price"),
    "promotion": ("Promotion", "Promotion"),
    "grid_tier": ("Prix du tarif", "Grid price"),
}
_STACKINGS = {
    "negotiated_only": (
        "Règle de cumul : le tarif négocié s'applique, la promotion non.",
        "Stacking rule: the negotiated price applies, the promotion does not.",
    ),
    "best_price": (
        "Règle de cumul : le plus bas du tarif négocié et de la promotion.",
        "Stacking rule: the lower of the negotiated price and the promotion.",
    ),
}
_STEPS = {
    "line_percent": ("Remise de la ligne", "Line discount"),
    "per_col": ("Réduction au col", "Reduction per bottle"),
    "order_percent": ("Remise de la commande", "Order discount"),
    "order_amount": ("Remise en montant, part de la ligne", "Order reduction, share of the line"),
}


def explained(line: PricedLine, choice: GridChoice, language: str = "fr") -> list[str]:
    """The trace of one line as sentences, French or English, in the order of the decisions."""
    french = language != "en"
    said = [_grid(choice, french), _count(line, french)]
    said += [_candidate(candidate, line, french) for candidate in line.candidates if candidate.outcome != "none"]
    if line.stacking:
        said.append(_STACKINGS[line.stacking][0 if french else 1])
    if line.unit_price is None:
        said.append("Aucun prix : saisissez-le." if french else "No price: type one.")
        return said
    amount = _money(line.amount or 0, french)
    times = f"{_number(line.unit_price, french)} × {line.cols} = {amount}"
    said.append(f"{times} {line.basis.value}")
    said += [_step(step, french) for step in line.steps]
    if line.steps:
        net = _money(line.net or 0, french)
        said.append(f"Reste {net} {line.basis.value}" if french else f"Leaves {net} {line.basis.value}")
    return said


def _grid(choice: GridChoice, french: bool) -> str:
    if choice.grid is None:
        return "Aucun tarif n'est désigné." if french else "No grid is named."
    place = _LEVELS[choice.level][0 if french else 1]
    if french:
        return f"Tarif {choice.grid.name} ({choice.grid.basis.value}), {place}."
    return f"Grid {choice.grid.name_en or choice.grid.name} ({choice.grid.basis.value}), {place}."


def _count(line: PricedLine, french: bool) -> str:
    unit = {"cols": ("cols", "bottles"), "equivalents": ("équivalents 75 cl", "75 cl equivalents")}[line.tier_unit]
    count = line.count.replace(".", ",") if french else line.count
    if french:
        whole = "dans toute la commande" if line.tier_basis == "order" else "de ce vin dans la commande"
        return f"Paliers comptés sur {count} {unit[0]} {whole}."
    whole = "in the whole order" if line.tier_basis == "order" else "of this wine in the order"
    return f"Tiers counted on {count} {unit[1]} {whole}."


def _candidate(candidate: Candidate, line: PricedLine, french: bool) -> str:
    name = _SOURCES[candidate.source][0 if french else 1]
    if candidate.name:
        name = f"{name} « {candidate.name} »" if french else f'{name} "{candidate.name}"'
    if candidate.outcome == "unreached":
        low = f"seulement à partir de {candidate.from_qty}" if french else f"only from {candidate.from_qty}"
        return f"{name}{' ' if french else ''}: {low}."
    price = _number(candidate.price or Decimal(0), french)
    tier = ""
    if candidate.from_qty is not None:
        tier = f" (palier {candidate.from_qty})" if french else f" (tier {candidate.from_qty})"
    tier += _lowered(candidate, french) + _delivered(candidate, french)
    won = ("retenu" if french else "kept") if candidate.outcome == "won" else ("écarté" if french else "set aside")
    return f"{name}{tier}{' ' if french else ''}: {price} {line.currency}, {won}."


def _lowered(candidate: Candidate, french: bool) -> str:
    """ "9,00 moins 10 %" of a promotion."""
    if candidate.base is None:
        return ""
    rate = candidate.percent if candidate.percent is not None else candidate.per_col or Decimal(0)
    less = f"{_number(rate, french)}{' %' if candidate.percent is not None else ''}"
    return f" ({_number(candidate.base, french)} {'moins' if french else 'less'} {less})"


def _delivered(candidate: Candidate, french: bool) -> str:
    if not candidate.franco:
        return ""
    return ", port compris" if french else ", carriage included"


def _step(step: Step, french: bool) -> str:
    name = _STEPS[step.kind][0 if french else 1]
    if step.origin == "customer":
        name = "Remise permanente du client" if french else "Customer's permanent discount"
    rate = _number(step.rate, french)
    rate = f"{rate} %" if step.kind.endswith("percent") else rate
    return (
        f"{name} {rate} : \u2212{_money(step.taken, french)}"
        if french
        else f"{name} {rate}: \u2212{_money(step.taken, french)}"
    )


def _number(value: Decimal, french: bool) -> str:
    """At least two decimals for what is not whole or is money: 8 -> "8,00", 5.5 -> "5,50"."""
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if french else text


def _money(cents: int, french: bool) -> str:
    return _number(Decimal(cents).scaleb(-2), french)
