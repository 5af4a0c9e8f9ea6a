"""A company founded, described, given its logo."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Conflict, FieldError, NotFound
from chalicelib.kernel.ids import base32
from chalicelib.kernel.pieces import pieces
from chalicelib.tenancy.rules import companies as rules
from chalicelib.tenancy.rules.companies import Address, Company, Logo
from chalicelib.tenancy.rules.identity import Membership, Memberships, RegisteredCompany, joined, left, renamed
from chalicelib.tenancy.rules.members import OWNER, Member, Team
from chalicelib.tenancy.schemas import companies as schemas
from chalicelib.tenancy.service.identify import forget
from chalicelib.tenancy.store import COMPANIES, MEMBERS, MEMBERSHIPS, ONE, REGISTERED, TEAMS, USERS

MOST_COMPANIES = 100
PER_COMMIT = 80


def found(call: Call, body: schemas.CompanyIn) -> schemas.CompanyOut:
    """A new company, the person asking its owner: one transaction in the new company's own journal.

    Refused for a wrong SIRET, VAT number or IBAN; an odd excise number only warns.
    """
    checked = rules.checked(company_of(body, call))
    company = _found(call.within(_new_company(call)), checked)
    forget()
    return company


def _new_company(call: Call) -> str:
    """The new company's id. From the idempotency key when there is one, so that a repeat meets its first
    answer."""
    if call.idempotency is None:
        return call.new_id("com")
    digest = hashlib.sha256(f"{call.actor.id}\n{call.idempotency.key}".encode()).digest()
    return f"com_{base32(int.from_bytes(digest[:16]), 26)}"


@use_case("tenancy.company.create")
def _found(unit: Unit, checked: rules.Checked) -> schemas.CompanyOut:
    owner, company = unit.actor.id, checked.company
    unit.load((COMPANIES, ONE), (USERS, owner), (MEMBERSHIPS, owner))
    if unit.find(COMPANIES, ONE):
        raise Conflict("tenancy.company.exists", "Cette demande a déjà créé sa société.")
    user = unit.get(USERS, owner)
    mine = unit.find(MEMBERSHIPS, owner) or Memberships()
    if len(mine.companies) >= MOST_COMPANIES:
        raise Conflict("tenancy.company.too_many", f"{MOST_COMPANIES} sociétés au plus pour un accès.")
    unit.put(COMPANIES, ONE, company)
    unit.put(TEAMS, ONE, Team(members=(owner,)))
    unit.put(MEMBERS, owner, Member(user.name, user.email, OWNER, unit.at))
    unit.put(MEMBERSHIPS, owner, joined(mine, Membership(unit.company, company.name, company.colour, OWNER)))
    unit.emit(schemas.CompanyCreatedV1(name=company.name, owner=owner, siren=company.siren))
    return company_out(unit, checked.warnings)


def company_of(body: schemas.CompanyIn, call: Call) -> Company:
    """The company that was typed."""
    given = body.model_dump(exclude={"address"})
    address = Address(tuple(body.address.lines), body.address.postcode, body.address.town, body.address.country)
    return Company(created_at=call.now, address=address, **given)


def company_out(unit: Unit, warnings: tuple[FieldError, ...] | None = None) -> schemas.CompanyOut:
    """The company as shown."""
    company = unit.get(COMPANIES, ONE)
    told = rules.checked(company).warnings if warnings is None else warnings
    fields = asdict(company)
    del fields["created_at"]
    fields["address"]["lines"] = list(company.address.lines)
    return schemas.CompanyOut(
        **fields,
        id=unit.company,
        accent=rules.COLOURS[company.colour],
        warnings=[schemas.WarningOut.model_validate(one) for one in told],
        version=unit.version(COMPANIES, ONE),
    )


def profile(call: Call) -> schemas.CompanyOut:
    return company_out(reading(call))


@use_case("tenancy.company.update")
def update(unit: Unit, body: schemas.CompanyIn) -> schemas.CompanyOut:
    """The identity replaced as a whole (the logo stays). StaleVersion when If-Match is no longer true."""
    unit.load((COMPANIES, ONE), (TEAMS, ONE))
    unit.expect(COMPANIES, ONE, unit.call.if_match)
    before = unit.get(COMPANIES, ONE)
    checked = rules.checked(company_of(body, unit.call))
    after = replace(checked.company, created_at=before.created_at, logo=before.logo)
    unit.put(COMPANIES, ONE, after)
    if (after.name, after.colour) != (before.name, before.colour):
        unit.emit(schemas.CompanyUpdatedV1(name=after.name, colour=after.colour))
    return company_out(unit, checked.warnings)


def put_logo(call: Call, content: bytes) -> schemas.CompanyOut:
    """A PNG or JPEG of at most 1 MB and 4000 pixels a side; Refused for anything else."""
    content_type, width, height = rules.picture(content)
    file = files.put(call.company, content, content_type, f"logo.{rules.LOGO_SUFFIX[content_type]}")
    return _put_logo(call, Logo(file.id, content_type, width, height))


@use_case("tenancy.company.logo")
def _put_logo(unit: Unit, logo: Logo | None) -> schemas.CompanyOut:
    unit.expect(COMPANIES, ONE, unit.call.if_match)
    unit.put(COMPANIES, ONE, replace(unit.get(COMPANIES, ONE), logo=logo))
    return company_out(unit)


def drop_logo(call: Call) -> schemas.CompanyOut:
    return _put_logo(call, None)


def logo(call: Call) -> Download:
    """The picture. NotFound when the company has none."""
    stored = reading(call).get(COMPANIES, ONE).logo
    if stored is None:
        raise NotFound("tenancy.logo.none", "Cette société n'a pas de logo.")
    name = f"logo.{rules.LOGO_SUFFIX[stored.content_type]}"
    return Download(files.get(call.company, stored.file), stored.content_type, name, stored.file)


@use_case("tenancy.platform.register")
def register(unit: Unit, company: str, fact: schemas.CompanyCreatedV1) -> None:
    """In company zero: one more company on the platform (once, however often it is told)."""
    if unit.find(REGISTERED, company) is None:
        unit.put(REGISTERED, company, RegisteredCompany(fact.name, fact.siren, fact.owner, unit.at))


@use_case("tenancy.platform.rename")
def register_name(unit: Unit, company: str, name: str) -> None:
    """In company zero: the present name of a company."""
    known = unit.find(REGISTERED, company)
    if known:
        unit.put(REGISTERED, company, replace(known, name=name))


def rename_in_lists(call: Call) -> None:
    """Bring the company's present name and colour to its members' lists of companies."""
    team = reading(call).find(TEAMS, ONE) or Team()
    for some in pieces(team.members, PER_COMMIT):
        _rename_in_lists(call, some)


@use_case("tenancy.company.rename_in_lists")
def _rename_in_lists(unit: Unit, users: list[str]) -> None:
    unit.load((COMPANIES, ONE), *((MEMBERSHIPS, user) for user in users))
    company = unit.get(COMPANIES, ONE)
    for user in users:
        mine = unit.find(MEMBERSHIPS, user)
        if mine:
            unit.put(MEMBERSHIPS, user, renamed(mine, unit.company, company.name, company.colour))


def rename_member(call: Call, user: str, name: str) -> None:
    """Bring a person's new name to the companies he belongs to."""
    mine = reading(call).find(MEMBERSHIPS, user) or Memberships()
    for one in mine.companies:
        _rename_member(call.within(one.company), user, name)


@use_case("tenancy.member.rename")
def _rename_member(unit: Unit, user: str, name: str) -> None:
    member = unit.find(MEMBERS, user)
    if member:
        unit.put(MEMBERS, user, replace(member, name=name))


def enter(unit: Unit, user: str, role: str) -> None:
    """Put the company in a person's list, with that role (in the caller's commit)."""
    company = unit.get(COMPANIES, ONE)
    mine = unit.find(MEMBERSHIPS, user) or Memberships()
    unit.put(MEMBERSHIPS, user, joined(mine, Membership(unit.company, company.name, company.colour, role)))


def quit_list(unit: Unit, user: str) -> None:
    """Take the company out of a person's list (in the caller's commit)."""
    mine = unit.find(MEMBERSHIPS, user)
    if mine:
        unit.put(MEMBERSHIPS, user, left(mine, unit.company))


def colours() -> schemas.ColoursOut:
    return schemas.ColoursOut(items=[schemas.ColourOut(name=name, hex=hex) for name, hex in rules.COLOURS.items()])
