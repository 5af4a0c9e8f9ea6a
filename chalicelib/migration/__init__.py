"""Migration: reading what another program hands over, with no silent error; later, leaving and coming back.

Owns: imports, their ledger (every source row and what became of it) and saved mappings.

Nouns: Source (an uploaded file) · Reader (a known program's plug-in) · Mapping (columns -> neutral fields) ·
Plan (the preview) · Run (chunked, resumable) · Ledger · Undo.

| state of an import | may become | meaning |
|---|---|---|
| preparing | draft, unreadable, discarded | the workflow reads the files and makes the preview |
| unreadable | preparing, discarded | a file cannot be read, or not with these choices: it says why |
| draft | preparing, running, discarded | previewed; choices may change, and are read again |
| running | done | chunks are being written, one transaction each |
| done | undoing | every source row is in the ledger |
| undoing | undone | what it made is being removed, last first |
| undone, discarded | | final |

It stands above every other room because it writes through all of them (ADR 0001), and owns no rule of theirs:
what a customer or a price must be is asked of crm, catalogue and pricing.

How faults are judged: docs/algorithms/import.md.
"""
