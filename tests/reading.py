"""Reads back what Rondetafel wrote: the text of a Word file, of a PDF and of an Excel file."""

import re
from io import BytesIO
from typing import Any

import docx
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

FOOT = re.compile(r"Rondetafel · .*? \d+ / \d+$")


def of_word(content: bytes) -> str:
    """Every paragraph and every cell, in the order of the file."""
    lines = []
    for part in docx.Document(BytesIO(content)).iter_inner_content():
        if hasattr(part, "rows"):
            lines += [" | ".join(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines)


def of_pdf(content: bytes) -> str:
    """The text as a reader copies it, without the foot of each page."""
    pages = (" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    return " ".join(FOOT.sub("", page).strip() for page in pages)


def of_excel(content: bytes) -> list[list[Any]]:
    """The rows of the first sheet."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
