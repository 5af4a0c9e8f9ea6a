"""Render as it is deployed: templates beside chalicelib, nothing heavy loaded before a document is asked for."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ["reportlab", "lxml", "pikepdf", "PIL", "xlsxwriter", "openpyxl", "facturx", "saxonche", "boto3"]
_IMPORT_ALL = """
import json, sys
import chalicelib.render.facturx, chalicelib.render.findings, chalicelib.render.invoice_pdf, chalicelib.render.mail
import chalicelib.render.pdf.picture, chalicelib.render.pdf.qr, chalicelib.render.tables, chalicelib.render.words
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""
_PRINT_ONE = """
import sys
sys.path[:0] = {path!r}
from datetime import date
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.mail import mail_body, mail_variables
from chalicelib.render.sheet import Address, InvoiceSheet, Party, Totals
party = Party("Domaine", Address())
sheet = InvoiceSheet("quote", "DE-1", date(2026, 11, 22), party, party, (), Totals(0, 0, 0, 0, 0))
assert invoice_pdf(sheet).startswith(b"%PDF-1.7")
told = dict.fromkeys(mail_variables("invitation"), "x") | {{"link": "https://x.example"}}
assert mail_body("invitation", "en", told).subject
import templates
print(list(templates.__path__)[0])
"""


def _run(code: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_render_loads_nothing_heavy() -> None:
    assert json.loads(_run(_IMPORT_ALL.format(heavy=HEAVY), ROOT)) == []


def test_templates_are_found_where_the_archive_puts_them(tmp_path: Path) -> None:
    """Chalice flattens vendor/ into the root of the archive: templates stands beside chalicelib."""
    (tmp_path / "chalicelib").symlink_to(ROOT / "chalicelib")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    found = _run(_PRINT_ONE.format(path=[str(tmp_path)]), tmp_path)
    assert found == str(tmp_path / "templates")
