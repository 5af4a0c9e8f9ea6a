"""Contracts of the templates of documents, and of what one looks like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Code, Line, Text, Version

File = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$", description='as given when it was sent; "" none of its own')]


class AppendedIO(Contract):
    """A PDF whose pages follow the document."""

    file: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="as given when it was sent")]
    name: Line = ""
    pages: int = Field(default=1, ge=1, le=10, description="counted by the server")


class DocumentTemplateIn(Contract):
    """How documents look. `language` "": that of the customer; `prices` "": as agreed; `columns` in printed order;
    `legal_fr` and `legal_en` are added to the legal block, which stands in `legal`; `accent` "" and `logo` "": those of
    the company; `bare`: no logo."""

    name: Line = ""
    landscape: bool = False
    language: Literal["", "fr", "en"] = ""
    prices: Literal["", "HT", "TTC"] = ""
    columns: list[Code] = Field(
        max_length=30,
        default=["label", "quantity", "unit_price", "discount", "vat_rate", "amount"],
        description="label, quantity, unit_price, vat_rate and amount always; sku, unit, discount, abv, gtin, lot, "
        "capsule, customs_code, ttb_id",
    )
    legal: Literal["footer", "header"] = "footer"
    legal_fr: Text = ""
    legal_en: Text = ""
    accent: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    logo: File = ""
    bare: bool = False
    appended: AppendedIO | None = None
    archived: bool = False


class DocumentTemplateOut(DocumentTemplateIn):
    """`version` is that of the whole set."""

    id: str
    version: Version


class DocumentTemplatesOut(Contract):
    items: list[DocumentTemplateOut]
    version: Version


class SketchIn(DocumentTemplateIn):
    """A template as it is being changed, and the document to show it on."""

    kind: Literal["invoice", "quote", "delivery_note"] = "invoice"


class MarkOut(Contract):
    """What is drawn, in points from the top left of the page. A text stands on its baseline and takes `width`; the
    `data` of a path is that of an SVG path, of a picture its JPEG in base64; inks are "#rrggbb", "" none."""

    kind: Literal["text", "box", "rule", "path", "picture"]
    x: float
    y: float
    width: float
    height: float
    text: str
    size: float
    bold: bool
    ink: str
    edge: str
    data: str
    angle: float


class PageOut(Contract):
    width: float
    height: float
    marks: list[MarkOut]


class SketchOut(Contract):
    """A made-up document of the company in that template, page by page; `appended`: pages that follow them."""

    pages: list[PageOut]
    appended: int


class FileQuery(Contract):
    """What the file is for: `logo` (PNG or JPEG) or `appended` (a PDF); `name`: what the person calls it."""

    use: Literal["logo", "appended"]
    name: Line = ""


class DocumentFileOut(Contract):
    """The file as templates name it. `pages`: of a PDF."""

    file: str
    name: str
    pages: int
