"""What is accepted, by the end of its name: what it is called, how it must begin, and who looks inside."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from app.files.inspection import images, odf, ooxml, pdf, plain
from workflows.words import Words

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Kind:
    """A kind of file that may come in."""

    media_type: str
    begins: bytes
    look: Callable[[BinaryIO], None]


def of_open_document(name: str) -> Kind:
    return Kind(OPEN + name, ZIP, partial(odf.look, media_type=OPEN + name))


PICTURE = Kind("image/jpeg", images.JPEG, images.look_at_jpeg)
KINDS = {
    "pdf": Kind("application/pdf", pdf.MAGIC, pdf.look),
    "docx": Kind(OFFICE + "wordprocessingml.document", ZIP, partial(ooxml.look, main=ooxml.DOCX)),
    "xlsx": Kind(OFFICE + "spreadsheetml.sheet", ZIP, partial(ooxml.look, main=ooxml.XLSX)),
    "pptx": Kind(OFFICE + "presentationml.presentation", ZIP, partial(ooxml.look, main=ooxml.PPTX)),
    "odt": of_open_document("text"),
    "ods": of_open_document("spreadsheet"),
    "odp": of_open_document("presentation"),
    "png": Kind("image/png", images.PNG, images.look_at_png),
    "jpg": PICTURE,
    "jpeg": PICTURE,
    "csv": Kind("text/csv", b"", plain.look_at_table),
    "txt": Kind("text/plain", b"", plain.look),
    "md": Kind("text/markdown", b"", plain.look),
}
"""No other: no picture with code in it (svg), web page, archive, mail, or Office file that is old or has macros."""

OLD = Words("Dit is een oud Office-formaat, waarin macro's kunnen zitten. Bewaar het als docx, xlsx of pptx.")
WITH_MACROS = Words("Macro's worden niet aangenomen. Bewaar het zonder macro's, als docx, xlsx of pptx.")
ARCHIVE = Words("Een archief wordt niet aangenomen: stuur wat erin zit bestand per bestand.")
BETTER = {
    **dict.fromkeys(("doc", "xls", "ppt", "dot", "xlt", "pot", "rtf", "xlsb"), OLD),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlam"), WITH_MACROS),
    **dict.fromkeys(("zip", "7z", "rar", "gz", "tar", "tgz", "bz2", "xz"), ARCHIVE),
}
"""What to do instead, for what people often have."""


def refusal_of(extension: str) -> Words:
    """Why this kind of file may not come in, and what may."""
    may = ", ".join(name for name in KINDS if name != "jpeg")
    return BETTER.get(extension) or Words("Dit soort bestand wordt niet aangenomen. Wel: {kinds}.", kinds=may)
