"""The businesses that the twins of the registers know. All are invented; the numbers have right keys, and nothing more.

Nouns: a `Business` (Sirene), a `Payer` (VIES), a `Holder` (SEED).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Business:
    """An establishment of Sirene. `open`: neither closed nor ceased. `shown`: its owner lets it be published."""

    siret: str
    name: str
    form: str
    street: tuple[str, str, str]
    postcode: str
    town: str
    open: bool = True
    shown: bool = True
    head: bool = True

    @property
    def siren(self) -> str:
        return self.siret[:9]


@dataclass(frozen=True)
class Payer:
    """A VAT number of VIES; a member state may give neither name nor address."""

    name: str = "---"
    address: str = "---"


@dataclass(frozen=True)
class Holder:
    """An excise number of SEED and the categories of products it is authorised for."""

    name: str
    street: str
    postcode: str
    town: str
    products: tuple[str, ...]
    vat_number: str = ""
    until: str = ""


SIRENE = (
    Business("40483304800022", "CAVE DES GALETS", "5710", ("12", "CHEMIN", "DES GALETS"), "33500", "POMEROL"),
    Business(
        "40483304800014",
        "CAVE DES GALETS",
        "5710",
        ("3", "QUAI", "DU PORT"),
        "33000",
        "BORDEAUX",
        open=False,
        head=False,
    ),
    Business("81234567600017", "LE COMPTOIR DES TONNELLES", "5499", ("8", "RUE", "HAUTE"), "69002", "LYON 2"),
    Business("79876543400013", "EARL DU VIEUX PRESSOIR", "6598", ("", "", "LE BOURG"), "21190", "MEURSAULT"),
    Business(
        "83456789300013", "BRASSERIE DES DEUX PONTS", "5720", ("1", "PLACE", "NEUVE"), "67000", "STRASBOURG", False
    ),
    Business("50123456100014", "DUCHENE MARTINE", "1000", ("4", "RUE", "BASSE"), "13002", "MARSEILLE 2", shown=False),
)
VIES = {
    "FR83404833048": Payer("SAS CAVE DES GALETS", "12 CHEMIN DES GALETS\n33500 POMEROL"),
    "FR44732829320": Payer("SCEA DES TROIS TERROIRS", "4 RUE DU PRESSOIR\n21190 MEURSAULT"),
    "BE0123456749": Payer("BV Wijnhuis De Linde", "Lindestraat 7\n9000 Gent"),
    "BE0123456848": Payer("SRL Au Bon Cru", "Rue du Marché 21\n4000 Liège"),
    "NL123456782B01": Payer("WIJNIMPORT HAVENZICHT B.V.", "\nHAVENKADE 00014\n1011AB AMSTERDAM\n"),
    "IT12345670785": Payer("ENOTECA DEL BORGO SRL", "VIA ROMA 15 \n50123 FIRENZE FI\n"),
    "LU12345613": Payer("CAVES MOSELLANES S.A R.L.", "18, ROUTE DU VIN\nL-5440  REMERSCHEN"),
    "DE123456788": Payer(),
    "ESB12345674": Payer(),
}
SEED = {
    "FR012345E6789": Holder(
        "SCEA DES TROIS TERROIRS", "Rue du Pressoir", "21190", "MEURSAULT", ("W200", "W300"), "FR44732829320"
    ),
    "FR025021E0042": Holder("EARL DU VIEUX PRESSOIR", "Le Bourg", "21190", "MEURSAULT", ("W200", "S200")),
    "BE1B000123456": Holder("BV WIJNHUIS DE LINDE", "Lindestraat", "9000", "GENT", ("W200", "W300", "S200")),
    "NL0012345678X": Holder("WIJNIMPORT HAVENZICHT", "Havenkade", "1011", "AMSTERDAM", ("B000",)),
    "LU0000123456A": Holder("CAVES MOSELLANES", "Route du Vin", "5440", "REMERSCHEN", ("W200",), until="2020-12-31"),
}
MAIL = {
    "gmail.com": ("gmail-smtp-in.gmail.example.",),
    "cave-des-galets.example": ("mx1.cave-des-galets.example.", "mx2.cave-des-galets.example."),
    "client.example": ("mx.client.example.",),
    "sans-courrier.example": (".",),
}
"""Domains and the hosts that take their mail, "." for none (RFC 7505). A domain that is not here does not exist."""
