"""The web: blueprints, forms, pages and commands of the command line over models and workflows."""

from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from app import access, database, errors, frame, i18n, logs, security
from app.account import views as account
from app.audit_trail import views as audit_trail
from app.demonstration import views as demonstration
from app.door import views as door
from app.extensions import alembic, csrf, db
from app.health import views as health
from app.home import views as home
from app.people import views as people
from app.steps import views as steps
from app.workgroups import views as workgroups
from config import Config

HERE = Path(__file__).parent
FEATURES = {
    "home": home,
    "door": door,
    "account": account,
    "health": health,
    "people": people,
    "steps": steps,
    "audit_trail": audit_trail,
    "workgroups": workgroups,
}


def create_app(config: Config) -> Flask:
    """The application, over one database. Nothing is read or written before the first request."""
    app = Flask(__name__)
    app.config.from_mapping(config.flask())
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    features = FEATURES | ({"demonstration": demonstration} if config.DEMONSTRATION else {})
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({name: FileSystemLoader(HERE / name / "templates") for name in [*features, "mail"]}),
        ]
    )
    for part in (logs, db, security, csrf, i18n, access, errors, alembic, frame):
        part.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    for feature in features.values():
        app.register_blueprint(feature.bp)
    return app
