"""The command: wires the parts together and is imported by none of them.

Each command imports what it needs when it runs, so that `campus --help` stays instant.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from states.refusals import BadField, Refusal

HOST = typer.Option(help="Adresse d’écoute.")
PORT = typer.Option(help="Port d’écoute.", min=1, max=65535)
#: What a mail server understands of a command that it pipes a message into (sysexits.h): give up, or try again.
EX_DATAERR, EX_TEMPFAIL = 65, 75


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
    from states.calendar import asked, explain

    computation = asked(start, rule, department or "")
    for line in (*explain(computation), computation.day):
        typer.echo(line)


@cli.command(help="Créer ou mettre à jour les tables de la base.")
def migrate() -> None:
    from store import migrations
    from store.session import engine

    migrations.upgrade(engine())
    typer.echo("La base est à jour.")


@cli.command(help="Installer une base neuve : territoires, offices, et la première personne qui l’administre.")
def init(
    admin: Annotated[str, typer.Option(metavar="COURRIEL", help="Courriel de cette personne.")],
    exact: Annotated[
        bool, typer.Option("--exact", help="Cette adresse est exacte, si étrange qu’elle paraisse.")
    ] = False,
) -> None:
    from store import clock, migrations
    from store.people import installing
    from store.people.domains import NearMiss
    from store.session import engine, transaction
    from store.settings import settings

    migrations.upgrade(engine())
    try:
        with transaction() as session:
            installing.init(session, admin, clock.now(), exact=exact)
    except NearMiss as refusal:
        raise refusal.confirmed_by("ajoutez --exact") from refusal
    typer.echo(
        f"La base est installée. {admin} peut demander son lien de connexion : {settings().public_url}/connexion"
    )


@cli.command(help="Servir la console ; avec --all, les échéances tournent à côté.")
def serve(
    host: Annotated[str, HOST] = "127.0.0.1",
    port: Annotated[int, PORT] = 8000,
    everything: Annotated[bool, typer.Option("--all", help="Lancer aussi Prefect et ses balayages.")] = False,
) -> None:
    from api.app import create_app
    from store.settings import settings

    if not everything:
        return _serve(create_app(), host, port)
    from flows.parent import prefect_beside

    with prefect_beside(settings().home):
        return _serve(create_app(), host, port)


def _serve(app: Any, host: str, port: int) -> None:
    import uvicorn

    from store.settings import settings

    proxies = settings().trusted_proxies or "127.0.0.1"
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning", forwarded_allow_ips=proxies)


@cli.command(help="Exécuter les balayages quand le serveur Prefect de PREFECT_API_URL le dit.")
def worker() -> None:
    from flows.worker import main

    main()


@cli.command(help="Exécuter un balayage une fois, sans Prefect.")
def sweep(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Par exemple « deadlines » ou « compose ».")],
    as_of: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Instant passé, comme 2026-11-24T08:00Z.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Dire ce qui serait fait, sans rien faire.")] = False,
) -> None:
    from notifications.sweeping import sweeps
    from store import clock, migrations
    from store.session import engine

    migrations.require_head(engine())
    at = parse_past(as_of, clock.now()) if as_of else clock.now()
    if dry_run:
        for line in sweeps.dry_run(name, at):
            typer.echo(line)
        return
    report = sweeps.run(name, at)
    typer.echo(f"{name} : {report.due} dus, {report.done} faits, {report.skipped} passés, {report.failed} en échec.")


def parse_past(text: str, now: datetime) -> datetime:
    """Read an instant that is not to come: a sweep run ahead of time would close what is still open."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadField("as-of", text, "écrivez l’instant sous la forme « 2026-11-24T08:00+01:00 ».") from None
    if at.tzinfo is None:
        raise BadField("as-of", text, "précisez le fuseau, comme « 2026-11-24T08:00+01:00 ».")
    if at > now:
        raise BadField("as-of", text, "indiquez un instant passé : rien ne s’exécute en avance.")
    return at


@cli.command(help="Vérifier les journaux, les signatures et les repères de la base.")
def check() -> None:
    from store import clock, integrity, migrations
    from store.session import engine, reading

    migrations.require_head(engine())
    with reading() as session:
        findings = integrity.check(session, clock.now())
    for finding in findings:
        typer.echo(str(finding), err=True)
    if findings:
        raise typer.Exit(1)
    typer.echo("Tout concorde.")


@cli.command(help="Rejouer un scénario sous une horloge simulée, dans une base jetable.")
def replay(
    scenario: Annotated[str, typer.Argument(metavar="NOM|FICHIER", help="Par exemple « wave-2016 ».")],
) -> None:
    from replay import playing

    if not playing.play(scenario, typer.echo):
        raise typer.Exit(1)


@cli.command("import", help="Reprendre des vagues, des dossiers ou des offices d’un fichier CSV ou XLSX.")
def import_(
    what: Annotated[str, typer.Argument(metavar="waves|applications|offices", help="Ce que le fichier contient.")],
    file: Annotated[Path, typer.Argument(metavar="FICHIER", exists=True, dir_okay=False, help="CSV ou XLSX.")],
) -> None:
    from store import clock, importing, migrations
    from store.session import engine, transaction

    migrations.require_head(engine())
    with transaction() as session:
        count = importing.take_over(session, what, file, clock.now())
    typer.echo(f"{count} lignes reprises.")


