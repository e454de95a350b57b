"""`rondetafel`: set up, serve, send mail, back up, verify. Run `rondetafel --help`."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext

from app import backups, create_app, serving
from app.audit_trail import export, proof, verifier
from app.demonstration import people
from app.extensions import alembic, db, session
from app.files import keeping
from app.files.store import Store
from app.history import facts
from app.mail import queries as mail_queries
from app.mail.handing_over import handover_of_this_installation
from app.mail.opening import MAIL_LIMIT
from app.mail.receiver import take_in, take_in_folder
from app.mail.sender import send_waiting
from app.organisations import queries as organisations
from app.organisations import websites
from config import DemonstrationConfig, WrongSettings, from_environment
from models import MembershipRole, Organisation, OrganisationKind, SeatRole
from workflows import membership, narrowing, seat, website, workgroup
from workflows.clock import today
from workflows.command import Ask, perform
from workflows.limits import forget_old
from workflows.proof import completing
from workflows.refusals import Refused
from workflows.timely import keep_time


def make() -> Flask:
    return create_app(from_environment())


@click.group(cls=FlaskGroup, create_app=make, add_default_commands=False)
def cli() -> None:
    """Rondetafel: where equal organisations do their joint work."""


def main() -> None:
    """The command `rondetafel`. What goes wrong is one sentence, not a trace."""
    try:
        cli(standalone_mode=True)
    except (WrongSettings, Refused, backups.BackupFailed, facts.WrongFacts) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@cli.group("db")
def database() -> None:
    """The schema."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Bring the schema to this release, and the trail up to it, under a lock: of two at once, one waits."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    with backups.schema_lock(db.engine):
        alembic.upgrade()
        do(completing.COMPLETE, None)
        do(narrowing.CATCH_UP, None)


@database.command()
@with_appcontext
def check() -> None:
    """Whether the models and the migrations say the same."""
    if not serving.schema_is_current():
        raise click.ClickException("the database is not at the newest migration: run `rondetafel db upgrade`")
    if differences := alembic.compare_metadata():
        raise click.ClickException(f"models and migrations differ: {differences}")
    click.echo("Models and migrations are in step.")


@database.command()
@click.argument("message")
@with_appcontext
def revision(message: str) -> None:
    """Write a new migration from the models (for those who build Rondetafel)."""
    alembic.revision(message)


@cli.command()
@click.option("--workgroup", "name", prompt="Naam van de werkgroep")
@click.option("--slug", prompt="Adres van de werkgroep (bv. obmi)")
@click.option("--prefix", prompt="Letters voor beslissingen (bv. OBMI)")
@click.option("--organisation", prompt="Organisatie van de coördinator")
@click.option("--coordinator", prompt="Naam van de coördinator")
@click.option("--email", prompt="E-mailadres van de coördinator")
@with_appcontext
def init(name: str, slug: str, prefix: str, organisation: str, coordinator: str, email: str) -> None:
    """Set up a real installation: a first workgroup and an invitation for its coordinator."""
    group = do(workgroup.FOUND, None, name=name, slug=slug.lower(), prefix=prefix.upper())
    member = do(
        membership.SET_UP, group, name=organisation, code=None, kind=OrganisationKind.KNOWLEDGE_CENTRE,
        role=MembershipRole.SECRETARIAT, since=today(),
    )  # fmt: skip
    place: Organisation = member.organisation
    do(seat.SET_UP, group, name=coordinator, email=email, function="", organisation=place, role=SeatRole.COORDINATOR)
    click.echo("Klaar. De uitnodiging vertrekt met `rondetafel jobs run`.")


def do(command: Any, subject: Any, **inputs: Any) -> Any:
    return perform(session(), command, Ask(None, subject.id if subject else None, inputs=inputs))


@cli.command("load-history")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only what was known on that day.")
@with_appcontext
def load_history(folder: Path | None, until: datetime | None) -> None:
    """Load the recorded history of OBMi; what is already there stays. FOLDER: other files of facts than ours."""
    facts.load(session(), folder or facts.HERE, until.date() if until else None)
    click.echo("De vastgelegde geschiedenis is geladen.")


@cli.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.option("--workers", default=2)
@with_appcontext
def serve(host: str, port: int, workers: int) -> None:
    """Serve with the production server, behind a proxy that speaks https."""
    serving.serve(current_app, host, port, workers)


@cli.command("run-demonstration", with_appcontext=False)
@click.option("--port", default=8000)
def run_demonstration(port: int) -> None:
    """What `make run` does: migrate, fill an empty database, serve on this machine, print where to go."""
    config = DemonstrationConfig(BASE_URL=f"http://127.0.0.1:{port}")
    app = create_app(config)
    with app.app_context():
        bring_up_to_date()
        people.load(session())
    click.echo(f"\n  Rondetafel staat open op http://127.0.0.1:{port}/")
    click.echo(f"  Kies wie je bent: http://127.0.0.1:{port}/demonstration")
    click.echo(f"  Mail die zou vertrekken: http://127.0.0.1:{port}/demonstration/mail\n")
    with app.app_context():
        serving.serve_demonstration(app, port)


