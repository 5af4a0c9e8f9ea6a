"""In which encoding is a text written? Asked of its bytes, judged by its letters.

The one trick: every usual encoding of a French desktop is tried, and the reading that has the most French
letters and the fewest characters nobody types wins; ties go to the likelier one.
"""

from __future__ import annotations

from collections import Counter

from chalicelib.kernel.errors import Refused

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# Likeliest first: Windows, Unix with euro, old Unix, Macintosh, DOS.
_CANDIDATES = ("cp1252", "iso8859-15", "latin-1", "mac_roman", "cp858", "cp850")
_TYPED = frozenset("éèêëàâîïôùûüçœ€’")
_RARER = frozenset("ÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒäöÿæ°«»‘“”–—…·²³£\u00a0\u202f")
_FOREIGN = frozenset("ñÑáíóúãõÁÍÓßåøØÅÆ")


def decoded(content: bytes) -> tuple[str, str]:
    """(text, encoding). Refused when no usual encoding reads it."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    wide = _wide(content[:4000])
    if wide:
        return _strictly(content, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _best(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            "migration.file.encoding", "Les caractères de ce fichier sont illisibles. Enregistrez-le en CSV UTF-8."
        ) from error


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: one byte in two is zero, always on the same side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 4 > len(head) and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even * 4 > len(head) and odd * 10 < even else ""


def _best(content: bytes) -> tuple[str, str]:
    high = Counter(byte for byte in content if byte > 127)
    best = max(_CANDIDATES, key=lambda encoding: _score(high, encoding))
    return content.decode(best, errors="replace"), best


def _score(high: Counter[int], encoding: str) -> int:
    """How French the bytes above 127 look in an encoding."""
    return sum(count * _worth(bytes([byte]).decode(encoding, errors="replace")) for byte, count in high.items())


def _worth(char: str) -> int:
    if char in _TYPED:
        return 6 if char == "€" else 5
    if char in _RARER:
        return 2
    if char in _FOREIGN:
        return 1
    return -6 if not char.isprintable() or char == "\ufffd" else -3
