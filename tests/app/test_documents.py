"""Whatever people write comes out on paper as that text: it opens, and nothing in it is a command."""

import json
import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from app.documents import markdown, pdf, sheet, word
from app.documents.blocks import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Run,
    Table,
    as_data,
    from_data,
    listed,
    plain,
)
from app.documents.from_html import blocks_of
from tests import reading
from workflows import text

STRANGE = {
    "accents": "Kruispuntbank, «baby's en peuters», ëïüñőžł, l’été",
    "long": "Een heel lange titel " * 15,
    "emoji": "Feest 🎉 in het stadhuis 🏛️",
    "right to left": "שלום עולם مرحبا",
    "overridden": "\u202eomgekeerd\u202c",
    "far": "東京",
    "formula": '=HYPERLINK("http://x.example","klik")',
    "more formulas": "+1+1 @SOM(A1) -2+3",
    "typst": '#eval("1+1") #panic() $x^2$ *vet* = kop #read("/etc/passwd")',
    "word field": "{ INCLUDETEXT C:\\geheim.txt } { DATE }",
    "template": "{{ config }} {% for x in y %}{{r body }} {{p title }}",
    "xml": "<w:p/> &amp; ]]> <!-- --> </w:t>",
    "control": "a\x01b\x0bc",
    "markdown": "# kop - lijst 1. een *a* _b_ [x](y) | ~z~ `c` <b>",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="2" y="15">jan &lt;</text></svg>'


def written_with(said: str) -> Document:
    """The same text in every place of a document."""
    return Document(
        said, "nl", said, ((said, said),),
        (Heading(1, said), plain(said), listed([said]), Table(said, (said, "b"), ((said, ""),)), Picture(SVG, said),
         Paragraph((Run(said, bold=True), Run(said, link="https://x.example/?a=1&b=(2)")))), said,
    )  # fmt: skip


def kept(said: str) -> str:
    """What a file can hold of it."""
    return " ".join(said.replace("\x01", "").replace("\x0b", "").split())


@pytest.mark.parametrize("said", STRANGE.values(), ids=STRANGE)
def test_word_says_it_as_it_was_written(said):
    content = word.write(written_with(said))
    found = " ".join(reading.of_word(content).split())
    assert found.count(kept(said)) >= 9  # title, subtitle, fact twice, heading, text, list, table, bold
    names = re.findall(rb"<w:instrText[^>]*>([^<]*)<", ZipFile(BytesIO(content)).read("word/document.xml"))
    assert names == []  # no field came of it
    assert docx.Document(BytesIO(content)).core_properties.language == "nl-BE"


@pytest.mark.parametrize("said", STRANGE.values(), ids=STRANGE)
def test_pdf_opens_and_is_tagged(said):
    reader = PdfReader(BytesIO(pdf.write(written_with(said))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title
    assert "passwd" not in reading.of_pdf(pdf.write(written_with("#read(1)")))


@pytest.mark.parametrize("name", ["accents", "formula", "typst", "word field", "template", "xml", "markdown"])
def test_pdf_says_it_as_it_was_written(name):
    found = reading.of_pdf(pdf.write(written_with(STRANGE[name]))).replace(" ", "")
    assert found.count(kept(STRANGE[name]).replace(" ", "")) >= 6


def test_a_character_that_no_font_has_is_named():
    assert "[party popper]" in reading.of_pdf(pdf.write(written_with(STRANGE["emoji"])))
    assert pdf.write(written_with("".join(chr(0x4E00 + n) for n in range(60))))


def test_pictures_have_their_words():
    content = word.write(written_with("tijdlijn van het jaar"))
    assert 'descr="tijdlijn van het jaar"' in ZipFile(BytesIO(content)).read("word/document.xml").decode()
    with pytest.raises(pdf.CannotPrint, match="alt"):
        pdf.write(Document("x", "nl", blocks=(Picture(SVG, ""),)))


@pytest.mark.parametrize("said", STRANGE.values(), ids=STRANGE)
def test_markdown_reads_back_as_the_same_text(said):
    said = said.replace("\x01", "").replace("\x0b", "")  # no form lets these through
    html = text.render(markdown.write(Document("t", "nl", blocks=(plain(said),))))
    assert " ".join(run.text for one in blocks_of(html)[1:] for run in one.runs) == said.strip()


@pytest.mark.parametrize("said", STRANGE.values(), ids=STRANGE)
def test_excel_keeps_text_as_text(said):
    rows = [[said, 3, date(2020, 5, 28), None]]
    content = sheet.write("Lijst: [alles] *", ["Wat", "Hoeveel", "Wanneer", "Niets"], rows)
    head, row = reading.of_excel(content)
    assert head == ["Wat", "Hoeveel", "Wanneer", "Niets"]
    assert row[0] == said.replace("\x01", "").replace("\x0b", "")
    assert row[1:3] == [3.0, date(2020, 5, 28)]
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_a_thousand_tables_of_one_name_are_a_thousand_sheets():
    content = sheet.write_all([("Lijst " + "x" * 40, ["a"], [["b"]])] * 1_100)
    names = ZipFile(BytesIO(content)).namelist()
    assert sum(name.startswith("xl/worksheets/sheet") for name in names) == 1_100


MARKDOWN = """Een *kort* en **vet** stuk met [een link](https://x.example) en `code`.
Tweede regel.

# Kop

- een
- twee
    1. diep
    2. dieper

> citaat

| a | b |
|---|---|
| 1 | *2* |
"""


def test_what_people_write_becomes_blocks():
    first, heading, bullets, quote, table = blocks_of(text.render(MARKDOWN))
    assert [run.text for run in first.runs if run.bold] == ["vet"]
    assert [run.link for run in first.runs if run.link] == ["https://x.example"]
    assert "".join(run.text for run in first.runs).splitlines()[1] == "Tweede regel."
    assert heading == Heading(2, "Kop")
    assert [item[0].runs[0].text for item in bullets.items] == ["een", "twee"]
    nested = bullets.items[1][1]
    assert isinstance(nested, Bullets)
    assert nested.ordered
    assert quote.look == "quote"
    assert (table.head, table.rows) == (("a", "b"), (("1", "2"),))


ODD = [
    "# Kop",
    "### Diepe kop",
    "<li>los</li>",
    "<ol start='²'><li>x</li></ol>",
    "<ol start=99999999999999><li>x</li></ol>",
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    "- # kop in een lijst",
    "[](https://x.example)",
    "\x9a" * 3,
    "".join(chr(0x1F300 + n) for n in range(60)),
    "-\n-\n",
    "|a|\n|-|\n||",
    "    code\n      diep",
    "> - a\n> - b",
]


@pytest.mark.parametrize("written", ODD)
def test_whatever_somebody_writes_can_be_printed(written):
    blocks = blocks_of(text.render(written))
    for heading in ((), (Heading(1, "Punt"),)):
        document = Document("Verslag", "nl", blocks=(*heading, *blocks))
        assert pdf.write(document)
        assert word.write(document)
        assert markdown.write(document)


def test_code_keeps_its_lines():
    said = markdown.write(Document("t", "nl", blocks=blocks_of(text.render("    x = 1\n      y = 2"))))
    assert "```\nx = 1\n  y = 2" in said


def test_a_document_survives_being_kept():
    document = Document(
        "Titel", "nl", facts=(("a", "b"),), blocks=(*blocks_of(text.render(MARKDOWN)), Picture(SVG, "x"))
    )
    assert from_data(json.loads(json.dumps(as_data(document)))) == document


def test_another_house_style_is_used_when_it_has_a_place_for_the_body(tmp_path):
    own = docx.Document()
    own.add_paragraph("Stad Gent: {{ title }}")
    own.save(str(tmp_path / "empty.docx"))
    with pytest.raises(word.BadHouseStyle, match="body"):
        word.write(written_with("x"), tmp_path / "empty.docx")
    own.add_paragraph("{{ body }}")
    own.save(str(tmp_path / "own.docx"))
    assert "Stad Gent: Verslag" in reading.of_word(word.write(Document("Verslag", "nl"), tmp_path / "own.docx"))
