"""A list as Excel: a head that stays in view, a filter on every column, dates as dates, and every text as text."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, count
from typing import Any

import xlsxwriter

from app.documents.sound import for_xml

MOST = 32_767
"""Excel keeps no more characters in one cell."""
WIDEST = 60
LONGEST = 31


def write(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet. A cell is a text, a number, a date or None; a text that begins with = is still a text."""
    return write_all([(name, head, rows)])


def write_all(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """Several, each with a name of its own: Excel takes no two that differ in capitals alone."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    taken: set[str] = set()
    for name, head, rows in sheets:
        called = other_than(taken, sheet_name(name))
        taken.add(called.lower())
        fill(book, book.add_worksheet(called), head, rows)
    book.close()
    return out.getvalue()


def fill(book: Any, sheet: Any, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd/mm/yyyy"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    widths = [len(one) for one in head]
    for column, title in enumerate(head):
        sheet.write_string(0, column, for_xml(title), bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            widths[column] = max(widths[column], min(WIDEST, len(str(value or ""))))
            put(sheet, last, column, value, day, wrap)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), max(len(head) - 1, 0))


def put(sheet: Any, row: int, column: int, value: Any, day: Any, wrap: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, for_xml(str(value))[:MOST], wrap)


def other_than(taken: set[str], name: str) -> str:
    """This name, or with a number behind it when another sheet has it."""
    numbered = (f"{name[: LONGEST - 7].rstrip()} {n}" for n in count(2))
    return next(one for one in chain((name,), numbered) if one.lower() not in taken)


def sheet_name(name: str) -> str:
    """Excel allows so many characters, and not these."""
    return "".join(char for char in for_xml(name) if char not in "[]:*?/\\'")[:LONGEST].strip() or "Lijst"
