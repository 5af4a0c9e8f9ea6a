"""Use cases of migration: preparing an import, running it by chunks, undoing it, keeping mappings.

drafts      create, answer the preview's questions
prepare     files -> cleaned rows, judged by crm, met with what the company has, and the plan
books       grids, categories and families that must exist first
families    the kinds of rows: customers, products, contacts, agreements, invoices: each met, written, unmade
blanks      template files to fill
moves       run, undo, discard: what a person asks
run, undo   chunk by chunk, resumable
steps       one step at a time: what the workflow calls (infra/import.asl.json)
work        in whose name, and what starts a stopped one again
ledger      lists and exports of what became of each row
templates   saved mappings
"""

from chalicelib.migration.service.blanks import blank
from chalicelib.migration.service.drafts import change_choices, create_import, get_import
from chalicelib.migration.service.ledger import export_ledger, list_imports, list_ledger
from chalicelib.migration.service.moves import move_import
from chalicelib.migration.service.templates import create_template, delete_template, fields, list_templates

__all__ = [
    "blank",
    "change_choices",
    "create_import",
    "create_template",
    "delete_template",
    "export_ledger",
    "fields",
    "get_import",
    "list_imports",
    "list_ledger",
    "list_templates",
    "move_import",
]
