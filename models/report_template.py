"""A report template: a report, a fact sheet, a story or a dashboard that one makes and all can use."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.dossier import Dossier, DossierKind
from models.organisation import Organisation


class Output(StrEnum):
    """What a city has in hand when it uses it."""

    REPORT = "report"
    FACT_SHEET = "fact_sheet"
    STORY = "story"
    DASHBOARD = "dashboard"
    FIGURES = "figures"
    INDICATORS = "indicators"
    APPLICATION = "application"
    DATASET = "dataset"
    PRACTICE = "practice"
    DIVISION = "division"


class Ownership(StrEnum):
    """Whose it is: made together, one city's own, or a partner's."""

    JOINT = "joint"
    CITY = "city"
    PARTNER = "partner"


class ReportTemplate(Dossier):
    """A dossier of the kind RAP.

    What one city has and shows (a dashboard, a practice, a division in neighbourhoods) and what a partner publishes are
    in the same list, as examples: others use them, or make them a template for all.
    """

    __tablename__ = "report_template"
    __mapper_args__ = {"polymorphic_identity": DossierKind.REPORT_TEMPLATE}

    id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    output: Mapped[Output]
    ownership: Mapped[Ownership] = mapped_column(default=Ownership.JOINT)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Of a city's or a partner's: who made it; empty when no source says."""
    link: Mapped[str | None] = mapped_column(String(500))
    platform: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[str] = mapped_column(String(120), default="")
    """The areas it speaks about, such as subgemeentelijk; of a division: on what it is built."""
    contact: Mapped[str] = mapped_column(String(200), default="")
    """The function of who knows more, never a name."""
    tester_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    sunset_on: Mapped[date | None]

    maker: Mapped[Organisation | None] = relationship(foreign_keys=[maker_id])
    tester: Mapped[Organisation | None] = relationship(foreign_keys=[tester_id])
