"""The web application has no door of its own: whatever it writes, a program can write through the documented API."""

import json
import re

import pytest

from scripts.stack import ROOT

SOURCES = [path for path in (ROOT / "web/src").rglob("*.ts*") if path.name != "schema.d.ts"]
SENT = re.compile(r"""\.send(?:<[^>(]*>)?\(\s*["'](post|put|patch|delete)["'],\s*["'`]([^"'`]+)["'`]""")
# Network calls of the browser that pass the typed client by: the client itself and the file that names the build.
OWN_FETCH = {"resilient.ts", "version.ts"}


def test_the_sources_are_where_this_test_looks() -> None:
    assert len(SOURCES) > 50


@pytest.mark.feature("1.3-03")
def test_each_write_of_the_pages_is_a_documented_operation() -> None:
    paths = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))["paths"]
    documented = {(method, path.removeprefix("/api/v1")) for path, found in paths.items() for method in found}
    written = {found for path in SOURCES for found in SENT.findall(path.read_text("utf-8"))}
    assert len(written) > 40
    assert not written - documented


def test_no_page_sends_in_a_way_of_its_own() -> None:
    """Every `.send(` names its method and path in words, and nothing else talks to the network."""
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert len(re.findall(r"\.send(?:<[^>(]*>)?\(", text)) == len(SENT.findall(text)), path.name
        if path.name not in OWN_FETCH:
            assert not re.search(r"(?<![\w.])fetch\(|XMLHttpRequest|sendBeacon", text), path.name
