"""CPU of an invoice of 10 lines, warm: its PDF without and with Factur-X."""

from __future__ import annotations

from bench.figures import table, timed
from bench.report import Report

RUNS = 30


def measured(report: Report) -> None:
    from chalicelib.render.facturx import facturx_pdf
    from chalicelib.render.invoice_pdf import invoice_pdf
    from tests.support.sheets import invoice, wines

    sheet = invoice(wines(10))
    rows = []
    papers = (("PDF", invoice_pdf, "pdf"), ("PDF with Factur-X, XSD checked", facturx_pdf, "facturx"))
    for name, work, figure in papers:
        _, cpu = timed(lambda n, work=work: work(sheet, "fr"), RUNS)  # type: ignore[misc]
        report.note(f"papers.{figure}", cpu.p50)
        rows.append([name, cpu, f"{len(work(sheet, 'fr')) // 1024} KB"])
    report.add("Papers", table(["invoice of 10 lines", "CPU ms p50 / p95", "size"], rows))
