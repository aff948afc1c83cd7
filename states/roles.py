"""Who may hold an office, and how an office is named: `role` alone, or `role:scope`."""

from states.words import Word


class Role(Word):
    RECTEUR = "recteur", "Recteur ou rectrice d’académie"
    RECTORATE_OFFICER = "rectorate_officer", "Services du rectorat"
    REGION_PRESIDENT = "region_president", "Président ou présidente de région"
    REGION_OFFICER = "region_officer", "Services de la région"
    CAEN = "caen", "Conseil académique de l’éducation nationale"
    CREFOP = "crefop", "Comité régional de l’emploi, de la formation et de l’orientation professionnelles"
    DGESCO_OFFICER = "dgesco_officer", "Bureau de la Dgesco"
    DGESCO_HEAD = "dgesco_head", "Chef ou cheffe du bureau de la Dgesco"
    DGESIP_OFFICER = "dgesip_officer", "DGESIP"
    PARTNER_DIRECTORATE = "partner_directorate", "Direction associée"
    COMMISSION_CHAIR = "commission_chair", "Présidence de la commission"
    COMMISSION_SECRETARY = "commission_secretary", "Secrétariat de la commission"
    COMMISSION_MEMBER = "commission_member", "Membre de la commission"
    RAPPORTEUR = "rapporteur", "Rapporteur ou rapporteure"
    CNEE = "cnee", "Conseil national éducation-économie"
    MINISTER = "minister", "Ministre"
    CABINET = "cabinet", "Cabinet ministériel"
    SUPPORT_HEAD = "support_head", "Chef ou cheffe de l’établissement support"
    CAMPUS_DIRECTOR = "campus_director", "Direction opérationnelle du campus"
    ADMIN = "admin", "Administration de l’application"
    SYSTEM = "system", "Le système"


SYSTEM = Role.SYSTEM.value
#: Roles whose scope is a territory, and on which side it stands.
SIDES = {
    Role.RECTEUR: "academie",
    Role.RECTORATE_OFFICER: "academie",
    Role.CAEN: "academie",
    Role.REGION_PRESIDENT: "region",
    Role.REGION_OFFICER: "region",
    Role.CREFOP: "region",
}


def office(role: Role, scope: str = "") -> str:
    """Name of an office, as `recteur:14` or `dgesco_head`."""
    return f"{role.value}:{scope}" if scope else role.value


def role_of(office_id: str) -> Role:
    """Role that an office id names; ValueError when the word is unknown."""
    return Role(office_id.partition(":")[0])


def scope_of(office_id: str) -> str:
    """Territory, ministry or number after the role; empty for a national office."""
    return office_id.partition(":")[2]
