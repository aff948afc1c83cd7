"""A rapporteur's report on paper, as it was written criterion by criterion."""

from collections.abc import Mapping
from datetime import datetime

from api.applicants.dossier import Dossier
from api.papers.typeset import typeset
from notifications import typography
from notifications.typography import typo


def of(opened: Dossier, office: str, answers: Mapping[str, str], at: datetime) -> bytes:
    """The PDF of the report, dated of its delivery."""
    criteria = [
        {
            "label": typo(section.label),
            "mark": answers.get(f"appreciation.{section.code}", ""),
            "text": answers.get(f"commentaire.{section.code}", ""),
        }
        for section in opened.facts.rules.sections
    ]
    about = [
        ("Dossier", f"{opened.sight.row['name']} ({opened.sight.ref})"),
        ("Établi au titre de", opened.names.full(office)),
        ("Remis le", typography.instant(at)),
        ("Note", f"{answers.get('note', '').strip()} sur 20"),
        ("Contenu examiné (SHA-256)", opened.facts.content_hash),
    ]
    said = {
        "title": "Rapport d’expertise",
        "foot": typo(f"Dossier {opened.sight.ref} – rapport confidentiel jusqu’à la décision (CRPA, art. L. 311-2)"),
        "about": [[label, typo(told)] for label, told in about],
        "criteria": criteria,
        "opinion": answers.get("avis", ""),
    }
    return typeset("report.typ", said, at)
