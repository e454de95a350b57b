"""A name is cleaned and never refused; what a file is, its ending and its bytes say."""

import pytest

from app.files.names import LONGEST, cleaned


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Verslag 2026-1 (definitief).pdf", "Verslag 2026-1 (definitief).pdf"),
        ("Nota's van Liège – ✓ 🏛.docx", "Nota's van Liège – ✓ 🏛.docx"),
        ("e\u0301.txt", "é.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\fakepath\\nota.docx", "nota.docx"),
        ("/absoluut/nota.docx", "nota.docx"),
        ("map/", "bestand"),
        ("a\x00b.pdf\x00.exe", "ab.pdf.exe"),
        ("nota\r\nSet-Cookie: x=1.pdf", "nota Set-Cookie- x=1.pdf"),
        ("jaarverslag\u202excod.pdf", "jaarverslagxcod.pdf"),
        ("jaarverslag\u202efdp.exe", "jaarverslagfdp.exe"),
        ("on\u200bzichtbaar\ufeff.txt", "onzichtbaar.txt"),
        ("regel\u2028einde.txt", "regeleinde.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("console.txt", "console.txt"),
        ('zo "genoemd" <b>.txt', "zo -genoemd- -b-.txt"),
        ("'; DROP TABLE document; --.csv", "'; DROP TABLE document; --.csv"),
        ("vraag?.md", "vraag-.md"),
        ("spaties  erin .txt ", "spaties erin .txt"),
        (".htaccess", "htaccess"),
        ("...", "bestand"),
        ("", "bestand"),
        (None, "bestand"),
        ("a\ud800b.txt", "ab.txt"),
    ],
)
def test_what_is_kept_of_a_name(sent, kept):
    assert cleaned(sent) == kept
    assert cleaned(kept) == kept, "cleaning twice is cleaning once"


def test_a_long_name_keeps_its_ending():
    assert cleaned("n" * 300 + ".docx") == "n" * (LONGEST - 5) + ".docx"
    assert len(cleaned("n" * 300)) == LONGEST
    assert len(cleaned("n." + "x" * 300)) == LONGEST
    assert len(cleaned("🏛" * 300 + ".pdf")) == LONGEST
