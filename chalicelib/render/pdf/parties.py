"""Parties on paper: names, addresses and identifiers as lines of text."""

from chalicelib.kernel.identifiers import country_name
from chalicelib.render import words
from chalicelib.render.pdf.paper import Paper
from chalicelib.render.sheet import Address, Lang, Party


def address_lines(address: Address, lang: Lang, home: str) -> list[str]:
    """The postal lines; the country is written when it is not `home`."""
    town = " ".join(part for part in (address.postcode, address.town) if part)
    lines = [line for line in address.lines if line.strip()]
    lines += [line for line in (town, address.region) if line]
    if address.country and address.country != home:
        lines.append(country_name(address.country, lang).upper())
    return lines


def identifiers(party: Party, paper: Paper) -> list[str]:
    """Numbers of a customer: VAT, SIREN or SIRET, excise."""
    siret = words.grouped(party.siret, 3, 3, 3, 5)
    siren = "" if siret else words.grouped(party.siren, 3, 3, 3)
    told = [("vat_number", party.vat_number), ("siret", siret), ("siren", siren)]
    told.append(("excise_number", party.excise_number))
    return [f"{paper.word(key)} {number}".replace(" ", words.NO_BREAK) for key, number in told if number]


def seller_lines(paper: Paper) -> list[str]:
    """Address and ways to reach the seller, under its name or logo."""
    seller = paper.sheet.seller
    lines = address_lines(seller.address, paper.lang, home="FR" if paper.lang == "fr" else "")
    reach = [f"{paper.word('phone')} {seller.phone}"] if seller.phone else []
    reach += [part for part in (seller.email, seller.website) if part]
    return [*lines, *reach[:1], " · ".join(reach[1:])] if reach[1:] else lines + reach


def seller_mentions(paper: Paper) -> str:
    """What the law wants at the foot of each page: name, legal form, register, numbers."""
    seller = paper.sheet.seller
    parts = [seller.name, seller.legal_line, *identifiers(seller, paper)]
    return " · ".join(part for part in parts if part)
