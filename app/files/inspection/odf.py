"""OpenDocument text, sheets and slides: the declared kind first, no macros, nothing fetched from elsewhere."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_STORED

from app.files.inspection import xml
from app.files.inspection.ooxml import heard, with_a_good_head
from app.files.inspection.verdict import (
    ACTS,
    DAMAGED,
    EMBEDS,
    FETCHES,
    LOCKED,
    STARTS,
    Unacceptable,
)
from app.files.inspection.zipped import Budget, Package

MACROS = re.compile(r"(?:^|/)(?:Basic|Scripts|Dialogs)/|\.(?:jar|class|py|bsh)$", re.IGNORECASE)
OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+:|//|\\\\)", re.IGNORECASE)
EXECUTABLE_LINK = re.compile(r"\s*(?:javascript|vbscript|data|vnd\.sun\.star\.script|macro|service):", re.IGNORECASE)
CALLS = re.compile(r"\b(?:DDE|WEBSERVICE)\s*\(", re.IGNORECASE)
CLICKED = {"a", "hyperlink"}
"""Elements whose address a person follows herself."""


class Part(xml.Listener):
    """Scripts, listeners, data links, formulas that call out, and everything that points outside."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("}")
        if local.startswith("dde-"):
            raise Unacceptable(STARTS)
        if (local, "script" in space) == ("event-listener", True) or (local, "svg" in space) == ("script", True):
            raise Unacceptable(ACTS)
        if local == "encryption-data" and "manifest" in space:
            raise Unacceptable(LOCKED)
        for key, value in attributes.items():
            if key.endswith("}href"):
                self.points(local, value)
            elif key.endswith("}formula") and CALLS.search(value):
                raise Unacceptable(STARTS)

    def points(self, local: str, target: str) -> None:
        if EXECUTABLE_LINK.match(target):
            raise Unacceptable(ACTS)
        if local not in CLICKED and (OUTSIDE.match(target) or ".." in target):
            raise Unacceptable(FETCHES)


def look(file: BinaryIO, media_type: str) -> None:
    """The first entry is the declared kind, not packed, as the format asks; then every part is unpacked once."""
    package = Package(file, Budget())
    first = package.entries[0] if package.entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != ZIP_STORED:
        raise Unacceptable(DAMAGED)
    if first.file_size > 100 or b"".join(package.chunks(first)) != media_type.encode():
        raise Unacceptable(DAMAGED)
    if not {"content.xml", "META-INF/manifest.xml"} <= package.names:
        raise Unacceptable(DAMAGED)
    for info in package.entries[1:]:
        if MACROS.search(info.filename):
            raise Unacceptable(ACTS)
        chunks = with_a_good_head(package.chunks(info))
        if info.filename.lower().endswith((".xml", ".rdf", ".svg")):
            xml.read(heard(chunks, package.budget), Part())
        else:
            no_archive(chunks)


def no_archive(chunks: Iterator[bytes]) -> None:
    """A picture, a setting, a replacement of a chart: no file in the file."""
    first = next((chunk for chunk in chunks if chunk), b"")
    if first.startswith(b"PK\x03\x04"):
        raise Unacceptable(EMBEDS)
    for _chunk in chunks:
        pass
