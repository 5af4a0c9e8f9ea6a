"""The blocks of a printed page: fonts, pen, flow, and one file per block of a sales document.

Measure, cut into pages, then paint: a block knows its height before anything is drawn, so the last page
number is known on the first page and no block is ever cut by the foot of a page.
"""