export = typer.Typer(
    cls=Refusing,
    help="Sortir ce que d’autres liront sans ce logiciel : la procédure, l’historique, le registre, une preuve.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
cli.add_typer(export, name="export")
TO = typer.Option(metavar="FICHIER", help="Où écrire ; sans cette option, sur la sortie standard.")


@export.command(help="La procédure en BPMN 2.0, avec ses couloirs et son dessin.")
def bpmn(
    kind: Annotated[
        str, typer.Argument(metavar="application|wave|session|order|label", help="L’objet dont c’est la procédure.")
    ] = "application",
    to: Annotated[Path | None, TO] = None,
) -> None:
    from store.exporting import bpmn, files

    files.put([bpmn.export(kind)], to)


@export.command(help="L’historique des dossiers, sans aucun nom, en journal XES.")
def xes(
    wave: Annotated[str, typer.Option(metavar="CODE", help="Une seule vague, par exemple « 2016-1 ».")] = "",
    to: Annotated[Path | None, TO] = None,
) -> None:
    from store import migrations
    from store.exporting import files, xes
    from store.session import engine, snapshot

    migrations.require_head(engine())
    with snapshot() as session:
        files.put(xes.export(session, wave), to)


@export.command(help="Le registre public des campus labellisés, un jour donné.")
def register(
    day: Annotated[
        str | None, typer.Option(metavar="AAAA-MM-JJ", help="Les labels en vigueur ce jour-là ; aujourd’hui sinon.")
    ] = None,
    form: Annotated[str, typer.Option(metavar="csv|json", help="Pour un tableur, ou pour un programme.")] = "csv",
    to: Annotated[Path | None, TO] = None,
) -> None:
    from states.calendar import paris_day
    from store import clock, migrations
    from store.board import labels
    from store.exporting import files, register
    from store.session import engine, reading

    asked = register.day_of(day) if day else paris_day(clock.now())
    migrations.require_head(engine())
    with reading() as session:
        files.put(register.written(labels.register(session, asked), asked, form), to)


@export.command(help="La preuve scellée d’un objet, vérifiable sans ce logiciel.")
def proof(
    ref: Annotated[str, typer.Argument(metavar="RÉFÉRENCE", help="D’un dossier, label, arrêté, vague ou séance.")],
    to: Annotated[
        Path | None, typer.Option(metavar="FICHIER", help="Où écrire ; RÉFÉRENCE-preuve.zip ici, sans cette option.")
    ] = None,
) -> None:
    import hashlib

    from store import clock, migrations
    from store.exporting import files, proof
    from store.session import engine, snapshot

    migrations.require_head(engine())
    with snapshot() as session:
        found = proof.subject(session, ref)
        target = to or Path(proof.default_name(found.ref))
        with files.replacing(target) as file:
            proof.write(session, found, clock.now(), file)
    with target.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    typer.echo(f"La preuve de {found.ref} est écrite : {target} (SHA-256 {digest}).")


@cli.command(help="Envoyer un courriel d’essai par le serveur configuré, et dire ce qu’il en répond.")
def letter(
    test: Annotated[str, typer.Option("--test", metavar="COURRIEL", help="À qui envoyer l’essai.")],
) -> None:
    from notifications.posting.trial import send_sample
    from store import clock, migrations
    from store.session import engine
    from store.tables.letters import LetterStatus

    migrations.require_head(engine())
    verdict = send_sample(test, clock.now())
    if verdict.status is not LetterStatus.ACCEPTED:
        typer.echo(f"L’essai à {test} n’est pas parti. Le serveur : {verdict.words}", err=True)
        raise typer.Exit(1)
    typer.echo(f"L’essai à {test} est accepté. Le serveur : {verdict.words}")


@cli.command(help="Noter l’avis de non-remise que le serveur de courriel passe sur l’entrée standard (RFC 3464).")
def bounce() -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from notifications.posting.bounces import take_back
    from states.refusals import Conflict
    from store import clock, migrations
    from store.session import engine

    try:
        migrations.require_head(engine())
        typer.echo(take_back(typer.get_binary_stream("stdin"), clock.now()))
    except (Conflict, SQLAlchemyError) as error:
        typer.echo(f"À reprendre : {error}", err=True)
        raise typer.Exit(EX_TEMPFAIL) from error
    except Refusal as refusal:
        typer.echo(f"Refusé : {refusal}", err=True)
        raise typer.Exit(EX_DATAERR) from refusal


@cli.command(help="Servir une démonstration complète : données jouées, console, échéances, courriels retenus ici.")
def demo(
    port: Annotated[int, PORT] = 8000, home: Annotated[Path, typer.Option(metavar="DOSSIER")] = Path("var/demo")
) -> None:
    from replay.demonstration import demonstration

    with demonstration(home, port, typer.echo):
        from api.app import create_app
        from flows.parent import prefect_beside

        with prefect_beside(home):
            typer.echo(f"La console répond : http://127.0.0.1:{port} (Ctrl-C pour arrêter).")
            _serve(create_app(demo=True), "127.0.0.1", port)


if __name__ == "__main__":
    cli()
