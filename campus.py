"""The command: wires the parts together and is imported by none of them.

Each command imports what it needs when it runs, so that `campus --help` stays instant.
"""

from datetime import date
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from states.refusals import BadField, Refusal


class Refusing(TyperGroup):
    """Says a refusal in its own words, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            typer.echo(f"Refusé : {refusal}", err=True)
            raise typer.Exit(2) from refusal


cli = typer.Typer(
    cls=Refusing,
    help="Campus Label : le label « Campus des métiers et des qualifications », de l’appel au renouvellement.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cli.callback()
def campus() -> None:
    """Keep `campus deadline …` a subcommand even while it is the only one."""


def parse_day(text: str) -> date:
    """Read « 2026-09-30 »; BadField otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadField("date", text, "écrivez le jour sous la forme « 2026-09-30 ».") from None


# A rule such as « -5 jours ouvrés » begins like an option.
@cli.command(
    help="Calculer une échéance, en montrant le décompte ; la date seule est sur la dernière ligne.",
    context_settings={"ignore_unknown_options": True},
)
def deadline(
    start: Annotated[str, typer.Argument(metavar="DÉBUT", help="Jour de départ, par exemple 2026-04-30.")],
    rule: Annotated[str, typer.Argument(metavar="DÉLAI", help="Par exemple « 10 jours ouvrés » ou « 2 mois francs ».")],
    department: Annotated[
        str | None, typer.Option(metavar="CODE", help="Département dont les jours fériés comptent.")
    ] = None,
) -> None:
    from states.calendar import METROPOLE, Delay, compute, explain, place_of_department

    place = place_of_department(department) if department else METROPOLE
    computation = compute(parse_day(start), Delay.parse(rule), place)
    for line in (*explain(computation), computation.day):
        typer.echo(line)


if __name__ == "__main__":
    cli()
