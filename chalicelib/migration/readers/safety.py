"""Before anything is parsed: is this file what it says, and can it be opened without harm?

The one trick: the type is decided by the first bytes, never by the name; a zip is weighed by reading it with
a limit, since its table of contents may lie.
"""

from __future__ import annotations

import io
import zipfile

from chalicelib.kernel.errors import Refused

WORKBOOK, TEXT = "workbook", "text"
MAX_BYTES = 16_000_000
MAX_UNZIPPED = 120_000_000
MAX_ENTRIES = 500
MAX_RATIO = 200
SMALL = 1_000_000
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    (b"%PDF", "un PDF"), (b"\x89PNG", "une image"), (b"\xff\xd8\xff", "une image"), (b"GIF8", "une image"),
    (b"MZ", "un programme"), (b"\x7fELF", "un programme"), (b"Rar!", "une archive"), (b"7z\xbc\xaf", "une archive"),
    (b"\x1f\x8b", "une archive"), (b"BZh", "une archive"), (b"{\\rtf", "un document de texte"),
    (b"SQLite format 3", "une base"), (b"\xfd7zXZ", "une archive"), (b"(\xb5/\xfd", "une archive"),
)  # fmt: skip
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<table", b"<script", b"<svg")
_REMEDY = "Exportez la liste en Excel (.xlsx) ou en CSV."


def checked(content: bytes, name: str) -> str:
    """WORKBOOK or TEXT; Refused for what is empty, too large, of another type, encrypted, with macros, or a
    bomb."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("migration.file.empty", f"Le fichier « {name} » est vide. {_REMEDY}")
    if len(content) > MAX_BYTES:
        raise Refused(
            "migration.file.too_large",
            f"« {name} » dépasse 16 Mo. Partagez l'export en plusieurs fichiers.",
            limit=MAX_BYTES,
        )
    if content.startswith(_OLE2):
        raise _old_container(content, name)
    if content.startswith(b"PK"):
        _check_zip(content, name)
        return WORKBOOK
    _check_text(content, name)
    return TEXT


def _old_container(content: bytes, name: str) -> Refused:
    if _ENCRYPTED in content:
        return Refused(
            "migration.file.encrypted",
            f"« {name} » est protégé par un mot de passe. Ouvrez-le, retirez la protection, puis enregistrez-le.",
        )
    return Refused(
        "migration.file.old_excel",
        f"« {name} » est un ancien fichier Office (.xls, .doc). Enregistrez-le en .xlsx ou en CSV.",
    )


def _check_text(content: bytes, name: str) -> None:
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise Refused("migration.file.type", f"« {name} » est {what}, pas une liste. {_REMEDY}")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_MARKUP):
        raise Refused("migration.file.type", f"« {name} » est une page web ou du XML, pas une liste. {_REMEDY}")
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_binary(content[:20_000]):
        raise Refused("migration.file.type", f"« {name} » n'est ni un classeur ni un texte. {_REMEDY}")


def _is_binary(head: bytes) -> bool:
    """Control bytes that no text of any encoding has; UTF-16 without its mark has one zero in two, at one
    side."""
    zeros = head.count(0)
    if zeros and max(head[0::2].count(0), head[1::2].count(0)) == zeros and zeros * 3 > len(head):
        return False
    controls = sum(head.count(bytes([code])) for code in (*range(9), 14, 15, *range(16, 26), 27, 28, 29, 30, 31))
    return controls * 100 > len(head)


def _check_zip(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(
            "migration.file.damaged", f"« {name} » est abîmé et ne s'ouvre pas. Exportez-le à nouveau."
        ) from error


def _check_entries(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("migration.file.encrypted", f"« {name} » est protégé par un mot de passe. Retirez-le.")
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise Refused("migration.file.type", f"« {name} » est une archive, pas un classeur. {_REMEDY}")
    if "xl/workbook.bin" in names:
        raise Refused("migration.file.type", f"« {name} » est un classeur binaire (.xlsb). Enregistrez-le en .xlsx.")
    if any(entry.endswith("vbaproject.bin") or "/macrosheets/" in entry for entry in names):
        raise Refused("migration.file.macros", f"« {name} » contient des macros. Enregistrez-le en .xlsx, sans macro.")
    _weigh(archive, entries, name)


def _weigh(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what swells: by what the table of contents declares, then by what really comes out of each
    entry."""
    bomb = Refused("migration.file.bomb", f"« {name} » gonfle démesurément à l'ouverture. Exportez-le à nouveau.")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise bomb
    total = 0
    for entry in entries:
        allowed = min(entry.file_size, MAX_UNZIPPED - total)
        with archive.open(entry) as stream:
            size = 0
            while block := stream.read(1 << 16):
                size += len(block)
                if size > allowed or (size > SMALL and size > entry.compress_size * MAX_RATIO):
                    raise bomb
        total += size
