"""PDF: every name in it is read, also in packed objects; what acts by itself or carries a file is refused.

This reads words, not structure. Readers of PDF mend broken tables each in their own way, so what one library follows is
not what another opens; a word that is nowhere in the file does nothing in any of them.
"""

import re
import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO

from app.files.inspection import signs
from app.files.inspection.verdict import (
    ACTS,
    DAMAGED,
    EMBEDS,
    LOCKED,
    TOO_MUCH,
    TWO_IN_ONE,
    Unacceptable,
)

MAGIC = b"%PDF-"
REFUSED = {
    b"JavaScript": ACTS, b"Launch": ACTS, b"Rendition": ACTS, b"XFA": ACTS, b"SubmitForm": ACTS, b"ImportData": ACTS,
    b"EmbeddedFile": EMBEDS, b"EmbeddedFiles": EMBEDS, b"RichMedia": EMBEDS, b"GoToE": EMBEDS, b"Encrypt": LOCKED,
}  # fmt: skip
PLAIN = re.compile(rb"/(" + b"|".join(REFUSED) + rb")(?![0-9A-Za-z#])")
DISGUISED = re.compile(rb"/([0-9A-Za-z]*#[0-9A-Fa-f]{2}[0-9A-Za-z#]*)")
"""A name may be written with codes: `/J#61vaScript`."""
STREAM = re.compile(rb"stream\r?\n")
PACKED = re.compile(rb"[\s\x00]*(?:%[^\n]*\n)?[\s\x00]*\d+\s+\d+")
"""How packed objects begin: the number of an object and where it stands. Drawings may too; they are read along."""
OBJECTS_OTHERWISE = re.compile(rb"/(?:ObjStm|First)\b")
OTHER_FILTERS = re.compile(rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)\b")
UNPACKED = 200_000_000
STEP = 1_000_000


def look(file: BinaryIO) -> None:
    """Header at the first byte, end mark at the last, nothing that acts in between."""
    signs.no_archive_at_the_end(file)
    raw = mmap(file.fileno(), 0, access=ACCESS_READ)  # it closes itself: a search may still hold it
    ends(raw)
    if signs.MARKUP.search(raw[: signs.HEAD]):
        raise Unacceptable(TWO_IN_ONE)
    names_in(raw)
    for piece in packed_objects(raw):
        names_in(piece)


def ends(raw: Any) -> None:
    end = raw.rfind(b"%%EOF")
    if end < 0 or raw.find(b"obj") < 0:
        raise Unacceptable(DAMAGED)
    if raw[end + 5 : end + 5 + 1024].strip(b"\x00\r\n\t \x1a") or len(raw) - end > 1024:
        raise Unacceptable(TWO_IN_ONE)


def names_in(piece: Any) -> None:
    if found := PLAIN.search(piece):
        raise Unacceptable(REFUSED[found[1]])
    for found in DISGUISED.finditer(piece):
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), found[1])
        if name in REFUSED or name in (b"ObjStm", b"First"):
            raise Unacceptable(REFUSED.get(name, ACTS))


def packed_objects(raw: Any) -> Iterator[bytes]:
    """Of each stream that begins as packed objects do: its content, piece by piece, within a budget for all."""
    left = UNPACKED
    for found in STREAM.finditer(raw):
        dictionary = raw[max(0, found.start() - 2048) : found.start()].rpartition(b"obj")[2]
        if OBJECTS_OTHERWISE.search(dictionary) and OTHER_FILTERS.search(dictionary):
            raise Unacceptable(LOCKED)
        for piece in inflated(raw, found.end()):
            left -= len(piece)
            if left < 0:
                raise Unacceptable(TOO_MUCH)
            yield piece


def inflated(raw: Any, start: int) -> Iterator[bytes]:
    """What is packed here, if it is, and if it begins as objects do. Broken packing ends it, as readers do."""
    unpacker = zlib.decompressobj()
    try:
        first = unpacker.decompress(raw[start : start + 512], 256)
        if not PACKED.match(first):
            return
        yield from whole(raw, start)
    except zlib.error:
        return


def whole(raw: Any, start: int) -> Iterator[bytes]:
    """Piece by piece; the end of each stands before the next, so that no word falls between two."""
    unpacker, before, at = zlib.decompressobj(), b"", start
    while not unpacker.eof and at < len(raw):
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = raw[at : at + 65_536]
            at += len(packed)
        piece = before + unpacker.decompress(packed, STEP)
        before = piece[-200:]
        yield piece
