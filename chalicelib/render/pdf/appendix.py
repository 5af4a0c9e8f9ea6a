"""Pages of another PDF put after a document (conditions of sale), which must not break the document's PDF/A-3.

Nouns: *appendix* (the pages that are kept of a PDF). The one trick: pages alone are taken over, without their
annotations, actions, forms and scripts, and what cannot be made right without redrawing (a font that is not embedded, a
password, colours of a printing press) is refused by its name when the PDF is put in, so nothing has to be repaired when
an invoice is printed.

What is unpacked is counted first: a file of 2 MB may hold gigabytes.
Source: ISO 19005-3 (6.1.3 encryption, 6.2.4 colour, 6.2.11.4 embedded fonts, 6.3 annotations, 6.6 actions).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from chalicelib.kernel.errors import Refused

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

MOST_BYTES = 2 * 1024 * 1024
MOST_PAGES = 10
MOST_UNPACKED = 48 * 1024 * 1024
MOST_OBJECTS = 20_000
MOST_DEPTH = 12
_STREAM = re.compile(rb"stream\r?\n")
_CHAINED = re.compile(rb"/Filter\s*(\[\s*/[^\]]*/|\d)")
_FILTERS = re.compile(rb"/(LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL|Crypt)\b")
_PRESS = frozenset({"/DeviceCMYK", "/Separation", "/DeviceN"})
_DROPPED = ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/Trans", "/Tabs", "/StructParents", "/Thumb")


@dataclass(frozen=True, slots=True)
class Appendix:
    """The pages that may be put after any document, as a PDF of their own; same pages, same bytes."""

    content: bytes
    pages: int


def appendix(content: bytes) -> Appendix:
    """The pages of a PDF that may stand in a PDF/A-3. Refused("render.appendix.…") with the reason otherwise."""
    import pikepdf

    _require_bounded(content)
    odd = (
        AttributeError,
        TypeError,
        ValueError,
        LookupError,
        RuntimeError,
        pikepdf.PdfError,
        pikepdf.DataDecodingError,
    )
    try:
        with _opened(content) as source:
            _require_archivable(source)
            return Appendix(_pages_alone(source), len(source.pages))
    except odd as error:
        raise _unreadable() from error  # something stands where a PDF has something else


def with_appendix(pdf: bytes, more: bytes) -> bytes:
    """A PDF of ours with the pages of an `appendix` after its own."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document, pikepdf.open(BytesIO(more)) as source:
        for page in source.pages:
            document.pages.append(page)
        return _saved(document)


def _pages_alone(source: Pdf) -> bytes:
    import pikepdf

    with pikepdf.new() as kept:
        for page in source.pages:
            for name in _DROPPED:
                if name in page.obj:
                    del page.obj[name]
            kept.pages.append(page)
        return _saved(kept)


def _saved(document: Pdf) -> bytes:
    import pikepdf

    out = BytesIO()
    none = pikepdf.StreamDecodeLevel.none  # streams are carried over as they are: nothing is unpacked here
    document.save(out, deterministic_id=True, stream_decode_level=none, min_version="1.7")
    return out.getvalue()


def _refused(reason: str, detail: str) -> Refused:
    return Refused(f"render.appendix.{reason}", detail, "content")


def _require_bounded(content: bytes) -> None:
    """Refused for what is too large, packed or unpacked, or packed in ways that cannot be counted."""
    if len(content) > MOST_BYTES:
        raise _refused("size", f"Ce PDF dépasse {MOST_BYTES >> 20} Mo. Réduisez-le, puis envoyez-le de nouveau.")
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)
    if _CHAINED.search(plain) or _FILTERS.search(plain):
        raise _refused("packing", "Ce PDF est compressé d'une façon ancienne. Exportez-le de nouveau en PDF/A.")
    total = 0
    for found in _STREAM.finditer(content):
        total += _unpacked(content, found.end(), MOST_UNPACKED - total)
        if total >= MOST_UNPACKED:
            raise _refused("unpacked", "Ce PDF est bien plus lourd une fois ouvert. Exportez-le de nouveau en PDF/A.")


def _unpacked(content: bytes, at: int, most: int) -> int:
    """Bytes that the stream that begins there unpacks to, `most` at most; 0 when it is not packed."""
    opener = zlib.decompressobj()
    try:
        return len(opener.decompress(memoryview(content)[at:], most))
    except zlib.error:
        return 0


