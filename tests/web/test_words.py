"""Every refusal the program can utter has its English sentence in the web's catalogue (the French comes with it)."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from chalicelib.aws.problems import WORDS
from chalicelib.migration.rules.reasons import REASONS
from scripts.stack import ROOT

CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
SENTENCE = re.compile(r"\w+ \w+ ")


def codes(path: Path) -> Iterator[str]:
    """The codes said with a sentence: `Refused("sales.order.no_lines", "La commande n'a aucune ligne…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        for code, sentence in pairwise(said):
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value):
                text = sentence.values[0] if isinstance(sentence, ast.JoinedStr) and sentence.values else sentence
                words = text.value if isinstance(text, ast.Constant) else ""
                if isinstance(sentence, ast.JoinedStr) or (isinstance(words, str) and SENTENCE.search(words)):
                    yield code.value


def test_every_refusal_has_its_english_sentence() -> None:
    english = json.loads((ROOT / "web/src/i18n/locales/en/problems.json").read_text(encoding="utf-8"))
    said = {code for path in (ROOT / "chalicelib").rglob("*.py") for code in codes(path)}
    said |= {f"schema.{kind}" for kind in WORDS}
    said -= set(REASONS)  # what an import says of a row has both languages on the server
    assert len(said) > 150
    missing = sorted(code for code in said if code.replace(".", "_") not in english)
    assert not missing, f"say these in English in web/src/i18n/locales/en/problems.json: {missing}"
