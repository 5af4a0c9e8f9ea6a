"""What a company decides for all its records: declared ONCE here or by the room it belongs to, with levels,
type, default.

Nouns: a `Declared` setting, the `Settings` a company stores (only what it changed), the effective value. The
one trick: the company is one level of the setting's chain (`kernel.inheritance`) and the declared default is
the last, so "Par défaut", the explanation shown on a page and the value a command uses come from the same
resolution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

from chalicelib.kernel.dates import payment_term
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.inheritance import (
    DOCUMENT_TEMPLATE,
    PAYMENT_METHOD,
    PAYMENT_TERM,
    PRICE_GRID,
    Resolved,
    Setting,
    resolve,
)
from chalicelib.kernel.money import Rounding
from chalicelib.tenancy.rules.numbering import check_format

Value = str | int | bool
Type = Literal["bool", "int", "percent", "text", "choice", "term", "number_format", "reference"]
DEFAULT = "default"


@dataclass(frozen=True)
class Declared:
    """One setting. `levels`: most specific first; `level`: the one the company holds; `kind`: the item a
    `reference` names; `most`: longest text or greatest integer."""

    name: str
    type: Type
    default: Value | None
    group: str
    label_fr: str
    label_en: str
    levels: tuple[str, ...] = ("company",)
    level: str = "company"
    choices: tuple[str, ...] = ()
    kind: str = ""
    most: int = 200

    @property
    def chain(self) -> Setting:
        """The setting of the kernel, with the declared default as its last level."""
        return Setting(self.name, (*self.levels, DEFAULT))


@dataclass(frozen=True)
class Settings:
    """What one company changed: name -> value (an absent name inherits the default)."""

    values: dict[str, Value] = field(default_factory=dict)


DECLARED: dict[str, Declared] = {}


def declare(*settings: Declared) -> None:
    """Make settings known, once each (ValueError for a second of the same name, or an unsound one)."""
    for setting in settings:
        if setting.name in DECLARED or setting.level not in setting.levels:
            raise ValueError(f"setting {setting.name} declared twice, or not at a level of its own")
        DECLARED[setting.name] = setting


def value_of(settings: Settings | None, name: str) -> Value | None:
    """The value in force for the company: its own, else the declared default. KeyError for an unknown
    name."""
    declared = DECLARED[name]
    own = (settings or Settings()).values.get(name)
    return declared.default if own is None else own


def explained(settings: Settings | None, name: str) -> Resolved[Value]:
    """The company's value with its trace: which level won, what the others say. KeyError for an unknown
    name."""
    declared = DECLARED[name]
    own = (settings or Settings()).values.get(name)
    return resolve(declared.chain, {declared.level: own, DEFAULT: declared.default})


def changed(settings: Settings | None, wanted: Mapping[str, Value | None]) -> Settings:
    """The settings with those values; None gives a setting back to its default. Refused with every bad
    field."""
    values = dict((settings or Settings()).values)
    errors: list[FieldError] = []
    for name, value in wanted.items():
        try:
            kept = None if value is None else checked(name, value)
        except Refused as refusal:
            errors += refusal.errors
            continue
        if kept is None:
            values.pop(name, None)
        else:
            values[name] = kept
    if errors:
        raise Refused.many(errors)
    return Settings(dict(sorted(values.items())))


def checked(name: str, value: Value) -> Value:
    """The value as stored. Refused when the setting is unknown or the value is not of its type."""
    declared = DECLARED.get(name)
    if declared is None:
        raise Refused("tenancy.setting.unknown", "Ce paramètre n'existe pas.", field=name)
    return _CHECKS[declared.type](declared, value)


def references(settings: Settings, names: Iterable[str] | None = None) -> dict[str, str]:
    """kind -> id of the items the settings point at, for whoever must not delete them."""
    pointed = (DECLARED[name] for name in (names or settings.values) if name in DECLARED)
    return {
        declared.kind: str(settings.values[declared.name])
        for declared in pointed
        if declared.kind and declared.name in settings.values
    }


def _refused(declared: Declared, sentence: str) -> Refused:
    return Refused(f"tenancy.setting.{declared.type}", sentence, field=declared.name)


def _bool(declared: Declared, value: Value) -> Value:
    if not isinstance(value, bool):
        raise _refused(declared, "Oui ou non est attendu.")
    return value


def _int(declared: Declared, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= declared.most:
        raise _refused(declared, f"Un nombre entier de 0 à {declared.most} est attendu.")
    return value


def _percent(declared: Declared, value: Value) -> Value:
    try:
        rate = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or not 0 <= rate <= 100 or -int(rate.as_tuple().exponent) > 4:
        raise _refused(declared, "Un pourcentage de 0 à 100 est attendu, avec 4 décimales au plus.")
    return str(rate)


def _text(declared: Declared, value: Value) -> Value:
    if not isinstance(value, str) or len(value) > declared.most:
        raise _refused(declared, f"Un texte de {declared.most} caractères au plus est attendu.")
    return value


def _choice(declared: Declared, value: Value) -> Value:
    if value not in declared.choices or not isinstance(value, str):
        raise _refused(declared, f"Choisissez parmi : {', '.join(declared.choices)}.")
    return value


def _term(declared: Declared, value: Value) -> Value:
    if not isinstance(value, str) or payment_term(value) is None:
        raise _refused(declared, "Délai illisible. Exemples : cash, net-30, eom-30, eom-30-10.")
    return value


def _number_format(declared: Declared, value: Value) -> Value:
    return check_format(value if isinstance(value, str) else "", field=declared.name)


def _reference(declared: Declared, value: Value) -> Value:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,8}_[0-9A-Z]{20,32}", value):
        raise _refused(declared, "La référence d'une fiche est attendue.")
    return value


_CHECKS = {
    "bool": _bool,
    "int": _int,
    "percent": _percent,
    "text": _text,
    "choice": _choice,
    "term": _term,
    "number_format": _number_format,
    "reference": _reference,
}

_CUSTOMER = ("order", "customer", "company")
declare(
    Declared(
        "payment_term",
        "term",
        "net-30",
        "invoicing",
        "Délai de règlement",
        "Payment term",
        PAYMENT_TERM.levels,
        "invoice_options",
    ),
    Declared(
        "payment_method",
        "text",
        "transfer",
        "invoicing",
        "Mode de règlement",
        "Payment method",
        PAYMENT_METHOD.levels,
        "invoice_options",
        most=40,
    ),
    Declared(
        "rounding_mode",
        "choice",
        Rounding.SUM_BY_NET_KEEP_GROSS.value,
        "invoicing",
        "Arrondi de la TVA",
        "VAT rounding",
        choices=tuple(mode.value for mode in Rounding),
    ),
    Declared(
        "currency",
        "choice",
        "EUR",
        "invoicing",
        "Devise",
        "Currency",
        _CUSTOMER,
        choices=("EUR", "GBP", "USD", "CHF", "JPY", "CAD"),
    ),
    Declared(
        "document_language",
        "choice",
        "fr",
        "invoicing",
        "Langue des documents",
        "Language of documents",
        _CUSTOMER,
        choices=("fr", "en"),
    ),
    Declared(
        "document_template",
        "reference",
        None,
        "invoicing",
        "Modèle des documents",
        "Template of documents",
        DOCUMENT_TEMPLATE.levels,
        kind="document_template",
    ),
    Declared(
        "price_grid",
        "reference",
        None,
        "pricing",
        "Tarif par défaut",
        "Default price grid",
        PRICE_GRID.levels,
        kind="grid",
    ),
    Declared(
        "promotion_stacking",
        "choice",
        "negotiated_only",
        "pricing",
        "Promotion et tarif négocié ensemble",
        "Promotion and negotiated price together",
        choices=("negotiated_only", "best_price"),
    ),
    Declared("shipping_flat", "int", 0, "shipping", "Frais de port (centimes)", "Carriage (cents)", most=10_000_000),
    Declared(
        "franco_cols",
        "int",
        0,
        "shipping",
        "Franco à partir de (cols, 0 : jamais)",
        "Free delivery from (bottles, 0: never)",
        ("price_grid", "company"),
        most=100_000,
    ),
    Declared(
        "franco_amount",
        "int",
        0,
        "shipping",
        "Franco à partir de (centimes, 0 : jamais)",
        "Free delivery from (cents, 0: never)",
        ("price_grid", "company"),
        most=1_000_000_000,
    ),
    Declared(
        "franco_basis",
        "choice",
        "HT",
        "shipping",
        "Montant du franco HT ou TTC",
        "Free delivery amount excl. or incl. VAT",
        ("price_grid", "company"),
        choices=("HT", "TTC"),
    ),
    Declared("shipping_account", "text", "708500", "shipping", "Compte des frais de port", "Carriage account", most=20),
    Declared(
        "quote_validity_days",
        "int",
        30,
        "invoicing",
        "Validité d'un devis (jours)",
        "Quote validity (days)",
        most=730,
    ),
    Declared(
        "late_penalty",
        "text",
        "Taux de refinancement de la BCE majoré de 10 points",
        "legal",
        "Pénalités de retard",
        "Late payment penalties",
    ),
    Declared(
        "recovery_fee",
        "int",
        4000,
        "legal",
        "Indemnité de recouvrement (centimes)",
        "Recovery fee (cents)",
        most=100_000,
    ),
    Declared(
        "early_payment",
        "text",
        "Pas d'escompte pour règlement anticipé",
        "legal",
        "Escompte",
        "Early-payment discount",
    ),
    Declared(
        "early_discount",
        "percent",
        "0",
        "invoicing",
        "Escompte pour paiement anticipé (%)",
        "Early-payment discount (%)",
    ),
    Declared(
        "early_discount_days",
        "int",
        8,
        "invoicing",
        "Escompte : payé dans les (jours)",
        "Early-payment discount: paid within (days)",
        most=90,
    ),
    Declared("document_footer", "text", "", "legal", "Mentions de pied de page", "Footer of documents", most=1000),
    Declared("vat_on_debits", "bool", False, "legal", "TVA sur les débits", "VAT due on invoicing"),
    Declared(
        "totp_required",
        "bool",
        False,
        "security",
        "Double authentification obligatoire",
        "Two-factor login required",
    ),
)
_NUMBERS = (
    ("customer_number", "C{n:05d}", "Numéro de client", "Customer number"),
    ("quote_number", "DE-{year}-{n:04d}", "Numéro de devis", "Quote number"),
    ("order_number", "CO-{year}-{n:04d}", "Numéro de commande", "Order number"),
    ("delivery_number", "BL-{year}-{n:04d}", "Numéro de bon de livraison", "Delivery note number"),
    ("invoice_number", "FA-{year}-{n:04d}", "Numéro de facture", "Invoice number"),
    ("deposit_invoice_number", "AC-{year}-{n:04d}", "Numéro de facture d'acompte", "Deposit invoice number"),
    ("credit_note_number", "AV-{year}-{n:04d}", "Numéro d'avoir", "Credit note number"),
    ("deposit_slip_number", "RB-{year}-{n:04d}", "Numéro de remise en banque", "Deposit slip number"),
)
declare(*(Declared(name, "number_format", given, "numbering", fr, en, most=35) for name, given, fr, en in _NUMBERS))
