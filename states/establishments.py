"""Identifiers of establishments: the check letter of a UAI, the key of a SIRET, and which character is wrong."""

from states.refusals import BadField

#: The check letter of a UAI is that of its seven digits modulo 23: I, O and Q would be mistaken for digits.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
UAI_DIGITS, SIREN_DIGITS, SIRET_DIGITS = 7, 9, 14
#: La Poste has more establishments than the key of Luhn can number: theirs add up to a multiple of five.
LA_POSTE = "356000000"


def clean_uai(text: str, field: str = "UAI") -> str:
    """The identifier of a school, as 0350028X; BadField says which character breaks the rule."""
    given = _tight(text).upper()
    if len(given) != UAI_DIGITS + 1:
        raise BadField(field, text, f"un UAI compte sept chiffres puis une lettre, soit 8 signes ({len(given)} reçus).")
    _digits(given[:UAI_DIGITS], text, field, "un UAI commence par sept chiffres")
    expected = LETTERS[int(given[:UAI_DIGITS]) % len(LETTERS)]
    if given[-1] != expected:
        raise BadField(
            field,
            text,
            f"la lettre de contrôle (8e signe) de {given[:UAI_DIGITS]} est « {expected} », et non « {given[-1]} » :"
            " vérifiez les sept chiffres et la lettre.",
        )
    return given


def clean_siret(text: str, field: str = "SIRET") -> str:
    """The fourteen digits of an establishment; BadField says which part breaks which rule."""
    given = _tight(text)
    if len(given) != SIRET_DIGITS:
        raise BadField(field, text, f"un SIRET compte 14 chiffres ({len(given)} reçus).")
    _digits(given, text, field, "un SIRET ne compte que des chiffres")
    siren = given[:SIREN_DIGITS]
    if siren == LA_POSTE:
        return _of_la_poste(given, text, field)
    if luhn(siren):
        raise BadField(field, text, _wrong_key(siren, "les 9 premiers chiffres (le SIREN)"))
    if luhn(given):
        raise BadField(field, text, _wrong_key(given, "les 14 chiffres"))
    return given


def luhn(digits: str) -> int:
    """The remainder of Luhn's sum, zero when the key is right: every second digit from the right counts double."""
    doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10


def _wrong_key(digits: str, part: str) -> str:
    right = (int(digits[-1]) - luhn(digits)) % 10
    return (
        f"{part} ne respectent pas la clé de Luhn : le {len(digits)}e chiffre devrait être {right},"
        f" et non {digits[-1]}, ou l’un des précédents est faux."
    )


def _of_la_poste(given: str, text: str, field: str) -> str:
    total = sum(map(int, given))
    if total % 5 and luhn(given):
        raise BadField(
            field,
            text,
            f"la somme des 14 chiffres d’un SIRET de La Poste est un multiple de 5, et non {total} :"
            " l’un des cinq derniers chiffres est faux.",
        )
    return given


def _tight(text: str) -> str:
    """Without the spaces, dots and dashes of a number written to be read."""
    return "".join(character for character in text if not character.isspace() and character not in ".-")


def _digits(part: str, text: str, field: str, rule: str) -> None:
    wrong = next(((rank, one) for rank, one in enumerate(part, 1) if one not in "0123456789"), None)
    if wrong:
        raise BadField(field, text, f"{rule} : le {_rank(wrong[0])} signe, « {wrong[1]} », n’en est pas un.")


def _rank(rank: int) -> str:
    return "1er" if rank == 1 else f"{rank}e"
