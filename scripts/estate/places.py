"""Towns with their postcodes, telephone ranges that nobody has, and the countries wine goes to."""

from dataclasses import dataclass

# (postcode, town, weight)
TOWNS = (
    ("75011", "Paris", 16), ("75005", "Paris", 9), ("75017", "Paris", 10), ("92100", "Boulogne-Billancourt", 6),
    ("78000", "Versailles", 6), ("94300", "Vincennes", 4), ("93100", "Montreuil", 4), ("69002", "Lyon", 12),
    ("69006", "Lyon", 8), ("13006", "Marseille", 8), ("13100", "Aix-en-Provence", 6), ("31000", "Toulouse", 9),
    ("33000", "Bordeaux", 8), ("44000", "Nantes", 8), ("59000", "Lille", 8), ("67000", "Strasbourg", 7),
    ("35000", "Rennes", 6), ("34000", "Montpellier", 6), ("06000", "Nice", 5), ("06400", "Cannes", 3),
    ("38000", "Grenoble", 5), ("21000", "Dijon", 9), ("21200", "Beaune", 10), ("21190", "Meursault", 4),
    ("21700", "Nuits-Saint-Georges", 4), ("71100", "Chalon-sur-Saône", 5), ("71000", "Mâcon", 5), ("71640", "Givry", 2),
    ("89000", "Auxerre", 3), ("89800", "Chablis", 2), ("25000", "Besançon", 4), ("39000", "Lons-le-Saunier", 2),
    ("74000", "Annecy", 5), ("74400", "Chamonix-Mont-Blanc", 3), ("73000", "Chambéry", 3), ("73150", "Val-d'Isère", 2),
    ("01000", "Bourg-en-Bresse", 3), ("42000", "Saint-Étienne", 3), ("63000", "Clermont-Ferrand", 3),
    ("03200", "Vichy", 2), ("87000", "Limoges", 2), ("19100", "Brive-la-Gaillarde", 2), ("24000", "Périgueux", 2),
    ("47000", "Agen", 1), ("64200", "Biarritz", 3), ("64000", "Pau", 2), ("65000", "Tarbes", 1), ("09000", "Foix", 1),
    ("66000", "Perpignan", 2), ("11000", "Carcassonne", 2), ("30000", "Nîmes", 3), ("84000", "Avignon", 3),
    ("83990", "Saint-Tropez", 2), ("20000", "Ajaccio", 1), ("37000", "Tours", 4), ("45000", "Orléans", 4),
    ("41000", "Blois", 2), ("18000", "Bourges", 2), ("58000", "Nevers", 2), ("49000", "Angers", 4),
    ("72000", "Le Mans", 3), ("53000", "Laval", 1), ("85000", "La Roche-sur-Yon", 2), ("17000", "La Rochelle", 3),
    ("86000", "Poitiers", 2), ("79000", "Niort", 1), ("56000", "Vannes", 2), ("29000", "Quimper", 2),
    ("29200", "Brest", 3), ("22000", "Saint-Brieuc", 2), ("35400", "Saint-Malo", 3), ("14000", "Caen", 3),
    ("14800", "Deauville", 2), ("76000", "Rouen", 4), ("27000", "Évreux", 1), ("60000", "Beauvais", 2),
    ("60500", "Chantilly", 2), ("80000", "Amiens", 3), ("62000", "Arras", 2), ("62520", "Le Touquet-Paris-Plage", 2),
    ("51100", "Reims", 3), ("51200", "Épernay", 2), ("10000", "Troyes", 3), ("52000", "Chaumont", 1),
    ("54000", "Nancy", 4), ("57000", "Metz", 4), ("88000", "Épinal", 1), ("68000", "Colmar", 3),
    ("90000", "Belfort", 2), ("77300", "Fontainebleau", 3), ("91400", "Orsay", 2), ("95880", "Enghien-les-Bains", 2),
)  # fmt: skip

# Kept free by the French regulator for works of fiction.
TELEPHONES = {"1": "01 99 00", "2": "02 61 91", "3": "03 53 01", "4": "04 65 71", "5": "05 36 49", "mobile": "06 39 98"}


@dataclass(frozen=True)
class Abroad:
    """A country wine goes to: its towns, how a street is written, a telephone, the shape of its VAT number (# is a
    digit; empty outside the Union)."""

    towns: tuple[tuple[str, str], ...]
    street: str
    phone: str
    vat: str = ""
    weight: int = 1
    english: bool = False


ABROAD = {
    "BE": Abroad((("1000", "Bruxelles"), ("2000", "Antwerpen"), ("4000", "Liège"), ("9000", "Gent")),
                 "rue Haute {n}", "+32 2 550 {d}", "BE0#########", 9),
    "DE": Abroad((("10623", "Berlin"), ("80331", "München"), ("20095", "Hamburg"), ("50667", "Köln")),
                 "Hauptstraße {n}", "+49 30 2312 {d}", "DE#########", 8, english=True),
    "NL": Abroad((("1012 JS", "Amsterdam"), ("3511 LX", "Utrecht")), "Kerkstraat {n}", "+31 20 555 {d}",
                 "NL#########B01", 4,
                 english=True),
    "LU": Abroad((("1611", "Luxembourg"), ("4002", "Esch-sur-Alzette")), "{n} rue du Fort", "+352 26 12 {d}",
                 "LU########", 3),
    "IT": Abroad((("20121", "Milano"), ("10121", "Torino"), ("00184", "Roma")), "Via Roma {n}", "+39 06 5551 {d}",
                 "IT###########", 3, english=True),
    "DK": Abroad((("1050", "København K"), ("8000", "Aarhus C")), "Store Gade {n}", "+45 3212 {d}",
                 "DK########", 2, english=True),
    "CH": Abroad((("1201", "Genève"), ("1003", "Lausanne"), ("8001", "Zürich")), "{n} rue du Lac",
                 "+41 22 555 {d}", "", 6),
    "GB": Abroad((("SW1A 1AA", "London"), ("EH1 1BB", "Edinburgh"), ("BS1 4DJ", "Bristol")), "{n} King Street",
                 "+44 20 7946 {d}", "", 6, english=True),
    "US": Abroad((("10013", "New York"), ("94105", "San Francisco"), ("02108", "Boston")), "{n} Mercer Street",
                 "+1 212 555 {d}", "", 5, english=True),
    "CA": Abroad((("H2Y 1C6", "Montréal"), ("G1R 4P5", "Québec")), "{n} rue Saint-Paul", "+1 514 555 {d}", "", 3),
    "JP": Abroad((("104-0061", "Tokyo"), ("600-8001", "Kyoto")), "3-{n} Ginza", "+81 3 5555 {d}", "", 3, english=True),
}  # fmt: skip


def telephone(postcode: str) -> str:
    """The free range of a French town's region, by its department."""
    department = postcode[:2]
    for zone, departments in _ZONES.items():
        if department in departments.split():
            return TELEPHONES[zone]
    return TELEPHONES["4"]


_ZONES = {
    "1": "75 77 78 91 92 93 94 95",
    "2": "14 18 22 27 28 29 35 36 37 41 44 45 49 50 53 56 61 72 76 85",
    "3": "02 08 10 21 25 39 51 52 54 55 57 58 59 60 62 67 68 70 71 80 88 89 90",
    "5": "09 12 16 17 19 23 24 31 32 33 40 46 47 64 65 79 81 82 86 87",
}
