"""Companies by SIRET or SIREN: recherche-entreprises.api.gouv.fr, and the INSEE's own Sirene where there is a key.

With `CAVEAU_INSEE_KEY` the INSEE is asked first and the annuaire when the INSEE is silent; without, the annuaire alone
(7 questions a second, no key). What someone asked not to be published comes as "[NON-DIFFUSIBLE]" and fills nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.aws import line
from chalicelib.aws.line import Silent
from chalicelib.crm.partners.said import Said, known
from chalicelib.crm.rules import legal_form
from chalicelib.kernel.identifiers import vat_of_siren

ANNUAIRE = "recherche-entreprises"
INSEE = "insee"
PER_MINUTE = {ANNUAIRE: 400, INSEE: 30}
OPEN = "A"


def ask(number: str) -> Said:
    """What Sirene says of a SIRET, or of the head office of a SIREN."""
    if not (key := os.environ.get("CAVEAU_INSEE_KEY", "")):
        return _heard(ANNUAIRE, number)
    said = _heard(INSEE, number, key)
    if said.state != "unavailable":
        return said
    second = _heard(ANNUAIRE, number)
    return said if second.state == "unavailable" else second


def _heard(register: str, number: str, key: str = "") -> Said:
    try:
        found = _insee(number, key) if register == INSEE else _annuaire(number)
    except Silent as silent:
        return Said(register, "unavailable", reason=silent.reason)
    except (AttributeError, KeyError, TypeError, IndexError, ValueError):
        return Said(register, "unavailable", reason="malformed")
    if found is None:
        return Said(register, "invalid", reason="unknown")
    open_, answer, lines = found
    fields = {
        "name": answer.get("name", ""),
        "siret": answer["siret"],
        "legal_form": answer.get("legal_form", ""),
        "vat_number": vat_of_siren(answer["siret"][:9]),
        "billing.lines": lines,
        "billing.postcode": answer.get("postcode", ""),
        "billing.town": answer.get("town", ""),
        "billing.country": "FR" if answer.get("town") else "",
    }
    state, reason = ("valid", "") if open_ else ("invalid", "closed")
    return Said(register, state, "", reason, answer, known(**fields))  # type: ignore[arg-type]


Found = tuple[bool, dict[str, str], str]


def _annuaire(number: str) -> Found | None:
    base = line.address("CAVEAU_SIRENE_URL", "https://recherche-entreprises.api.gouv.fr")
    query = urlencode({"q": number, "page": 1, "per_page": 1})
    reply = line.ask(ANNUAIRE, f"{base}/search?{query}", PER_MINUTE[ANNUAIRE])
    if reply.status != 200:
        raise Silent("error")
    company = next((one for one in reply.json()["results"] if one["siren"] == number[:9]), None)
    if company is None:
        return None
    places = [*(company.get("matching_etablissements") or []), company["siege"]]
    siret = company["siege"]["siret"] if len(number) == 9 else number
    place = next((one for one in places if one["siret"] == siret), None)
    if place is None:
        return None
    postcode, town = _public(place.get("code_postal")), _public(place.get("libelle_commune"))
    answer = known(
        siret=siret,
        name=_public(company.get("nom_raison_sociale")) or _public(company.get("nom_complet")),
        legal_form=legal_form(str(company.get("nature_juridique") or "")),
        activity=_public(company.get("activite_principale")),
        address=_public(place.get("adresse")),
        postcode=postcode,
        town=town,
    )
    open_ = company.get("etat_administratif") == OPEN == place.get("etat_administratif")
    return open_, answer, _street(answer.get("address", ""), postcode)


def _street(address: str, postcode: str) -> str:
    """The address without its postcode and town, which stand at its end."""
    return re.split(rf"\s*\b{re.escape(postcode)}\b", address)[0].strip() if postcode else ""


def _insee(number: str, key: str) -> Found | None:
    base = line.address("CAVEAU_INSEE_URL", "https://api.insee.fr/api-sirene/3.11")
    asked = f"siret?q={quote(f'siren:{number} AND etablissementSiege:true')}" if len(number) == 9 else f"siret/{number}"
    headers = {"X-INSEE-Api-Key-Integration": key}
    reply = line.ask(INSEE, f"{base}/{asked}", PER_MINUTE[INSEE], headers=headers)
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise Silent("key" if reply.status in (401, 403) else "error")
    said = reply.json()
    place = said["etablissement"] if "etablissement" in said else said["etablissements"][0]
    company, where, now = place["uniteLegale"], place["adresseEtablissement"], place["periodesEtablissement"][0]
    if not place["siret"].startswith(number):
        raise Silent("malformed")
    answer = known(
        siret=place["siret"],
        name=_name(company),
        legal_form=legal_form(str(company.get("categorieJuridiqueUniteLegale") or "")),
        activity=_public(company.get("activitePrincipaleUniteLegale")),
        postcode=_public(where.get("codePostalEtablissement")),
        town=_public(where.get("libelleCommuneEtablissement")),
    )
    open_ = company.get("etatAdministratifUniteLegale") == OPEN == now.get("etatAdministratifEtablissement")
    return open_, answer, _lines(where)


def _name(company: Mapping[str, Any]) -> str:
    surname = company.get("nomUsageUniteLegale") or company.get("nomUniteLegale")
    person = (company.get("prenomUsuelUniteLegale"), surname)
    return _public(company.get("denominationUniteLegale")) or " ".join(filter(None, map(_public, person)))


def _lines(where: Mapping[str, Any]) -> str:
    street = ("numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie")
    parts = " ".join(filter(None, (_public(where.get(f"{name}Etablissement")) for name in street)))
    return "\n".join(filter(None, (_public(where.get("complementAdresseEtablissement")), parts)))


def _public(value: object) -> str:
    """A text that may be shown: "[ND]" and "[NON-DIFFUSIBLE]" stand for what its owner keeps to himself."""
    text = value.strip() if isinstance(value, str) else ""
    return "" if text.startswith("[N") else text
