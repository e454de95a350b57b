"""Characters that no XML file holds are left out."""

import re

NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def for_xml(text: str) -> str:
    return NEVER.sub("", text)
