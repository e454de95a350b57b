"""The nouns. SQLAlchemy only: this package knows nothing of Flask, forms or pages."""

from models.answered import Answered
from models.audit import Actor, AuditEntry, AuditPayload
from models.base import Base, now
from models.history import StepTaken
from models.message import Message, MessageState
from models.organisation import Organisation, OrganisationKind
from models.person import Language, Person, PersonState, Theme
from models.seat import Seat, SeatRole
from models.sign_in import Attempt, LinkKind, OneTimeLink, Visit, Way
from models.workgroup import Membership, MembershipRole, Workgroup, WorkgroupKind, WorkgroupState

__all__ = [
    "Actor",
    "Answered",
    "Attempt",
    "AuditEntry",
    "AuditPayload",
    "Base",
    "Language",
    "LinkKind",
    "Membership",
    "MembershipRole",
    "Message",
    "MessageState",
    "OneTimeLink",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonState",
    "Seat",
    "SeatRole",
    "StepTaken",
    "Theme",
    "Visit",
    "Way",
    "Workgroup",
    "WorkgroupKind",
    "WorkgroupState",
    "now",
]
