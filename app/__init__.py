"""The web: blueprints, forms, pages and commands of the command line over models and workflows."""

from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from werkzeug.routing import IntegerConverter, Map

from app import access, database, errors, frame, i18n, logs, proxy, security
from app.account import views as account_views
from app.actions import views as actions_views
from app.agendas import views as agendas_views
from app.audit_trail import views as audit_trail_views
from app.calendar_feed import views as calendar_feed_views
from app.city_sheets import views as city_sheets_views
from app.decisions import views as decisions_views
from app.demonstration import views as demonstration_views
from app.door import views as door_views
from app.dossiers import views as dossiers_views
from app.extensions import alembic, csrf, db
from app.files import views as files_views
from app.from_mail import views as from_mail_views
from app.guests import views as guests_views
from app.health import views as health_views
from app.history import views as history_views
from app.home import views as home_views
from app.mandates import views as mandates_views
from app.matching import views as matching_views
from app.meetings import views as meetings_views
from app.minutes import views as minutes_views
from app.organisations import views as organisations_views
from app.overview import views as overview_views
from app.papers import views as papers_views
from app.people import views as people_views
from app.rounds import views as rounds_views
from app.saved_views import views as saved_views_views
from app.series import views as series_views
from app.steps import views as steps_views
from app.texts import views as texts_views
from app.workgroups import views as workgroups_views
from config import Config

HERE = Path(__file__).parent
# The names end in _views: a plain `door` here would hide the package app.door.
FEATURES = {
    "home": home_views,
    "door": door_views,
    "account": account_views,
    "calendar_feed": calendar_feed_views,
    "guests": guests_views,
    "from_mail": from_mail_views,
    "health": health_views,
    "people": people_views,
    "steps": steps_views,
    "audit_trail": audit_trail_views,
    "meetings": meetings_views,
    "agendas": agendas_views,
    "papers": papers_views,
    "city_sheets": city_sheets_views,
    "overview": overview_views,
    "minutes": minutes_views,
    "series": series_views,
    "decisions": decisions_views,
    "actions": actions_views,
    "rounds": rounds_views,
    "saved_views": saved_views_views,
    "matching": matching_views,
    "dossiers": dossiers_views,
    "texts": texts_views,
    "history": history_views,
    "organisations": organisations_views,
    "mandates": mandates_views,
    "files": files_views,
    "workgroups": workgroups_views,
}


class Key(IntegerConverter):
    """A number in an address: what no database can hold is no key of anything, so 404."""

    def __init__(self, rules: Map, **bounds: Any) -> None:
        super().__init__(rules, **{"max": 2**31 - 1, **bounds})


def create_app(config: Config) -> Flask:
    """The application, over one database. Nothing is read or written before the first request."""
    app = Flask(__name__)
    app.config.from_mapping(config.flask())
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.url_map.converters["int"] = Key
    features = FEATURES | ({"demonstration": demonstration_views} if config.DEMONSTRATION else {})
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(HERE / "templates"),
            PrefixLoader({name: FileSystemLoader(HERE / name / "templates") for name in [*features, "mail"]}),
        ]
    )
    for part in (logs, db, proxy, security, csrf, i18n, access, errors, alembic, frame):
        part.init_app(app)
    # SQLAlchemy-Lite also closes asynchronous sessions. There are none, and it would take a thread for every request.
    app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]
    with app.app_context():
        database.prepare(db.engine)
    for feature in features.values():
        app.register_blueprint(feature.bp)
    return app
