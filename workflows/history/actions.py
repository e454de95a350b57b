"""The agreements made in the recorded meetings, with what came of them as far as a document says so."""

from sqlalchemy import select

from models import Action, ActionOwner, ActionState, AgendaItem, ItemType, Meeting, MinuteBlock, Organisation
from workflows.deadlines import Due
from workflows.history import words
from workflows.history.ledger import Fact, Ledger, first_line


def load(ledger: Ledger, records: list[Fact], meetings: list[Fact]) -> None:
    """First those with a record of their own, then items that say an agreement was made and have none."""
    known = {meeting["id"]: meeting for meeting in meetings}
    taken: set[tuple[str, int]] = set()
    for record in records:
        fact = item_of(record, known[record["gemaakt_op"]], taken)
        taken.add((record["gemaakt_op"], fact["nr"]))
        load_action(ledger, record["id"], record, record["gemaakt_op"], fact)
    for meeting in meetings:
        for fact in meeting["agendapunten"]:
            if "afspraak" in fact.get("extra_typen", []) and (meeting["id"], fact["nr"]) not in taken:
                load_action(ledger, f"{meeting['id']}/{fact['nr']}/afspraak", fact, meeting["id"], fact)
    ledger.session.flush()


def item_of(record: Fact, meeting: Fact, taken: set[tuple[str, int]]) -> Fact:
    """The item in which it was made: the one that names it, that begins on the same line, or that is an agreement."""
    free: list[Fact] = [fact for fact in meeting["agendapunten"] if (meeting["id"], fact["nr"]) not in taken]
    for fact in free:
        if fact.get("verwijst_naar", {}).get("overeenkomst") == record["id"]:
            return fact
    for fact in free:
        same = first_line(fact.get("regels", "")) == first_line(record["regels"])
        if same and (fact.get("type") != "presentatie"):
            return fact
    return next(fact for fact in free if "afspraak" in [fact["type"], *fact.get("extra_typen", [])])


def load_action(ledger: Ledger, key: str, record: Fact, meeting_key: str, fact: Fact) -> None:
    meeting: Meeting | None = ledger.find(Meeting, meeting_key)
    if meeting is None or ledger.find(Action, key):
        return
    item: AgendaItem = ledger.find(AgendaItem, f"{meeting_key}/{fact['nr']}")
    owners = record.get("trekkers") or ([record["trekker"]] if "trekker" in record else [])
    action = Action(
        workgroup_id=meeting.workgroup_id, meeting_id=meeting.id, item_id=item.id, text=record["titel"], recorded=True,
        for_all="alle-centrumsteden" in owners, audience=item.audience, source_state=record.get("status", ""),
    )  # fmt: skip
    if record.get("deadline") == "volgende vergadering":
        due_at_the_next(ledger, action, meeting)
    ledger.add(action, key, record)
    for name in owners:
        if organisation := ledger.find(Organisation, name):
            owner = ActionOwner(workgroup_id=action.workgroup_id, organisation_id=organisation.id)
            action.owners.append(owner)
    conclude(ledger, key, action)


def due_at_the_next(ledger: Ledger, due: Due, meeting: Meeting) -> None:
    """The next meeting of the series that is recorded; else the next one, which is not planned yet."""
    then = following(ledger, meeting)
    due.due_meeting_id, due.due_next_id = (then.id, None) if then else (None, meeting.series_id)


def following(ledger: Ledger, meeting: Meeting) -> Meeting | None:
    """The meeting of the series that came after it."""
    query = select(Meeting).where(Meeting.series_id == meeting.series_id, Meeting.held_on > meeting.held_on)
    return ledger.session.scalars(query.order_by(Meeting.held_on).limit(1)).first()


def conclude(ledger: Ledger, key: str, action: Action) -> None:
    """How it ended, if that meeting had taken place by then; the item that said so follows the action."""
    state, meeting_key, nr = words.OUTCOMES.get(key, (ActionState.OPEN, "", 0))
    item: AgendaItem | None = ledger.find(AgendaItem, f"{meeting_key}/{nr}") if nr else None
    if item is None:
        action.source_state = "" if ledger.until else action.source_state
        return
    action.result = result_of(ledger, action, item)
    action.state, action.evaluated_in_id = state, item.meeting_id
    if item.meeting_id != action.meeting_id and item.item_type is not ItemType.SUBGROUP_REPORT:
        item.follows_id = action.id
    ledger.session.flush()


def result_of(ledger: Ledger, action: Action, item: AgendaItem) -> str:
    """In the words of the facts: the state they give, and what the item that evaluated it says."""
    block = ledger.session.scalars(select(MinuteBlock).where(MinuteBlock.item_id == item.id)).one()
    said = [action.source_state or item.title, block.text if item.meeting_id != action.meeting_id else ""]
    return ": ".join(part for part in said if part)
