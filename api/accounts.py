"""What an error page tells people, in French, by status."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """What an error page says: the fact, and the ways out."""

    title: str
    sentence: str
    remedies: tuple[str, ...]


ACCOUNTS = {
    401: Account(
        "Connexion nécessaire",
        "Cette adresse n’est pas publique.",
        ("Connectez-vous, puis recommencez. Une session s’éteint au bout d’une heure sans activité.",),
    ),
    403: Account(
        "Vous ne pouvez pas faire ce geste",
        "Votre fonction ou votre session n’y donne pas droit.",
        (
            "Vérifiez la fonction au titre de laquelle vous êtes connecté ou connectée, en haut de la page.",
            "Si un formulaire était ouvert depuis longtemps, revenez à la page du dossier et recommencez.",
            "Si ce droit devrait être le vôtre, faites contrôler votre mandat par l’administration de l’application.",
        ),
    ),
    404: Account(
        "Page introuvable",
        "Cette page n’existe pas, ou elle se trouve hors de votre périmètre.",
        (
            "Vérifiez la référence, par exemple « CMQ-2016-0042 » pour un dossier ou « 2016-1 » pour une vague.",
            "Cherchez le dossier par son intitulé dans la liste des dossiers.",
        ),
    ),
    409: Account(
        "Le dossier a changé entre-temps",
        "Une autre personne, ou une échéance, l’a fait avancer avant vous. Rien n’a été enregistré.",
        ("Rouvrez la page pour voir où il en est : elle ne propose que les gestes encore possibles.",),
    ),
    410: Account(
        "Cette adresse ne répond plus",
        "Elle a été fermée par qui l’avait ouverte.",
        ("Ouvrez-en une autre dans « Mes agendas », si vous en avez encore l’usage.",),
    ),
    413: Account(
        "Ce document est trop lourd",
        "Un document pèse 20 Mio au plus. Rien n’a été enregistré.",
        ("Réduisez-le, par exemple en abaissant la résolution des images numérisées, ou scindez-le.",),
    ),
    411: Account(
        "Cet envoi ne dit pas son poids",
        "Rien n’a été enregistré.",
        ("Envoyez-le avec l’en-tête « Content-Length », comme le font tous les navigateurs.",),
    ),
    429: Account(
        "Trop de demandes",
        "Rien n’a été enregistré.",
        ("Attendez un quart d’heure, puis recommencez.",),
    ),
    422: Account(
        "Ce geste n’est pas possible en l’état",
        "Rien n’a été enregistré.",
        ("Corrigez ce qui est indiqué, puis recommencez.",),
    ),
    500: Account(
        "Une erreur nous empêche de répondre",
        "Elle vient de l’application, pas de vous. Rien n’a été enregistré.",
        (
            "Réessayez dans quelques minutes.",
            "Si cela se reproduit, donnez à l’administration de l’application l’heure et l’adresse de cette page.",
        ),
    ),
}


def account_of(status: int) -> Account:
    """The account of a status; those nobody wrote speak of the nearest general one."""
    return ACCOUNTS.get(status) or ACCOUNTS[500 if status >= 500 else 422]