def _opened(content: bytes) -> Pdf:
    import pikepdf

    try:
        return pikepdf.open(BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise _refused("password", "Ce PDF est protégé par un mot de passe. Envoyez-le sans protection.") from error
    except (pikepdf.PdfError, ValueError) as error:
        raise _unreadable() from error


def _unreadable() -> Refused:
    return _refused("unreadable", "Ce fichier n'est pas un PDF lisible. Exportez-le de nouveau en PDF.")


def _require_archivable(source: Pdf) -> None:
    if source.is_encrypted:
        raise _refused("password", "Ce PDF est protégé par un mot de passe. Envoyez-le sans protection.")
    if not 1 <= len(source.pages) <= MOST_PAGES:
        raise _refused("pages", f"Ce PDF a {len(source.pages)} pages : {MOST_PAGES} au plus s'ajoutent à un document.")
    seen: set[tuple[int, int]] = set()
    for page in source.pages:
        _require_page(page, seen)


def _require_page(page: Page, seen: set[tuple[int, int]]) -> None:
    left, low, right, high = (float(side) for side in page.mediabox)
    if not (20 <= abs(right - left) <= 3000 and 20 <= abs(high - low) <= 3000):
        raise _refused("paper", "Une page de ce PDF n'a pas la taille d'une feuille. Exportez-le de nouveau en A4.")
    for held in _objects(page.obj.get("/Resources", None), seen, 0):
        _require_object(held)
    for stream in _contents(page):
        if re.search(rb"(?<![\w.])[kK]\s|/Device(CMYK|N)\b", _text_of(stream)):
            raise _press()


def _contents(page: Page) -> Iterator[Any]:
    import pikepdf

    held = page.obj.get("/Contents", None)
    if isinstance(held, pikepdf.Array):
        yield from held
    elif held is not None:
        yield held


def _text_of(stream: Any) -> bytes:
    """The drawing orders of a stream without the words drawn, unpacked within what was counted."""
    raw: bytes = stream.read_raw_bytes()
    try:
        plain = zlib.decompressobj().decompress(raw, MOST_UNPACKED)
    except zlib.error:
        plain = raw
    return re.sub(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", b"", plain)


def _objects(held: Object | None, seen: set[tuple[int, int]], depth: int) -> Iterator[Object]:
    """Every dictionary and stream below, once each."""
    import pikepdf

    if depth > MOST_DEPTH or not _new(held, seen) or held is None:
        return
    if isinstance(held, pikepdf.Array):
        for one in held:
            yield from _objects(one, seen, depth + 1)
        return
    yield held
    for name in held.keys():  # noqa: SIM118 - a dictionary of pikepdf iterates otherwise
        if name not in ("/Parent", "/P"):
            yield from _objects(held[name], seen, depth + 1)


def _new(held: Object | None, seen: set[tuple[int, int]]) -> bool:
    """Whether it holds something and was not met before."""
    import pikepdf

    if not isinstance(held, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array) or len(seen) > MOST_OBJECTS:
        return False
    if not held.is_indirect:
        return True
    known = held.objgen in seen
    seen.add(held.objgen)
    return not known


def _require_object(held: Object) -> None:
    if held.get("/Type", None) == "/Font":
        _require_font(held)
    if held.get("/Subtype", None) in ("/PS", "/3D", "/RichMedia", "/Movie", "/Sound"):
        raise _refused("active", "Ce PDF contient autre chose que des pages. Exportez-le de nouveau en PDF/A.")
    space = held.get("/ColorSpace", None)
    named = str(space[0]) if space is not None and hasattr(space, "__len__") and len(space) else str(space)
    if str(space) in _PRESS or named in _PRESS:
        raise _press()


def _require_font(font: Object) -> None:
    if font.get("/Subtype", None) in ("/Type0", "/Type3"):
        return  # what is below a Type 0 is judged by itself; a Type 3 is drawn, not embedded
    descriptor = font.get("/FontDescriptor", None)
    if descriptor is None or not any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")):
        name = str(font.get("/BaseFont", "/?"))[1:60]
        raise _refused(
            "font",
            f"La police « {name} » n'est pas incorporée à ce PDF : une facture s'archive avec ses polices. "
            "Exportez-le de nouveau en PDF/A.",
        )


def _press() -> Refused:
    return _refused("colours", "Ce PDF a des couleurs d'imprimerie (CMJN). Exportez-le de nouveau en PDF/A, en RVB.")
