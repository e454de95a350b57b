"""A file on the screen: sent, read, handed out and withdrawn; what is wrong is said beside the field."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.files.inspection.kinds import KINDS
from app.files.views import SHOWN_AS_IS
from models import Document, RoundKind
from tests.files.good import GOOD
from tests.files.hostile import HOSTILE
from tests.files.laid import a_file, packed, put_a_file, store_of
from workflows import answer
from workflows import round as rounds
from workflows.clock import today

ODD = ["grote-kaart.png", "veel-cijfers.xlsx"]


@pytest.fixture
def item(table):
    return table.items(table.open_with(today(), "Werkplan"))[-1]


@pytest.fixture
def els(cast, browser):
    return browser.as_(cast.els)


def add(kind, row) -> str:
    return f"/obmi/files/{kind}/{row.id}/add"


def send(browser, path, status, name="nota.txt", content=b"Een nota.", **more):
    return browser.post(path, status=status, **{"file": a_file(name, content), "audience": "partners", **more})


def the_file(session) -> Document:
    session.rollback()
    return session.scalars(select(Document)).one()


def test_from_the_agenda_to_the_minutes(session, cast, do, table, browser, els):
    meeting = table.plan(today())
    item = table.add(meeting, "Werkplan")
    page = els.get(f"/obmi/meetings/{meeting.number}")
    assert add("item", item) in page
    form = els.get(add("item", item))
    assert 'enctype="multipart/form-data"' in form
    assert "Hoogstens 25 MB: pdf, docx" in form
    send(els, add("item", item), 302, "Nota's van Liège.pdf", GOOD["verslag.pdf"]())
    row = the_file(session)
    assert (row.media_type, row.size) == ("application/pdf", len(GOOD["verslag.pdf"]()))
    for who in (cast.els, cast.griet):
        page = browser.as_(who).get(f"/obmi/meetings/{meeting.number}")
        assert "Nota&#39;s van Liège.pdf" in page
        assert re.search(r"PDF, \d+ kB", page)
        assert ("/withdraw" in page) == (who is cast.els)
    assert "Liège" not in browser.as_(cast.tom).get(f"/obmi/meetings/{meeting.number}")
    table.open(meeting)
    assert f"/obmi/files/{row.id}" in els.get(f"/obmi/meetings/{meeting.number}")
    block = table.block(item)
    send(els, add("minutes", block), 302, "dia's.txt")
    table.close(meeting)
    for who in (cast.els, cast.griet):
        page = browser.as_(who).get(f"/obmi/meetings/{meeting.number}")
        assert "dia&#39;s.txt" in page
        assert "Liège" in page


def test_the_opening_has_files_too(session, table, els, browser, cast, item):
    opening = table.one(type(table.block(item)), type(table.block(item)).part == "opening")
    send(els, add("minutes", opening), 302, "aanwezigen.txt")
    for who in (cast.els, cast.griet):
        assert "aanwezigen.txt" in browser.as_(who).get(f"/obmi/meetings/{item.meeting.number}")


def test_a_file_that_is_withdrawn_shows_why_and_is_given_to_nobody(app, session, cast, do, els, item, browser):
    row = put_a_file(app, do, item, by=cast.els)
    path = f"/obmi/files/{row.id}"
    assert "Vul dit in." in els.post(f"{path}/withdraw", status=422, reason=" ")
    els.post(f"{path}/withdraw", status=302, reason="Er staan namen in")
    page = browser.as_(cast.griet).get(f"/obmi/meetings/{item.meeting.number}")
    assert "<del>nota.txt</del>" in page
    assert "Er staan namen in" in page
    for who in (cast.els, cast.griet):
        browser.as_(who).get(path, status=404)
    assert "al ingetrokken" in els.post(f"{path}/withdraw", status=409, reason="Nog eens")


@pytest.mark.parametrize("name", [*(name for name in GOOD if name not in ODD), "<img src=x onerror=alert(1)>.md"])
def test_a_file_is_handed_out_as_a_file_whatever_it_is(session, els, item, name):
    content = GOOD.get(name, lambda: b"Een tekst.")()
    send(els, add("item", item), 302, name, content)
    row = the_file(session)
    answer = els.open(f"/obmi/files/{row.id}")
    assert answer.data == content
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert headers["Content-Type"] == (row.media_type if row.media_type in SHOWN_AS_IS else "application/octet-stream")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Length"] == str(len(content))
    assert "<img" not in els.get(f"/obmi/meetings/{item.meeting.number}").split("<main")[1]


def test_only_three_kinds_are_handed_out_under_their_own_name():
    assert {kind.media_type for kind in KINDS.values()} >= SHOWN_AS_IS
    assert {"application/pdf", "image/png", "image/jpeg"} == SHOWN_AS_IS


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("nota.txt", "attachment; filename=nota.txt"),
        ("twee woorden.txt", 'attachment; filename="twee woorden.txt"'),
        ("Liège 🏛.txt", "attachment; filename=\"Li_ge _.txt\"; filename*=UTF-8''Li%C3%A8ge%20%F0%9F%8F%9B.txt"),
        ("a;b.txt", 'attachment; filename="a;b.txt"'),
    ],
)
def test_the_name_in_the_header(session, els, item, name, header):
    send(els, add("item", item), 302, name)
    answer = els.open(f"/obmi/files/{the_file(session).id}")
    assert answer.headers["Content-Disposition"] == header


def test_a_file_on_an_answer_stands_with_that_answer(session, cast, do, browser, els):
    asked = {"kind": RoundKind.CALL, "question": "Wie levert cijfers?", "due_on": today() + timedelta(days=9)}
    one = do(rounds.START, cast.obmi, by=cast.els, **asked)
    do(rounds.procedure.step("open"), one, by=cast.els)
    said = do(answer.GIVE, one, by=cast.griet, choice="answered", text="Wij", seen=one.digest)
    griet, page = browser.as_(cast.griet), f"/obmi/rounds/{one.id}"
    assert add("answer", said) in griet.get(page)
    assert "Wie levert cijfers? (Gent)" in griet.get(add("answer", said))
    send(griet, add("answer", said), 302, "cijfers.csv", b"stad;cijfer\nGent;3\n")
    row = the_file(session)
    assert "cijfers.csv" in browser.as_(cast.karim).get(page)
    assert add("answer", said) not in browser.as_(cast.karim).get(page)
    browser.as_(cast.karim).get(add("answer", said), status=403)
    browser.as_(cast.karim).post(f"/obmi/files/{row.id}/withdraw", status=403, reason="Niet van ons")
    griet.post(f"/obmi/files/{row.id}/withdraw", status=302, reason="Verkeerde cijfers")
    assert "Verkeerde cijfers" in browser.as_(cast.karim).get(page)
    newer = do(answer.GIVE, one, by=cast.griet, choice="answered", text="Toch", seen=one.digest, replaces=said.id)
    assert "vervangen" in send(griet, add("answer", said), 409)
    send(griet, add("answer", newer), 302)


@pytest.mark.parametrize("what", ["HTML called PDF", "docm renamed", "SVG", "nothing called text", "old Word"])
def test_what_may_not_come_in_is_said_beside_the_field(app, session, els, item, what):
    name, make, because = HOSTILE[what]
    page = send(els, add("item", item), 422, name, make(), audience="members")
    assert because in page.replace("&#39;", "'")
    assert 'id="file-error"' in page
    assert '<option selected value="members">' in page, "what was chosen stays chosen"
    assert session.scalars(select(Document)).all() == []
    assert list(store_of(app).contents()) == []


def test_without_a_file_one_is_asked(els, item):
    assert "Kies een bestand." in els.post(add("item", item), status=422, audience="partners")
    assert "Kies een bestand." in els.post(add("item", item), status=422, file="tekst", audience="partners")


def test_for_more_people_than_the_item_is_no_choice(table, els, item):
    page = els.get(add("item", item))
    assert 'value="members"' in page
    assert 'value="vendor"' not in page
    assert "Ongeldige keuze" in send(els, add("item", item), 422, audience="public")


def test_the_same_file_twice_is_said_beside_the_field(els, item):
    send(els, add("item", item), 302)
    assert "Dit bestand staat er al, als «nota.txt»." in send(els, add("item", item), 422, "anders.txt")


def test_a_file_just_too_large_is_said_beside_the_field(app, session, els, item):
    app.config["FILE_LIMIT"] = 5_000
    page = send(els, add("item", item), 413, content=b"x" * 5_001, audience="members")
    assert "Het bestand is groter dan 0 MB." in page
    assert '<option selected value="members">' in page
    send(els, add("item", item), 302, content=b"x" * 5_000)


def test_a_file_of_many_megabytes_comes_in_and_another_form_of_that_size_does_not(els, item, cast, browser):
    many = b"stad;cijfer\n" * 1_000_000
    asked = packed(file=a_file("veel.csv", many), audience="partners")
    assert els.open(add("item", item), "POST", **asked).status_code == 302
    assert unread(els, "/obmi/describe", CONTENT_LENGTH=str(len(many))).status_code == 413


class Untouched(io.RawIOBase):
    """A body that complains when somebody reads from it."""

    def readable(self):
        return True

    def readinto(self, buffer):
        raise AssertionError("the body was read")


def unread(browser, path, **environ):
    """Sent with a body that must not be read."""
    more = {"wsgi.input": Untouched(), "CONTENT_TYPE": "multipart/form-data; boundary=x", **environ}
    return browser.open(path, "POST", environ_overrides=more)


@pytest.mark.parametrize("length", [2 * 2**30, 26_000_001])
def test_a_body_that_says_it_is_far_too_large_is_refused_unread(els, item, length):
    answer = unread(els, add("item", item), CONTENT_LENGTH=str(length))
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_a_body_that_does_not_say_how_large_it_is_is_refused_unread(els, item):
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    answer = unread(els, add("item", item), **chunked)
    assert answer.status_code == 411
    assert "niet goed aangekomen" in answer.text


def test_who_is_not_signed_in_sends_no_more_than_another_form_takes(app, item, browser):
    app.config["WTF_CSRF_ENABLED"] = True
    assert unread(browser, add("item", item), CONTENT_LENGTH="9000000").status_code == 413


@pytest.mark.parametrize("kind", ["nothing", "workgroup", "answer", "minutes"])
def test_another_kind_of_parent_is_not_there(els, item, kind):
    els.get(f"/obmi/files/{kind}/999999/add", status=404)
    send(els, f"/obmi/files/{kind}/999999/add", 404)


def test_a_file_of_another_group_is_not_there(app, session, cast, do, item, browser):
    row = put_a_file(app, do, item, by=cast.els)
    for path in (f"/orba/files/{row.id}", f"/orba/files/{row.id}/withdraw", f"/orba/files/item/{item.id}/add"):
        browser.as_(cast.otto).get(path, status=404)
    browser.as_(cast.otto).get(f"/obmi/files/{row.id}", status=403)
    browser.as_(cast.tom).get(f"/obmi/files/{row.id}", status=404)


def test_fields_that_are_not_on_the_form_change_nothing(session, cast, els, item):
    more = {
        "sha256": "f" * 64,
        "workgroup_id": cast.orba.id,
        "file_name": "x",
        "media_type": "text/html",
        "person_id": 1,
    }
    send(els, add("item", item), 302, **more)
    row = the_file(session)
    assert (row.workgroup_id, row.file_name, row.media_type) == (cast.obmi.id, "nota.txt", "text/plain")
