"""The twins of the registers: recherche-entreprises, Sirene of the INSEE, VIES, SEED, and a name server.

    with Registers() as twin:
        os.environ |= twin.environment()
        twin.faults["vies"] = "slow"            # slow, error, malformed, busy (429), down; of VIES also member_state
        twin.struck.add("BE0123456749")         # a number is valid no more

`python -m scripts.twins.registers PORT` serves them until its parent is gone, with a page to choose faults. The one
trick: what a fault does is the same for all, in one place, before the contract is even looked at.
"""

import json
import sys
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from scripts.parent import orphaned
from scripts.twins import page
from scripts.twins.addresses import addresses
from scripts.twins.businesses import SEED, SIRENE, VIES, Business
from scripts.twins.nameserver import NameServer

FAULTS = ("slow", "error", "malformed", "busy", "down", "member_state")
REGISTERS = ("sirene", "insee", "vies", "seed", "dns")
KEY = "cle-du-jumeau"
LONGEST = 30.0
Answer = tuple[int, str, str]


class Registers:
    """The servers, what they are to do wrong, and what they were asked. `port` 0: any free one."""

    def __init__(self, port: int = 0) -> None:
        self.faults: dict[str, str] = {}
        self.struck: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.told: list[dict[str, str]] = []
        self.wake = threading.Event()
        registers = self

        class Handler(_Handler):
            twin = registers

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.names = NameServer(lambda: self.faults.get("dns", ""), lambda name: self.count("dns"), port)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def environment(self) -> dict[str, str]:
        """What points the product at the twins."""
        return {**addresses(self.server.server_port), "CAVEAU_DNS": f"127.0.0.1:{self.names.port}"}

    def count(self, register: str) -> None:
        self.asked[register] += 1

    def calm(self) -> None:
        """No faults, nothing struck off, nothing counted; who was kept waiting is let go."""
        self.wake.set()
        self.faults.clear()
        self.struck.clear()
        self.asked.clear()
        self.told.clear()
        self.wake = threading.Event()

    def start(self) -> "Registers":
        self.thread.start()
        self.names.start()
        return self

    def stop(self) -> None:
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()
        self.names.stop()

    def __enter__(self) -> "Registers":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- the contracts -------------------------------------------------------------------------------------------

    def sirene(self, query: dict[str, str]) -> Answer:
        """GET /search?q=SIREN or SIRET. Asked by SIREN it names no matching establishment."""
        number = query.get("q", "").replace(" ", "")
        found = [one for one in SIRENE if one.siren == number[:9]]
        if not number.isdigit() or not found or (len(number) == 14 and all(one.siret != number for one in found)):
            return _json({"results": [], "total_results": 0, "page": 1, "per_page": 1, "total_pages": 0})
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
        return _json({"results": [company], "total_results": 1, "page": 1, "per_page": 1, "total_pages": 1})

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
            return _json({"message": "Unauthorized"}, 401)
        siren = query.get("q", "").removeprefix("siren:")[:9]
        number = path.rpartition("/")[2]
        found = next((one for one in SIRENE if one.siret == number or (one.head and one.siren == siren)), None)
        if found is None:
            return _json({"header": {"statut": 404, "message": f"Aucun élément trouvé pour le siret {number}"}}, 404)
        held = self.held(found)
        header = {"statut": 200, "message": "OK"}
        return _json(
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
            return _json({"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}, 500)
        number = asked["countryCode"] + asked["vatNumber"]
        requester = asked.get("requesterMemberStateCode", "") + asked.get("requesterNumber", "")
        if requester and requester not in VIES:
            return _json({"actionSucceed": False, "errorWrappers": [{"error": "INVALID_REQUESTER_INFO"}]}, 400)
        payer = VIES.get(number) if number not in self.struck else None
        return _json(
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
            return 500, "text/html", "HTTP Status 500"
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
        return 200, "text/xml;charset=utf-8", text


class _Handler(BaseHTTPRequestHandler):
    twin: Registers
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.handle_one("GET")

    def do_POST(self) -> None:
        self.handle_one("POST")

    def handle_one(self, method: str) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        register = parts.path.split("/")[1]
        if register not in REGISTERS:
            return self.give(*page.served(self.twin, method, parts.path, body))
        self.twin.count(register)
        if self.faulty(self.twin.faults.get(register, "")):
            return None
        if register == "sirene":
            return self.give(*self.twin.sirene(query))
        if register == "insee":
            key = self.headers.get("X-INSEE-Api-Key-Integration", "")
            return self.give(*self.twin.insee(parts.path, query, key))
        return self.give(*(self.twin.vies(body) if register == "vies" else self.twin.seed(body)))

    def faulty(self, fault: str) -> bool:
        """Do what the fault is; whether that was all."""
        if fault == "slow":
            self.twin.wake.wait(LONGEST)
        if fault in ("slow", "down"):
            self.close_connection = True
        elif fault == "error":
            self.give(500, "text/html", "<h1>Internal Server Error</h1>")
        elif fault == "busy":
            self.give(429, "application/json", '{"erreur": "trop de demandes"}', {"Retry-After": "60"})
        elif fault == "malformed":
            self.give(200, "text/html", '{"results": [<html>')
        else:
            return False
        return True

    def give(self, status: int, kind: str, text: str, more: dict[str, str] | None = None) -> None:
        content = text.encode()
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **(more or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: it would drown what matters."""


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    return status, "application/json", json.dumps(body, ensure_ascii=False)


def _public(one: Business, text: str) -> str:
    return text if one.shown else "[NON-DIFFUSIBLE]"


def main() -> None:
    """Serve until our parent is gone."""
    twin = Registers(int(sys.argv[1])).start()
    try:
        while not orphaned():
            time.sleep(0.5)
    finally:
        twin.stop()


if __name__ == "__main__":
    main()
