"""Many papers as one PDF, page after page: what is printed for the accountant or put in an envelope.

The one trick: pages are carried over as they are, so they are those of the papers, to the point; what a paper holds
beside its pages (its Factur-X file) stays with the paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO


def together(papers: Iterable[bytes], title: str) -> bytes:
    """The pages of all papers, in order. `title` is that of the whole; same papers, same bytes."""
    import pikepdf

    opened = []
    with pikepdf.new() as whole:
        for content in papers:
            source = pikepdf.open(BytesIO(content))
            opened.append(source)  # its pages are read when the whole is written
            whole.pages.extend(source.pages)
        whole.docinfo["/Title"] = pikepdf.String(title)
        whole.docinfo["/Creator"] = pikepdf.String("Caveau")
        out = BytesIO()
        whole.save(
            out,
            deterministic_id=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            min_version="1.7",
        )
    for source in opened:
        source.close()
    return out.getvalue()
