"""What the old program's rows mean: pure functions, one file per noun.

grid        Cell, Line, Grid: what any file becomes before anyone asks what it means
reasons     the table of everything an import may say, in French and English
findings    Finding, Entry: what was said about one source row, and what becomes of it
heading     where the header is; blank, section, total and repeated header rows
fields      the neutral fields and the headings usually given to them
mapping     Mapping: which column of a file is which field
cells       text, flags, dates and formulas of one cell
places      countries and postcodes       contact   e-mails and telephones
customers   a row -> a customer           products  a row -> a product and its prices
prices      numbers written by people, HT or TTC
sorting     rows -> entries: duplicates, sections, totals
plan        entries -> the preview
"""
