"""Use cases of accounting: book, read, export, check, and the chart of accounts."""

from chalicelib.accounting.service.booking import FACTS, book_pending
from chalicelib.accounting.service.charts import change_chart, get_chart
from chalicelib.accounting.service.exports import check_file, fec
from chalicelib.accounting.service.reading import get_entry

__all__ = ["FACTS", "book_pending", "change_chart", "check_file", "fec", "get_chart", "get_entry"]
