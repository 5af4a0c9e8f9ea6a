"""Text: what two spellings have in common.

Nouns: *squeezed* text (as shown, spaces tidied), *folded* text (for comparing: no accent, no case, no
punctuation twist). The one trick: everything that compares names in Caveau folds with the same function, so
"chateau" is "Château" in a search, in an import and in a uniqueness guard alike.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"} | dict.fromkeys("\u2018\u2019\u02bc", "'")
)


def squeeze(text: str) -> str:
    """The text with invisible characters dropped and every run of spaces (no-break ones too) made one
    space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """The text squeezed, without accents or case: "  Château  ŒUVRE" -> "chateau oeuvre"."""
    # Compatibility forms may fold to capitals and capitals to compatibility forms: hence twice.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    return squeeze("".join(char for char in plain if not unicodedata.combining(char)).translate(_LIGATURES))
