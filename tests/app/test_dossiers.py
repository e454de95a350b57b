"""Dossiers on the screen: found, described, written, compared, remarked on, taken home as a package."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from models import (
    Audience,
    Comment,
    CommentKind,
    Document,
    Dossier,
    DossierLink,
    FileRole,
    Message,
    Output,
    Ownership,
    ReportTemplate,
    Revision,
    Round,
    RoundKind,
    StepTaken,
)
from tests.files.laid import a_file, packed, put_a_file
from tests.reading import of_excel
from tests.templates_made import CONTENTS, FINAL, Templates
from workflows.visibility import seen_by


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


def at(one: Dossier) -> str:
    return f"/obmi/dossiers/{one.number}"


def test_a_representative_proposes_and_finds_it_again(browser, cast, made, session):
    theme = made.theme()
    griet = browser.as_(cast.griet)
    griet.post(
        "/obmi/dossiers/new", title="Rapport mobiliteit", output="report", theme=theme.id, audience="partners",
        ownership="joint", about="Voor **alle** steden",
    )  # fmt: skip
    one = session.scalars(select(ReportTemplate)).one()
    page = griet.get(at(one))
    assert "Voor <strong>alle</strong> steden" in page
    assert "Aan zet: de coördinator, sinds vandaag. Volgende stap: in een vergadering het thema kiezen." in page
    made.propose("Steekkaart wonen", output=Output.FACT_SHEET, theme=made.theme("Wonen"))
    for query, found, missed in (
        ("q=mobiliteit", "Rapport mobiliteit", "Steekkaart wonen"),
        ("output=fact_sheet", "Steekkaart wonen", "Rapport mobiliteit"),
        (f"theme={theme.id}", "Rapport mobiliteit", "Steekkaart wonen"),
        ("state=published", "Geen dossiers gevonden", "Steekkaart wonen"),
        ("state=nonsense&theme=x&lead=99999999999", "Steekkaart wonen", "Geen dossiers gevonden"),
        ("view=board&state=idea", "Rapport mobiliteit", "Geen dossiers gevonden"),
    ):
        page = griet.get(f"/obmi/dossiers?{query}").partition('id="found"')[2]
        assert found in page, query
        assert missed not in page, query
    rows = of_excel(griet.open("/obmi/dossiers/sheet.xlsx?output=fact_sheet").data)
    assert [row[1] for row in rows[1:]] == ["Steekkaart wonen"]


def test_an_overview_of_indicators_is_pasted_remarked_on_by_row_and_taken_home(browser, cast, made):
    """Feature 47: with their source and their use, as the overview of 2023 for the context analyses (003:15-17)."""
    one = made.led(title="Indicatoren omgevingsanalyse", output=Output.INDICATORS)
    griet, karim = browser.as_(cast.griet), browser.as_(cast.karim)
    assert "| Indicator | Bron | Gebiedsniveau | Gebruik |" in griet.get(f"/obmi/texts/{one.number}/write")
    text = "# Wonen\r\nIndicator\tBron\tGebruik\r\nHuurprijs\tStatbel\t=omgevingsanalyse\r\nLeegstand\tstad\t\r\n"
    griet.post(f"/obmi/texts/{one.number}/write", text=text, kind="contents", based_on="")
    page = griet.get(at(one))
    assert "<td>Huurprijs</td>" in page
    assert "Tabellen als Excel" in page
    karim.post(f"/obmi/texts/{one.number}/comment", kind="question", section="Wonen › Huurprijs", text="Van welk jaar?")
    assert "over «Wonen › Huurprijs»" in griet.get(at(one))
    gone = {"kind": "question", "section": "Wonen › Grondprijs", "text": "Van welk jaar?"}
    assert "Van welk jaar?" in karim.post(f"/obmi/texts/{one.number}/comment", status=422, **gone)
    rows = of_excel(griet.open(f"/obmi/texts/{one.number}/versions/1/tables.xlsx").data)
    assert rows == [
        ["Indicator", "Bron", "Gebruik"],
        ["Huurprijs", "Statbel", "=omgevingsanalyse"],
        ["Leegstand", "stad", ""],
    ]
    plain = made.led(title="Zonder tabel")
    made.write(plain, "# Niets")
    assert griet.open(f"/obmi/texts/{plain.number}/versions/1/tables.xlsx").status_code == 404


def test_what_is_missing_is_said_beside_the_field(browser, cast, made):
    griet = browser.as_(cast.griet)
    form = {"title": "", "output": "report", "theme": "", "audience": "partners", "ownership": "joint"}
    assert "Vul dit in." in griet.post("/obmi/dossiers/new", status=422, **form)
    typed = {**form, "title": "Rapport mobiliteit", "ownership": "city"}
    page = griet.post("/obmi/dossiers/new", status=422, **typed)
    assert "Geef het adres waar anderen het kunnen bekijken." in page
    assert 'value="Rapport mobiliteit"' in page, "what was typed is kept"
    made.propose()
    again = griet.post("/obmi/dossiers/new", status=422, **(form | {"title": "rapport MOBILITEIT"}))
    assert "Er is al een dossier met deze titel." in again


def test_the_vendor_sees_none_of_it_unless_it_is_opened(browser, cast, made):
    one = made.discussed()
    tom = browser.as_(cast.tom)
    assert one.title not in tom.get("/obmi/dossiers")
    for path in (at(one), f"/obmi/texts/{one.number}/versions/1"):
        assert tom.open(path).status_code == 404
    opened = made.propose("Voor iedereen", audience=Audience.VENDOR)
    assert "Voor iedereen" in tom.get(at(opened))
    assert tom.open("/obmi/dossiers/effort").status_code == 403


def test_who_wrote_in_the_meantime_is_shown_and_nothing_typed_is_lost(browser, cast, made, session):
    one = made.led()
    first = made.write(one)
    made.write(one, FINAL)
    page = browser.as_(cast.els).post(
        f"/obmi/texts/{one.number}/write", status=409, text=CONTENTS + "Van Els.", kind="proposal", note="van mij",
        based_on=first.id, material="y",
    )  # fmt: skip
    assert "Intussen schreef iemand een nieuwere versie." in page
    assert "Van Els." in page
    assert "<ins>en de fietsen </ins>" in page
    newest = session.scalars(select(Revision.id).order_by(Revision.nth.desc())).first()
    assert f'value="{newest}"' in page, "and she goes on from there"


def test_two_versions_are_compared_word_by_word(browser, cast, made):
    one = made.discussed()
    made.write(one, FINAL)
    karim = browser.as_(cast.karim)
    page = karim.get(f"/obmi/texts/{one.number}/versions/2?with=1")
    assert "<ins>en de fietsen </ins>" in page
    assert "3 woorden erbij, 0 woorden weg" in page
    assert karim.open(f"/obmi/texts/{one.number}/versions/9").status_code == 404
    assert karim.open(f"/obmi/texts/{one.number}/versions/2?with=9").status_code == 404


def test_a_remark_goes_to_the_lead_and_its_answer_comes_back(browser, cast, made, session):
    one = made.discussed()
    browser.as_(cast.karim).post(
        f"/obmi/texts/{one.number}/comment", kind="blocking", section="Parkeren", text="<b>Zonder bron niet</b>"
    )
    row = session.scalars(select(Comment)).one()
    griet = browser.as_(cast.griet)
    page = griet.get(at(one))
    assert "&lt;b&gt;Zonder bron niet&lt;/b&gt;" in page
    assert "over «Parkeren»" in page
    griet.post(f"/obmi/texts/comments/{row.id}/resolve", resolution="De bron staat erbij.", version=row.version)
    assert "Antwoord bij versie 1: De bron staat erbij." in griet.get(at(one))
    letters = {
        one.kind: one.person.name for one in session.scalars(select(Message)) if one.kind in ("comment", "answered")
    }
    assert letters == {"comment": cast.griet.name, "answered": cast.karim.name}


def test_who_is_asked_to_lead_gets_a_letter_with_the_reasons_and_sees_it_at_home(browser, cast, made, session):
    one = made.propose()
    made.at_a_meeting(one)
    made.step(one, "choose_theme")
    els = browser.as_(cast.els)
    assert "Wie kan trekker zijn" in els.get(at(one))
    page = els.get(f"/obmi/steps/report_template/{one.id}/ask_lead")
    assert "Gent" in page
    row = made.anew(one)
    els.post(
        f"/obmi/steps/report_template/{one.id}/ask_lead", lead=cast.griet.organisation_id, note="", version=row.version
    )
    letter = session.scalars(select(Message).where(Message.kind == "lead")).one()
    assert letter.person.name == cast.griet.name
    assert "nog geen ervaring met dit thema" in json.dumps(letter.letter, ensure_ascii=False)
    home = browser.as_(cast.griet).get("/")
    assert "Dossiers die op jullie wachten" in home
    assert "Aan zet: Gent, gevraagd als trekker." in home
    assert "Dossiers die op jullie wachten" not in browser.as_(cast.karim).get("/")


def test_steps_that_somebody_else_takes_are_not_in_the_way(browser, cast, made):
    one = made.discussed()
    assert "Zet het dossier stop" not in browser.as_(cast.karim).get(at(one))
    assert "Dien het definitieve voorstel in" in browser.as_(cast.griet).get(at(one))
    refused = browser.as_(cast.karim).post(
        f"/obmi/steps/report_template/{one.id}/final_proposal", status=403, note="", version=one.version
    )
    assert "Dit kan alleen de trekker en de coördinator." in refused


def test_the_package_is_one_zip_that_is_always_the_same(browser, cast, app, made, do, session):
    def keep(parent, **given):
        return put_a_file(app, do, parent, cast.griet, **given)

    one = made.published(keep=keep)
    karim = browser.as_(cast.karim)
    answer = karim.open(f"/obmi/files/package/{one.number}/1.0")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={one.number}-1.0.zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as held:
        assert held.read("instructions/instructions.txt") == b"instructions"
        assert held.read(f"{one.number}.md").decode() == CONTENTS
        manifest = json.loads(held.read("manifest.json"))
    assert [line["role"] for line in manifest["files"]] == ["export", "instructions"]
    assert karim.open(f"/obmi/files/package/{one.number}/1.0").data == answer.data
    assert karim.open(f"/obmi/files/package/{one.number}/2.0").status_code == 404
    row = session.scalars(select(Document).where(Document.role == FileRole.EXPORT)).one()
    browser.as_(cast.griet).post(f"/obmi/files/{row.id}/withdraw", reason="fout bestand")
    with zipfile.ZipFile(io.BytesIO(karim.open(f"/obmi/files/package/{one.number}/1.0").data)) as held:
        manifest = json.loads(held.read("manifest.json"))
        assert not [name for name in held.namelist() if name.startswith("export/")]
    assert manifest["files"][0]["withdrawn"] is True


@pytest.mark.parametrize("name", ["macro.docm", "evil.svg", "page.html", "bomb.zip"])
def test_a_file_that_is_not_what_it_may_be_is_refused_here_too(browser, cast, made, session, name):
    one = made.discussed()
    content = {"bomb.zip": b"PK\x03\x04" + b"0" * 100}.get(name, b"<svg xmlns='x'><script>alert(1)</script></svg>")
    sent = packed(file=a_file(name, content), audience="partners", role="export")
    answer = browser.as_(cast.griet).open(f"/obmi/files/dossier/{one.id}/add", "POST", **sent)
    assert answer.status_code == 422
    assert session.scalars(select(Document)).all() == []


def test_a_city_that_uses_an_older_version_is_seen(browser, cast, made):
    one = made.published()
    adoption = made.round(one, RoundKind.ADOPTION)
    made.answer(adoption, cast.griet, "online", link="https://gent.example/1")
    made.step(one, "revise", by=cast.griet)
    made.write(one, FINAL, material=False)
    made.step(one, "corrected", by=cast.griet)
    made.step(one, "publish", release="1.1", licence="CC BY 4.0", news="Verbeterd.")
    page = browser.as_(cast.karim).get(at(one))
    assert "nieuwste is 1.1" in page
    assert "1 organisatie" in page
    assert re.search(r"Haal versie 1\.1 op", page)


def test_an_example_becomes_a_template_that_says_where_it_came_from(browser, cast, made, session):
    shown = made.propose("Dashboard wonen", ownership=Ownership.CITY, link="https://genk.example/wonen")
    griet = browser.as_(cast.griet)
    assert "Maak er een gezamenlijk sjabloon van" in griet.get(at(shown))
    assert f'{at(shown)}/describe"' not in griet.get(at(shown))
    assert f'{at(shown)}/describe"' in browser.as_(cast.karim).get(at(shown)), "who made it keeps its words"
    assert 'value="Dashboard wonen"' in griet.get(f"/obmi/dossiers/new?from={shown.number}")
    griet.post(
        f"/obmi/dossiers/new?from={shown.number}", title="Wonen voor allen", output="dashboard", theme="",
        audience="partners", ownership="joint",
    )  # fmt: skip
    tie = session.scalars(select(DossierLink)).one()
    assert tie.other_id == shown.id
    assert "geïnspireerd door" in griet.get(f"/obmi/dossiers/{tie.dossier.number}")
    assert "inspireerde" in griet.get(at(shown))


def test_a_round_of_a_dossier_is_not_started_by_hand(browser, cast, session):
    els = browser.as_(cast.els)
    assert "Test door een stad" not in els.get("/obmi/rounds/new")
    assert "Wat wil je vragen?" in els.get("/obmi/rounds/new?kind=adoption")
    els.post("/obmi/rounds/new?kind=test", status=302, question="Zomaar")
    assert session.scalars(select(Round)).all() == []


def test_the_agenda_leads_to_the_dossier_and_back(browser, cast, made):
    one = made.propose()
    held = made.at_a_meeting(one)
    els = browser.as_(cast.els)
    assert f'href="{at(one)}"' in els.get(f"/obmi/meetings/{held.number}")
    assert held.title in els.get(at(one))
    assert CommentKind.REMARK.value in els.get(f"/obmi/texts/{made.discussed(title='Ander').number}/comment")


def test_two_versions_are_compared_as_they_look_and_in_the_source(browser, cast, made):
    one = made.led()
    made.write(one, "# Parkeren\n\n* auto's\n* fietsen\n")
    made.write(one, "# Parkeren\n\n* auto's en **moto's**\n\n| a | b |\n| - | - |\n| x | y |\n")
    page = browser.as_(cast.els).get(f"/obmi/texts/{one.number}/versions/2?with=1")
    looks, _, source = page.partition("Hetzelfde in de bron")
    assert "<strong><ins>moto&#39;s</ins></strong>" in looks.replace("'", "&#39;")
    assert "<td><ins>x</ins></td>" in looks
    assert "fietsen" in looks[looks.index("<del>") :]
    assert "<ins>| a | b |" in source.replace("\n", "")


def test_the_division_of_work_is_drawn_of_a_year(browser, cast, made):
    made.published()
    els = browser.as_(cast.els)
    whole = els.get("/obmi/dossiers/effort")
    year = made.anew(made.propose("Nog een")).at.year
    assert "Verdeling per thema" in whole
    assert '<td class="load__4">1</td>' in whole
    assert "Mobiliteit" in els.get(f"/obmi/dossiers/effort?year={year}")
    assert els.get("/obmi/dossiers/effort?year=1999").count('class="load__4"') == whole.count('class="load__4"')


def test_a_page_opens_for_everybody_beside_a_dossier_that_she_does_not_see(browser, cast, made, session):
    """How long a step usually takes is counted over what she sees; the other had taken every step."""
    made.published(audience=Audience.MEMBERS)
    open_to_all = made.discussed(title="Rapport wonen", audience=Audience.VENDOR)
    for who in (cast.els, cast.griet, cast.jef, cast.karim, cast.dora, cast.tom):
        page = browser.as_(who).get(at(open_to_all))
        member = who is not cast.tom  # Dora sees what Genk proposed
        assert bool(re.search(r'data-label="Mediaan">\d', page)) == member, who.name
        hidden = session.scalars(select(Dossier).where(Dossier.audience == Audience.MEMBERS)).one()
        seen = set(session.scalars(select(StepTaken.of_dossier_id).where(seen_by(who, StepTaken))))
        assert {hidden.id, open_to_all.id} & seen == ({hidden.id, open_to_all.id} if member else {open_to_all.id})


def test_who_leads_reads_beside_the_field_who_opens_it_and_the_vendor_no_text_of_before(browser, cast, made):
    one = made.led()
    made.write(one, "# Onder ons\n\nvoorlopige tekst")
    griet, els, tom = browser.as_(cast.griet), browser.as_(cast.els), browser.as_(cast.tom)
    form = {"title": one.title, "about": one.about, "output": "report", "theme": one.theme_id, "audience": "vendor"}
    said = griet.post(f"{at(one)}/describe", status=422, **form, version=made.anew(one).version)
    assert "Voor de leverancier of het publiek opent dit alleen de coördinator van deze werkgroep." in said
    els.post(f"{at(one)}/describe", **form, version=made.anew(one).version)
    assert "Ruimer geopend. Eerst: leden en partners. Nu: ook de leverancier." in els.get(at(one))
    assert "voorlopige tekst" in griet.get(at(one))
    assert "voorlopige tekst" not in tom.get(at(one))
    assert tom.open(f"/obmi/texts/{one.number}/versions/1").status_code == 404
    made.write(one, "# Voor allen\n\nnieuwe tekst")
    assert "nieuwe tekst" in tom.get(at(one))
    assert tom.open(f"/obmi/texts/{one.number}/versions/2?with=1").status_code == 404
    els.get("/")  # tells the step among what happened since her last visit
