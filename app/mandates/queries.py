"""What the pages of a mandate read."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import MandateQuestion, Meeting, MeetingState, Person, Workgroup
from workflows.visibility import seen_by


def question(workgroup: Workgroup, person: Person, question_id: int) -> MandateQuestion:
    """The question of this group, or 404."""
    found: MandateQuestion = one_or_404(
        select(MandateQuestion)
        .where(
            MandateQuestion.workgroup_id == workgroup.id, MandateQuestion.id == question_id,
            seen_by(person, MandateQuestion),
        )
        .options(joinedload(MandateQuestion.workgroup))
    )  # fmt: skip
    return found


def meetings_that_hear(workgroup: Workgroup, person: Person) -> Iterable[Meeting]:
    """Its own and those of the group above it that run or were held, the last ones first."""
    places = [workgroup.id] if workgroup.parent_id is None else [workgroup.id, workgroup.parent_id]
    return session().scalars(
        select(Meeting)
        .where(
            Meeting.workgroup_id.in_(places), seen_by(person, Meeting),
            or_(Meeting.state == MeetingState.RUNNING, Meeting.state == MeetingState.HELD),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(50)
    )  # fmt: skip
