"""Ways to be paid (modes de règlement): six are given, a company changes them and adds its own.

They stand here, below payments, because an invoice freezes the one it asks for. The one trick: a company stores only
what it changed or added, so a given method that a release improves is improved for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("cash", "cheque", "card", "transfer", "direct_debit", "bill", "other")


@dataclass(frozen=True)
class Method:
    """A way to be paid. `account` None: that of the chart for its kind, so `journal` ""."""

    id: str
    label_fr: str
    kind: str
    label_en: str = ""
    account: str | None = None
    bank: str = ""
    archived: bool = False
    journal: str = ""
    journal_label: str = ""


GIVEN_METHODS: tuple[Method, ...] = (
    Method("transfer", "Virement", "transfer", "Bank transfer"),
    Method("cheque", "Chèque", "cheque", "Cheque"),
    Method("card", "Carte bancaire", "card", "Card"),
    Method("cash", "Espèces", "cash", "Cash"),
    Method("direct_debit", "Prélèvement SEPA", "direct_debit", "SEPA direct debit"),
    Method("bill", "Lettre de change", "bill", "Bill of exchange"),
)


@dataclass(frozen=True)
class Methods:
    """The company's own methods, by id; a given method appears here only once it was changed."""

    own: tuple[Method, ...] = ()

    def all(self) -> tuple[Method, ...]:
        """The given ones as changed, then the company's, archived included."""
        mine = {method.id: method for method in self.own}
        given = tuple(mine.pop(method.id, method) for method in GIVEN_METHODS)
        return given + tuple(mine.values())

    def find(self, id: str) -> Method | None:
        return next((method for method in self.all() if method.id == id), None)

    def with_method(self, method: Method) -> Methods:
        """The methods with one added or replaced."""
        kept = tuple(one for one in self.own if one.id != method.id)
        return Methods((*kept, method))
