"""How a document looks: the templates of a company, and which one a sale is printed with.

Nouns: a `Template`, what is `Appended` to it, the template `Used` (its whole content, with the level that named it).
The one trick: a template is data of bounded size and holds nothing that computes (no variable, no condition, no loop),
so whatever is typed in one is printed as it stands and costs a page at most. What was used is copied into the document:
its paper is made again from it alone. Specification: docs/algorithms/document_templates.md.

Source of the columns that stay: CGI ann. II art. 242 nonies A, I-8° (what is told of each line).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.rules import Variant
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError, Refused
from chalicelib.kernel.inheritance import DOCUMENT_TEMPLATE, resolve
from chalicelib.kernel.text import fold

SETTING = "document_template"
DUE_COLUMNS = ("label", "quantity", "unit_price", "vat_rate", "amount")
"""What the law wants of each line: they may be moved, never taken off."""
MORE_COLUMNS = ("sku", "unit", "discount", "abv", "gtin", "lot", "capsule", "customs_code", "ttb_id")
USUAL = ("label", "quantity", "unit_price", "discount", "vat_rate", "amount")
MOST = 50
MOST_UPRIGHT = 10
MOST_LEGAL = 2000
MOST_LEGAL_LINES = 30


@dataclass(frozen=True)
class Appended:
    """A PDF put after the document (conditions of sale): the hash it is stored under, what it was called, its pages."""

    file: str
    name: str
    pages: int


@dataclass(frozen=True)
class Template:
    """`language` "": that of the customer; `prices` "HT" or "TTC", "": as they were agreed; `legal`: where the legal
    block stands, `legal_fr` and `legal_en` what is added to it; `accent` "" and `logo` "" (a stored picture): those of
    the company; `bare`: no logo at all."""

    id: str
    name: str
    landscape: bool = False
    language: str = ""
    prices: str = ""
    columns: tuple[str, ...] = USUAL
    legal: str = "footer"
    legal_fr: str = ""
    legal_en: str = ""
    accent: str = ""
    logo: str = ""
    bare: bool = False
    appended: Appended | None = None
    archived: bool = False


@dataclass(frozen=True)
class Templates:
    """All the templates of a company."""

    items: tuple[Template, ...] = ()


@dataclass(frozen=True)
class Used:
    """The template of a document, as it was, and the level that named it ("default": none did)."""

    template: Template
    level: str


@dataclass(frozen=True)
class Art:
    """The bytes that a paper needs besides its document: the logo, the PDF put after it."""

    logo: bytes | None = None
    appended: bytes | None = None


STANDARD = Template("", "Standard")
NO_ART = Art()


def used(book: Templates, said: Mapping[str, str | None]) -> Used:
    """The template of a sale by the one inheritance mechanism; one that is archived or gone says nothing."""
    found = resolve(DOCUMENT_TEMPLATE, heard(book, said))
    template = entry(book.items, found.value)
    return Used(template, found.level) if template else Used(STANDARD, "default")


def heard(book: Templates, said: Mapping[str, str | None]) -> dict[str, str | None]:
    """What each level says, without the templates that are archived or gone."""
    known = {one.id for one in book.items if not one.archived}
    return {level: id if id in known else None for level, id in said.items()}


def facts_of(variant: Variant, *, english: bool) -> dict[str, str]:
    """What a template may show of a product besides; what is not known is left out, and all of a service."""
    customs = variant.of.customs
    strength = "" if customs.alcohol is None else f"{customs.alcohol.normalize():f}"
    known = {
        "abv": strength if english else strength.replace(".", ","),
        "lot": variant.lot,
        "customs_code": customs.nc8 or customs.inao,
        "ttb_id": variant.ttb_id,
    }
    return {name: value for name, value in known.items() if value and variant.goods}


def checked(template: Template, others: Sequence[Template]) -> Template:
    """The template as stored. Refused with every bad field: a name that is taken, columns that are unknown, twice there
    or missing, a legal text that is too long."""
    errors = [*_naming(template, others), *_columns(template.columns, landscape=template.landscape)]
    errors += _text("legal_fr", template.legal_fr) + _text("legal_en", template.legal_en)
    if errors:
        raise Refused.many(errors)
    return template


def _naming(template: Template, others: Sequence[Template]) -> list[FieldError]:
    if not template.name.strip():
        return [FieldError("name", "sales.template.name", "Ce modèle n'a pas de nom. Donnez-lui en un.")]
    if any(fold(one.name) == fold(template.name) and one.id != template.id for one in others):
        return [FieldError("name", "sales.template.name_taken", "Un autre modèle porte ce nom. Changez-le.")]
    if entry(others, template.id) is None and len(others) >= MOST:
        detail = f"Une société a {MOST} modèles au plus. Modifiez-en un qui ne sert plus."
        return [FieldError("name", "sales.template.most", detail)]
    return []


def _columns(columns: Sequence[str], *, landscape: bool) -> list[FieldError]:
    known = {*DUE_COLUMNS, *MORE_COLUMNS}
    if unknown := [name for name in columns if name not in known]:
        detail = f"La colonne « {unknown[0][:40]} » n'existe pas. Choisissez parmi celles proposées."
        return [FieldError("columns", "sales.template.column", detail)]
    if len(set(columns)) < len(columns):
        detail = "Une colonne figure deux fois. Retirez l'une des deux."
        return [FieldError("columns", "sales.template.column_twice", detail)]
    if not set(DUE_COLUMNS) <= set(columns):
        detail = "La loi veut sur chaque ligne désignation, quantité, prix unitaire, TVA et montant. Remettez-les."
        return [FieldError("columns", "sales.template.column_due", detail)]
    if len(columns) > MOST_UPRIGHT and not landscape:
        detail = f"Une page en portrait porte {MOST_UPRIGHT} colonnes au plus. Retirez-en, ou passez en paysage."
        return [FieldError("columns", "sales.template.column_room", detail)]
    return []


def _text(field: str, text: str) -> list[FieldError]:
    if len(text) > MOST_LEGAL or text.count("\n") >= MOST_LEGAL_LINES:
        detail = f"Le texte légal tient en {MOST_LEGAL} caractères et {MOST_LEGAL_LINES} lignes. Raccourcissez-le."
        return [FieldError(field, "sales.template.legal_long", detail)]
    return []
