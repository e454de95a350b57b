"""PNG and JPEG: sizes out of the headers, whole from the first byte to the last; nothing is decoded."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from app.files.inspection import signs
from app.files.inspection.verdict import DAMAGED, TOO_WIDE, TWO_IN_ONE, Unacceptable
from workflows.words import Words

SIDE, MOST = 20_000, 100
"""Pixels in a row, and millions of pixels in all: a scanned A0 fits; what fills the memory of a reader does not."""
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
SIZES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
"""The markers of JPEG that hold a size: start of frame, whatever the way of coding."""


def may_be(width: int, height: int) -> None:
    if not width or not height:
        raise Unacceptable(DAMAGED)
    if max(width, height) > SIDE or width * height > MOST * 1_000_000:
        raise Unacceptable(Words(TOO_WIDE.one, side=SIDE, most=MOST))


def look_at_png(file: BinaryIO) -> None:
    """From IHDR to IEND, chunk by chunk, and nothing after it."""
    signs.no_archive_at_the_end(file)
    size = file.seek(0, 2)
    file.seek(len(PNG))
    names: list[bytes] = []
    for name, length in png_chunks(file, size):
        if not names:
            if name != b"IHDR" or length != 13:
                raise Unacceptable(DAMAGED)
            may_be(*struct.unpack(">2L", file.read(8)))
        names.append(name)
    if names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise Unacceptable(DAMAGED)
    if file.tell() != size:
        raise Unacceptable(TWO_IN_ONE)


def png_chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Name and length of each; the file stands at its content while it is looked at."""
    name = b""
    while name != b"IEND" and file.tell() + 12 <= size:
        length, name = struct.unpack(">L4s", file.read(8))
        start = file.tell()
        if start + length + 4 > size:
            raise Unacceptable(DAMAGED)
        yield name, length
        file.seek(start + length + 4)


def look_at_jpeg(file: BinaryIO) -> None:
    """A size in a frame, and the mark of the end where the file ends."""
    signs.no_archive_at_the_end(file)
    size = file.seek(0, 2)
    file.seek(max(0, size - 64))
    if not file.read().rstrip(b"\x00\n\r ").endswith(b"\xff\xd9"):
        raise Unacceptable(DAMAGED)
    file.seek(2)
    may_be(*size_of_jpeg(file, size))


def size_of_jpeg(file: BinaryIO, size: int) -> tuple[int, int]:
    while file.tell() + 4 <= size:
        mark, code = file.read(2)
        if mark != 0xFF:
            break
        if code in SIZES:
            _length, _precision, height, width = struct.unpack(">HBHH", file.read(7))
            return width, height
        if code == 0xFF:  # a filling byte before a marker
            file.seek(-1, 1)
        elif code not in (0x01, *range(0xD0, 0xD8)):
            (length,) = struct.unpack(">H", file.read(2))
            file.seek(max(length, 2) - 2, 1)
    raise Unacceptable(DAMAGED)
