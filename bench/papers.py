"""CPU of an invoice of 10 lines, warm: its PDF without and with Factur-X."""

from __future__ import annotations

from bench.figures import table, timed

RUNS = 30


def measured() -> str:
    from chalicelib.render.facturx import facturx_pdf
    from chalicelib.render.invoice_pdf import invoice_pdf
    from tests.support.sheets import invoice, wines

    sheet = invoice(wines(10))
    rows = []
    for name, work in (("PDF", invoice_pdf), ("PDF with Factur-X, XSD checked", facturx_pdf)):
        _, cpu = timed(lambda n, work=work: work(sheet, "fr"), RUNS)  # type: ignore[misc]
        rows.append([name, cpu, f"{len(work(sheet, 'fr')) // 1024} KB"])
    return table(["invoice of 10 lines", "CPU ms p50 / p95", "size"], rows)
