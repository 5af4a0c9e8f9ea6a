"""The twin of the European Central Bank's reference rates: the daily file and that of ninety days.

    with EcbTwin() as twin:
        os.environ |= twin.environment()
        twin.today = date(2026, 11, 20)
        twin.rates["USD"] = "1.1000"
        twin.fault = "stale"            # slow, error, malformed, busy, down; stale: its last day is a fortnight old

`python -m scripts.twins.ecb PORT` serves them until its parent is gone. The one trick: like the bank it publishes on
working days only, so a weekend has the rates of its Friday.
"""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from scripts.twins.twin import Answer, Asked, Twin, serve

RATES = {
    "USD": "1.1000", "GBP": "0.8650", "CHF": "0.9420", "CAD": "1.5120", "AUD": "1.6480", "SEK": "11.2450",
    "NOK": "11.6230", "DKK": "7.4604", "PLN": "4.2785", "CZK": "24.9310", "HUF": "391.25", "JPY": "162.34",
    "HKD": "8.5730", "SGD": "1.4480", "CNY": "7.8120",
}  # fmt: skip
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
    ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
    "<gesmes:subject>Reference rates</gesmes:subject>"
    "<gesmes:Sender><gesmes:name>Twin of a central bank</gesmes:name></gesmes:Sender><Cube>"
)
STALE = timedelta(days=14)


class EcbTwin(Twin):
    """`today` None: the day it is. `rates`: units for one euro, the same every day unless `days` says otherwise."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.today: date | None = None
        self.rates = dict(RATES)
        self.days: dict[date, dict[str, str]] = {}
        self.asked: list[str] = []

    def environment(self) -> dict[str, str]:
        return addresses(self.port)

    def calm(self) -> None:
        super().calm()
        self.today, self.rates, self.days, self.asked = None, dict(RATES), {}, []

    def answer(self, asked: Asked) -> Answer | None:
        self.asked.append(asked.path)
        last = (self.today or datetime.now(UTC).date()) - (STALE if self.fault == "stale" else timedelta())
        published = [day for back in range(92) if (day := last - timedelta(days=back)).weekday() < 5]
        if asked.path.endswith("/eurofxref-daily.xml"):
            return self.file(published[:1])
        return self.file(published) if asked.path.endswith("/eurofxref-hist-90d.xml") else Answer(404, "text/html", "")

    def file(self, days: Iterable[date]) -> Answer:
        cubes = "".join(
            f'<Cube time="{day}">'
            + "".join(
                f'<Cube currency="{name}" rate="{rate}"/>' for name, rate in (self.days.get(day) or self.rates).items()
            )
            + "</Cube>"
            for day in days
        )
        return Answer(200, "text/xml", f"{HEAD}{cubes}</Cube></gesmes:Envelope>")


def addresses(port: int) -> dict[str, str]:
    """The environment of a system whose central bank is the twin at that port."""
    return {"CAVEAU_ECB_URL": f"http://127.0.0.1:{port}/stats/eurofxref"}


if __name__ == "__main__":
    serve(EcbTwin(int(sys.argv[1])))
