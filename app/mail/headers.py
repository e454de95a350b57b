"""How the headers of a mail are written. The standard library folds long ones in ways that mail programs cannot read.

It encodes an address of the web that is longer than a line, so that nothing unsubscribes by it; and of a long name it
drops the quotes, or puts an empty line in it, so that the headers say something else or end there.
"""

import re
from email.header import Header
from email.policy import EmailPolicy

WHOLE = {
    "to", "reply-to", "return-path", "message-id", "in-reply-to", "references", "list-id", "list-archive",
    "list-unsubscribe", "list-unsubscribe-post", "thread-index",
}  # fmt: skip
"""Read by programs: on one line, as it is."""
LONGEST = 990
"""RFC 5322: what a line may hold."""
ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]*", re.ASCII)


class Headers(EmailPolicy):
    """As the library's own, but for what programs read and for the name of the sender."""

    def fold(self, name: str, value: str) -> str:
        return self.written(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        written = self.written(name, value)
        return written.encode("ascii") if written else super().fold_binary(name, value)

    def written(self, name: str, value: str) -> str | None:
        """The lines of this header; None where the library writes it well."""
        if name.lower() == "from":
            [sender] = value.addresses  # type: ignore[attr-defined]  # what the library makes of this header
            shown = phrase(sender.display_name, self.linesep)
            return f"{name}: {shown}{self.linesep} <{sender.addr_spec}>{self.linesep}"
        text = str(value)
        fits = name.lower() in WHOLE and text.isascii() and text.isprintable() and len(text) < LONGEST
        return f"{name}: {text}{self.linesep}" if fits else None


def phrase(name: str, linesep: str) -> str:
    """A name before an address: as it is, in quotes, or encoded (RFC 2047), so that nothing in it is an address."""
    if name.isascii() and name.isprintable() and len(name) < LONGEST // 2 and "=?" not in name:
        return name if ATOMS.fullmatch(name) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", name))
    return Header(name, "utf-8", header_name="From").encode(linesep=linesep)


HEADERS = Headers()
