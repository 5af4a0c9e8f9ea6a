"""Papers, spreadsheets and mail bodies: the only place for reportlab, lxml, xlsx and mail texts.

Render knows no room. It declares plain inputs (`sheet.InvoiceSheet`, `tables.Column`, variables of a mail)
and turns them into bytes; rooms map what they own to these inputs. Same input, same bytes: nothing here
reads a clock.

| noun | file | gives |
|---|---|---|
| sheet | `sheet` | what a sales document shows |
| invoice, quote... | `invoice_pdf` | A4 PDF, embedded fonts only |
| Factur-X | `facturx` | EN 16931 XML, PDF/A-3 |
| finding | `findings` | what the French and European rules refuse, before issue |
| table | `tables` | CSV and xlsx |
| mail | `mail` | subject, text and HTML |
| words | `words` | amounts, dates, volumes in French and English |
"""
