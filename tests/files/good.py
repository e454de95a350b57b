"""Good files of every kind that is accepted, made here so that nobody has to keep them."""

# ruff: noqa: E501  (XML by hand)

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import typst
import xlsxwriter

ODF = "application/vnd.oasis.opendocument."
OFFICE = "http://schemas.openxmlformats.org/"


def a_docx(paragraph: str = "Voorstel van de subwerkgroep") -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("Nota", 0)
    made.add_paragraph(paragraph)
    made.add_table(rows=2, cols=2).cell(0, 0).text = "Gent"
    made.save(out)
    return out.getvalue()


def an_xlsx(rows: int = 20) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Cijfers")
    for nth in range(rows):
        sheet.write_row(nth, 0, [f"Stad {nth}", nth, nth * 1.5])
    sheet.write_formula(rows, 1, f"=SUM(B1:B{rows})")
    sheet.write_formula(rows, 2, '="a|b!"&A1')
    sheet.write_url(rows + 1, 0, "https://stad.example/cijfers")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Cijfers!$B$1:$B$5"})
    sheet.insert_chart("E2", chart)
    book.close()
    return out.getvalue()


def a_pptx(workbook: bytes | None = None) -> bytes:
    """The parts that PowerPoint writes at the least; with a workbook, one behind a chart."""
    main = "application/vnd.openxmlformats-officedocument.presentationml"
    types = (
        f'<Types xmlns="{OFFICE}package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{main}.presentation.main+xml"/></Types>'
    )
    relation = (
        f'<Relationships xmlns="{OFFICE}package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}officeDocument/2006/relationships/officeDocument" Target="ppt/presentation.xml"/></Relationships>'
    )
    show = f'<p:presentation xmlns:p="{OFFICE}presentationml/2006/main"><p:sldSz cx="9144000" cy="6858000"/></p:presentation>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types, "_rels/.rels": relation, "ppt/presentation.xml": show,
    }  # fmt: skip
    if workbook:
        parts["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"] = workbook
    return zipped(parts)


def zipped(parts: dict[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return out.getvalue()


def odf_parts(kind: str, body: str = "", spaces: str = "") -> dict[str, str | bytes]:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": ODF + kind,
        "content.xml": f'<office:document-content xmlns:office="{office}" xmlns:xlink="http://www.w3.org/1999/xlink" {spaces}>'
        f"<office:scripts/><office:body>{body}</office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{ODF}{kind}"/></manifest:manifest>',
        "Thumbnails/thumbnail.png": a_png(),
    }


TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def an_odf(kind: str, body: str = "", spaces: str = TEXT) -> bytes:
    body = body or '<text:p>Zie <text:a xlink:href="https://stad.example">de site</text:a></text:p>'
    return zipped(odf_parts(kind, body, spaces), stored=("mimetype",))


def a_pdf(text: str = "Verslag") -> bytes:
    """As our own PDF writer makes them: its objects are packed."""
    made: bytes = typst.compile(f'= {text}\n#link("https://stad.example")[de site]\n#lorem(200)'.encode(), format="pdf")
    return made


def a_png(width: int = 8, height: int = 8) -> bytes:
    """The header says the size, whatever the content is."""
    rows = zlib.compress(b"".join(b"\x00" + b"\x7f" * 3 * min(width, 8) for _ in range(min(height, 8))))
    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def a_jpeg(width: int = 8, height: int = 8) -> bytes:
    """Headers, a frame of this size, a scan, an end; as much of a photo as a reader of headers meets."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    parts = [
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xE1, b"Exif\x00\x00" + b"\x01" * 40),
        (0xC0, frame),
    ]
    marked = b"".join(bytes((0xFF, code)) + struct.pack(">H", len(body) + 2) + body for code, body in parts)
    return b"\xff\xd8" + marked + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34" * 20 + b"\xff\xd9"


CSV = 'stad;inwoners;groei\nGent;265086;-1,2\nGenk;66110;+0,4\n"Sint-Niklaas | Waas";78000;=B2*2\n'
GOOD: dict[str, Callable[[], bytes]] = {
    "nota.docx": a_docx,
    "cijfers.xlsx": an_xlsx,
    "veel-cijfers.xlsx": lambda: an_xlsx(30_000),
    "voorstelling.pptx": a_pptx,
    "voorstelling-met-grafiek.pptx": lambda: a_pptx(an_xlsx()),
    "tekst.odt": lambda: an_odf("text"),
    "blad.ods": lambda: an_odf("spreadsheet"),
    "dia's.odp": lambda: an_odf("presentation"),
    "verslag.pdf": a_pdf,
    "VERSLAG.PDF": a_pdf,
    "kaart.png": a_png,
    "grote-kaart.png": lambda: a_png(12_000, 8_000),
    "foto.jpg": a_jpeg,
    "foto.jpeg": lambda: a_jpeg(6_000, 4_000),
    "cijfers.csv": CSV.encode,
    "cijfers uit excel.csv": lambda: "stad;groei\nLiège;é\n".encode("cp1252"),
    "cijfers met merk.csv": lambda: CSV.encode("utf-8-sig"),
    "cijfers met veel leeg.csv": lambda: b"a" + b"\t" * 200_000 + b"b\n" + b" " * 200_000,
    "cijfers-utf16.csv": lambda: CSV.encode("utf-16"),
    "leesmij.txt": lambda: "Héél gewoon 🏛\r\n\tmet een tab\f".encode(),
    "leesmij.md": lambda: b"# Titel\n\nMet <b>HTML</b> erin, en `<script>` in code.\n",
}
"""Under the name by which a person would send it."""
