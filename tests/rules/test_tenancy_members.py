"""Roles, scopes and API keys: who may do what, and who may give it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.kernel.errors import Conflict, Forbidden, Refused
from chalicelib.tenancy.rules import keys, members
from chalicelib.tenancy.rules.scopes import EVERYONE, GIVEN_ROLES, SCOPES, closed

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CLAIRE = members.Member("Claire", "claire@chais.fr", "owner", NOW)
ROLES = members.Roles({"rol_1": members.Role("Stagiaire", ("crm:read", "stock:read"))})


def test_every_scope_of_every_given_role_exists() -> None:
    assert {role.name: role.scopes - SCOPES for role in GIVEN_ROLES.values() if role.scopes - SCOPES} == {}
    assert {"owner", "office", "cellar", "tasting_room", "representative", "accountant", "reader"} == set(GIVEN_ROLES)


@pytest.mark.feature("1.4-07")
@pytest.mark.parametrize("scope", ["pricing:read", "sales:read", "statistics:read", "payments:read", "margins:read"])
def test_the_cellar_sees_stock_but_no_price_invoice_or_statistic(scope: str) -> None:
    cellar = members.scopes_of(replace(CLAIRE, role="cellar"), None)
    assert {"stock:read", "stock:write"} <= cellar
    assert scope not in cellar


def test_a_reader_can_write_nothing() -> None:
    assert not [scope for scope in GIVEN_ROLES["reader"].scopes if scope.endswith(":write")]


def test_a_role_of_the_company_gives_its_scopes_and_a_lost_one_nothing() -> None:
    assert members.scopes_of(replace(CLAIRE, role="rol_1"), ROLES) == {"crm:read", "stock:read"} | EVERYONE
    assert members.scopes_of(replace(CLAIRE, role="rol_9"), ROLES) == EVERYONE


def test_a_representative_is_always_limited_to_his_customers() -> None:
    assert members.limited(replace(CLAIRE, role="representative"))
    assert members.limited(replace(CLAIRE, role="office", only_own=True))
    assert not members.limited(replace(CLAIRE, role="office"))


def test_write_brings_read() -> None:
    assert closed(("stock:write",)) == ("stock:read", "stock:write")
    assert closed(("members:write",)) == ("members:read", "members:write")


@pytest.mark.parametrize(
    ("name", "scopes", "code"),
    [
        ("Essai", ("stock:drink",), "tenancy.role.scope"),
        ("STAGIAIRE", ("stock:read",), "tenancy.role.name_taken"),
        ("Comptable", ("stock:read",), "tenancy.role.name_taken"),
    ],
)
def test_a_role_that_cannot_be(name: str, scopes: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        members.role_with(name, scopes, ROLES)
    assert refusal.value.code == code


def test_a_role_may_keep_its_own_name() -> None:
    assert members.role_with("Stagiaire", ("stock:write",), ROLES, "rol_1").scopes == (
        "stock:read",
        "stock:write",
    )


def test_nobody_gives_more_than_he_has() -> None:
    office = GIVEN_ROLES["office"].scopes | {"members:write"}
    with pytest.raises(Forbidden):
        members.require_may_give(office, "owner", ROLES)
    members.require_may_give(office, "rol_1", ROLES)
    members.require_may_give(GIVEN_ROLES["owner"].scopes, "owner", ROLES)


def test_the_last_owner_stays() -> None:
    both = {"usr_1": CLAIRE, "usr_2": replace(CLAIRE, role="office")}
    with pytest.raises(Conflict) as refusal:
        members.require_an_owner_left(both, "usr_1")
    assert refusal.value.code == "tenancy.member.last_owner"
    members.require_an_owner_left(both, "usr_2")


def test_an_invitation_expires_by_its_date() -> None:
    invitation = members.Invitation("a@b.fr", "office", False, "usr_1", NOW, NOW + members.INVITATION_LIFE)
    assert members.invitation_state(invitation, NOW + timedelta(days=6)) == "pending"
    assert members.invitation_state(invitation, NOW + timedelta(days=7)) == "expired"
    assert members.invitation_state(replace(invitation, state="accepted"), NOW + timedelta(days=7)) == "accepted"


KEY = keys.ApiKey("Boutique", ("sales:read",), "abcd", "usr_1", NOW)
SECRET = keys.KeySecret("hash")


def test_a_key_opens_until_revoked_or_expired() -> None:
    assert keys.opens(KEY, SECRET, "hash", NOW)
    assert not keys.opens(KEY, SECRET, "other", NOW)
    assert not keys.opens(keys.revoked(KEY, NOW), SECRET, "hash", NOW)
    assert not keys.opens(replace(KEY, expires_at=NOW), SECRET, "hash", NOW)
    assert not keys.opens(None, SECRET, "hash", NOW)
    assert not keys.opens(KEY, None, "hash", NOW)
    again = keys.revoked(keys.revoked(KEY, NOW), NOW + timedelta(days=1))
    assert again.revoked_at == NOW


def test_a_key_gets_only_what_its_maker_has() -> None:
    held = GIVEN_ROLES["office"].scopes
    assert keys.key_scopes(("sales:write",), held) == ("sales:read", "sales:write")
    with pytest.raises(Forbidden):
        keys.key_scopes(("tenancy:write",), held)


@pytest.mark.parametrize(
    ("scopes", "code"),
    [
        ((), "scope"),
        (("wine:drink",), "scope"),
        (("members:write",), "scope_barred"),
        (("keys:write",), "scope_barred"),
    ],
)
def test_scopes_that_no_key_may_have(scopes: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        keys.key_scopes(scopes, SCOPES)
    assert refusal.value.code == f"tenancy.key.{code}"


def test_erasing_a_person_has_a_scope_of_its_own_that_owners_hold_and_former_administrators_keep() -> None:
    given = {name for name, role in GIVEN_ROLES.items() if members.ERASE in role.scopes}
    assert given == {"owner"}
    before = members.Role("Gérance", ("crm:read", "crm:write", "tenancy:read", "tenancy:write"))
    roles = members.Roles({"rol_1": before, "rol_2": members.Role("Accueil", ("crm:read", "crm:write"))})
    now = datetime(2026, 11, 22, tzinfo=UTC)

    def erases(role: str, of: members.Roles) -> bool:
        return members.ERASE in members.scopes_of(members.Member("A", "a@b.example", role, now), of)

    assert erases("rol_1", roles)
    assert not erases("rol_2", roles)
    without = members.role_with("Gérance", before.scopes, roles, "rol_1")
    assert not erases("rol_1", members.Roles({"rol_1": without})), "saved without it: taken away for good"
    kept = members.role_with("Gérance", before.held, roles, "rol_1")
    assert erases("rol_1", members.Roles({"rol_1": kept}))
