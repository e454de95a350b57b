"""Examples of meetings: the agenda, who is there, the minutes, files and series."""

from typing import TYPE_CHECKING

from models import AgendaItem, Document, MinuteBlock, Remark, StandingItem
from tests.app.examples.shape import OBMI, Example, Form, Parts, of_the_group
from tests.files.laid import a_file, put_a_file
from tests.table import ITEM

if TYPE_CHECKING:
    from tests.app.world import World

DAY: Form = {"held_on": "2030-05-06", "starts": "09:30", "ends": "12:00"}
TYPED: Form = {**{name: value for name, value in ITEM.items() if value not in (None, False)}, "title": "Nieuw punt"}
STANDING: Form = {
    "title": "Rondje", "item_type": "discussion", "purpose": "discuss", "audience": "partners", "planned_minutes": "5",
}  # fmt: skip


def dropped(w: "World") -> AgendaItem:
    """What was taken off an agenda; once it was put back, the item that it is again."""
    found = w.table.one(AgendaItem, AgendaItem.dropped_because.is_not(None))
    return found or w.table.items(w.table.meetings["planned"])[-1]


def at(world: "World", state: str) -> Parts:
    """The address of the laid meeting in this state."""
    return {**OBMI, "number": world.table.meetings[state].number}


def last_item(world: "World", state: str) -> AgendaItem:
    """The last on the agenda of that meeting; another one when all were dropped."""
    meeting = world.table.meetings[state]
    return (world.table.items(meeting) or [world.table.add(meeting, "Nog een punt")])[-1]


def at_item(world: "World", state: str = "planned") -> Parts:
    """The address of the last item of that meeting."""
    return {**at(world, state), "item_id": last_item(world, state).id}


def on_item(**form: object) -> Example:
    """A form about the last item of the planned meeting, with the version of that item."""
    return lambda w, view: (at_item(w), {**form, "version": last_item(w, "planned").version})


def block(world: "World", state: str) -> MinuteBlock:
    return world.table.block(last_item(world, state))


def at_block(world: "World", state: str) -> Parts:
    return {**at(world, state), "block_id": block(world, state).id}


def remark(world: "World") -> Remark:
    found: Remark = world.table.one(Remark)
    return found


def at_remark(world: "World") -> Parts:
    return {**at(world, "circulated"), "remark_id": remark(world).id}


def approval(world: "World", view: str) -> tuple[Parts, Form]:
    """Of minutes on which every remark was answered."""
    if remark(world).resolution is None:
        world.table.resolve(remark(world))
    meetings = world.table.meetings
    version = world.table.minutes(meetings["circulated"]).version
    return at(world, "circulated"), {"meeting": meetings["running"].id, "version": version}


def file_on(world: "World") -> Document:
    """A file on the last planned item that nobody withdrew yet."""
    item = last_item(world, "planned")
    found: Document | None = world.table.one(Document, Document.item_id == item.id, Document.withdrawn_at.is_(None))
    return found or put_a_file(world.app, world.table.do, item, by=world.cast.els, name="agenda.txt")


def at_file(world: "World") -> Parts:
    return {**OBMI, "document_id": file_on(world).id}


def to_attach_to(world: "World") -> Parts:
    return {**OBMI, "kind": "item", "parent_id": last_item(world, "planned").id}


def other_order(world: "World", view: str) -> tuple[Parts, Form]:
    items = reversed(world.table.items(world.table.meetings["planned"]))
    return at(world, "planned"), {"ids": ",".join(str(item.id) for item in items)}


def description(world: "World", view: str) -> tuple[Parts, Form]:
    form = {"title": "Andere titel", "place": "Gent", "link": "https://x.example"}
    meeting = world.table.meetings["planned"]
    return at(world, "planned"), {**form, "chair": world.cast.griet.organisation_id, "version": meeting.version}


def plan(world: "World", view: str) -> tuple[Parts, Form]:
    form = {**DAY, "series": world.table.series.id, "title": "", "place": "Gent", "link": "", "sure": "y"}
    return OBMI, form


