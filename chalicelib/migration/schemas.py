"""Contracts of migration: imports, their preview and ledger, saved mappings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from chalicelib.kernel.contract import Contract, Fact
from chalicelib.kernel.fields import Code, Id, Line, Version
from chalicelib.readmodel.lists import ListQuery

Basis = Literal["HT", "TTC"]
FileId = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_\-]+$")]
State = Literal["preparing", "draft", "unreadable", "running", "done", "failed", "undoing", "undone", "discarded"]
Decimal_ = Literal[",", "."]
ColumnNumber = Annotated[str, Field(pattern=r"^\d{1,3}$")]


class FileIn(Contract):
    """A file already sent to /files: its id, and the name it has on the person's computer."""

    file: FileId
    name: Annotated[Line, Field(min_length=1)]


class SheetChoiceIn(Contract):
    """What one sheet holds, when the program that made it is not known, or to say otherwise. `sheet`: "" for
    a text file. `columns`: column number from 0 -> field ("reference", "price:CHR"…)."""

    file: FileId
    sheet: Annotated[str, Field(max_length=100)] = ""
    ignored: bool = False
    kind: Literal["", "customer", "product", "contact", "agreement", "invoice", "stock"] = ""
    header: int | None = Field(default=None, ge=1, le=1_000_000, description="line of the column headings")
    columns: dict[ColumnNumber, Code] = Field(default={}, max_length=200)
    decimal: Decimal_ | None = Field(default=None, description="decimal mark; null: found out")


class ChoicesIn(Contract):
    """What a person answers to the preview. `assumed_country`: ISO code for rows that name none ("": leave
    them without). `bases`: grid code -> HT or TTC."""

    assumed_country: Annotated[str, Field(max_length=2, pattern=r"^([A-Z]{2})?$")] = ""
    bases: dict[Code, Basis] = Field(default={}, max_length=100)
    sheets: list[SheetChoiceIn] = Field(default=[], max_length=50)


class ImportIn(Contract):
    files: list[FileIn] = Field(min_length=1, max_length=10)
    choices: ChoicesIn = ChoicesIn()


class TransitionIn(Contract):
    """`running`: write (or resume); `undoing`: remove what it made; `discarded`: forget a draft."""

    to: Literal["running", "undoing", "discarded"]


class ColumnShown(Contract):
    """One column of a sheet. `field`: what it is taken for (null: not taken)."""

    column: int
    heading: str
    field: str | None
    label: str = ""
    samples: list[str]


class SheetOut(Contract):
    """`program`: which reader or saved mapping knew it ("": none). `kind`: customer, product or "" (to be
    mapped). `how`: encoding, separator, sheet."""

    file: str
    name: str
    sheet: str
    program: str
    kind: str
    lines: int
    ignored: bool
    how: dict[str, str]
    header: int | None
    columns: list[ColumnShown]


class RowCounts(Contract):
    """Source rows. `rows` = create + update + unchanged + refuse + skip; `warned` is a part of create."""

    rows: int = 0
    create: int = 0
    update: int = 0
    unchanged: int = 0
    refuse: int = 0
    skip: int = 0
    warned: int = 0


class ReasonOut(Contract):
    """One reason, how often it is given, the sentence of its first row, and its first lines."""

    code: str
    family: str
    severity: Literal["refuse", "skip", "warn", "note"]
    count: int
    sentence: str
    lines: list[int]


class GridNeedOut(Contract):
    """A grid to be created, or used when `known`. `basis` null: a person must say."""

    code: str
    name: str
    basis: Basis | None
    decimals: int
    prices: int
    doubt: str
    known: bool = False


class QuestionOut(Contract):
    """`mapping` of a sheet, `basis` of a grid: to be answered before running. `country` of the rows that name
    none: they are created without one unless it is chosen."""

    kind: Literal["mapping", "basis", "country"]
    about: str
    sentence: str


