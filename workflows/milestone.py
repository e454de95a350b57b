"""What is worth remembering of a workgroup: milestones, the themes of its years, figures that a document states."""

from datetime import date

from sqlalchemy.orm import Session

from models import KeyFigure, Milestone, Person, Precision, Workgroup, YearTheme
from workflows.command import OUTCOMES, Command
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.words import Words

PRECISIONS = {
    Precision.DAY: Words("op die dag"),
    Precision.MONTH: Words("in die maand"),
    Precision.YEAR: Words("in dat jaar"),
}
"""How precisely a person can say when; a period is something that only a source says."""


def add_milestone(
    session: Session, workgroup: Workgroup, *, by: Person, title: str, happened_on: date, precision: Precision,
    source: str,
) -> Milestone:  # fmt: skip
    """Something that happened, also before the first meeting."""
    milestone = Milestone(
        workgroup_id=workgroup.id, title=title, happened_on=happened_on, precision=precision, source=source,
        said_when=happened_on.isoformat(),
    )  # fmt: skip
    session.add(milestone)
    session.flush()
    return milestone


def add_theme(
    session: Session, workgroup: Workgroup, *, by: Person, name: str, since_year: int, until_year: int | None,
    source: str,
) -> YearTheme:  # fmt: skip
    """What the workgroup gives its attention to in a year, or for some years."""
    if until_year is not None and until_year < since_year:
        raise NotReady(Words("Het laatste jaar valt voor het eerste."), field="until_year")
    theme = YearTheme(workgroup_id=workgroup.id, name=name, since_year=since_year, until_year=until_year, source=source)
    session.add(theme)
    session.flush()
    return theme


def add_figure(
    session: Session, workgroup: Workgroup, *, by: Person, title: str, value: str, year: int | None, source: str
) -> KeyFigure:
    """A figure that a document states. What the program can count itself is never typed."""
    if not source.strip():
        raise NotReady(Words("Schrijf in welk document dit cijfer staat."), field="source")
    figure = KeyFigure(workgroup_id=workgroup.id, title=title, value=value, year=year, source=source)
    session.add(figure)
    session.flush()
    return figure


ADD_MILESTONE = Command("add_milestone", Workgroup, coordinator, add_milestone, Words("Een mijlpaal toevoegen"))
ADD_THEME = Command("add_theme", Workgroup, coordinator, add_theme, Words("Een thema toevoegen"))
ADD_FIGURE = Command("add_figure", Workgroup, coordinator, add_figure, Words("Een cijfer toevoegen"))
OUTCOMES |= {
    "workgroup.add_milestone": Milestone,
    "workgroup.add_theme": YearTheme,
    "workgroup.add_figure": KeyFigure,
}
