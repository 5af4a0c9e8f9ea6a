"""The items of migration.

| kind | pk | what | who asks |
|---|---|---|---|
| import | `<company>#import#<imp_…>` | one import: files, choices, progress, counts | its page; each chunk |
| import_plan | `<company>#import_plan#<imp_…>` | its preview | its page |
| import_ledger | `<company>#import_ledger#<imp_…>-<chunk>` | what became of each row of a chunk | the chunk
(is it done?), undo | | import_templates | `<company>#import_templates#all` | the saved mappings | reading a
file | | import_runs | `G#import_runs#all` | the imports at work, all companies | the schedule that resumes
them |

Rows cleaned and waiting to be written lie in S3 under `<company>/imports/<imp_…>/`; they are emptied at the
end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chalicelib.aws.table import Kind
from chalicelib.migration.rules.imports import Import, Page, PlanShown
from chalicelib.migration.rules.mapping import BasisCode


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping kept under a name, for files with the same headings. `bases`: HT or TTC of its price columns."""

    id: str
    name: str
    signature: str
    kind: str
    columns: dict[str, str]
    decimal: Literal[",", "."] | None = None
    bases: dict[str, BasisCode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplateBook:
    items: tuple[SavedMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class Runs:
    """company/import -> instant of its last progress. Secret: it names other companies."""

    items: dict[str, str] = field(default_factory=dict)


IMPORTS = Kind("import", Import, prefix="imp")
PLANS = Kind("import_plan", PlanShown)
LEDGER = Kind("import_ledger", Page)
TEMPLATES = Kind("import_templates", TemplateBook, prefix="map")
RUNS = Kind("import_runs", Runs, globally=True, secret=True)