def series(world: "World", **more: int) -> Parts:
    return {**OBMI, "series_id": world.table.series.id, **more}


EXAMPLES: dict[str, Example] = {
    "meetings.index": of_the_group,
    "meetings.plan": of_the_group,
    "meetings.save_plan": plan,
    "meetings.save_description": description,
    "meetings.save_move": lambda w, view: (
        at(w, "planned"),
        {**DAY, "note": "zaal vrij", "version": w.table.meetings["planned"].version},
    ),
    "meetings.now": lambda w, view: (at(w, "running"), {}),
    "meetings.screen": lambda w, view: (at(w, "running"), {}),
    "meetings.resend": lambda w, view: (at(w, "convened"), {}),
    "meetings.reply": lambda w, view: (at(w, "convened"), {"answer": "yes"}),
    "meetings.save_attendance": lambda w, view: (
        at(w, "running"),
        {f"presence-{w.cast.griet.organisation_id}": "present"},
    ),
    "meetings.save_guest": lambda w, view: (at(w, "planned"), {"organisation": w.cast.tom.organisation_id}),
    "agendas.save_new": lambda w, view: (at(w, "planned"), TYPED),
    "agendas.edit": lambda w, view: (at_item(w), {}),
    "agendas.save": on_item(**TYPED),
    "agendas.drop": lambda w, view: (at_item(w), {}),
    "agendas.save_drop": on_item(reason="later"),
    "agendas.restore": lambda w, view: (
        {**at(w, "planned"), "item_id": dropped(w).id},
        {},
    ),
    "agendas.up": lambda w, view: (at_item(w), {}),
    "agendas.down": lambda w, view: (
        {**at(w, "planned"), "item_id": w.table.items(w.table.meetings["planned"])[0].id},
        {},
    ),
    "agendas.order": other_order,
    "agendas.fill": lambda w, view: (at(w, "planned"), {"key": "fill-once"}),
    "agendas.take_up": lambda w, view: (at_item(w, "running"), {}),
    "agendas.dispose": lambda w, view: (at_item(w, "running"), {"disposition": "noted"}),
    "minutes.block": lambda w, view: (at_block(w, "running"), {}),
    "minutes.save": lambda w, view: (
        at_block(w, "running"),
        {"written": "Nieuwe tekst", "base": block(w, "running").version},
    ),
    "minutes.remark": lambda w, view: (at_block(w, "circulated"), {}),
    "minutes.save_remark": lambda w, view: (at_block(w, "circulated"), {"text": "Dat klopt niet helemaal"}),
    "minutes.resolve": lambda w, view: (at_remark(w), {}),
    "minutes.save_resolution": lambda w, view: (
        at_remark(w),
        {"accepted": "y", "resolution": "aangepast", "version": remark(w).version},
    ),
    "minutes.approve": lambda w, view: (at(w, "circulated"), {}),
    "minutes.save_approval": approval,
    "minutes.edition": lambda w, view: ({**at(w, "approved"), "n": 1}, {}),
    "papers.paper": lambda w, view: ({**at(w, "running"), "name": "minutes", "kind": "md"}, {}),
    "files.attach": lambda w, view: (to_attach_to(w), {}),
    "files.save": lambda w, view: (
        to_attach_to(w),
        {"file": a_file("nota.txt", b"Een nota van niets."), "audience": "partners"},
    ),
    "files.download": lambda w, view: (at_file(w), {}),
    "files.withdraw": lambda w, view: (at_file(w), {}),
    "files.save_withdrawal": lambda w, view: (at_file(w), {"reason": "verkeerd bestand"}),
    "series.show": lambda w, view: (series(w), {}),
    "series.describe": lambda w, view: (
        series(w),
        {"name": "Andere naam", "cadence_weeks": "5", "version": w.table.series.version},
    ),
    "series.add_standing": lambda w, view: (series(w), STANDING),
    "series.end_standing": lambda w, view: (series(w, item_id=w.table.one(StandingItem).id), {}),
}

ELSE: dict[str, Example] = dict.fromkeys(("meetings", "agendas"), lambda w, view: (at(w, "planned"), {}))
