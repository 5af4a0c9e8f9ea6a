"""PDF/A-3 with an attached file, by construction.

Nouns: *attachment*, *output intent* (what the RGB colours mean), *XMP* (the metadata a PDF/A repeats). The
one trick: the input comes from our pen alone, which embeds every font and draws opaque sRGB; what is added
here is the attachment, the intent and the metadata, and every date comes from the document, so same input,
same bytes.

Sources: ISO 19005-3; Factur-X 1.0 (FNFE-MPE / FeRD), "PDF/A-3 requirements". Not checked by veraPDF: the
structure is asserted by tests.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from chalicelib.render.resources import template_bytes, template_text

if TYPE_CHECKING:
    from pikepdf import Pdf


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. relationship: PDF name of what it is to the document ("Alternative", "Data")."""

    name: str
    content: bytes
    mime: str
    description: str
    relationship: str = "Alternative"


@dataclass(frozen=True, slots=True)
class _Info:
    title: str
    author: str
    subject: str
    tool: str
    made: datetime


def pdfa3(pdf: bytes, attachment: Attachment, conformance: str) -> bytes:
    """The PDF as PDF/A-3 with the attachment. conformance: the Factur-X level said in the XMP ("EN 16931").

    The input must come from `invoice_pdf`: fonts embedded, no transparency.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        info = _info(document)
        for page in document.pages:
            if "/Trans" in page:
                del page["/Trans"]
        _attach(document, attachment, info)
        _intend(document)
        _describe(document, info, attachment.name, conformance)
        out = BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
        return out.getvalue()


def _info(document: "Pdf") -> _Info:
    """What the pen wrote about the document."""
    found = document.docinfo
    made = datetime.strptime(str(found["/CreationDate"])[2:16] + "+0000", "%Y%m%d%H%M%S%z")
    told = (str(found.get(key, "")) for key in ("/Title", "/Author", "/Subject", "/Creator"))
    title, author, subject, tool = told
    return _Info(title, author, subject, tool, made)


def _attach(document: "Pdf", attachment: Attachment, info: _Info) -> None:
    from hashlib import md5  # noqa: PLC0415

    from pikepdf import Array, Dictionary, Name, String

    params = Dictionary(
        Size=len(attachment.content),
        ModDate=String(_pdf_date(info.made)),
        CheckSum=String(md5(attachment.content, usedforsecurity=False).digest()),
    )
    stream = document.make_stream(attachment.content)
    stream.Type, stream.Subtype, stream.Params = Name.EmbeddedFile, Name("/" + attachment.mime), params
    held = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name("/" + attachment.relationship),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    document.Root.AF = Array([held])
    files = Dictionary(Names=Array([String(attachment.name), held]))
    document.Root.Names = Dictionary(EmbeddedFiles=files)


def _intend(document: "Pdf") -> None:
    """The output intent: RGB means sRGB."""
    from pikepdf import Array, Dictionary, Name, String

    profile = document.make_stream(template_bytes("pdfa", "sRGB.icc"))
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _describe(document: "Pdf", info: _Info, file_name: str, conformance: str) -> None:
    """XMP and information dictionary, saying the same."""
    from pikepdf import Dictionary, Name, String

    told: dict[str, Any] = {
        "Title": String(info.title),
        "Author": String(info.author),
        "Subject": String(info.subject),
        "Creator": String(info.tool),
        "Producer": String(info.tool),
        "CreationDate": String(_pdf_date(info.made)),
        "ModDate": String(_pdf_date(info.made)),
    }
    document.trailer.Info = document.make_indirect(Dictionary(**told))
    metadata = document.make_stream(_xmp(info, file_name, conformance))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = metadata
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _pdf_date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}+00'00'"


def _xmp(info: _Info, file_name: str, conformance: str) -> bytes:
    values = {
        "title": info.title,
        "author": info.author,
        "subject": info.subject,
        "tool": info.tool,
        "date": f"{info.made:%Y-%m-%dT%H:%M:%S}+00:00",
        "file": file_name,
        "conformance": conformance,
    }
    text = template_text("pdfa", "facturx.xmp")
    for key, value in values.items():
        text = text.replace("{" + key + "}", escape(value, quote=False))
    return text.encode("utf-8")
