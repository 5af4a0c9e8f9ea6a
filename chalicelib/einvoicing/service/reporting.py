"""E-reports: made by the night when their period ends, carried like any flow, replaced when they are wrong.

The one trick: a report is made of the invoices dated in its period, read by key, and what it tells has a digest; so it
can be made again at any time and compared with what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.einvoicing import index
from chalicelib.einvoicing.rules.einvoice import Flow
from chalicelib.einvoicing.rules.periods import DAY, TRANSACTIONS, Period, period_of, periods
from chalicelib.einvoicing.rules.platform import PLACES
from chalicelib.einvoicing.rules.report import TRANSITIONS, EReport, Sums
from chalicelib.einvoicing.schemas import EReportOut
from chalicelib.einvoicing.service.carrying import carry
from chalicelib.einvoicing.store import EREPORTS, FLOWS, PLATFORMS
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, NotFound, require_transition
from chalicelib.readmodel import ListQuery, lists
from chalicelib.render.flux10 import Report, flux10_xml
from chalicelib.sales.service import declared
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.service.everywhere import company_ids

SETTING = "ereporting_period"
LONGEST = timedelta(days=400)
TEMPLATE_CODE = "t"


def everywhere(call: Call) -> int:
    """Every company's; gives how many reports were made."""
    return sum(night(call.within(company)) for company in company_ids(call))


def night(call: Call) -> int:
    """Make the reports of the periods that ended, note what the running one holds. Running it again makes nothing
    more."""
    made = 0
    for period in list(_to_report(call)):
        sums = sums_of(call, period)
        if period.end >= call.today:
            _noted(call, period, sums)
        elif number := _made(call, period, sums):
            carry(call, number)
            made += 1
    return made


def sums_of(call: Call, period: Period) -> Sums:
    """What the sales of a period come to."""
    sums = Sums()
    for said in declared.each_sale(call, period.start, period.end):
        sums.add(said)
    return sums


def _to_report(call: Call) -> Iterator[Period]:
    """The periods not reported yet, the running one last: from the one in which the platform was connected, and never
    a day twice, though the setting may change."""
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), *tenancy.refs(on=unit.today))
    known = unit.find(PLATFORMS, WHOLE)
    if known is None or not known.enabled or known.since is None:
        return
    setting = tenancy.company_settings(unit).text(SETTING)
    after = period_of(known.since, setting).start
    query = ListQuery(where=_CLOSED, sort="-end_on", fields="end_on", limit=1)
    for row in lists.page(call, index.EREPORTS, query).items:
        after = max(after, row["end_on"] + DAY)
    for period in periods(max(after, call.today - LONGEST), call.today, setting):
        yield replace(period, start=max(period.start, after))


_CLOSED = '{"field": "state", "op": "ne", "value": "open"}'


def _id(period: Period) -> str:
    return f"{TEMPLATE_CODE}-{period.start:%Y%m%d}"


def _said(unit: Unit, period: Period, sums: Sums, number: str, state: str, type_code: str = "IN") -> EReport:
    return EReport(
        id=_id(period),
        sort=TRANSACTIONS,
        start=period.start,
        end=period.end,
        due_on=period.due_on,
        state=state,
        number=number,
        type_code=type_code,
        made_at=unit.at,
        net=sums.net,
        vat=sums.vat,
        elsewhere=sums.elsewhere,
        count=sums.invoices,
        digest=sums.digest,
    )


@use_case("einvoicing.report.note")
def _noted(unit: Unit, period: Period, sums: Sums) -> None:
    """What a running period holds so far; nothing when it has not changed."""
    known = unit.find(EREPORTS, _id(period))
    after = _said(unit, period, sums, "", "open")
    if known is None and sums.empty:
        return
    if known is None or replace(after, made_at=known.made_at) != known:
        unit.put(EREPORTS, after.id, after)


def _made(call: Call, period: Period, sums: Sums) -> str:
    """Keep the file of a period that ended and the flow that will carry it; "" when it holds nothing."""
    if sums.empty:
        _dropped(call, _id(period))
        return ""
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), *tenancy.refs(on=unit.today))
    number = f"{tenancy.company(unit).siren}-{_id(period).upper()}-1"
    report = _said(unit, period, sums, number, "to_send")
    return _kept(call, replace(report, sha256=_filed(call, unit, report, sums)))


