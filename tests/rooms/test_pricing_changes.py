"""Many prices at once: the sheet of prices saved, changed by a formula, read back from its file, undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from tests.support.api import Api, Estate

XLSX = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
CSV = {"Accept": "text/csv"}


@dataclass
class Cellar:
    api: Api
    grids: dict[str, str] = field(default_factory=dict)
    wines: list[str] = field(default_factory=list)

    def prices(self, wine: int, grid: str) -> list[tuple[int, str]]:
        found = self.api.get(f"/{{c}}/prices/{self.wines[wine]}").ok()["prices"].get(self.grids[grid], [])
        return [(tier["from_qty"], tier["price"]) for tier in found]

    def change(self, **asked: Any) -> Any:
        return self.api.post("/{c}/prices/changes", asked)

    def applied(self, **asked: Any) -> Any:
        seen = self.change(**asked).ok()
        return self.change(**asked, apply=True, digest=seen["digest"]).ok()


@pytest.fixture
def cellar(new_estate: Callable[..., Estate]) -> Cellar:
    """Four wines in two grids: Export (HT) and Particuliers (TTC)."""
    api = new_estate().api
    made = Cellar(api)
    made.grids["EXP"] = api.post("/{c}/grids", {"code": "EXP", "name": "Export"}).ok(201)["id"]
    made.grids["PAR"] = api.post("/{c}/grids", {"code": "PAR", "name": "Particuliers", "basis": "TTC"}).ok(201)["id"]
    family = api.post("/{c}/families", {"code": "VIN", "name": "Vins"}).ok(201)["id"]
    of = api.post("/{c}/products", {"family_id": family, "name": "Cuvée"}).ok(201)["id"]
    for n in range(4):
        wine = api.post("/{c}/variants", {"product_id": of, "sku": f"W{n}", "volume": 750}).ok(201)["id"]
        tiers = [{"price": "9.00"}, {"from_qty": 12, "price": "8.50"}]
        prices = {made.grids["EXP"]: tiers, made.grids["PAR"]: [{"price": f"{12 + n}.00"}]}
        api.put(f"/{{c}}/prices/{wine}", {"prices": prices}).ok()
        made.wines.append(wine)
    return made


@pytest.mark.feature("2.2-X02")
def test_a_bulk_change_is_shown_applied_and_undone(cellar: Cellar) -> None:
    formula = {"percent": "3", "step": "0.05", "grids": [cellar.grids["EXP"]]}
    seen = cellar.change(formula=formula).ok()
    assert (seen["applied"], seen["count"], len(seen["cells"])) == (False, 4, 4)
    cell = seen["cells"][0]
    assert (cell["sku"], cell["grid"]) == ("W0", "Export")
    assert [tier["price"] for tier in cell["before"]] == ["9.00", "8.50"]
    assert [tier["price"] for tier in cell["after"]] == ["9.25", "8.75"]
    assert cellar.prices(0, "EXP") == [(1, "9.00"), (12, "8.50")], "a preview writes nothing"
    heads = cellar.api.get("/{c}/changes", after="now").ok()["next"]
    done = cellar.change(formula=formula, apply=True, digest=seen["digest"]).ok()
    assert done["applied"]
    written = cellar.api.get("/{c}/history", command="pricing.change.apply").ok()["items"]
    assert len({row["at"] for row in written}) == 1, "one transaction"
    assert (
        cellar.api.get("/{c}/changes", after=heads, kinds="tariff").ok()["items"][0]["command"]
        == "pricing.change.apply"
    )
    assert [cellar.prices(n, "EXP") for n in range(4)] == [[(1, "9.25"), (12, "8.75")]] * 4
    assert cellar.prices(0, "PAR") == [(1, "12.00")]
    [listed] = cellar.api.get("/{c}/prices/changes").ok()["items"]
    assert (listed["id"], listed["title"], listed["cells"], listed["undone"]) == (
        done["id"],
        "+3 % sur Export",
        4,
        False,
    )
    undone = cellar.api.delete(f"/{{c}}/prices/changes/{done['id']}").ok()
    assert (undone["restored"], undone["kept"]) == (4, [])
    assert cellar.prices(3, "EXP") == [(1, "9.00"), (12, "8.50")]
    cellar.api.delete(f"/{{c}}/prices/changes/{done['id']}").refused(409, "pricing.change.undone")
    cellar.api.delete("/{c}/prices/changes/chg_0").refused(404, "pricing.change.not_found")


@pytest.mark.feature("2.2-X02")
def test_undoing_leaves_what_changed_since(cellar: Cellar) -> None:
    done = cellar.applied(formula={"percent": "10", "grids": list(cellar.grids.values())})
    assert done["count"] == 8
    cell = {"variant_id": cellar.wines[1], "grid_id": cellar.grids["EXP"], "tiers": [{"price": "5.00"}]}
    cellar.applied(cells=[cell])
    undone = cellar.api.delete(f"/{{c}}/prices/changes/{done['id']}").ok()
    assert (undone["restored"], [kept["sku"] for kept in undone["kept"]]) == (7, ["W1"])
    assert (cellar.prices(1, "EXP"), cellar.prices(1, "PAR")) == ([(1, "5.00")], [(1, "13.00")])


def test_what_moved_since_the_preview_is_not_written(cellar: Cellar) -> None:
    formula = {"percent": "10", "grids": [cellar.grids["PAR"]]}
    seen = cellar.change(formula=formula).ok()
    cellar.applied(cells=[{"variant_id": cellar.wines[0], "grid_id": cellar.grids["PAR"], "tiers": []}])
    cellar.change(formula=formula, apply=True, digest=seen["digest"]).refused(409, "pricing.change.moved")
    assert cellar.prices(1, "PAR") == [(1, "13.00")]


def test_a_change_sent_twice_is_made_once(cellar: Cellar) -> None:
    formula = {"percent": "10", "grids": [cellar.grids["PAR"]]}
    seen = cellar.change(formula=formula).ok()
    body = {"formula": formula, "apply": True, "digest": seen["digest"]}
    first = cellar.api.post("/{c}/prices/changes", body, {"Idempotency-Key": "once"})
    again = cellar.api.post("/{c}/prices/changes", body, {"Idempotency-Key": "once"})
    assert (first.ok(), again.headers.get("idempotent-replayed")) == (again.ok(), "true")
    assert cellar.prices(0, "PAR") == [(1, "13.20")]


@pytest.mark.feature("2.2-11")
def test_the_sheet_saves_only_the_cells_that_changed(cellar: Cellar) -> None:
    same = {"variant_id": cellar.wines[0], "grid_id": cellar.grids["PAR"], "tiers": [{"price": "12.0"}]}
    new = {"variant_id": cellar.wines[1], "grid_id": cellar.grids["PAR"], "tiers": [{"price": "14.5"}]}
    seen = cellar.change(cells=[same, new]).ok()
    assert [(one["sku"], one["before"][0]["price"], one["after"][0]["price"]) for one in seen["cells"]] == [
        ("W1", "13.00", "14.50")
    ]
    assert cellar.applied(cells=[same, new])["count"] == 1
    assert cellar.prices(1, "PAR") == [(1, "14.50")]
    assert cellar.prices(1, "EXP") == [(1, "9.00"), (12, "8.50")], "the other cells of the line are untouched"


def test_bad_cells_name_their_rule(cellar: Cellar) -> None:
    cells = [
        {"variant_id": cellar.wines[0], "grid_id": cellar.grids["PAR"], "tiers": [{"price": "9.999"}]},
        {"variant_id": "var_0", "grid_id": "grd_0", "tiers": []},
        {"variant_id": cellar.wines[0], "grid_id": cellar.grids["EXP"], "tiers": [{"price": "9"}, {"price": "8"}]},
    ]
    errors = cellar.change(cells=cells).refused(422)["errors"]
    assert [(error["field"], error["rule"]) for error in errors] == [
        ("cells.0.tiers.0.price", "pricing.price.decimals"),
        ("cells.1.grid_id", "pricing.grid.unknown"),
        ("cells.1.variant_id", "catalogue.variant.unknown"),
        ("cells.2.tiers.1.from_qty", "pricing.tier.twice"),
    ]
    doubtful = {"variant_id": cellar.wines[0], "grid_id": cellar.grids["PAR"], "tiers": [{"from_qty": 6, "price": "9"}]}
    assert [one["rule"] for one in cellar.change(cells=[doubtful]).ok()["problems"]] == ["pricing.tier.hole"]
    cellar.change(formula={"grids": ["grd_0"]}).refused(422, "pricing.grid.unknown")


@pytest.mark.feature("2.2-11")
@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_the_exported_sheet_comes_back_with_no_change(cellar: Cellar, fmt: str) -> None:
    dated = [{"price": "12.50", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}, {"from_qty": 6, "price": "11.95",
             "franco": True}]  # fmt: skip
    cellar.applied(cells=[{"variant_id": cellar.wines[2], "grid_id": cellar.grids["PAR"], "tiers": dated}])
    file = cellar.api.get("/{c}/prices/export", XLSX if fmt == "xlsx" else CSV, format=fmt).content
    back = cellar.api.post("/{c}/prices/import", file, name=f"tarifs.{fmt}").ok()
    assert (back["count"], back["problems"]) == (0, [])


@pytest.mark.feature("2.2-11")
def test_an_edited_sheet_gives_the_cells_to_apply(cellar: Cellar) -> None:
    file = cellar.api.get("/{c}/prices/export", XLSX, sort="sku").content
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    column = {title: n + 1 for n, title in enumerate(titles)}
    sheet.cell(2, column["Prix"]).value = 9.4
    sheet.cell(5, column["Prix"]).value = "douze"
    sheet.append(["NOPE", *[None] * (len(titles) - 1)])
    bytes_ = io.BytesIO()
    book.save(bytes_)
    back = cellar.api.post("/{c}/prices/import", bytes_.getvalue(), name="tarifs.xlsx").ok()
    assert [(one["sku"], one["after"][0]["price"], len(one["after"])) for one in back["cells"]] == [("W0", "9.40", 2)]
    assert [one["rule"] for one in back["problems"]] == ["pricing.file.line", "pricing.file.sku"]
    cells = [
        {"variant_id": one["variant_id"], "grid_id": one["grid_id"], "tiers": one["after"]} for one in back["cells"]
    ]
    assert cellar.change(cells=cells, apply=True, digest=back["digest"]).ok()["applied"]
    assert cellar.prices(0, "EXP") == [(1, "9.40"), (12, "8.50")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\x03\x04nothing", "pricing.file.unreadable"), (b"a;b\n1;2\n", "pricing.file.columns"), (b"", None)],
)
def test_what_is_no_sheet_is_refused(cellar: Cellar, content: bytes, code: str | None) -> None:
    problem = cellar.api.post("/{c}/prices/import", content, name="x.xlsx").refused(422)
    assert code is None or problem["code"] == code


@pytest.mark.feature("2.2-X01")
def test_new_prices_from_a_day_keep_the_old_ones(cellar: Cellar) -> None:
    cellar.applied(formula={"percent": "10", "grids": [cellar.grids["PAR"]], "begins": "2027-01-01"})
    tiers = cellar.api.get(f"/{{c}}/prices/{cellar.wines[0]}").ok()["prices"][cellar.grids["PAR"]]
    assert [(tier["price"], tier["valid_from"], tier["valid_to"]) for tier in tiers] == [
        ("12.00", None, "2026-12-31"), ("13.20", "2027-01-01", None),
    ]  # fmt: skip
    asked = {"grid_id": cellar.grids["PAR"], "lines": [{"variant_id": cellar.wines[0], "quantity": 1}]}
    found = {
        day: cellar.api.post("/{c}/prices/explain", {**asked, "on": day}).ok()["lines"][0]["unit_price"]
        for day in ("2026-12-31", "2027-01-01")
    }
    assert found == {"2026-12-31": "12.00", "2027-01-01": "13.20"}
