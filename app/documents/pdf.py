"""A document as PDF, tagged for screen readers (PDF/UA-1), made by typst.

The text goes to typst as data and is only ever shown: what looks like a command in it comes out as text. A character
that none of the fonts can show would make an inaccessible file, so its name is written instead.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import typst

from app.documents.blocks import Document, as_data
from app.documents.sound import for_xml

HERE = Path(__file__).parent
CANNOT = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)
CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")
PATIENCE = 3
"""How often it is tried again with what typst named, before all that is unusual is named at once."""


class CannotPrint(Exception):
    """typst refused the document."""


def write(document: Document) -> bytes:
    data = json.dumps(sound(levelled(as_data(document))), ensure_ascii=False)
    for _ in range(PATIENCE):
        try:
            return compiled(data)
        except typst.TypstError as error:
            found = CANNOT.search(str(error))
            if found is None:
                raise CannotPrint(str(error)) from error
            data = named(data, set(CODE_POINT.sub(lambda code: chr(int(code[1], 16)), found[1])))
    try:
        return compiled(named(data, {char for char in data if is_unusual(char)}))
    except typst.TypstError:
        return compiled(named(data, {char for char in data if ord(char) > 0x24F}))


def is_unusual(char: str) -> bool:
    """Outside the alphabets and the signs that the fonts mostly have."""
    return ord(char) > 0x6FF and not 0x1E00 <= ord(char) <= 0x23FF


def levelled(data: dict[str, Any]) -> dict[str, Any]:
    """No heading skips a level, whatever somebody wrote: a reader that goes by headings would look for the missing."""
    last = 0

    def walk(blocks: Any) -> None:
        nonlocal last
        for block in blocks:
            if block["type"] == "heading":
                last = block["level"] = min(block["level"], last + 1)
            elif block["type"] == "bullets":
                for item in block["items"]:
                    walk(item)

    walk(data["blocks"])
    return data


def sound(value: Any) -> Any:
    """The same data without characters that no file holds."""
    if isinstance(value, dict):
        return {name: sound(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [sound(one) for one in value]
    return for_xml(value) if isinstance(value, str) else value


def compiled(data: str) -> bytes:
    made = typst.compile(
        HERE / "document.typ", root=HERE, sys_inputs={"document": data}, pdf_standards="ua-1", ignore_system_fonts=True
    )
    return bytes(made)


def named(data: str, characters: set[str]) -> str:
    """Each of these characters as its name in brackets; signs that only change the look of another are left out."""
    for char in characters:
        if char.isascii():
            continue
        name = "" if unicodedata.category(char) in ("Mn", "Cf", "Me") else f"[{unicodedata.name(char, '?').lower()}]"
        data = data.replace(char, name)
    return data


def as_png(svg: str) -> bytes:
    """A drawing as points, for Word."""
    source = (
        '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 16cm)'
    )
    made = typst.compile(
        source.encode(), format="png", ppi=200, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )  # fmt: skip
    return bytes(made)
