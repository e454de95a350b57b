"""The extensions, made here and started in create_app."""

from typing import Any, TypeVar

from flask import abort
from flask_alembic import Alembic
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Select
from sqlalchemy.orm import Session

from models import Base

T = TypeVar("T")

db = SQLAlchemy()
csrf = CSRFProtect()
login = LoginManager()
babel = Babel()
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False)


def session() -> Session:
    """The session of this request."""
    here: Session = db.session
    return here


def one_or_404(query: "Select[Any]") -> Any:
    """The only row of a query that already says who sees it."""
    found = session().scalars(query).unique().one_or_none()
    return found if found is not None else abort(404)
