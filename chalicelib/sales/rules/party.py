"""Who sells, who buys, where it goes: copies, as they were, on orders and invoices.

The one trick: an order holds its buyer whole, so an invoice is issued from one batch of keys known beforehand; what
changes on the customer is carried to his open orders by a fact (events.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.crm.rules import Relief
from chalicelib.kernel.errors import FieldError


@dataclass(frozen=True)
class Place:
    """A postal address as printed. `name`: the recipient when it is not the buyer himself. `country` "": not known."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    town: str = ""
    country: str = "FR"
    name: str = ""


@dataclass(frozen=True)
class Seller:
    """The company as it was. `accent`: its colour, `logo`: the id of its stored picture."""

    name: str
    address: Place
    legal_name: str = ""
    legal_line: str = ""
    siret: str = ""
    vat_number: str = ""
    excise_number: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    accent: str = ""
    logo: str = ""


@dataclass(frozen=True)
class Buyer:
    """The customer as he was. `delivery` is where the goods go (None: to his address). `term` and `method`: what he
    and his order say, None inherits; `category`: the id of his category, `template`: that of his own documents.
    `relief` and `relief_year`: why his orders bear no VAT, and the civil year it holds in."""

    id: str
    code: str
    name: str
    business: bool
    address: Place
    delivery: Place | None = None
    siret: str = ""
    vat_number: str = ""
    excise_number: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fr"
    owner: str = ""
    category: str | None = None
    term: str | None = None
    method: str | None = None
    template: str | None = None
    relief: Relief | None = None
    relief_year: int | None = None

    @property
    def destination(self) -> Place:
        """Where the goods go."""
        return self.delivery or self.address

    @property
    def misplaced(self) -> list[FieldError]:
        """Why nothing is sold to this buyer for good yet: VAT, excise and papers hang on the countries."""
        if not self.address.country:
            detail = f"Le pays de {self.name} n'est pas connu : TVA et papiers en dépendent. Indiquez-le sur sa fiche."
            return [FieldError("customer", "sales.customer.no_country", detail)]
        if not self.destination.country:
            detail = (
                f"Le pays de l'adresse de livraison de {self.name} n'est pas connu : TVA et papiers en dépendent. "
                "Indiquez-le sur sa fiche, ou choisissez une autre adresse."
            )
            return [FieldError("delivery", "sales.delivery.no_country", detail)]
        return []
