"""The same person in another of his companies.

The one trick: what he may do there is read there, now, with the rules of a sign-in: a right in one company gives
none in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from chalicelib.aws.call import PLATFORM, Call
from chalicelib.aws.isolation import fenced
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.tenancy.rules import members, settings
from chalicelib.tenancy.rules.identity import Memberships
from chalicelib.tenancy.store import COMPANIES, MEMBERS, MEMBERSHIPS, ONE, ROLES, SETTINGS, USERS, read


@contextmanager
def acting_in(call: Call, company: str, scope: str) -> Iterator[Call]:
    """The call of the same person in another company, and that company's own key to the table. NotFound when he is no
    member of it, Forbidden without the scope, or for a key, which belongs to one company."""
    with fenced(company):
        yield _there(call, company, scope)


def may_act_in(call: Call, company: str, scope: str) -> bool:
    """Would `acting_in` let him?"""
    try:
        with acting_in(call, company, scope):
            return True
    except (Forbidden, NotFound):
        return False


def companies_of(call: Call) -> dict[str, str]:
    """id -> name of the companies that the person belongs to; none for a key or a schedule."""
    if call.actor.kind != "user":
        return {}
    found = reading(call.within(PLATFORM)).find(MEMBERSHIPS, call.actor.id) or Memberships()
    return {one.company: one.name for one in found.companies}


def _there(call: Call, company: str, scope: str) -> Call:
    if call.actor.kind != "user":
        raise Forbidden("tenancy.key.one_company", "Une clé d'API n'agit que dans sa société : connectez-vous.")
    id = call.actor.id
    found = read(company, [(MEMBERS, id), (ROLES, ONE), (SETTINGS, ONE), (USERS, id), (COMPANIES, ONE)])
    member, user = found[MEMBERS, id], found[USERS, id]
    if member is None or user is None or found[COMPANIES, ONE] is None:
        raise NotFound("tenancy.company.not_found", "Cette société n'existe pas, ou vous n'en êtes pas membre.")
    if user.totp is None and settings.value_of(found[SETTINGS, ONE], "totp_required") is True:
        raise Forbidden(
            "tenancy.totp.required",
            "Cette société exige la double authentification. Activez-la dans votre profil, puis revenez.",
        )
    scopes = members.scopes_of(member, found[ROLES, ONE])
    actor = replace(call.actor, scopes=scopes, only_own=members.limited(member))
    there = replace(call.within(company), actor=actor, if_match=None, idempotency=None)
    there.require(scope)
    return there
