"""Word, Excel and PowerPoint as they are since 2007: the parts, what they point to, and the fields that fetch."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from zipfile import ZipInfo

from app.files.inspection import signs, xml
from app.files.inspection.verdict import (
    ACTS,
    DAMAGED,
    EMBEDS,
    FETCHES,
    STARTS,
    Unacceptable,
)
from app.files.inspection.zipped import Budget, Package

TYPES = "[Content_Types].xml"
HYPERLINK = "/relationships/hyperlink"
MACROS = re.compile(
    r"macroenabled|vbaproject|vbadata|activex|macrosheet|attachedtoolbars|ms-word\.attached", re.IGNORECASE
)
"""In the name or the declared kind of a part: macros in any of their shapes, since Excel 4."""
OBJECTS = re.compile(r"oleobject", re.IGNORECASE)
FIELDS = re.compile(r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE)
"""Fields of Word that start a program or fetch something."""
CALLS_A_PROGRAM = re.compile(rb"<(?:\w+:)?f\b[^<]*(?:\||&#(?:124|x0*7[cC]);)[^<]*!")
FORMULA = 8_192
EXECUTABLE_LINK = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
XML = (".xml", ".rels", ".vml", ".svg")
IN_BULK = re.compile(r"xl/(?:worksheets|sharedStrings|calcChain|pivotCache)[^/]*(?:/[^/]+)?\.xml")
"""Parts of millions of cells: checked as XML and searched as bytes, not heard word by word."""


class Main:
    """What a file must declare to be of this kind: the part where it begins, and its declared type."""

    def __init__(self, folder: str, declared: str) -> None:
        self.folder, self.declared = folder, f"application/vnd.openxmlformats-officedocument.{declared}.main+xml"


DOCX = Main("word/", "wordprocessingml.document")
XLSX = Main("xl/", "spreadsheetml.sheet")
PPTX = Main("ppt/", "presentationml.presentation")


class Types(xml.Listener):
    """The declared kinds of all parts."""

    def __init__(self) -> None:
        self.declared: set[str] = set()

    def element(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if MACROS.search(kind) or MACROS.search(attributes.get("PartName", "")):
            raise Unacceptable(ACTS)
        if OBJECTS.search(kind) and name.endswith("}Override"):
            raise Unacceptable(EMBEDS)
        self.declared.add(kind)


class Relations(xml.Listener):
    """Where the parts point. Outside the file only what a person clicks on herself."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition("}")[2] != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if MACROS.search(kind):
            raise Unacceptable(ACTS)
        if EXECUTABLE_LINK.match(target):
            raise Unacceptable(ACTS)
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith(HYPERLINK):
            raise Unacceptable(FETCHES)


class Part(xml.Listener):
    """The text of a part: fields of Word, data links of Excel, scripts in drawings."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self.hears = False

    def element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local in ("ddeLink", "oleLink", "dde-link"):
            raise Unacceptable(STARTS)
        if local == "script":
            raise Unacceptable(ACTS)
        if local == "fldSimple":
            self.fetches_nothing(next((value for key, value in attributes.items() if key.endswith("}instr")), ""))
        if local == "fldChar":
            self.turn(next((value for key, value in attributes.items() if key.endswith("}fldCharType")), ""))
        self.hears = local == "instrText"

    def turn(self, kind: str) -> None:
        """A field begins, or its instruction is complete. Inside a field there may be others."""
        if kind == "begin":
            self.fields.append("")
        elif self.fields:
            self.fetches_nothing(self.fields[-1])
            if kind == "end":
                self.fields.pop()

    def text(self, said: str) -> None:
        if self.hears:
            self.fields = [(field + said)[:2_000] for field in self.fields[:50]] or [said]

    def end(self, name: str) -> None:
        self.hears = self.hears and not name.endswith("instrText")

    def close(self) -> None:
        """A field that never ended is one all the same."""
        for field in self.fields:
            self.fetches_nothing(field)

    def fetches_nothing(self, instruction: str) -> None:
        if FIELDS.match(instruction):
            raise Unacceptable(FETCHES)


def look(file: BinaryIO, main: Main, budget: Budget | None = None) -> None:
    """Every part is unpacked once, within the limits, and heard."""
    nested, package = budget is not None, Package(file, budget or Budget())
    if TYPES not in package.names or not any(name.startswith(main.folder) for name in package.names):
        raise Unacceptable(DAMAGED)
    types = Types()
    for info in package.entries:
        if MACROS.search(info.filename):
            raise Unacceptable(ACTS)
        look_at_part(package, info, types, nested=nested)
    if main.declared not in types.declared:
        raise Unacceptable(DAMAGED)


def look_at_part(package: Package, info: ZipInfo, types: Types, *, nested: bool) -> None:
    chunks = with_a_good_head(package.chunks(info))
    name = info.filename
    if name == TYPES:
        xml.read(heard(chunks, package.budget), types)
    elif name.endswith(".rels"):
        xml.read(heard(chunks, package.budget), Relations())
    elif IN_BULK.fullmatch(name):
        xml.read(without_programs(chunks), None)
    elif name.lower().endswith(XML):
        part = Part()
        xml.read(heard(chunks, package.budget), part)
        part.close()
    else:
        look_at_bytes(name, chunks, package.budget, nested=nested)


def with_a_good_head(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """No program and no old Office file, whatever the part is called."""
    first = True
    for chunk in chunks:
        if first and chunk:
            signs.no_program(chunk[: signs.HEAD])
            first = False
        yield chunk


def heard(chunks: Iterable[bytes], budget: Budget) -> Iterator[bytes]:
    for chunk in chunks:
        budget.listen(len(chunk))
        yield chunk


def without_programs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Formulas that call a program; the end of each piece is looked at again with the next."""
    before = b""
    for chunk in chunks:
        if CALLS_A_PROGRAM.search(re.sub(rb'"[^"<]*"|&quot;[^<]*?&quot;', b"", before + chunk)):
            raise Unacceptable(STARTS)
        before = chunk[-FORMULA:]
        yield chunk


def look_at_bytes(name: str, chunks: Iterator[bytes], budget: Budget, *, nested: bool) -> None:
    """A picture or a setting; or the workbook behind a chart, which is looked at as a file of its own, one deep."""
    first = next((chunk for chunk in chunks if chunk), b"")
    if not first.startswith(b"PK\x03\x04"):
        for _chunk in chunks:
            pass
        return
    main = {".xlsx": XLSX, ".docx": DOCX, ".pptx": PPTX}.get(PurePosixPath(name).suffix.lower())
    if nested or main is None or "/embeddings/" not in name:
        raise Unacceptable(EMBEDS)
    with SpooledTemporaryFile(max_size=1_000_000) as inner:
        for chunk in (first, *chunks):
            inner.write(chunk)
        look(cast(BinaryIO, inner), main, budget)
