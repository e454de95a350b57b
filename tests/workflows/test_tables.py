"""Tables in a text: found, remarked on row by row, and made of what was copied out of Excel."""

from hypothesis import given
from hypothesis import strategies as st

from workflows import text
from workflows.tables import Grid, heading_of, out_of_excel, parts, tables

INDICATORS = """Vooraf.

# Wonen

| Indicator | Bron | Gebruik |
| --- | :---: | ---: |
| Huurprijs | Statbel | omgevingsanalyse |
| Leegstand \\| verval | stad |
| Huurprijs | Fluvius | x | te veel |

Geen tabel: a | b

## Werk ##

Indicator | Bron
--- | ---
Werkloosheid | VDAB
"""


def test_a_table_is_found_with_its_heading_and_every_row_has_all_cells():
    assert tables(INDICATORS) == [
        Grid(
            "Wonen",
            ("Indicator", "Bron", "Gebruik"),
            (
                ("Huurprijs", "Statbel", "omgevingsanalyse"),
                ("Leegstand | verval", "stad", ""),
                ("Huurprijs", "Fluvius", "x"),
            ),
        ),
        Grid("Werk", ("Indicator", "Bron"), (("Werkloosheid", "VDAB"),)),
    ]


def test_a_remark_can_be_about_a_heading_or_a_row_below_it():
    assert parts(INDICATORS) == [
        "Wonen",
        "Wonen › Huurprijs",
        "Wonen › Leegstand | verval",
        "Werk",
        "Werk › Werkloosheid",
    ]
    assert parts("| a | b |\n| - | - |\n| x | y |\n\n# Later") == ["x", "Later"], "a table may stand above all headings"
    assert parts("gewoon een tekst") == []


def test_a_heading_is_read_without_its_signs_and_however_long_the_line():
    lines = ["# a", "## a ##", "# C#", "# C# #", "# ##", "#a", "#   ", "a", "# a ## "]
    assert [heading_of(line) for line in lines] == ["a", "a", "C", "C#", "#", "", "", "", "a ##"]
    assert parts("# a" + " " * 100_000 + "#" * 90_000 + "b") == [("a" + " " * 199)]


def test_what_was_copied_out_of_excel_becomes_a_table():
    pasted = "# Wonen\nOns overzicht:\nIndicator\tBron\nHuur|prijs\tStatbel\n\t\nDaarna."
    made = out_of_excel(pasted)
    table = "| Indicator | Bron |\n| --- | --- |\n| Huur\\|prijs | Statbel |\n|  |  |\n"
    assert made == f"# Wonen\nOns overzicht:\n\n{table}Daarna."
    assert tables(made)[0].rows[0] == ("Huur|prijs", "Statbel")
    assert "<table>" in text.render(made)


def test_one_line_with_a_tab_stays_as_it_was_typed():
    assert out_of_excel("a\tb\ngewoon") == "a\tb\ngewoon"


@given(st.text(alphabet="ab|\\-:# \t\n", max_size=80))
def test_no_text_upsets_it_and_twice_is_once(source):
    once = out_of_excel(source)
    assert out_of_excel(once) == once
    assert all(len(row) == len(grid.head) for grid in tables(once) for row in grid.rows)
    assert len(parts(once)) == len(set(parts(once)))


@given(st.lists(st.lists(st.text(alphabet="ab|: -", max_size=6), min_size=2, max_size=2), min_size=2, max_size=5))
def test_every_cell_that_was_pasted_is_in_the_table(rows):
    pasted = "\n".join("\t".join(row) for row in rows)
    (grid,) = tables(out_of_excel(pasted))
    assert [grid.head, *grid.rows] == [tuple(cell.strip() for cell in row) for row in rows]
