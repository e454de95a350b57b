"""A document as Word, in a house style that a coordinator can change in Word itself.

The style is a .docx with the tags {{ title }}, {{ subtitle }}, {{ origin }} and, on a line of its own, {{ body }}.
Text of people is put in after the tags were filled, as text: it never becomes a tag, a field or a style.
"""

import io
import secrets
from pathlib import Path
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate

from app.documents import pdf
from app.documents.blocks import Block, Bullets, Document, Heading, Paragraph, Picture, Run, Table
from app.documents.sound import for_xml

HOUSE_STYLE = Path(__file__).parent / "house_style.docx"
LOCALES = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}
DEEPEST = 3
"""Word's own styles for lists go three deep."""


def write(document: Document, style: Path | None = None) -> bytes:
    """The file. Raises BadHouseStyle when the template has no place for the body."""
    template = DocxTemplate(style or HOUSE_STYLE)
    mark = secrets.token_hex(16)
    texts = {"title": document.title, "subtitle": document.subtitle, "origin": document.origin}
    template.render({**{name: for_xml(text) for name, text in texts.items()}, "body": mark}, autoescape=True)
    word: Any = template.docx
    place = next((one for one in word.paragraphs if one.text.strip() == mark), None)
    if place is None:
        raise BadHouseStyle("the house style needs a line with {{ body }}")
    Writer(word, place).write(document)
    place._element.getparent().remove(place._element)
    name_it(word, document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class BadHouseStyle(Exception):
    """The template cannot be filled."""


def name_it(word: Any, document: Document) -> None:
    """What a screen reader and a file list say of it."""
    word.core_properties.title = for_xml(document.title)[:255]
    word.core_properties.language = LOCALES.get(document.language, document.language)
    word.core_properties.author = "Rondetafel"
    word.core_properties.comments = ""


class Writer:
    """Puts the blocks before the place of the body, one after the other."""

    def __init__(self, word: Any, place: Any) -> None:
        self.word, self.place = word, place
        self.styles = {style.name for style in word.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}

    def write(self, document: Document) -> None:
        if document.facts:
            self.table(Table("", (), document.facts))
        for block in document.blocks:
            self.block(block)

    def block(self, block: Block, depth: int = 0) -> None:
        match block:
            case Heading(level, text):
                self.paragraph(f"Heading {min(level, 4)}", (Run(text),))
            case Paragraph(runs, look):
                if depth:
                    self.indented(self.paragraph("List Continue", runs), depth)
                else:
                    self.paragraph(self.style(look.value.title()), runs)
            case Bullets():
                self.bullets(block, depth)
            case Table():
                self.table(block)
            case Picture(svg, alt):
                self.picture(svg, alt)

    def style(self, name: str) -> str:
        return name if name in self.styles else "Normal"

    def paragraph(self, style: str, runs: tuple[Run, ...]) -> Any:
        made = self.place.insert_paragraph_before("", style=style)
        for run in runs:
            self.run(made, run)
        return made

    def indented(self, paragraph: Any, depth: int) -> None:
        paragraph.paragraph_format.left_indent = Cm(0.75 * depth)

    def run(self, paragraph: Any, run: Run) -> None:
        target = hyperlink(paragraph, run.link) if run.link else paragraph._element
        made = paragraph.add_run(for_xml(run.text))
        made.bold, made.italic, made.font.strike = run.bold or None, run.italic or None, run.struck or None
        if run.code:
            made.font.name = "Consolas"
        if run.link:
            made.font.underline = True
            target.append(made._element)

    def bullets(self, block: Bullets, depth: int) -> None:
        level = min(depth + 1, DEEPEST)
        name = "List Number" if block.ordered else "List Bullet"
        style = name if level == 1 else f"{name} {level}"
        for nth, item in enumerate(block.items, start=block.start):
            first, *rest = item or (Paragraph(()),)
            if block.ordered and isinstance(
                first, Paragraph
            ):  # numbered by hand: a list of Word counts on from the last
                self.indented(self.paragraph("List Continue", (Run(f"{nth}. "), *first.runs)), depth)
            elif isinstance(first, Paragraph):
                self.paragraph(style, first.runs)
            else:
                self.block(first, depth + 1)
            for block_ in rest:
                self.block(block_, depth + 1)

    def table(self, block: Table) -> None:
        columns = max([len(block.head), *(len(row) for row in block.rows)], default=0)
        if not columns:
            return
        if block.caption:
            self.paragraph(self.style("Caption"), (Run(block.caption),))
        made = self.word.add_table(rows=0, cols=columns)
        made.style = "Table Grid" if block.head else None
        if block.head:
            repeat_as_head(self.row(made, block.head, bold=len(block.head)))
        for row in block.rows:
            self.row(made, row, bold=0 if block.head else 1)
        self.place._element.addprevious(made._element)
        self.place.insert_paragraph_before("", style="Normal")

    def row(self, table: Any, cells: tuple[str, ...], *, bold: int) -> Any:
        """With its first `bold` cells in bold: all of a head, of a fact its name, of other rows none."""
        made = table.add_row()
        for nth, text in enumerate(cells):
            made.cells[nth].paragraphs[0].add_run(for_xml(text)).bold = nth < bold or None
        return made

    def picture(self, svg: str, alt: str) -> None:
        made = self.place.insert_paragraph_before("", style="Normal").add_run()
        shape = made.add_picture(io.BytesIO(pdf.as_png(svg)), width=Cm(16))
        shape._inline.docPr.set("descr", for_xml(alt))


def hyperlink(paragraph: Any, address: str) -> Any:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    paragraph._element.append(made)
    return made


def repeat_as_head(row: Any) -> None:
    """The row is the head of its table, on every page that the table takes."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
