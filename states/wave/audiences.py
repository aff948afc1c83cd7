"""The offices of a wave."""

from states.declaration import Audience
from states.roles import Role
from states.wave.facts import WaveFacts


def _territorial(facts: WaveFacts) -> tuple[str, ...]:
    roles = {"academie": (Role.RECTEUR, Role.RECTORATE_OFFICER), "region": (Role.REGION_PRESIDENT, Role.REGION_OFFICER)}
    named = (territory.partition(":") for territory in facts.territories)
    return tuple(f"{role.value}:{code}" for kind, _, code in named for role in roles.get(kind, ()))


BUREAU = Audience("dgesco_officer", Role.DGESCO_OFFICER.label, lambda facts: (Role.DGESCO_OFFICER.value,))
HEAD = Audience("dgesco_head", Role.DGESCO_HEAD.label, lambda facts: (Role.DGESCO_HEAD.value,))
ADMIN = Audience("admin", Role.ADMIN.label, lambda facts: (Role.ADMIN.value,))
TERRITORIES = Audience("territories", "tous les rectorats et toutes les régions", _territorial)


def _informed(facts: WaveFacts) -> tuple[str, ...]:
    told = set(_territorial(facts))
    return tuple(office for office in facts.informed if office not in told)


INFORMED = Audience("informed", "les autres services à qui l’ancienne date avait été écrite", _informed)
