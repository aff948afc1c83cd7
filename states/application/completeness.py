"""What a file still lacks, and what each of its equal depositors can do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from states.application import audiences
from states.application.facts import ApplicationFacts
from states.application.words import State
from states.editions import PartnerKind
from states.roles import Role, office, role_of, scope_of

IDENTITY, NETWORK, RESOLUTION, OPINION, SIGNATURE = "identite", "partenaires", "deliberation", "avis", "signature"
_ONE = {
    PartnerKind.EPLE: "un EPLE",
    PartnerKind.CFA: "un CFA",
    PartnerKind.EPSCP: "un EPSCP (université ou école publique)",
    PartnerKind.TRAINING_BODY: "un organisme de formation",
    PartnerKind.COMPANY: "une entreprise",
    PartnerKind.LABORATORY: "un laboratoire de recherche",
    PartnerKind.CLUSTER: "un pôle de compétitivité ou une branche",
    PartnerKind.COLLECTIVITY: "une collectivité territoriale",
    PartnerKind.OTHER: "un autre partenaire",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: the part of the file where it is put right, the sentence, the offices that can."""

    part: str
    sentence: str
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One of the equal depositors: who signs for it, who drafts, and the body that it consults where one is asked."""

    signatory: str
    drafter: str
    body: str

    @property
    def offices(self) -> tuple[str, ...]:
        """All that act for it."""
        return tuple(filter(None, (self.signatory, self.drafter, self.body)))

    def concerned(self, lack: Lack) -> bool:
        """Whether it can do something about that."""
        return bool(set(self.offices) & set(lack.offices))


def parties(facts: ApplicationFacts) -> tuple[Party, ...]:
    """Académies, then régions: as many as present the file."""
    return tuple(_party(facts, sponsor) for sponsor in audiences.sponsor_offices(facts))


def _party(facts: ApplicationFacts, sponsor: str) -> Party:
    academic = role_of(sponsor) is Role.RECTEUR
    drafter, body = (Role.RECTORATE_OFFICER, Role.CAEN) if academic else (Role.REGION_OFFICER, Role.CREFOP)
    asked = body.value in facts.rules.bodies
    scope = scope_of(sponsor)
    return Party(sponsor, office(drafter, scope), office(body, scope) if asked else "")


def lacks(facts: ApplicationFacts) -> tuple[Lack, ...]:
    """Everything that stands between the file and its filing, in the order in which one puts it right."""
    if facts.state not in (State.DRAFT, State.JOINT_SIGNATURE):
        return ()
    return (*_of_content(facts), *_of_presentation(facts))


def _of_content(facts: ApplicationFacts) -> Iterator[Lack]:
    writers = audiences.drafting_offices(facts) + audiences.sponsor_offices(facts)
    for missing, sentence in (
        (not facts.sector, "Le secteur n’est pas choisi."),
        (not facts.support, "L’établissement support n’est pas choisi."),
        (facts.category not in facts.rules.categories, "Cette catégorie n’existe pas dans l’édition des règles."),
    ):
        if missing:
            yield Lack(IDENTITY, sentence, writers)
    for section in facts.rules.sections:
        if section.code not in facts.sections:
            yield Lack(section.code, f"Rubrique à rédiger : {section.label}.", writers)
    for kind in facts.rules.required_partners:
        if kind not in facts.partners:
            yield Lack(NETWORK, f"Il manque {_ONE[kind]} parmi les partenaires.", writers)


def _of_presentation(facts: ApplicationFacts) -> Iterator[Lack]:
    for code in facts.needed_resolutions:
        scope = scope_of(facts.heir(f"region:{code}"))
        mine = (office(Role.REGION_PRESIDENT, scope), office(Role.REGION_OFFICER, scope))
        yield Lack(RESOLUTION, "La délibération exécutoire de la région n’est pas jointe.", mine)
    for body in audiences.silent_bodies(facts):
        yield Lack(OPINION, f"L’avis du {role_of(body).value.upper()} n’est pas rendu.", (body,))
    for sponsor in audiences.unsigned_sponsors(facts):
        yield Lack(SIGNATURE, "La signature de la présentation conjointe est attendue.", (sponsor,))
