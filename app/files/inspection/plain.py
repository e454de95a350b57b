"""Text, Markdown and CSV: characters that a person can read, and no cell that starts a program."""

import codecs
import re
from typing import BinaryIO

from app.files.inspection import signs
from app.files.inspection.verdict import A_PAGE, DAMAGED, NO_TEXT, STARTS, Unacceptable

CHUNK = 256 * 1024
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\ufffe\uffff]")
"""What no text holds: C0 without tab, line ends and form feed; what Windows-1252 leaves open."""
STARTS_A_PROGRAM = re.compile(r"""(?:^|[,;\t"'])[^\S\t\n]*+[=+\-@][^\n|]{0,300}\|[^\n!]{0,300}!""", re.MULTILINE)
"""A formula that calls a program by DDE; Excel would run it on opening.

What stands before it is looked at from the last tab or line end on: from each of a million it would never end.
"""
OTHERS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"%!PS", b"<?xml")


def look(file: BinaryIO) -> None:
    """Plain text in UTF-8, UTF-16 with its mark, or Windows-1252 (as Excel still writes CSV)."""
    head = file.read(signs.HEAD)
    if head.startswith((*OTHERS, *signs.PROGRAMS[:2], signs.PROGRAMS[-1])):
        raise Unacceptable(NO_TEXT)
    if signs.MARKUP.match(head.removeprefix(codecs.BOM_UTF8).lstrip()):
        raise Unacceptable(A_PAGE)
    read_whole(file, encoding_of(file, head))


def look_at_table(file: BinaryIO) -> None:
    """A CSV is text, of which a spreadsheet takes some cells as formulas."""
    look(file)
    file.seek(0)
    encoding = encoding_of(file, file.read(signs.HEAD))
    file.seek(0)
    decoder, before = codecs.getincrementaldecoder(encoding)("replace"), ""
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        if STARTS_A_PROGRAM.search(before + text):
            raise Unacceptable(STARTS)
        before = text[-1000:]


def encoding_of(file: BinaryIO, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if is_utf8(file) else "cp1252"


def is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_whole(file: BinaryIO, encoding: str) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(CHUNK):
            if CONTROLS.search(decoder.decode(chunk)):
                raise Unacceptable(NO_TEXT)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unacceptable(DAMAGED if encoding == "utf-16" else NO_TEXT) from error