class PlanOut(Contract):
    """What the import will do."""

    sheets: list[SheetOut]
    customers: RowCounts
    products: RowCounts
    contacts: RowCounts = RowCounts()
    agreements: RowCounts = Field(default=RowCounts(), description="negotiated prices")
    invoices: RowCounts = Field(default=RowCounts(), description="unpaid invoices of the former program")
    stocks: RowCounts = Field(default=RowCounts(), description="opening stock, by product and depot")
    prices: int
    reasons: list[ReasonOut]
    faults: dict[str, int] = Field(description="family of reasons -> how many")
    grids: list[GridNeedOut]
    categories: dict[str, str]
    families: list[str]
    tags: list[str] = Field(default=[], description="tags and zones to be created")
    packagings: list[str] = Field(default=[], description="what products are packed in, as the files write it")
    questions: list[QuestionOut] = Field(description="to be answered before running")
    offers: list[QuestionOut] = Field(description="what may be answered")


class TallyOut(Contract):
    """Ledger lines by outcome. `warned`: created, with something to look at."""

    created: int = 0
    warned: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    noted: int = 0


class UndoneOut(Contract):
    """What an undo did: `kept` were used or changed since; the ledger says why."""

    removed: int = 0
    restored: int = 0
    kept: int = 0
    gone: int = 0


class ImportOut(Contract):
    """An import. While `preparing`, the files are being read: `done` of `total` lines judged, and the plan is the last
    one made. Later, `done` of `total` lines written (or, while undoing, undone)."""

    id: str
    version: Version
    state: State
    files: list[FileIn]
    choices: ChoicesIn
    created_at: datetime
    created_by: str
    total: int
    done: int
    tally: TallyOut
    prices: int
    undone: UndoneOut
    failure: str
    plan: PlanOut


class ImportRow(Contract):
    """An import in a list."""

    id: str
    state: str
    files: str
    created_at: datetime
    created_by: str
    total: int
    done: int
    created: int
    warned: int
    updated: int
    unchanged: int
    skipped: int
    refused: int
    prices: int


class LedgerRow(Contract):
    """One remark on one source row; a row without remark has one line too. `first`: the first of its source
    row (filter on it to count rows). `outcome`: created, warned, updated, unchanged, skipped, refused or
    noted. `undone`: "", removed, restored, kept or gone."""

    id: str
    import_id: str
    file: str
    sheet: str
    line: int
    kind: str
    key: str
    name: str
    outcome: str
    first: bool
    reason: str
    family: str
    severity: str
    field: str
    raw: str
    sentence: str
    sentence_en: str
    record: str
    prices: int
    stamp: str = Field(description="fingerprint of the record as the import left it")
    undone: str
    undone_why: str


class LedgerFileQuery(ListQuery):
    """The ledger, as a file."""

    format: Literal["xlsx", "csv"] = "xlsx"


class TemplateIn(Contract):
    """Keep the mapping of one sheet of an import, for every file with the same headings."""

    name: Annotated[Line, Field(min_length=1)]
    import_id: Id
    file: FileId
    sheet: Annotated[str, Field(max_length=100)] = ""


class TemplateOut(Contract):
    id: str
    name: str
    kind: str
    headings: list[str]
    columns: dict[str, str]


class TemplatesOut(Contract):
    items: list[TemplateOut]
    version: Version


class FieldOut(Contract):
    """A field a column may be mapped to. A price column is "price:" and the code of its grid."""

    code: str
    label: str
    label_en: str


class FieldsOut(Contract):
    customer: list[FieldOut]
    product: list[FieldOut]
    contact: list[FieldOut]
    agreement: list[FieldOut]
    invoice: list[FieldOut]
    stock: list[FieldOut]


class BlankQuery(Contract):
    """A template file to fill: as a workbook with its legend, or as text."""

    format: Literal["xlsx", "csv"] = "xlsx"


class ImportStartedV1(Fact):
    """Somebody asked for an import (or its undo) to run, or to go on."""

    TYPE: ClassVar[str] = "migration.import.started.v1"
    import_id: str


class ImportDoneV1(Fact):
    """Every row of an import is in the ledger."""

    TYPE: ClassVar[str] = "migration.import.done.v1"
    import_id: str
    tally: dict[str, int]


class ImportUndoneV1(Fact):
    """What an import made is removed, but for what was used or changed since."""

    TYPE: ClassVar[str] = "migration.import.undone.v1"
    import_id: str
    undone: dict[str, int]