@cli.group()
def jobs() -> None:
    """What runs beside the pages."""


@jobs.command("run")
@click.option("--watch", is_flag=True, help="Go on until stopped, looking every five seconds.")
@with_appcontext
def run_jobs(*, watch: bool) -> None:
    """Remind and close what is due, take in mail, send what waits, drop what nobody needs any more."""
    while True:
        keep_time(session())
        read_mail()
        sent = send_waiting(session(), handover_of_this_installation())
        tidy()
        click.echo(f"{sent} verstuurd.")
        if not watch:
            return
        time.sleep(5)


def read_mail() -> int:
    """What came in, where a mail server delivers it; 0 where it does not."""
    folder = current_app.config["MAILDIR"]
    return take_in_folder(session(), Path(folder)) if folder else 0


@cli.group("mail")
def incoming() -> None:
    """The mail that comes in."""


@incoming.command("receive")
@click.argument("file", required=False, type=click.File("rb"), default="-")
@with_appcontext
def receive(file: Any) -> None:
    """Take in one message, from FILE or from what a mail server pipes in."""
    taken = take_in(session(), file.read(MAIL_LIMIT + 1))
    click.echo(f"{taken.kind.value}: {taken.outcome}")


@incoming.command("unplaced")
@with_appcontext
def unplaced() -> None:
    """What people wrote that no program understands: read it in the folder where mail is delivered."""
    for row in mail_queries.unplaced():
        click.echo(f"{row.at:%Y-%m-%d %H:%M}  {row.sender}  {row.subject}  ({row.outcome})")


def the_store() -> Store:
    return Store(Path(current_app.config["FILES_FOLDER"]))


def tidy() -> None:
    keeping.sweep_now_and_then(the_store())
    session().rollback()
    session().connection(execution_options={"writes": True})
    forget_old(session())
    session().commit()


@cli.group("files")
def of_documents() -> None:
    """The files on items, minutes and answers."""


@of_documents.command("sweep")
@with_appcontext
def sweep_files() -> None:
    """Take away files that belong to nothing and were not touched for a day; `jobs run` does it each hour."""
    click.echo(f"{keeping.sweep(the_store())} opgeruimd.")


@of_documents.command("verify")
@with_appcontext
def verify_files() -> None:
    """Read every file and hold it against its digest."""
    report = keeping.verify(the_store())
    click.echo(report.text)
    if report.missing or report.damaged:
        sys.exit(1)


@cli.group("websites")
def of_organisations() -> None:
    """The websites of the organisations."""


@of_organisations.command("check")
@with_appcontext
def check_websites() -> None:
    """Ask each of them whether it still answers; the page of the organisation shows it. Once a week is enough."""
    for organisation_id, address in list(session().execute(organisations.websites())):
        answer = websites.ask(address or "")
        do(website.NOTE, session().get(Organisation, organisation_id), website=address, answer=answer)
        click.echo(f"{address}: {website.ANSWERS[answer]}")


@cli.group()
def audit() -> None:
    """The proof."""


@audit.command("head")
@with_appcontext
def head() -> None:
    """Print the end of the chain as SEQ:HASH: keep it somewhere else."""
    click.echo(export.head(session()))


@audit.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def export_trail(file: Path) -> None:
    """Write the trail as JSON lines, to be verified anywhere with verifier.py."""
    with file.open("w", encoding="utf-8") as out:
        for line in export.lines(session()):
            out.write(line + "\n")


@audit.command()
@click.option("--head", "heads", multiple=True, help="SEQ:HASH, kept earlier.")
@click.option("--rule", "rules", multiple=True, help="A rule under which payloads may be erased.")
@with_appcontext
def verify(heads: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """Check every link and the heads kept earlier, and that the tables say what the trail says."""
    report = proof.verify(session(), [verifier.parse_head(text) for text in heads], rules)
    click.echo(report.text())
    if report.faults:
        sys.exit(1)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy everything as it is at one moment, while people work."""
    click.echo(backups.backup(db.engine, file, current_app.config["BACKUP_RECIPIENT"], the_store()))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--verify", "only_verify", is_flag=True, help="Restore beside the database, check, and throw away.")
@click.option("--identity", type=click.Path(path_type=Path, exists=True), help="The age key file.")
@with_appcontext
def restore(file: Path, identity: Path | None, *, only_verify: bool) -> None:
    """Put a backup back into an empty database, after checking every link of its trail."""
    click.echo(backups.restore(db.engine, file, identity, the_store(), only_verify=only_verify))


if __name__ == "__main__":
    main()
