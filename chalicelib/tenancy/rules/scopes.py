"""Scopes and the roles made of them: data, not code.

The one trick: a scope is "<room>:read" or "<room>:write" ("write" implies "read"), so a new room is covered
by adding its name to `ROOMS`; the few powers that cut across rooms are listed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# room -> its name in French and in English
ROOMS: dict[str, tuple[str, str]] = {
    "tenancy": ("Société et réglages", "Company and settings"),
    "crm": ("Clients", "Customers"),
    "catalogue": ("Produits", "Products"),
    "pricing": ("Tarifs", "Prices"),
    "stock": ("Stock", "Stock"),
    "sales": ("Ventes", "Sales"),
    "payments": ("Règlements", "Payments"),
    "purchasing": ("Achats", "Purchasing"),
    "shipping": ("Expéditions", "Shipping"),
    "accounting": ("Comptabilité", "Accounting"),
    "agents": ("Représentants", "Representatives"),
    "customs": ("Douanes", "Customs and excise"),
    "campaigns": ("Campagnes", "Campaigns"),
    "shop": ("Boutique", "Shop"),
    "till": ("Caisse", "Till"),
    "statistics": ("Statistiques", "Statistics"),
    "migration": ("Imports et exports", "Imports and exports"),
}

# Every member of a company holds `EVERYONE`, whatever his role; an API key holds of it what it is given.
MEMBER = "company:read"
EVERYONE = frozenset({MEMBER, "tasks:read", "tasks:write", "support:read", "support:write"})
SPECIAL: dict[str, tuple[str, str]] = {
    MEMBER: ("Voir la société et suivre ce qui change", "See the company and follow what changes"),
    "members:write": ("Inviter, changer ou retirer des membres", "Invite, change or remove members"),
    "keys:write": ("Créer et révoquer des clés d'API", "Create and revoke API keys"),
    "webhooks:write": (
        "Régler les webhooks et rejouer leurs livraisons",
        "Set up webhooks and replay deliveries",
    ),
    "views:write": ("Partager des vues de listes avec toute la société", "Share views of lists with the whole company"),
    "tasks:write": ("Tenir rappels, tâches et notes", "Keep reminders, tasks and notes"),
    "support:write": ("Écrire au support, proposer et voter", "Write to support, suggest and vote"),
    "history:read": ("Lire l'historique des actions", "Read the history of actions"),
    "crm:erase": ("Effacer les données d'une personne", "Erase a person's data"),
    "margins:read": ("Voir les coûts de revient et les marges", "See costs and margins"),
}
# "members:read" and the like: held with the power beside it, or alone
IMPLIED = {f"{power}:read": f"{power}:write" for power in ("members", "keys", "webhooks", "tasks", "support")}

# What a person may do for the platform itself, for all companies: never in SCOPES, so no company can give it.
PLATFORM_ROLES: dict[str, frozenset[str]] = {"support": frozenset({"platform:support", "platform:ops"})}

SCOPES: frozenset[str] = frozenset(
    {f"{room}:{verb}" for room in ROOMS for verb in ("read", "write")} | set(SPECIAL) | set(IMPLIED)
)


@dataclass(frozen=True)
class GivenRole:
    """A role every company has. `own_only`: always limited to the member's own customers."""

    name: str
    label_fr: str
    label_en: str
    scopes: frozenset[str]
    own_only: bool = False


def _both(*rooms: str) -> set[str]:
    return {f"{room}:{verb}" for room in rooms for verb in ("read", "write")}


def _read(*rooms: str) -> set[str]:
    return {f"{room}:read" for room in rooms}


_OFFICE_ROOMS = tuple(room for room in ROOMS if room not in ("tenancy", "statistics"))

GIVEN_ROLES: dict[str, GivenRole] = {
    role.name: role
    for role in (
        GivenRole("owner", "Propriétaire", "Owner", SCOPES),
        GivenRole(
            "office",
            "Bureau",
            "Office",
            frozenset(
                _both(*_OFFICE_ROOMS)
                | _read("tenancy", "statistics", "members")
                | {"history:read", "margins:read", "views:write"}
            ),
        ),
        GivenRole(
            "cellar",
            "Chai",
            "Cellar",
            frozenset(_both("stock", "shipping") | _read("catalogue", "customs")),
        ),
        GivenRole(
            "tasting_room",
            "Caveau de vente",
            "Tasting room",
            frozenset(_both("till", "crm", "sales", "payments") | _read("catalogue", "pricing", "stock")),
        ),
        GivenRole(
            "representative",
            "Représentant",
            "Representative",
            frozenset(_both("crm", "sales") | _read("catalogue", "pricing", "stock", "agents", "statistics")),
            own_only=True,
        ),
        GivenRole(
            "accountant",
            "Comptable",
            "Accountant",
            frozenset(
                _both("accounting", "payments")
                | _read("crm", "catalogue", "sales", "purchasing", "customs", "statistics", "tenancy")
                | {"history:read"}
            ),
        ),
        GivenRole("reader", "Lecture seule", "Read only", frozenset(_read(*ROOMS))),
    )
}


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """Those that no room knows, sorted."""
    return sorted(set(scopes) - SCOPES)


def closed(scopes: Iterable[str]) -> tuple[str, ...]:
    """The set as stored: sorted, with the "read" that each "write" implies."""
    held = set(scopes)
    held |= {f"{scope.partition(':')[0]}:read" for scope in held if scope.endswith(":write")} & SCOPES
    return tuple(sorted(held))
