"""Who may follow a customer, and where his representative is written to.

unit.load(*crm.representative_refs(customer.representative), *others)
found = crm.representative(unit, customer.representative)     # None: a user who is no representative
copy = found.copy_address if found else ""                    # "" when he wants no copy

Rates and statements are of the room `agents`, above; it keeps this item in its own commits.
"""

from __future__ import annotations

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.crm.rules.representatives import Representative
from chalicelib.crm.store import REPRESENTATIVES
from chalicelib.tenancy import service as tenancy


def representative_refs(id: str) -> tuple[Ref, ...]:
    """What to add to a batch before asking whether `id` ("": nobody) may follow a customer."""
    return (*tenancy.member_refs(), (REPRESENTATIVES, id)) if id else ()


def representative(unit: Unit, id: str | None) -> Representative | None:
    """How he is reached. None for nobody, and for a user who is no representative."""
    return unit.find(REPRESENTATIVES, id) if id else None


def may_follow(unit: Unit, id: str) -> bool:
    """A member of the company, or a representative without login who is not archived."""
    known = unit.find(REPRESENTATIVES, id)
    return tenancy.is_member(unit, id) or (known is not None and not known.archived)


def keep_representative(unit: Unit, doc: Representative) -> None:
    unit.put(REPRESENTATIVES, doc.id, doc)
