"""The twins of the registers: recherche-entreprises, Sirene of the INSEE, VIES, SEED, and a name server.

    with Registers() as twin:
        os.environ |= twin.environment()
        twin.faults["vies"] = "slow"            # slow, error, malformed, busy (429), down; of VIES also member_state
        twin.struck.add("BE0123456749")         # a number is valid no more

`python -m scripts.twins.registers PORT` serves them until its parent is gone, with a page to choose faults. The one
trick: one server plays them all, told apart by the first part of the path, each with a fault of its own.
"""

import json
import sys
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Self
from xml.etree.ElementTree import ParseError, fromstring

from scripts.twins import page
from scripts.twins.addresses import addresses
from scripts.twins.businesses import SEED, SIRENE, VIES, Business
from scripts.twins.nameserver import NameServer
from scripts.twins.twin import Answer, Asked, Twin, in_json, serve

FAULTS = ("slow", "error", "malformed", "busy", "down", "member_state")
REGISTERS = ("sirene", "insee", "vies", "seed", "dns")
KEY = "cle-du-jumeau"


class Registers(Twin):
    """The servers, what they are to do wrong, and what they were asked. `port` 0: any free one."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.faults: dict[str, str] = {}
        self.struck: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.told: list[dict[str, str]] = []
        self.names = NameServer(lambda: self.faults.get("dns", ""), lambda name: self.count("dns"), port)

    def environment(self) -> dict[str, str]:
        """What points the product at the twins."""
        return {**addresses(self.port), "CAVEAU_DNS": f"127.0.0.1:{self.names.port}"}

    def count(self, register: str) -> None:
        self.asked[register] += 1

    def calm(self) -> None:
        """No faults, nothing struck off, nothing counted; who was kept waiting is let go."""
        super().calm()
        self.faults.clear()
        self.struck.clear()
        self.asked.clear()
        self.told.clear()

    def start(self) -> Self:
        self.names.start()
        return super().start()

    def stop(self) -> None:
        super().stop()
        self.names.stop()

    def fault_of(self, asked: Asked) -> str:
        return self.faults.get(_register(asked), "")

    def answer(self, asked: Asked) -> Answer:
        register = _register(asked)
        if register == "sirene":
            return self.sirene(asked.query)
        if register == "insee":
            return self.insee(asked.path, asked.query, asked.headers.get("X-INSEE-Api-Key-Integration", ""))
        if register == "vies":
            return self.vies(asked.body)
        return self.seed(asked.body) if register == "seed" else page.served(self, asked.method, asked.path, asked.body)

    def handled(self, asked: Asked) -> Answer | None:
        if _register(asked) in REGISTERS:
            self.count(_register(asked))
        return super().handled(asked)

    # --- the contracts -------------------------------------------------------------------------------------------

    def sirene(self, query: dict[str, str]) -> Answer:
        """GET /search?q=SIREN or SIRET. Asked by SIREN it names no matching establishment."""
        number = query.get("q", "").replace(" ", "")
        found = [one for one in SIRENE if one.siren == number[:9]]
        if not number.isdigit() or not found or (len(number) == 14 and all(one.siret != number for one in found)):
            return in_json({"results": [], "total_results": 0, "page": 1, "per_page": 1, "total_pages": 0})
        head = next(one for one in found if one.head)
        company = {
            "siren": head.siren,
            "nom_complet": _public(head, head.name),
            "nom_raison_sociale": _public(head, head.name),
            "nature_juridique": head.form,
            "activite_principale": "46.34Z",
            "etat_administratif": "A" if head.open and head.siret not in self.struck else "C",
            "siege": self.establishment(head),
            "matching_etablissements": [self.establishment(one) for one in found if one.siret == number],
        }
        return in_json({"results": [company], "total_results": 1, "page": 1, "per_page": 1, "total_pages": 1})

    def establishment(self, one: Business) -> dict[str, Any]:
        street = " ".join(filter(None, one.street))
        return {
            "siret": one.siret,
            "adresse": _public(one, f"{street} {one.postcode} {one.town}"),
            "code_postal": one.postcode,
            "libelle_commune": one.town,
            "etat_administratif": "A" if one.open and one.siret not in self.struck else "F",
        }

    def insee(self, path: str, query: dict[str, str], key: str) -> Answer:
        """GET /siret/{siret}, and /siret?q=siren:… for the head office; with a key."""
        if key != KEY:
            return in_json({"message": "Unauthorized"}, 401)
        siren = query.get("q", "").removeprefix("siren:")[:9]
        number = path.rpartition("/")[2]
        found = next((one for one in SIRENE if one.siret == number or (one.head and one.siren == siren)), None)
        if found is None:
            return in_json({"header": {"statut": 404, "message": f"Aucun élément trouvé pour le siret {number}"}}, 404)
        held = self.held(found)
        header = {"statut": 200, "message": "OK"}
        return in_json(
            {"header": header, "etablissements": [held]} if siren else {"header": header, "etablissement": held}
        )

    def held(self, one: Business) -> dict[str, Any]:
        def shown(text: str) -> str | None:
            return (text or None) if one.shown else "[ND]"

        state = one.open and one.siret not in self.struck
        return {
            "siren": one.siren,
            "siret": one.siret,
            "uniteLegale": {
                "denominationUniteLegale": shown(one.name),
                "categorieJuridiqueUniteLegale": one.form,
                "activitePrincipaleUniteLegale": "46.34Z",
                "etatAdministratifUniteLegale": "A" if state or not one.head else "C",
            },
            "adresseEtablissement": {
                "complementAdresseEtablissement": None,
                "numeroVoieEtablissement": shown(one.street[0]),
                "indiceRepetitionEtablissement": None,
                "typeVoieEtablissement": shown(one.street[1]),
                "libelleVoieEtablissement": shown(one.street[2]),
                "codePostalEtablissement": one.postcode,
                "libelleCommuneEtablissement": one.town,
            },
            "periodesEtablissement": [{"dateFin": None, "etatAdministratifEtablissement": "A" if state else "F"}],
        }

    def vies(self, body: bytes) -> Answer:
        """POST /check-vat-number."""
        asked = json.loads(body)
        self.told.append(asked)
        if self.faults.get("vies") == "member_state":
            return in_json({"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}, 500)
        number = asked["countryCode"] + asked["vatNumber"]
        requester = asked.get("requesterMemberStateCode", "") + asked.get("requesterNumber", "")
        if requester and requester not in VIES:
            return in_json({"actionSucceed": False, "errorWrappers": [{"error": "INVALID_REQUESTER_INFO"}]}, 400)
        payer = VIES.get(number) if number not in self.struck else None
        return in_json(
            {
                "countryCode": asked["countryCode"],
                "vatNumber": asked["vatNumber"],
                "requestDate": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "valid": payer is not None,
                "requestIdentifier": f"WAPIAAAA{uuid.uuid4().hex[:10].upper()}" if requester else "",
                "name": payer.name if payer else "---",
                "address": payer.address if payer else "---",
            }
        )

    def seed(self, body: bytes) -> Answer:
        """POST of a SOAP envelope, getInformation."""
        try:
            tree = fromstring(body)
        except ParseError:
            return Answer(500, "text/html", "HTTP Status 500")
        number = next((one.text or "" for one in tree.iter() if one.tag == "numAccise"), "")
        holder = SEED.get(number) if number not in self.struck else None
        held = ""
        if holder:
            codes = "".join(f"<exciseProductCode>{one}</exciseProductCode>" for one in holder.products)
            until = f"<authorisationEndDate>{holder.until}</authorisationEndDate>" if holder.until else ""
            held = (
                f"<traderAuthorisation><traderExciseNumber>{number}</traderExciseNumber>"
                f"<vatNumber>{holder.vat_number}</vatNumber><authorisationBeginDate>1993-01-01</authorisationBeginDate>"
                f"{until}<country>{number[:2]}</country><operatorTypeCode>1</operatorTypeCode>"
                f"<referenceNumberOfExciseOffice>{number[:2]}000001</referenceNumberOfExciseOffice>"
                f"<exciseProduct>{codes}</exciseProduct><addresses><address><name>{holder.name}</name>"
                f"<streetName>{holder.street}</streetName><streetNumber>1</streetNumber>"
                f"<postCode>{holder.postcode}</postCode><city>{holder.town}</city></address></addresses>"
                "</traderAuthorisation>"
            )
        soap, ours = "http://schemas.xmlsoap.org/soap/envelope/", "http://ws.seed.douane.finances.gouv.fr/"
        text = (
            f'<?xml version="1.0" ?><S:Envelope xmlns:S="{soap}"><S:Body><ns2:getInformationResponse'
            f' xmlns:ns2="{ours}"><root><uid>{uuid.uuid4()}</uid>{held}</root></ns2:getInformationResponse>'
            "</S:Body></S:Envelope>"
        )
        return Answer(200, "text/xml;charset=utf-8", text)


def _register(asked: Asked) -> str:
    return asked.path.split("/")[1]


def _public(one: Business, text: str) -> str:
    return text if one.shown else "[NON-DIFFUSIBLE]"


if __name__ == "__main__":
    serve(Registers(int(sys.argv[1])))
