"""Makes house_style.docx anew: `python -m app.documents.house_style`. For another look, change a copy in Word."""

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.documents.word import HOUSE_STYLE

ACCENT, INK, QUIET = RGBColor(0x0F, 0x5C, 0x63), RGBColor(0x1C, 0x27, 0x33), RGBColor(0x55, 0x60, 0x6B)
OWN: dict[str, dict[str, Any]] = {
    "Body": {}, "Lead": {"size": 12}, "Muted": {"size": 9, "color": QUIET}, "Quote": {"italic": True},
    "Code": {"font": "Consolas"}, "Decision": {"left": 0.4}, "Action": {"left": 0.4},
}  # fmt: skip


def main() -> None:
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    base(word)
    for name, look in OWN.items():
        own(word, name, look)
    word.add_paragraph("{{ title }}", style="Title")
    word.add_paragraph("{{ subtitle }}", style="Subtitle")
    word.add_paragraph("{{ body }}")
    foot = section.footer.paragraphs[0]
    foot.style = word.styles["Muted"]
    foot.add_run("{{ origin }}   ")
    page_number(foot)
    word.core_properties.title, word.core_properties.author = "Rondetafel", "Rondetafel"
    word.core_properties.comments = ""
    word.save(str(HOUSE_STYLE))


def base(word: Any) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Source Sans 3", Pt(11), INK
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-BE")
    normal.element.get_or_add_rPr().append(language)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11.5), ("Heading 4", 11)):
        style = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb, style.font.bold = (
            "Source Sans 3",
            Pt(size),
            ACCENT,
            True,
        )
        fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]
    word.styles["Subtitle"].font.color.rgb = QUIET


def own(word: Any, name: str, look: dict[str, Any]) -> None:
    known = {style.name for style in word.styles}
    style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(look["size"]) if "size" in look else None
    style.font.italic = look.get("italic")
    style.font.name = look.get("font")
    if "color" in look:
        style.font.color.rgb = look["color"]
    if "left" in look:
        style.paragraph_format.left_indent = Cm(look["left"])


def page_number(paragraph: Any) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()._element
        if text:
            code = OxmlElement("w:instrText")
            code.text = text
            run.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)


if __name__ == "__main__":
    main()