def _filed(call: Call, unit: Unit, report: EReport, sums: Sums) -> str:
    content = flux10_xml(_report(unit, report, sums))
    return files.put(call.company, content, "application/xml", f"{report.number}.xml").id


def _report(unit: Unit, report: EReport, sums: Sums) -> Report:
    company, platform = tenancy.company(unit), unit.find(PLATFORMS, WHOLE)
    place = PLACES[platform.place] if platform else None
    return Report(
        number=report.number or report.id,
        name="Ventes",
        made_at=report.made_at,
        type_code=report.type_code,
        platform=place.number or "0000" if place else "0000",
        platform_name=place.name if place else "",
        siren=company.siren,
        vat_number=company.vat_number,
        company=company.legal_name or company.name,
        start=report.start,
        end=report.end,
        days=sums.day_sums(),
        units=tuple(sums.units),
    )


@use_case("einvoicing.report.make")
def _kept(unit: Unit, report: EReport) -> str:
    known = unit.find(EREPORTS, report.id)
    if known is not None and known.state != "open":
        return known.number
    unit.put(EREPORTS, report.id, report)
    _flow(unit, report)
    return report.number


def _flow(unit: Unit, report: EReport) -> None:
    unit.put(FLOWS, report.number, Flow(report.number, "report", report.id, report.number, "pending", unit.at))


@use_case("einvoicing.report.drop")
def _dropped(unit: Unit, id: str) -> None:
    if unit.find(EREPORTS, id) is not None:
        unit.delete(EREPORTS, id)


def again(call: Call, id: str) -> EReportOut:
    """Replace a report whole (type RE): one that was refused, or whose sales are no longer what it tells. Conflict
    otherwise."""
    known = _known(call, id)
    require_transition(TRANSITIONS, known.state, "replaced", "einvoicing.report.transition")
    sums = sums_of(call, Period(known.start, known.end, known.due_on))
    if known.state != "refused" and sums.digest == known.digest:
        detail = "Ce rapport dit exactement les ventes de sa période : il n'y a rien à corriger."
        raise Conflict("einvoicing.report.same", detail)
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), *tenancy.refs(on=unit.today))
    stem, _, rank = known.number.rpartition("-")
    new = replace(
        _said(unit, Period(known.start, known.end, known.due_on), sums, f"{stem}-{int(rank) + 1}", "to_send", "RE"),
        id=f"{_id(Period(known.start, known.end, known.due_on))}-{int(rank) + 1}",
        replaces=known.id,
    )
    new = replace(new, sha256=_filed(call, unit, new, sums))
    _replaced(call, known.id, new)
    carry(call, new.number)
    return out(_known(replace(call, idempotency=None), new.id))


@use_case("einvoicing.report.replace")
def _replaced(unit: Unit, id: str, new: EReport) -> EReportOut:
    unit.load((EREPORTS, id), (EREPORTS, new.id))
    known = unit.get(EREPORTS, id)
    require_transition(TRANSITIONS, known.state, "replaced", "einvoicing.report.transition")
    unit.put(EREPORTS, id, replace(known, state="replaced"))
    unit.put(EREPORTS, new.id, new)
    _flow(unit, new)
    return out(new)


def _known(call: Call, id: str) -> EReport:
    known = reading(call).find(EREPORTS, id)
    if known is None:
        raise NotFound("einvoicing.report.not_found", "Ce rapport n'existe pas ou plus.")
    return known


def file(call: Call, id: str) -> Download:
    """The file of a report; of a running period what it would be now."""
    known = _known(call, id)
    if known.sha256:
        return Download(files.get(call.company, known.sha256), "application/xml", f"{known.number}.xml")
    unit = reading(call)
    unit.load((PLATFORMS, WHOLE), *tenancy.refs(on=unit.today))
    sums = sums_of(call, Period(known.start, known.end, known.due_on))
    return Download(flux10_xml(_report(unit, known, sums)), "application/xml", f"{known.id}.xml")


def out(known: EReport) -> EReportOut:
    return EReportOut(
        id=known.id, number=known.number, state=known.state, type_code=known.type_code, problem=known.problem
    )
