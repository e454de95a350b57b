"""A document as Markdown. What a person wrote is escaped: it comes out as the same text, never as a sign."""

import re

from app.documents.blocks import Block, Bullets, Document, Heading, Look, Paragraph, Picture, Run, Table

SIGNS = re.compile(r"([\\`*_\[\]|])")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;", "=": "&#61;"}
"""Signs that not every reader of Markdown takes a backslash before."""
AT_THE_START = re.compile(r"^([^\S\n]*+)([#+-]|\d+[.)])", re.MULTILINE)


IN_A_LINK = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


def write(document: Document) -> str:
    head = [f"# {escaped(document.title)}"]
    head += [escaped(document.subtitle)] if document.subtitle else []
    head += [f"**{escaped(name)}:** {escaped(value)}  " for name, value in document.facts]
    foot = [f"*{escaped(document.origin)}*"] if document.origin else []
    return "\n\n".join([*head, *(block(one) for one in document.blocks), *foot]) + "\n"


def escaped(text: str) -> str:
    safe = SIGNS.sub(r"\\\1", "".join(ENTITIES.get(char, char) for char in text))
    return AT_THE_START.sub(lambda found: f"{found[1]}{sign_escaped(found[2])}", safe)


def sign_escaped(sign: str) -> str:
    return f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}"


def block(one: Block) -> str:
    match one:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {escaped(text)}"
        case Paragraph(runs, look):
            if look is Look.CODE:
                return fenced("".join(piece.text for piece in runs))
            said = "".join(run(piece) for piece in runs).replace("\n", "  \n")
            return "\n".join(f"> {line}" for line in said.split("\n")) if look is Look.QUOTE else said
        case Bullets():
            return bullets(one)
        case Table():
            return table(one)
        case Picture(_svg, alt):
            return f"*{escaped(alt)}*"


def fenced(text: str) -> str:
    """Code as it stands, within a fence longer than any in it."""
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def run(piece: Run) -> str:
    said = f"`{piece.text}`" if piece.code and "`" not in piece.text else escaped(piece.text)
    if not said.strip():
        return said
    before, after = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    said = said.strip()
    for there, sign in ((piece.struck, "~~"), (piece.italic, "*"), (piece.bold, "**")):
        said = f"{sign}{said}{sign}" if there else said
    said = f"[{said}]({piece.link.translate(IN_A_LINK)})" if piece.link else said
    return f"{before}{said}{after}"


def bullets(one: Bullets) -> str:
    lines = []
    for nth, item in enumerate(one.items, start=one.start):
        sign = f"{nth}. " if one.ordered else "- "
        inner = "\n\n".join(block(part) for part in item).split("\n")
        lines += [sign + inner[0], *(f"{' ' * len(sign)}{line}" if line else "" for line in inner[1:])]
    return "\n".join(lines)


def table(one: Table) -> str:
    def row(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(escaped(cell).replace("\n", " ") for cell in cells) + " |"

    caption = [f"*{escaped(one.caption)}*", ""] if one.caption else []
    return "\n".join([*caption, row(one.head), "| " + " | ".join("---" for _ in one.head) + " |", *map(row, one.rows)])
