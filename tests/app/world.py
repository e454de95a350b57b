"""A small world with something for every address: who looks, at what, and with which form."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property, partial
from typing import Any

from flask import Flask
from sqlalchemy import dialects, select
from sqlalchemy.orm import Session

from app.documents.blocks import Document as Paper
from app.documents.blocks import as_data
from app.mail import tokens
from models import (
    Action,
    ActionState,
    AgendaItem,
    Answer,
    Base,
    CalendarFeed,
    Claim,
    Contradiction,
    Decision,
    DecisionState,
    Delivery,
    Document,
    LinkKind,
    MandateQuestion,
    Meeting,
    Membership,
    Message,
    Mute,
    Organisation,
    OverviewText,
    Person,
    PersonState,
    Reason,
    Relation,
    Remark,
    Reply,
    ReportTemplate,
    Round,
    RoundKind,
    RoundParty,
    SavedView,
    Seat,
    SeatRole,
    StandingItem,
    Visit,
    now,
)
from tests.asked import ask, ask_everything, in_days
from tests.conftest import Browser, Cast, come_in, doer, lay_out_cast, person
from tests.files.laid import a_file, put_a_file
from tests.table import ITEM, Table, contradiction, lay
from tests.templates_made import CONTENTS, TABLE, Templates
from workflows import answer, attendance, dossier, leading, links, mandate, overview, workgroup
from workflows import round as rounds
from workflows.clock import today
from workflows.sign_in import IDLE

OF_A_MEETING = {
    "meetings",
    "agendas",
    "minutes",
    "series",
    "decisions",
    "actions",
    "history",
    "organisations",
    "mandates",
    "papers",
    "overview",
    "city_sheets",
    "files",
}


@dataclass
class Laid:
    """The rows of the world, and with which secret each point of view comes in."""

    cast: Cast
    meetings: dict[str, Meeting]
    contradiction: Contradiction
    question: MandateQuestion
    year: int
    mia: Person
    people: dict[str, Person | None]
    secrets: dict[str, str]


def the_world(_app: Flask, session: Session) -> dict[str, Any]:
    """A filling (tests/templates.py): OBMi at work, and everybody who looks at it signed in."""
    cast, do = lay_out_cast(session), doer(session)
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Samen meten.", cadence_weeks=6)
    table = lay(Table(session, do, cast.obmi, cast.els), remarks_by=cast.griet)
    other = contradiction(table)
    question = do(mandate.ASK, cast.obmi, by=cast.els, text="Welke bron is de beste?")
    year = today().year
    write_at("intro", year, cast, do)
    do(overview.PUBLISH, cast.obmi, by=cast.els, year=year, content=as_data(Paper("Overzicht", "nl")))
    table.stand("Later bedacht")
    mia = person(session, "mia", "Gent", cast.obmi, SeatRole.READER)
    mia.state = PersonState.INVITED
    session.commit()
    people = points_of_view(session, cast)
    secrets = {view: come_in(session, who) for view, who in people.items() if who}
    spoil(session, secrets["ended visit"], ended_at=now())
    spoil(session, secrets["expired visit"], expires_at=now())
    spoil(session, secrets["idle visit"], seen_at=now() - IDLE - timedelta(seconds=1))
    found = Laid(cast, table.meetings, other, question, year, mia, people, secrets)
    return {"cast": cast, "world": found}


def points_of_view(session: Session, cast: Cast) -> dict[str, Person | None]:
    left = person(session, "lea", "Gent", cast.obmi, SeatRole.COORDINATOR)
    left.seats[0].until = today()
    session.commit()
    return {
        "nobody": None, "disabled": cast.nele, "ended visit": cast.els, "expired visit": cast.els,
        "idle visit": cast.els, "left the group": left, "other group": cast.otto, "administrator": cast.rita,
        "vendor": cast.tom, "dpo": cast.dora, "deputy": cast.jef, "representative": cast.karim,
        "coordinator": cast.els,
    }  # fmt: skip


def spoil(session: Session, secret: str, **values: Any) -> None:
    visit = visit_with(session, secret)
    for name, value in values.items():
        setattr(visit, name, value)
    session.commit()


def visit_with(session: Session, secret: str) -> Visit:
    return session.scalars(select(Visit).where(Visit.digest == links.digest(secret))).one()


def write_at(place: str, year: int, cast: Cast, do: Any) -> None:
    asked = {"year": year, "place": place, "text": "zelf geschreven", "basis": "", "seen": 0}
    do(overview.WRITE, cast.obmi, by=cast.els, **asked)


def what_of(endpoint: str) -> str:
    """Which sort of link leads there."""
    name = endpoint.partition(".")[2]
    return "come" if name in ("come", "save_reply") else name.removeprefix("save_")


class World:
    """Browsers for every point of view, made before anything is asked."""

    def __init__(self, app: Flask, session: Session, laid: Laid) -> None:
        self.app, self.session, self.cast = app, session, laid.cast
        self.table = Table(session, doer(session), laid.cast.obmi, laid.cast.els, meetings=laid.meetings)
        self.contradiction, self.question, self.year, self.mia = laid.contradiction, laid.question, laid.year, laid.mia
        self.people = laid.people
        self.browsers = {view: Browser(app, session) for view in self.people}
        for view, secret in laid.secrets.items():
            self.browsers[view].carry(secret)
        self.look_again()

    def look_again(self) -> None:
        """Everybody was here a moment ago, save who was away too long: a visit is noted every few minutes."""
        for visit in self.session.scalars(select(Visit).where(Visit.seen_at > now() - IDLE)):
            visit.seen_at = now()
        self.session.commit()

    def visit_of(self, view: str) -> Visit:
        with self.browsers[view].client.session_transaction() as cookie:
            secret = cookie["_user_id"]
        return visit_with(self.session, secret)

    def example(self, endpoint: str, view: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parts of the address and a form that is good."""
        cast, session = self.cast, self.session
        seat = session.scalars(select(Seat).where(Seat.person_id == self.mia.id)).one()
        vendor = session.scalars(
            select(Membership).join(Organisation).where(
                Organisation.name == "Kenniscentrum", Membership.workgroup_id == cast.obmi.id
            )
        ).one()  # fmt: skip
        at: dict[str, Any] = {"workgroup": "obmi"}
        own = self.visit_of(view).id if self.people[view] else 1
        member = {"name": "Brugge", "code": "BRG", "kind": "city", "role": "voting", "since": "2026-01-01"}
        invite = {
            "name": "An", "email": "an@stad.example", "organisation": cast.griet.organisation_id, "role": "deputy",
        }  # fmt: skip
        step = {"workgroup": "obmi", "kind": "workgroup", "subject_id": cast.obmi.id, "name": "start"}
        examples: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "workgroups.all": ({}, {}),
            "door.check_password": ({}, {"email": "x@example.invalid", "password": "wrong wrong wrong"}),
            "door.ask_link": ({}, {"email": "x@example.invalid"}),
            "door.link": ({"secret": "x"}, {}),
            "door.use_link": ({"secret": self.link(LinkKind.SIGN_IN, cast.griet)}, {}),
            "door.invitation": ({"secret": "x"}, {}),
            "door.accept": ({"secret": self.link(LinkKind.INVITATION, self.mia)}, {}),
            "door.language": ({"code": "fr"}, {}),
            "account.change_details": ({}, {"name": "Els", "function": view, "language": "nl", "theme": "dark"}),
            "account.change_password": ({}, {"password": "vier natte eenden zwemmen"}),
            "account.end_session": ({"visit_id": own}, {}),
            "account.make_calendar": ({}, {"workgroup": ""}),
            "account.save_mail_choices": (
                {},
                {
                    "asked": "digest",
                    "meeting": "never",
                    "yours": "never",
                    "news": "at_once",
                    "deputy": "",
                },
            ),
            "workgroups.save_description": (
                at,
                {"name": "OBMi", "mandate": "m", "cadence_weeks": "6", "version": cast.obmi.version},
            ),
            "workgroups.save_member": (at, member),
            "workgroups.save_subgroup": (
                at,
                {
                    "name": "Proef",
                    "slug": "proef",
                    "mandate": "Uitzoeken",
                    "lead": "",
                    "reason": "",
                    "organisations": cast.griet.organisation_id,
                },
            ),
            "workgroups.end_membership": ({**at, "membership_id": vendor.id}, {}),
            "people.send_invitation": (at, invite),
            "people.show": ({**at, "seat_id": seat.id}, {}),
            "people.give_role": ({**at, "seat_id": seat.id}, {"role": "deputy", "version": seat.version}),
            "people.invite_again": ({**at, "seat_id": seat.id}, {}),
            "people.leave": ({**at, "seat_id": seat.id}, {}),
            "steps.ask": (step, {}),
            "steps.take": (step, {"note": "", "version": cast.obmi.version}),
        }
        if endpoint in ("account.revoke_calendar", "calendar_feed.read"):
            feed_id, secret = self.feed(view)
            return ({"feed_id": feed_id} if endpoint.startswith("account") else {"secret": secret}), {}
        if endpoint == "account.unmute":
            return {"mute_id": self.muted(view)}, {}
        if endpoint.startswith("from_mail"):
            return self.from_mail(endpoint)
        if endpoint.split(".")[0] in ("rounds", "guests"):
            return self.of_a_round(endpoint, at)
        if endpoint.startswith("saved_views"):
            return self.of_a_view(endpoint, at, view)
        if endpoint == "matching.index":
            return at, {}
        if endpoint.split(".")[0] in ("dossiers", "texts") or endpoint == "files.package":
            return self.of_a_dossier(endpoint, at, view)
        if endpoint.split(".")[0] in OF_A_MEETING:
            return self.of_a_meeting(endpoint, at)
        default = at if endpoint.split(".")[0] in ("workgroups", "people", "audit_trail") else {}
        return examples.get(endpoint, (default, {}))

    def of_a_view(self, endpoint: str, at: dict[str, Any], view: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """A view of the list that she kept herself."""
        if endpoint != "saved_views.drop":
            return at, {"name": view, "filters": ""}
        whose = self.people[view] or self.cast.griet
        name = f"Van {view} {now():%H%M%S%f}"
        row = SavedView(workgroup_id=self.cast.obmi.id, person_id=whose.id, name=name, filters="")
        self.session.add(row)
        self.session.commit()
        return {**at, "view_id": row.id}, {}

    def of_a_meeting(self, endpoint: str, at: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Addresses and forms around the laid table; each good for the state that it needs."""
        table, meetings = self.table, self.table.meetings
        self.session.rollback()
        running = {**at, "number": meetings["running"].number}
        planned = {**at, "number": meetings["planned"].number}
        convened = {**at, "number": meetings["convened"].number}
        round_ = {**at, "number": meetings["circulated"].number}
        item = table.items(meetings["planned"])[-1]
        live = table.items(meetings["running"])[-1]
        block, read = table.block(live), table.block(table.items(meetings["circulated"])[-1])
        draft = table.one(Decision, Decision.state == DecisionState.DRAFT)
        action = self.open_action() if endpoint == "actions.save_finish" else table.one(Action)
        ended = table.one(Decision, Decision.number.is_not(None))
        remark, dropped = table.one(Remark), table.one(AgendaItem, AgendaItem.dropped_because.is_not(None))
        standing = table.one(StandingItem)
        claim = self.session.scalars(select(Claim).where(Claim.contradiction_id == self.contradiction.id)).first()
        assert claim
        if endpoint == "minutes.save_approval" and remark.resolution is None:
            self.table.resolve(remark)
        day = {"held_on": "2030-05-06", "starts": "09:30", "ends": "12:00"}
        typed = {**{k: v for k, v in ITEM.items() if v not in (None, False)}, "title": "Nieuw punt"}
        examples: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "meetings.index": (at, {}), "meetings.plan": (at, {}),
            "meetings.save_plan": (at, {
                **day, "series": table.series.id, "title": "", "place": "Gent", "link": "", "sure": "y",
            }),
            "meetings.save_description": (planned, {
                "title": "Andere titel", "place": "Gent", "link": "https://x.example",
                "chair": self.cast.griet.organisation_id, "version": meetings["planned"].version,
            }),
            "meetings.save_move": (planned, {**day, "note": "zaal vrij", "version": meetings["planned"].version}),
            "meetings.now": (running, {}),
            "meetings.screen": (running, {}),
            "meetings.resend": (convened, {}),
            "meetings.reply": (convened, {"answer": "yes"}),
            "meetings.save_attendance": (running, {f"presence-{self.cast.griet.organisation_id}": "present"}),
            "meetings.save_guest": (planned, {"organisation": self.cast.tom.organisation_id}),
            "agendas.save_new": (planned, typed),
            "agendas.edit": ({**planned, "item_id": item.id}, {}),
            "agendas.save": ({**planned, "item_id": item.id}, {**typed, "version": item.version}),
            "agendas.drop": ({**planned, "item_id": item.id}, {}),
            "agendas.save_drop": ({**planned, "item_id": item.id}, {"reason": "later", "version": item.version}),
            "agendas.restore": ({**planned, "item_id": dropped.id}, {}),
            "agendas.up": ({**planned, "item_id": item.id}, {}),
            "agendas.down": ({**planned, "item_id": table.items(meetings["planned"])[0].id}, {}),
            "agendas.order": (planned, {
                "ids": ",".join(str(one.id) for one in reversed(table.items(meetings["planned"]))),
            }),
            "agendas.fill": (planned, {"key": "fill-once"}),
            "agendas.take_up": ({**running, "item_id": live.id}, {}),
            "agendas.dispose": ({**running, "item_id": live.id}, {"disposition": "noted"}),
            "minutes.block": ({**running, "block_id": block.id}, {}),
            "minutes.save": ({**running, "block_id": block.id}, {"written": "Nieuwe tekst", "base": block.version}),
            "minutes.remark": ({**round_, "block_id": read.id}, {}),
            "minutes.save_remark": ({**round_, "block_id": read.id}, {"text": "Dat klopt niet helemaal"}),
            "minutes.resolve": ({**round_, "remark_id": remark.id}, {}),
            "minutes.save_resolution": ({**round_, "remark_id": remark.id}, {
                "accepted": "y", "resolution": "aangepast", "version": remark.version,
            }),
            "minutes.approve": (round_, {}),
            "minutes.save_approval": (round_, {
                "meeting": meetings["running"].id, "version": table.minutes(meetings["circulated"]).version,
            }),
            "minutes.edition": ({**at, "number": meetings["approved"].number, "n": 1}, {}),
            "decisions.index": (at, {}),
            "decisions.show": ({**at, "number": ended.number}, {}),
            "decisions.draft": ({**at, "decision_id": draft.id}, {}),
            "decisions.describe": ({**at, "decision_id": draft.id}, {}),
            "decisions.save_description": ({**at, "decision_id": draft.id}, {
                "text": "We doen het", "rationale": "daarom", "in_force_from": "2026-01-01", "review_on": "2027-01-01",
                "supersedes": ended.id, "version": draft.version,
            }),
            "decisions.end": ({**at, "decision_id": draft.id}, {}),
            "decisions.save_end": ({**at, "decision_id": draft.id}, {"reason": "toch niet", "version": draft.version}),
            "actions.index": (at, {}),
            "actions.show": ({**at, "action_id": action.id}, {}),
            "actions.change": ({**at, "action_id": action.id}, {}),
            "actions.save_change": ({**at, "action_id": action.id}, {
                "text": "Iets anders", "owners": self.cast.karim.organisation_id, "owner": "", "due_on": "2030-01-01",
                "version": action.version,
            }),
            "actions.finish": ({**at, "action_id": action.id}, {}),
            "actions.save_finish": ({**at, "action_id": action.id}, {
                "state": "done", "result": "gelukt", "version": action.version,
            }),
            "files.attach": ({**at, "kind": "item", "parent_id": item.id}, {}),
            "files.save": ({**at, "kind": "item", "parent_id": item.id}, {
                "file": a_file("nota.txt", b"Een nota van niets."), "audience": "partners",
            }),
            "files.download": ({**at, "document_id": self.file_on(item).id}, {}),
            "files.withdraw": ({**at, "document_id": self.file_on(item).id}, {}),
            "files.save_withdrawal": ({**at, "document_id": self.file_on(item).id}, {"reason": "verkeerd bestand"}),
            "papers.paper": ({**running, "name": "minutes", "kind": "md"}, {}),
            "city_sheets.show": ({**at, "organisation_id": self.cast.griet.organisation_id}, {}),
            "city_sheets.document": ({**at, "organisation_id": self.cast.griet.organisation_id, "kind": "md"}, {}),
            "overview.index": (at, {}),
            "overview.show": ({**at, "year": self.year}, {}),
            "overview.document": ({**at, "year": self.year, "kind": "md"}, {}),
            "overview.edition": ({**at, "year": self.year, "n": 1}, {}),
            "overview.edition_document": ({**at, "year": self.year, "n": 1, "kind": "md"}, {}),
            "overview.write": ({**at, "year": self.year, "name": "intro"}, {}),
            "overview.save": ({**at, "year": self.year, "name": "intro"}, {
                "text": "Een druk jaar", "basis": "", "version": self.text_at("intro").version,
            }),
            "overview.forget": ({**at, "year": self.year, "name": "closing"}, {
                "version": self.text_at("closing").version,
            }),
            "overview.keep": ({**at, "year": self.year, "name": "intro"}, {
                "version": self.text_at("intro").version, "basis": "0" * 64,
            }),
            "overview.publish": ({**at, "year": self.year}, {}),
            "history.add": ({**at, "kind": "milestone"}, {}),
            "history.save_added": ({**at, "kind": "milestone"}, {
                "title": "De eerste site", "happened_on": "2012-05-01", "precision": "month", "source": "een boekje",
            }),
            "mandates.ask": (at, {}),
            "mandates.save_question": (at, {"text": "Wat kost dat?"}),
            "mandates.report": ({**at, "question_id": self.question.id}, {}),
            "mandates.save_report": ({**at, "question_id": self.question.id}, {
                "meeting": meetings["running"].id, "text": "De tweede", "asks_more": "y",
                "version": self.question.version,
            }),
            "mandates.deliver": (at, {}),
            "mandates.save_deliverable": (at, {"title": "Eindrapport", "link": "https://rapport.example"}),
            "history.index": (at, {}), "history.contradictions": (at, {}),
            "history.choose": ({**at, "contradiction_id": self.contradiction.id}, {}),
            "history.save_choice": ({**at, "contradiction_id": self.contradiction.id}, {
                "claim": claim.id, "ground": "ouder", "version": self.contradiction.version,
            }),
            "organisations.index": ({}, {}),
            "organisations.show": ({"organisation_id": self.cast.griet.organisation_id}, {}),
            "organisations.describe": ({"organisation_id": self.cast.tom.organisation_id}, {}),
            "organisations.save_description": ({"organisation_id": self.cast.tom.organisation_id}, {
                "name": f"ABF {len(self.cast.tom.organisation.name)}", "code": "", "abbreviation": "", "website": "",
                "mailbox": "", "parent": "", "about": "", "version": self.cast.tom.organisation.version,
            }),
            "series.show": ({**at, "series_id": table.series.id}, {}),
            "series.describe": ({**at, "series_id": table.series.id}, {
                "name": "Andere naam", "cadence_weeks": "5", "version": table.series.version,
            }),
            "series.add_standing": ({**at, "series_id": table.series.id}, {
                "title": "Rondje", "item_type": "discussion", "purpose": "discuss", "audience": "partners",
                "planned_minutes": "5",
            }),
            "series.end_standing": ({**at, "series_id": table.series.id, "item_id": standing.id}, {}),
        }  # fmt: skip
        return examples.get(endpoint, (planned, {}))

    def of_a_round(self, endpoint: str, at: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Addresses and forms of rounds, each of one that is in the state it needs."""
        if endpoint.startswith("guests"):
            secret, seen = self.guest()
            said = {"choice": "answered", "line_0": "De derde.", "line_1": "Niets.", "seen": seen}
            return {"secret": secret}, said if endpoint == "guests.save_answer" else {}
        self.session.rollback()
        poll, draft = self.rounds["interest"], self.rounds["draft"]
        parts = {name: {**at, "round_id": one.id} for name, one in self.rounds.items()}
        genk = self.cast.karim.organisation_id
        asked = {
            "question": "Wie doet mee?", "text": "", "addressees": "voting", "audience": "partners",
            "due_on": in_days(9).isoformat(),
        }  # fmt: skip
        examples: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "rounds.answer": (parts["interest"], {}),
            "rounds.save_answer": (parts["interest"], {"choice": "yes", "seen": poll.digest}),
            "rounds.new": ({**at, "kind": "vote"}, {}),
            "rounds.save_new": ({**at, "kind": "interest"}, {**asked, "open_now": "y"}),
            "rounds.edit": (parts["draft"], {}),
            "rounds.save_edit": (parts["draft"], {**asked, "version": draft.version}),
            "rounds.extend": (parts["call"], {}),
            "rounds.save_extend": (parts["call"], {
                "due_on": in_days(60).isoformat(), "version": self.rounds["call"].version,
            }),
            "rounds.record": (parts["investigate"], {}),
            "rounds.save_record": (parts["investigate"], {
                "organisation": genk, "choice": "not_here", "seen": self.rounds["investigate"].digest,
            }),
            "rounds.remind": (parts["task"], {}),
            "rounds.excuse": ({**parts["task"], "party_id": self.party("task").id}, {}),
            "rounds.save_excuse": ({**parts["task"], "party_id": self.party("task").id}, {"reason": "Geen site."}),
            "rounds.ask_again": ({**parts["presentation"], "party_id": self.party("presentation").id}, {}),
            "rounds.make_link": ({**parts["questionnaire"], "party_id": self.party("questionnaire").id}, {}),
            "rounds.show": (parts["status"], {}),
            "rounds.now": (parts["status"], {}),
            "rounds.bundle": ({**parts["call"], "kind": "md"}, {}),
            "rounds.treat": ({**parts["call"], "answer_id": self.given("call").id}, {}),
            "rounds.save_treatment": ({**parts["call"], "answer_id": self.given("call").id}, {
                "handling": "processed", "note": "Staat in de herziening.",
            }),
            "rounds.sheet": (parts["status"], {}),
        }  # fmt: skip
        return examples.get(endpoint, (at, {}))

    def of_a_dossier(self, endpoint: str, at: dict[str, Any], view: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Addresses and forms of dossiers: one in discussion, one that looks for a lead, one that is out."""
        if endpoint in ("dossiers.index", "dossiers.sheet", "dossiers.effort", "dossiers.new", "dossiers.new_theme"):
            return at, {}
        self.session.rollback()
        made = self.templates
        here = {**at, "number": self.discussed.number}
        if endpoint == "files.package":
            return {**at, "number": self.published.number, "name": "1.0"}, {}
        if endpoint in ("dossiers.offer", "dossiers.save_offer", "dossiers.take_back"):
            self.offers_of(view, endpoint)
            return {**at, "number": self.choosing.number}, {"note": "Wij."}
        one, newest = made.anew(self.discussed), made.write_of(self.discussed)
        described = {
            "title": one.title,
            "about": f"Voor {view}",
            "output": "story",
            "theme": one.theme_id,
            "audience": "partners",
        }
        examples: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
            "dossiers.save_new": (at, {**described, "title": f"Nog een van {view}", "ownership": "joint"}),
            "dossiers.save_description": (here, {**described, "version": one.version}),
            "dossiers.save_agenda": (here, {"meeting": self.table.meetings["planned"].id, "purpose": "discuss"}),
            "dossiers.save_tie": (here, {"relation": "belongs_with", "other": self.another(view).id}),
            "dossiers.save_theme": (at, {"name": f"Thema {view}", "parent": ""}),
            "texts.save": (here, {
                "kind": "proposal", "text": f"# Door {view}\n\nnieuw", "note": "anders", "based_on": newest.id,
            }),
            "texts.version": ({**here, "nth": 1}, {}),
            "texts.sheets": ({**here, "nth": 1}, {}),
            "texts.save_comment": (here, {"kind": "remark", "section": "", "text": "Goed zo"}),
        }  # fmt: skip
        if endpoint in ("texts.resolve", "texts.save_resolution"):
            row = made.remark(one, self.cast.karim, f"voor {view}")
            return {**at, "comment_id": row.id}, {"resolution": "verwerkt", "version": row.version}
        if endpoint == "dossiers.remove_tie":
            given = {"other": self.another(view), "relation": Relation.INSPIRED_BY}
            return {**at, "tie_id": self.table.do(dossier.LINK, one, by=self.cast.els, **given).id}, {}
        return examples.get(endpoint, (here, {}))

    @cached_property
    def templates(self) -> Templates:
        cast = self.cast
        return Templates(self.session, self.table.do, cast.obmi, cast.els, cast.griet, cast.karim)

    @cached_property
    def discussed(self) -> ReportTemplate:
        return self.templates.discussed(title="Rapport in bespreking", text=CONTENTS + TABLE)

    @cached_property
    def choosing(self) -> ReportTemplate:
        one = self.templates.propose("Rapport zoekt trekker")
        self.templates.at_a_meeting(one)
        return self.templates.step(one, "choose_theme")

    @cached_property
    def published(self) -> ReportTemplate:
        keep = partial(put_a_file, self.app, self.table.do, by=self.cast.griet)
        return self.templates.published(title="Rapport dat er is", keep=keep)

    def another(self, view: str) -> ReportTemplate:
        return self.templates.propose(f"Ander dossier van {view} {now():%H%M%S%f}")

    def offers_of(self, view: str, endpoint: str) -> None:
        """Who takes an offer back made one; who makes one made none."""
        who = self.people[view]
        if who is None or who.organisation_id not in (self.cast.griet.organisation_id, self.cast.karim.organisation_id):
            return
        there = any(one.organisation_id == who.organisation_id for one in leading.offers(self.session, self.choosing))
        speaks = self.cast.griet if who.organisation_id == self.cast.griet.organisation_id else self.cast.karim
        if endpoint == "dossiers.take_back" and not there:
            self.table.do(leading.OFFER, self.choosing, by=speaks)
        if endpoint == "dossiers.save_offer" and there:
            self.table.do(leading.TAKE_BACK, self.choosing, by=speaks)

    @cached_property
    def rounds(self) -> dict[str, Round]:
        """Laid when the first address of a round is asked: most tests need none, and it takes its time."""
        made = ask_everything(self.table.do, self.cast.obmi, self.cast.els, self.cast.griet)
        genk = self.cast.karim.organisation_id
        asked = [RoundParty.round_id == made["presentation"].id, RoundParty.organisation_id == genk]
        self.table.do(rounds.EXCUSE, self.table.one(RoundParty, *asked), by=self.cast.els, reason="Geen eigen site.")
        return made

    def party(self, name: str) -> RoundParty:
        """The place of Genk, which answered nothing."""
        return self.table.one(
            RoundParty,
            RoundParty.round_id == self.rounds[name].id,
            RoundParty.organisation_id == self.cast.karim.organisation_id,
        )

    def given(self, name: str) -> Answer:
        """What Gent answered."""
        found: Answer = self.table.one(Answer, Answer.round_id == self.rounds[name].id)
        return found

    def guest(self) -> tuple[str, str]:
        """A link of a guest that nobody used yet, and the text that she reads: each visitor gets her own."""
        asked = ask(self.table.do, self.cast.obmi, self.cast.els, RoundKind.QUESTIONNAIRE)
        party = self.session.scalars(select(RoundParty).where(RoundParty.round_id == asked.id)).first()
        secret = links.Secret(links.new_secret("guest"))
        self.table.do(answer.MAKE_LINK, party, by=self.cast.els, secret=secret)
        return secret.value, self.session.get_one(Round, asked.id).digest

    def from_mail(self, endpoint: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Links of mails to the deputy, each about something that nobody answered yet."""
        jef, meeting = self.cast.jef, self.table.meetings["convened"]
        asked = ask(self.table.do, self.cast.obmi, self.cast.els, RoundKind.INTEREST)
        about = Message(person_id=jef.id, reason=Reason.ASKED, delivery=Delivery.AT_ONCE, round_id=asked.id)
        given = attendance.rows_of(self.session, meeting).get(jef.organisation_id)
        other = "no" if given and given.reply is Reply.YES else "yes"
        with self.app.app_context():
            secret, form = {
                "answer": (tokens.to_answer(jef.id, asked.id), {"choice": "yes", "seen": asked.digest}),
                "come": (tokens.to_come(jef.id, meeting.id), {"answer": other}),
                "stop": (tokens.to_stop(about), {}),
            }[what_of(endpoint)]
        return {"secret": secret}, form

    def muted(self, view: str) -> int:
        """A round about which who looks wants no mail."""
        who = self.people[view] or self.cast.els
        asked = ask(self.table.do, self.cast.obmi, self.cast.els, RoundKind.INTEREST)
        mute = Mute(person_id=who.id, round_id=asked.id)
        self.session.add(mute)
        self.session.commit()
        return mute.id

    def file_on(self, item: AgendaItem) -> Document:
        """A file on this item that nobody withdrew yet."""
        self.session.rollback()
        found: Document | None = self.table.one(Document, Document.item_id == item.id, Document.withdrawn_at.is_(None))
        return found or put_a_file(self.app, self.table.do, item, by=self.cast.els, name="agenda.txt")

    def text_at(self, place: str) -> OverviewText:
        """What an editor wrote there in the overview of this year; written when nobody did."""
        self.session.rollback()
        found = overview.text_at(self.session, self.cast.obmi, self.year, place)
        if found is None:
            write_at(place, self.year, self.cast, self.table.do)
            found = overview.text_at(self.session, self.cast.obmi, self.year, place)
        assert found
        return found

    def open_action(self) -> Action:
        """An agreement of Gent that nobody ended yet: each visitor gets her own."""
        self.session.rollback()
        open_ = self.table.one(Action, Action.state == ActionState.OPEN)
        if open_ is None:
            live = self.table.items(self.table.meetings["running"])[-1]
            self.table.write(live, f"{self.table.block(live).text}\n! Gent: nog iets")
            open_ = self.table.one(Action, Action.state == ActionState.OPEN)
        assert open_
        return open_

    def link(self, kind: LinkKind, who: Person) -> str:
        secret = links.make(self.session, kind, who)
        self.session.commit()
        return secret

    def feed(self, view: str) -> tuple[int, str]:
        """The number and the secret of a calendar of who looks, read a moment ago; of Els for who cannot come in."""
        who, secret = self.people[view], links.new_secret("calendar")
        owner = who if who and who.state is PersonState.ACTIVE else self.cast.els
        made = CalendarFeed(digest=links.digest(secret), person_id=owner.id, read_at=now())
        self.session.add(made)
        self.session.commit()
        return made.id, secret

    def path(self, endpoint: str, parts: dict[str, Any]) -> str:
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **parts)

    def dump(self) -> str:
        """Every row of every table, as one digest."""
        self.session.rollback()
        digest = hashlib.sha256()
        cursor = self.session.connection().connection.cursor()
        for statement in every_row(self.session.get_bind().dialect.name):
            cursor.execute(statement)
            digest.update(repr(cursor.fetchall()).encode())
        cursor.close()
        return digest.hexdigest()


@cache
def every_row(dialect: str) -> list[str]:
    """A question for each table, to put to the driver itself: what is written there, not what the models make of it."""
    spoken = dialects.registry.load(dialect)()
    tables = Base.metadata.sorted_tables
    return [str(select(one).order_by(*one.primary_key.columns).compile(dialect=spoken)) for one in tables]
