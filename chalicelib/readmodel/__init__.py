"""The read model: per company, a SQLite file with what lists, searches, figures and exports show.

It is made from the journal only, is disposable, and is up to date at every reading. No command decides from it.

| file | noun |
|---|---|
| table, registry | what a room declares: tables, columns, projections; the hash of all of it |
| names | what the things that lists point at are called |
| figures | what rooms above tell about a thing, counted as a list is read |
| values, words | the column types; what a search compares |
| schema, database | the SQL of a file; the open file |
| trail, rows, apply | entries become history, rows, search lines |
| freshness, snapshot | catch up, drop, make again; a head start from S3 |
| filters, order, cursor, search, selection | the parts of a question |
| lists, export | pages, sums, files |
| history, changes | who changed what; what changed since |
| verify | is a rebuild equal to what grew? |

`from chalicelib.readmodel import Column, Table, projection` in a room's `index.py`; `lists`, `export`, `history` and
`changes` in its `api.py`.
"""

from chalicelib.readmodel.figures import FIGURES as FIGURES
from chalicelib.readmodel.lists import ListQuery as ListQuery
from chalicelib.readmodel.lists import Page as Page
from chalicelib.readmodel.names import NAMES as NAMES
from chalicelib.readmodel.table import BadRow as BadRow
from chalicelib.readmodel.table import Change as Change
from chalicelib.readmodel.table import Column as Column
from chalicelib.readmodel.table import Figure as Figure
from chalicelib.readmodel.table import Row as Row
from chalicelib.readmodel.table import Table as Table
from chalicelib.readmodel.table import Told as Told
from chalicelib.readmodel.table import Who as Who
from chalicelib.readmodel.table import projection as projection
from chalicelib.readmodel.table import wording as wording
