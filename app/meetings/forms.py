"""What is asked about a meeting."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.forms import EditForm, Form, PickField, a_day, a_link, an_hour, line, one_of, prose
from workflows.attendance import REPLIES


class PlanForm(Form):
    series = PickField(_l("Reeks"))
    held_on = a_day(_l("Dag"))
    starts = an_hour(_l("Begint om"))
    ends = an_hour(_l("Eindigt om"))
    place = line(_l("Plaats"), longest=300, optional=True)
    link = a_link(_l("Link om online te volgen"))
    title = line(_l("Titel"), longest=300, optional=True, description=_l("Mag leeg blijven: dan de reeks en de dag."))
    sure = BooleanField(
        _l("De dag ligt vast"), default=True, description=_l("Anders is het een voorstel: termijnen volgen nog niet.")
    )
    twice = BooleanField(_l("Er mag op die dag nog een vergadering van deze reeks zijn"))


class DescribeForm(EditForm):
    title = line(_l("Titel"), longest=300)
    place = line(_l("Plaats"), longest=300, optional=True)
    link = a_link(_l("Link om online te volgen"))
    chair = PickField(_l("Voorzitter"), none=_l("niet gekozen"))
    host = PickField(_l("Te gast bij"), none=_l("niemand, of online"))


class MoveForm(EditForm):
    held_on = a_day(_l("Nieuwe dag"))
    starts = an_hour(_l("Begint om"))
    ends = an_hour(_l("Eindigt om"))
    note = prose(_l("Waarom"), longest=5_000, description=_l("Verschijnt in het verhaal. Mag leeg blijven."))
    twice = BooleanField(_l("Er mag op die dag nog een vergadering van deze reeks zijn"))


class ReplyForm(Form):
    answer = one_of(_l("Komt je organisatie?"), REPLIES)


class GuestForm(Form):
    organisation = PickField(_l("Organisatie"))


class AttendanceForm(Form):
    """The rows come by name: `presence-12`, `deputy-12`, `late-12`, `early-12`."""

    only = HiddenField()
