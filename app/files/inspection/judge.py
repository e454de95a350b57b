"""The verdict over one file: its name says what it should be, its bytes must agree, and nothing in it may act."""

import struct
import zlib
from typing import BinaryIO
from zipfile import BadZipFile

from app.files.inspection import signs
from app.files.inspection.kinds import KINDS, Kind, refusal_of
from app.files.inspection.verdict import DAMAGED, EMPTY, Unacceptable, Verdict
from workflows.words import Words

BROKEN = (
    BadZipFile, zlib.error, struct.error, ValueError, LookupError, EOFError, NotImplementedError, OverflowError,
    RecursionError, AttributeError,
)  # fmt: skip
"""What readers raise on bytes that nobody wrote in good faith. A failing disk (OSError) is no verdict."""


def judge(file: BinaryIO, name: str) -> Verdict:
    """`file` is a real file, open for reading; `name` is cleaned already. Never raises for what is in the file."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(extension)
    if kind is None:
        return Verdict(refusal=refusal_of(extension))
    try:
        look(file, kind, extension)
    except Unacceptable as no:
        return Verdict(refusal=no.words)
    except BROKEN:
        return Verdict(refusal=DAMAGED)
    return Verdict(media_type=kind.media_type)


def look(file: BinaryIO, kind: Kind, extension: str) -> None:
    file.seek(0)
    head = file.read(signs.HEAD)
    if not head:
        raise Unacceptable(EMPTY)
    signs.known_virus(head)
    if not head.startswith(kind.begins):
        raise Unacceptable(Words("De inhoud is niet wat de naam zegt: dit is geen {kind}.", kind=extension))
    file.seek(0)
    kind.look(file)
