"""The chart of accounts of a company: read as it holds, changed as a whole."""

from __future__ import annotations

from dataclasses import asdict

from chalicelib.accounting.rules.chart import Chart
from chalicelib.accounting.schemas import ChartIn, ChartOut
from chalicelib.accounting.store import CHARTS
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE


def get_chart(call: Call) -> ChartOut:
    """The accounts and journals in force: the company's own, else those of the plan comptable général."""
    return _out(reading(call))


@use_case("accounting.chart.change")
def change_chart(unit: Unit, asked: ChartIn) -> ChartOut:
    """Replace the chart. What is booked stays as it was booked."""
    unit.expect(CHARTS, WHOLE, unit.call.if_match)
    unit.put(CHARTS, WHOLE, CHARTS.adapter.validate_python(asked.model_dump()))
    return _out(unit)


def _out(unit: Unit) -> ChartOut:
    unit.load((CHARTS, WHOLE))
    chart = unit.find(CHARTS, WHOLE) or Chart()
    return ChartOut(**asdict(chart), version=unit.version(CHARTS, WHOLE))
