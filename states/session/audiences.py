"""The offices of a session."""

from states.declaration import Audience
from states.roles import Role

SECRETARY = Audience("secretary", Role.COMMISSION_SECRETARY.label, lambda facts: (Role.COMMISSION_SECRETARY.value,))
CHAIR = Audience("chair", Role.COMMISSION_CHAIR.label, lambda facts: (Role.COMMISSION_CHAIR.value,))
ADMIN = Audience("admin", Role.ADMIN.label, lambda facts: (Role.ADMIN.value,))
MEMBERS = Audience("members", "les membres de la commission", lambda facts: facts.members)
