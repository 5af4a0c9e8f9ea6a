"""The chart: which account, journal and letter a fact is booked with. Every value is a setting with its PCG default.

The one trick: a `Chart` is a plain dataclass with defaults, so a company that never opened its accounting settings
books correctly, and the stored item holds only what was saved on purpose.
Source: plan comptable général (ANC 2014-03): 411 clients, 701 ventes de produits finis, 4457 TVA collectée,
512 banques, 5112 chèques à encaisser, 530 caisse, 658 et 758 charges et produits divers de gestion courante, 665
escomptes accordés, 666 et 766 pertes et gains de change, 627 services bancaires, 890 bilan d'ouverture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chalicelib.kernel.dates import end_of_month

LABELS = {
    "customers": "Clients",
    "sales": "Ventes",
    "vat": "TVA collectée",
    "cash": "Caisse",
    "cheque": "Chèques à encaisser",
    "card": "Cartes bancaires",
    "transfer": "Banque",
    "direct_debit": "Prélèvements à encaisser",
    "bill": "Effets à l'encaissement",
    "other": "Règlements à ventiler",
    "opening": "Bilan d'ouverture",
    "loss": "Pertes et profits",
    "gain": "Pertes et profits",
    "discount": "Escomptes accordés",
    "exchange_gain": "Gains de change",
    "exchange_loss": "Pertes de change",
    "fees": "Services bancaires",
    "deposits": "Avances et acomptes reçus",
    "deposit_vat": "TVA sur acomptes",
}


@dataclass(frozen=True)
class Journal:
    """A journal: its code (1-3 letters) and its name."""

    code: str
    label: str


def _rates() -> dict[str, str]:
    return {"20": "445710", "10": "445711", "5.5": "445712", "2.1": "445713"}


def _zones() -> dict[str, str]:
    return {"domestic": "701000", "eu": "701100", "export": "701200"}


def _methods() -> dict[str, str]:
    return {
        "cash": "530000",
        "cheque": "511200",
        "card": "511500",
        "transfer": "512000",
        "direct_debit": "511800",
        "bill": "511300",
        "other": "511000",
    }


@dataclass(frozen=True)
class Chart:
    """A company's accounts. `sales`: by zone of destination (domestic, eu, export), used when neither variant nor
    product nor family says one; `vat`: by rate; `methods`: by kind of payment method."""

    customers: str = "411000"
    aux_prefix: str = ""
    sales: dict[str, str] = field(default_factory=_zones)
    vat: dict[str, str] = field(default_factory=_rates)
    vat_other: str = "445719"
    methods: dict[str, str] = field(default_factory=_methods)
    sales_journal: Journal = Journal("VE", "Ventes")
    bank_journal: Journal = Journal("BQ", "Banque")
    cash_journal: Journal = Journal("CA", "Caisse")
    opening: str = "890000"
    opening_journal: Journal = Journal("AN", "À-nouveaux")
    loss: str = "658000"
    gain: str = "758000"
    discount: str = "665000"
    exchange_gain: str = "766000"
    exchange_loss: str = "666000"
    fees: str = "627000"
    deposits: str = "419100"
    deposit_vat: str = "445870"


def rate_key(rate: Decimal) -> str:
    """A rate as the chart names it: Decimal("5.50") is "5.5", Decimal("20.00") is "20"."""
    return f"{rate.normalize():f}"


def vat_account(chart: Chart, rate: Decimal) -> str:
    """The output VAT account of a rate."""
    return chart.vat.get(rate_key(rate), chart.vat_other)


def vat_label(rate: Decimal) -> str:
    return f"{LABELS['vat']} {rate_key(rate).replace('.', ',')} %"


def sales_account(chart: Chart, own: str | None, zone: str) -> str:
    """The account set on variant, product or family, else that of the zone of destination."""
    return own or chart.sales.get(zone) or chart.sales["domestic"]


def method_account(chart: Chart, own: str | None, kind: str) -> str:
    """The account set on the payment method, else that of its kind."""
    return own or chart.methods.get(kind) or chart.methods["other"]


def journal_of(chart: Chart, own: str, own_label: str, kind: str) -> Journal:
    """The journal set on the payment method, else the cash or the bank journal. One that the chart knows has its
    name."""
    given = chart.cash_journal if kind == "cash" else chart.bank_journal
    if not own:
        return given
    known = (chart.sales_journal, chart.bank_journal, chart.cash_journal, chart.opening_journal)
    return next((one for one in known if one.code == own), Journal(own, own_label or given.label))


def fiscal_year(day: date, start: int) -> int:
    """The year in which the accounting year of `day` closes; it opens on the first of month `start` (1-12)."""
    return day.year if start == 1 or day.month < start else day.year + 1


def closing(year: int, start: int) -> date:
    """Last day of the accounting year that closes in `year`."""
    return end_of_month(date(year, 12 if start == 1 else start - 1, 1))


def opening(year: int, start: int) -> date:
    """First day of the accounting year that closes in `year`."""
    return date(year if start == 1 else year - 1, start, 1)
