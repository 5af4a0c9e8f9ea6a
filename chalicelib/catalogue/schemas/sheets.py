"""Contracts of technical sheets and of a duplicated vintage."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract
from chalicelib.kernel.fields import Text, Version

FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Celsius = Annotated[Decimal, Field(ge=-5, le=40, decimal_places=1)]


class SheetTextIO(Contract):
    """The words of one language."""

    grapes: Text = ""
    vineyard: Text = ""
    winemaking: Text = ""
    ageing: Text = ""
    bottling: Text = ""
    tasting: Text = ""
    pairing: Text = ""
    allergens: Text = ""


class TechSheetIn(Contract):
    """The sheet of a vintage, whole. `alcohol` in percent by volume is written on the vintage itself; null: that of the
    product. `pictures`: ids of uploaded files (PNG or JPEG), the first is the large one."""

    fr: SheetTextIO = SheetTextIO()
    en: SheetTextIO = SheetTextIO()
    serving_min: Celsius | None = None
    serving_max: Celsius | None = None
    alcohol: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None
    pictures: list[FileId] = Field(default=[], max_length=6)


class TechSheetOut(TechSheetIn):
    vintage_id: str
    product_id: str
    product: str
    year: int | None
    effective_alcohol: Decimal | None
    version: Version


class SheetPaperQuery(Contract):
    lang: Literal["fr", "en"] = "fr"


class PictureQuery(Contract):
    n: int = Field(default=0, ge=0, le=5, description="rank of the picture, from 0")
