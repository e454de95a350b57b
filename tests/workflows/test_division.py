"""The division of work, as a picture in numbers."""

from models import DossierTheme, Organisation, OrganisationKind
from workflows.division import divided
from workflows.leading import Effort, Role


def city(name: str) -> Organisation:
    return Organisation(name=name, kind=OrganisationKind.CITY)


def test_by_the_wider_theme_who_did_most_first():
    living, gent, genk = DossierTheme(name="Wonen"), city("Gent"), city("Genk")
    renting = DossierTheme(name="Huren", parent=living)
    done = [
        Effort(genk, Role.LED, "a", living, 2026), Effort(genk, Role.TESTED, "b", renting, 2026),
        Effort(genk, Role.MADE, "c", None, 2025), Effort(gent, Role.HOSTED, "d", DossierTheme(name="Cultuur"), 2026),
    ]  # fmt: skip
    all_of_it = divided(done)
    assert all_of_it.themes == ["Cultuur", "Wonen", ""]
    assert all_of_it.rows == [(genk, [0, 2, 1]), (gent, [1, 0, 0])]
    assert [all_of_it.shade(n) for n in (0, 1, 2)] == [0, 2, 4]
    assert divided([one for one in done if one.year == 2026]).rows == [(genk, [0, 2]), (gent, [1, 0])]


def test_when_nothing_was_done():
    assert (divided([]).themes, divided([]).rows, divided([]).most) == ([], [], 0)
