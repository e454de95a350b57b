"""Which procedure, which page and which forms belong to a kind of work."""

from typing import Any, NamedTuple

from flask import abort, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import StringField, TextAreaField
from wtforms.validators import Regexp

from app import loading
from app.access import somebody, the_workgroup
from app.extensions import one_or_404, session
from app.forms import EditForm, PickField, a_day, at_most, line, one_of, prose, required, sound
from models import Round, Workgroup
from workflows import leading, meeting, minutes, report_template, workgroup
from workflows import round as rounds
from workflows.clock import today
from workflows.engine import Procedure, Step
from workflows.roll import voters_on
from workflows.tally import PRESETS
from workflows.visibility import seen_by


class StepForm(EditForm):
    """What every step may carry: a note for the story."""

    note = prose(_l("Toelichting"), longest=5_000, description=_l("Verschijnt in het verhaal. Mag leeg blijven."))

    def offer(self, subject: Any) -> None:
        """Fill the lists to choose from."""


class Work(NamedTuple):
    """One kind of work."""

    procedure: Procedure
    forms: dict[str, type[StepForm]]
    page: str
    own_pages: dict[str, str] = {}
    """Steps that ask more than a form of fields, with the page that asks it."""


class EndForm(StepForm):
    """What a group leaves behind when it ends."""

    report = prose(
        _l("Eindverslag"), longest=20_000, description=_l("Wat ze opleverde. Een subwerkgroep eindigt nooit zonder."),
        render_kw={"rows": 8},
    )  # fmt: skip
    successor = PickField(_l("Wie gaat ermee verder"), none=_l("niemand"))

    def offer(self, subject: Any) -> None:
        self.successor.offer(one for one in loading.workgroups(somebody()) if one is not subject)


class CirculateForm(StepForm):
    """Until when the members may remark."""

    remarks_until = a_day(
        _l("Opmerkingen tegen"), optional=True,
        description=_l("Na die dag kan het stilzwijgend goedgekeurd worden als geen opmerkingen open staan."),
    )  # fmt: skip


class CorrectForm(StepForm):
    """An approved text is opened again: never without a reason."""

    note = TextAreaField(
        _l("Waarom het verslag verbeterd wordt"), validators=[sound, required, at_most(5_000)],
        description=_l("De goedgekeurde versie blijft bestaan; deze reden staat bij de volgende."),
    )  # fmt: skip


class CertifyForm(StepForm):
    """What the round came to, in the words of who certifies it."""

    note = None  # type: ignore[assignment]
    conclusion = prose(
        _l("Besluit van de ronde"), longest=5_000, render_kw={"rows": 3},
        description=_l("Wat eruit kwam, in een zin of twee. Mag leeg blijven; het resultaat ligt daarna vast."),
    )  # fmt: skip


class CancelForm(StepForm):
    """A round comes to nothing: never without a reason."""

    note = None  # type: ignore[assignment]
    reason = TextAreaField(_l("Waarom de ronde geannuleerd wordt"), validators=[sound, required, at_most(5_000)])


class LeadForm(StepForm):
    """Which organisation, with the reasons of the suggestion beside each name."""

    lead = PickField(_l("Organisatie"))
    offered_only = False

    def offer(self, subject: Any) -> None:
        found = leading.candidates(session(), subject, somebody())
        shown = [one for one in found if one.offer] if self.offered_only else found
        self.lead.offer(one.organisation for one in shown)


class NameLeadForm(LeadForm):
    offered_only = True


class DeclineForm(StepForm):
    """Without a reason the next one asks the same."""

    note = TextAreaField(_l("Waarom niet"), validators=[sound, required, at_most(5_000)])


class VoteForm(StepForm):
    preset = one_of(_l("Beslist volgens"), PRESETS, default="consensus")
    due_on = a_day(_l("Stemmen tegen"))


class TestForm(StepForm):
    __test__ = False
    tester = PickField(_l("Wie test"))
    due_on = a_day(_l("Oordeel tegen"))

    def offer(self, subject: Any) -> None:
        voters = voters_on(session(), subject.workgroup_id, today())
        self.tester.offer(one for one in voters if one.id != subject.lead_id)


class TestAgainForm(StepForm):
    __test__ = False
    due_on = a_day(_l("Oordeel tegen"))


VERSION = Regexp(r"\A\d{1,3}(\.\d{1,3}){1,2}\Z", message=_l("Een versie is twee getallen met een punt: 1.0."))


class PublishForm(StepForm):
    note = None  # type: ignore[assignment]
    release = StringField(_l("Versie"), default="1.0", validators=[required, VERSION])
    licence = line(_l("Licentie"), 120, default="CC BY 4.0")
    news = prose(_l("Wat er nieuw is"), 5_000, render_kw={"rows": 3})


class SunsetForm(StepForm):
    sunset_on = a_day(_l("Tot en met"))


class SuccessorForm(StepForm):
    successor = PickField(_l("Vervangen door"))

    def offer(self, subject: Any) -> None:
        self.successor.offer(loading.published_templates(the_workgroup(), somebody(), but=subject.id))


class ReasonForm(StepForm):
    note = None  # type: ignore[assignment]
    reason = TextAreaField(_l("Waarom"), validators=[sound, required, at_most(5_000)])


KINDS = {
    "workgroup": Work(workgroup.procedure, {"end": EndForm}, "workgroups.show"),
    "meeting": Work(meeting.procedure, {}, "meetings.show"),
    "minutes": Work(
        minutes.procedure, {"circulate": CirculateForm, "correct": CorrectForm}, "meetings.show",
        {"approve": "minutes.approve"},
    ),
    "report_template": Work(
        report_template.procedure,
        {
            "name_lead": NameLeadForm, "ask_lead": LeadForm, "decline_lead": DeclineForm, "put_to_vote": VoteForm,
            "vote_again": VoteForm, "ask_test": TestForm, "test_again": TestAgainForm, "publish": PublishForm,
            "sunset": SunsetForm, "supersede": SuccessorForm, "retire": ReasonForm, "stop": ReasonForm,
        },
        "dossiers.show",
    ),
    "round": Work(rounds.procedure, {"certify": CertifyForm, "cancel": CancelForm}, "rounds.show"),
}  # fmt: skip


def step_or_404(kind: str, name: str) -> Step:
    step = (KINDS.get(kind) or abort(404)).procedure.step(name)
    return step or abort(404)


def subject_or_404(kind: str, subject_id: int) -> Any:
    """The subject, seen by the visitor, in the workgroup of the address."""
    model = KINDS[kind].procedure.subject
    found = one_or_404(select(model).where(model.id == subject_id, seen_by(somebody(), model)))
    return found if found.workgroup is the_workgroup() else abort(404)


def own_page(kind: str, name: str, subject: Any) -> str | None:
    """The address of the page that asks for this step, when it has one of its own."""
    endpoint = KINDS[kind].own_pages.get(name)
    return url_for(endpoint, workgroup=subject.workgroup.slug, number=subject.number) if endpoint else None


def form_for(kind: str, name: str, subject: Any, *, fill: bool = False) -> StepForm:
    """The form of this step; filled with what the subject says when it is asked for the first time."""
    form = KINDS[kind].forms.get(name, StepForm)(obj=subject if fill else None)
    form.offer(subject)
    return form


def page_of(kind: str, subject: Any) -> str:
    at: dict[str, Any] = {} if isinstance(subject, Workgroup | Round) else {"number": subject.number}
    if isinstance(subject, Round):
        at["round_id"] = subject.id
    return url_for(KINDS[kind].page, workgroup=subject.workgroup.slug, **at)
