"""XML in an Office file, in one pass and without a tree: no definitions, no entities, every element heard once."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.files.inspection.verdict import DAMAGED, DEFINES, Unacceptable

OTHER_CODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)


class Listener:
    """Hears what an XML file says. Whoever asks for something overrides one of these."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: `namespace}name`, and its attributes named likewise."""

    def text(self, said: str) -> None:
        """Characters between elements."""

    def end(self, name: str) -> None:
        """An element ends."""


def read(chunks: Iterable[bytes], listener: Listener | None) -> None:
    """Raises Unacceptable for a DTD, an entity, another coding than UTF-8 or broken XML. Without a listener it is
    only checked, at ten times the speed: a sheet has millions of cells.

    DefusedXMLParser puts its refusals on an expat parser; we hang our listener there, for the tree that it
    would build costs too much.
    """
    parser = DefusedXMLParser(forbid_dtd=True).parser
    parser.DefaultHandlerExpand = parser.StartElementHandler = parser.EndElementHandler = None
    parser.CharacterDataHandler = parser.CommentHandler = parser.ProcessingInstructionHandler = None
    if listener:
        parser.ordered_attributes = False
        parser.StartElementHandler = listener.element
        if type(listener).text is not Listener.text:
            parser.CharacterDataHandler = listener.text
        if type(listener).end is not Listener.end:
            parser.EndElementHandler = listener.end
    try:
        first = True
        for chunk in chunks:
            if first and (chunk[:1] in (b"\xff", b"\xfe") or b"\x00" in chunk[:4] or OTHER_CODING.search(chunk[:200])):
                raise Unacceptable(DAMAGED)
            first = False
            parser.Parse(chunk)
        parser.Parse(b"", 1)
    except DefusedXmlException as error:
        raise Unacceptable(DEFINES) from error
    except (ExpatError, ParseError) as error:
        raise Unacceptable(DAMAGED) from error
