"""Which version of a dossier is out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Publication


def published(session: Session, dossier_id: int | None) -> Publication | None:
    """The newest; None while there is none."""
    query = select(Publication).where(Publication.dossier_id == dossier_id).order_by(Publication.id.desc()).limit(1)
    return session.scalars(query).first()
