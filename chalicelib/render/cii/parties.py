"""Seller, buyer and place of delivery (BG-4, BG-7, BG-13)."""

from dataclasses import dataclass

from chalicelib.render.cii.xml import Element, add, add_if
from chalicelib.render.sheet import Address, Party

# Codes of the electronic address scheme (EAS) for a VAT number, by country: how a foreign customer without a
# French directory line is named.
_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "ES": "9920", "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "LI": "9936",
    "LT": "9937", "LU": "9938", "LV": "9939", "MC": "9940", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946",
    "RO": "9947", "RS": "9948", "SI": "9949", "SK": "9950", "TR": "9952", "VA": "9953",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EAddress:
    """An electronic address (BT-34, BT-49) and the scheme that says what it is."""

    value: str
    scheme: str


def eaddress(party: Party) -> EAddress | None:
    """The given address, else the SIREN (0225), else the VAT number of another country, else the e-mail
    (EM)."""
    if party.eaddress:
        return EAddress(party.eaddress, party.eaddress_scheme)
    if party.siren:
        return EAddress(party.siren, "0225")
    scheme = _VAT_SCHEMES.get(party.address.country)
    if party.vat_number and scheme and party.address.country != "FR":
        return EAddress(party.vat_number, scheme)
    return EAddress(party.email, "EM") if party.email else None


def add_party(parent: Element, name: str, party: Party, *, taxed: bool = True) -> None:
    """A trade party. `taxed` is False when the document must not carry VAT numbers (category O)."""
    node = add(parent, name)
    add_if(node, "ram:GlobalID", party.siret, schemeID="0009")
    add(node, "ram:Name", party.name)
    add_if(node, "ram:Description", party.legal_line)
    _add_legal(node, party)
    _add_contact(node, party)
    add_address(node, party.address)
    where = eaddress(party)
    if where:
        add(node, "ram:URIUniversalCommunication/ram:URIID", where.value, schemeID=where.scheme)
    if taxed and party.vat_number:
        add(node, "ram:SpecifiedTaxRegistration/ram:ID", party.vat_number, schemeID="VA")
    elif taxed and name == "ram:SellerTradeParty":
        add_if(node, "ram:SpecifiedTaxRegistration/ram:ID", party.siren, schemeID="FC")


def _add_legal(node: Element, party: Party) -> None:
    trading = party.trade_name if party.trade_name != party.name else ""
    if not (party.siren or trading):
        return
    legal = add(node, "ram:SpecifiedLegalOrganization")
    add_if(legal, "ram:ID", party.siren, schemeID="0002")
    add_if(legal, "ram:TradingBusinessName", trading)


def _add_contact(node: Element, party: Party) -> None:
    if not (party.contact or party.phone or party.email):
        return
    contact = add(node, "ram:DefinedTradeContact")
    add_if(contact, "ram:PersonName", party.contact)
    add_if(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", party.phone)
    add_if(contact, "ram:EmailURIUniversalCommunication/ram:URIID", party.email)


def add_address(node: Element, address: Address) -> None:
    """A postal address; lines beyond the third are joined to it, none is lost."""
    place = add(node, "ram:PostalTradeAddress")
    add_if(place, "ram:PostcodeCode", address.postcode)
    lines = [line for line in address.lines if line.strip()]
    lines = [*lines[:2], ", ".join(lines[2:])]
    for name, line in zip(("ram:LineOne", "ram:LineTwo", "ram:LineThree"), lines, strict=False):
        add_if(place, name, line)
    add_if(place, "ram:CityName", address.town)
    add(place, "ram:CountryID", address.country)
    add_if(place, "ram:CountrySubDivisionName", address.region)


def add_place(parent: Element, name: str, party: Party) -> None:
    """The place of delivery: a name and an address, no number."""
    node = add(parent, name)
    add_if(node, "ram:GlobalID", party.siret, schemeID="0009")
    add(node, "ram:Name", party.name)
    add_address(node, party.address)
