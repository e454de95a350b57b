"""Signs by which a few bytes give away what they are."""

import re
from typing import BinaryIO

from app.files.inspection.verdict import EMBEDS, RECOGNISED, TWO_IN_ONE, Unacceptable

# In two pieces, so that a scanner does not take this very file away.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"!<arch>", b"\xd0\xcf\x11\xe0")
"""Windows, Linux, Java, macOS, scripts, libraries, and the old Office container (programs and macros live in it)."""
END_OF_ZIP = b"PK\x05\x06"
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe|\?php|body|head|object|embed)\b", re.IGNORECASE)
HEAD = 4096


def known_virus(head: bytes) -> None:
    """The test file of all virus scanners: whoever leaves this out has no check to try."""
    if TEST_VIRUS in head:
        raise Unacceptable(RECOGNISED)


def no_program(head: bytes) -> None:
    """For a piece of a document: no program, no old Office file."""
    known_virus(head)
    if head.startswith(PROGRAMS):
        raise Unacceptable(EMBEDS)


def no_archive_at_the_end(file: BinaryIO) -> None:
    """A program that opens archives reads from the end: a picture can be one too."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    if END_OF_ZIP in file.read():
        raise Unacceptable(TWO_IN_ONE)
    file.seek(0)
