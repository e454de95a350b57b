"""What a subgroup was asked and what it reports: question by question, until it ends with what it delivers."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Deliverable, MandateQuestion, MandateReport, Meeting, Person, Workgroup
from models import WorkgroupState as S
from workflows.clock import today
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotNow, NotReady
from workflows.rules import coordinator
from workflows.words import Words


def ask(session: Session, workgroup: Workgroup, *, by: Person, text: str) -> MandateQuestion:
    """One more question that the group has to answer. Raises NotNow when it has ended."""
    if workgroup.state is S.ENDED:
        raise NotNow(Words("Deze werkgroep is beëindigd: er komen geen vragen meer bij."))
    return put(session, workgroup, [text])[0]


def put(session: Session, workgroup: Workgroup, texts: Sequence[str]) -> list[MandateQuestion]:
    """The questions, after those that are there."""
    there = select(func.max(MandateQuestion.position)).where(MandateQuestion.workgroup_id == workgroup.id)
    first = (session.scalar(there) or 0) + 1
    rows = [MandateQuestion(workgroup_id=workgroup.id, position=n, text=text) for n, text in enumerate(texts, first)]
    session.add_all(rows)
    session.flush()
    return rows


def report(
    session: Session, question: MandateQuestion, *, by: Person, text: str, meeting: Meeting | None, asks_more: bool
) -> MandateReport:
    """What was found, the meeting that heard it, and whether that one takes note or asks for more (000:216-220)."""
    if meeting is not None and meeting.workgroup_id not in (question.workgroup_id, question.workgroup.parent_id):
        raise NotReady(Words("Kies een vergadering van deze werkgroep of van die erboven."), field="meeting")
    made = MandateReport(
        workgroup_id=question.workgroup_id, question_id=question.id, meeting_id=meeting.id if meeting else None,
        reported_on=meeting.held_on if meeting else today(), text=text, asks_more=asks_more,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def deliver(session: Session, workgroup: Workgroup, *, by: Person, title: str, link: str | None) -> Deliverable:
    """Something that the group leaves behind; also after it ended, when it is published later."""
    made = Deliverable(workgroup_id=workgroup.id, title=title, link=link)
    session.add(made)
    session.flush()
    return made


ASK = Command("ask", Workgroup, coordinator, ask, Words("Een vraag aan de subwerkgroep stellen"))
REPORT = Command("report", MandateQuestion, coordinator, report, Words("Over een vraag van de opdracht rapporteren"))
DELIVER = Command("deliver", Workgroup, coordinator, deliver, Words("Een resultaat van de werkgroep noteren"))
OUTCOMES |= {
    "workgroup.ask": MandateQuestion,
    "mandate_question.report": MandateReport,
    "workgroup.deliver": Deliverable,
}
