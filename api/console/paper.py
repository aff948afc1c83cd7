"""The questions about an act that was done on paper: who signed, when, the scan, and why it comes so."""

from collections.abc import Mapping
from datetime import date

from starlette.datastructures import FormData

from api.console.attempts import Attempt
from api.showing.fields import Field, Option
from states.refusals import BadField
from store.board.viewer import Viewer
from store.desk.desk import Paper

SIGNATORY, DAY, SCAN, WHY = "papier_signataire", "papier_date", "papier_scan", "papier_motif"


def paper_fields(attempt: Attempt) -> tuple[Field, ...]:
    """What an officer says of the paper, before what it says itself."""
    persons = tuple(Option(person, name) for person, name in attempt.signatories)
    title = attempt.names.title(attempt.office)
    return (
        Field(SIGNATORY, "Signataire", "choice", hint=f"Au titre de : {title}.", options=persons),
        Field(DAY, "Date portée sur l’acte", "date", hint="Le signataire doit avoir été en fonctions ce jour-là."),
        Field(SCAN, "Acte numérisé", "document"),
        Field(WHY, "Motif de l’enregistrement", "textarea", hint="Par exemple : acte signé au parapheur papier."),
    )


def read_paper(form: FormData, documents: Mapping[str, str], me: Viewer) -> Paper:
    """The paper that the form describes."""
    try:
        day = date.fromisoformat(str(form.get(DAY, "")))
    except ValueError:
        raise BadField(DAY, None, "indiquez la date portée sur l’acte.") from None
    return Paper(
        registrar=me.person,
        registrar_office=me.registers,
        legal_date=day,
        scan=documents.get(SCAN, ""),
        reason=str(form.get(WHY, "")).strip(),
    )


def faults(form: FormData, documents: Mapping[str, str]) -> dict[str, str]:
    """What is missing about the paper."""
    found = {name: "à remplir." for name in (SIGNATORY, DAY, WHY) if not str(form.get(name, "")).strip()}
    return found if SCAN in documents else found | {SCAN: "joignez l’acte signé, en PDF."}
