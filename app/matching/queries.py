"""What the page reads beside what workflows/matching.py tells."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import session
from models import DossierTheme


def themes() -> list[DossierTheme]:
    """The shared list, the wider before what lies in it."""
    return sorted(session().scalars(select(DossierTheme).options(joinedload(DossierTheme.parent))), key=str)
