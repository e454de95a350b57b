"""Two rendered texts compared: the newer one as it looks, with what came and what went marked in it. A pure function.

The tags of the answer are those of the newer text and no others, so it is as sound as that one is; words that went
stand where text may stand, or in a paragraph of their own.
"""

import re
from collections.abc import Iterable

from workflows.alignment import opcodes

TOKEN = re.compile(r'<(?:[^<>"]|"[^"]*")+>|&#?\w+;|\w+|\s+|[^\w\s]')
NAME = re.compile(r"</?(\w+)")
BETWEEN = {"ul", "ol", "table", "thead", "tbody", "tr"}
"""In these stand only other tags: words that went wait for the next place where text may stand."""
ON_ITS_OWN = {"", "blockquote"}
VOID = {"br", "hr"}
END = "<>"


def marked(before: str, after: str) -> str:
    """`after` with `<ins>` around the words that came, and the words of `before` that went in `<del>`."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    page = Page()
    for tag, a_from, a_to, b_from, b_to in opcodes(old, new):
        if tag == "equal":
            page.stays(new[b_from:b_to])
            continue
        page.goes(old[a_from:a_to])
        page.comes(new[b_from:b_to])
    return page.whole()


class Page:
    """What was written so far, which tags are open, and which words that went still wait for a place."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[str] = []
        self.gone = ""

    def stays(self, tokens: Iterable[str]) -> None:
        for token in tokens:
            self.put_down()
            self.write(token)

    def comes(self, tokens: Iterable[str]) -> None:
        words = ""
        for one in (*tokens, END):
            self.put_down()
            if not one.startswith("<"):
                words += one
                continue
            if words:
                self.out.append(f"<ins>{words}</ins>" if words.strip() else words)
            words = ""
            if one is not END:
                self.write(one)

    def goes(self, tokens: Iterable[str]) -> None:
        """A tag that went leaves a space between the words around it."""
        self.gone += re.sub(r"\s+", " ", "".join(" " if token.startswith("<") else token for token in tokens))

    def write(self, token: str) -> None:
        name = NAME.match(token)
        if token.startswith("</") and self.open:
            self.open.pop()
        elif name and name[1] not in VOID and not token.startswith("</"):
            self.open.append(name[1])
        self.out.append(token)

    def put_down(self) -> None:
        """The words that went, as soon as text may stand here."""
        here = self.open[-1] if self.open else ""
        if not self.gone.strip() or here in BETWEEN:
            self.gone = self.gone if self.gone.strip() else ""
            return
        said = f"<del>{self.gone}</del>"
        self.out.append(f"<p>{said}</p>" if here in ON_ITS_OWN else said)
        self.gone = ""

    def whole(self) -> str:
        self.put_down()
        return "".join(self.out)
