"""The zip around an Office file: limits before anything is unpacked, no room for what two programs read differently.

The end record must be the end of the file and the directory must stand right before it, entries must follow each other
without gaps, and every entry must unpack to exactly what the directory says.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app.files.inspection.verdict import (
    DAMAGED,
    LOCKED,
    POINTS_OUTSIDE,
    TOO_MUCH,
    TWO_IN_ONE,
    Unacceptable,
)

ENTRIES, UNPACKED, RATIO, DIRECTORY = 2_000, 200_000_000, 100, 1_000_000
SMALL = 1_000_000
"""Below this size the ratio says nothing: an empty sheet packs very well."""
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
STEP = 256 * 1024


@dataclass
class Budget:
    """What may still be unpacked, of the file and of the files in it together."""

    left: int = UNPACKED
    listened: int = 80_000_000
    """Of that, how much XML may be read word by word: about two seconds of work."""

    def take(self, n: int) -> None:
        self.left -= n
        if self.left < 0:
            raise Unacceptable(TOO_MUCH)

    def listen(self, n: int) -> None:
        self.listened -= n
        if self.listened < 0:
            raise Unacceptable(TOO_MUCH)


class Package:
    """A zip that keeps to the limits; `chunks` unpacks one entry."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self.file, self.budget = file, budget
        directory, many = end_of(file)
        self.entries = [info for info in entries_of(file, directory, many) if not info.is_dir()]
        self.names = {info.filename for info in self.entries}

    def chunks(self, info: ZipInfo) -> Iterator[bytes]:
        """The content, piece by piece, counted; raises when it is not what the directory says."""
        _, _, _, _, _, _, _, _, _, name, extra = LOCAL.unpack(self.at(info.header_offset, LOCAL.size))
        start, done, crc = info.header_offset + LOCAL.size + name + extra, 0, 0
        for piece in self.unpacked(info, start):
            self.budget.take(len(piece))
            done, crc = done + len(piece), zlib.crc32(piece, crc)
            if done > info.file_size:
                raise Unacceptable(TOO_MUCH)
            yield piece
        if done != info.file_size or crc != info.CRC:
            raise Unacceptable(DAMAGED)

    def unpacked(self, info: ZipInfo, start: int) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(-15)
        for offset in range(0, info.compress_size, STEP):
            packed = self.at(start + offset, min(STEP, info.compress_size - offset))
            if info.compress_type == ZIP_STORED:
                yield packed
                continue
            while packed:
                yield unpacker.decompress(packed, STEP)
                packed = unpacker.unconsumed_tail
        if info.compress_type == ZIP_DEFLATED:
            yield unpacker.flush()
            if not unpacker.eof or unpacker.unused_data:
                raise Unacceptable(DAMAGED)

    def at(self, offset: int, n: int) -> bytes:
        self.file.seek(offset)
        return self.file.read(n)


def end_of(file: BinaryIO) -> tuple[int, int]:
    """Where the directory stands and how many entries it has; refuses a second reading of either."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - 20))
    tail = file.read()
    if len(tail) < END.size:
        raise Unacceptable(DAMAGED)
    sign, disk, first_disk, here, many, length, offset, comment = END.unpack(tail[-END.size :])
    if sign != b"PK\x05\x06":
        raise Unacceptable(DAMAGED if tail.find(b"PK\x05\x06") < 0 else TWO_IN_ONE)
    if many > ENTRIES or length > DIRECTORY:
        raise Unacceptable(TOO_MUCH)
    if disk or first_disk or comment or here != many or offset + length + END.size != size:
        raise Unacceptable(TWO_IN_ONE)
    if tail.startswith(b"PK\x06\x07"):  # the mark of an end record in 64 bits, which a program may read instead
        raise Unacceptable(TWO_IN_ONE)
    return offset, many


def entries_of(file: BinaryIO, directory: int, many: int) -> list[ZipInfo]:
    with ZipFile(file) as archive:
        entries = archive.infolist()
    if len(entries) != many or len({info.orig_filename.lower() for info in entries}) != many:
        raise Unacceptable(TWO_IN_ONE)
    for info in entries:
        stays_inside(info)
        can_be_read(info)
    if sum(info.file_size for info in entries) > UNPACKED:
        raise Unacceptable(TOO_MUCH)
    follow_each_other(file, entries, directory)
    return entries


def stays_inside(info: ZipInfo) -> None:
    """No absolute name, no way up, no link: nobody unpacks this here, but somebody may elsewhere."""
    name = info.orig_filename
    odd = "\\" in name or ":" in name or any(ord(char) < 32 for char in name)
    if odd or name.startswith("/") or ".." in name.split("/") or not name:
        raise Unacceptable(POINTS_OUTSIDE)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unacceptable(POINTS_OUTSIDE)


def can_be_read(info: ZipInfo) -> None:
    if info.flag_bits & 0x2041:
        raise Unacceptable(LOCKED)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unacceptable(DAMAGED)
    if info.file_size > SMALL and info.file_size > RATIO * info.compress_size:
        raise Unacceptable(TOO_MUCH)


def follow_each_other(file: BinaryIO, entries: list[ZipInfo], directory: int) -> None:
    """From the first byte to the directory: no two entries share bytes, and none are left over."""
    at = 0
    for info in sorted(entries, key=lambda one: one.header_offset):
        file.seek(info.header_offset)
        sign, _, flags, method, _, _, _, _, _, name, extra = LOCAL.unpack(file.read(LOCAL.size))
        encoding = "utf-8" if flags & 0x800 else "cp437"
        same = file.read(name) == info.orig_filename.encode(encoding) and method == info.compress_type
        if sign != b"PK\x03\x04" or not same or info.header_offset != at:
            raise Unacceptable(TWO_IN_ONE)
        at = info.header_offset + LOCAL.size + name + extra + info.compress_size
        at += length_of_descriptor(file, at) if flags & 0x08 else 0
    if at != directory:
        raise Unacceptable(TWO_IN_ONE)


def length_of_descriptor(file: BinaryIO, at: int) -> int:
    """The sizes that a program which could not go back wrote after the content."""
    file.seek(at)
    return 16 if file.read(4) == b"PK\x07\x08" else 12
