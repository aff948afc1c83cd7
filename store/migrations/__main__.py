"""Write revisions: `python -m store.migrations` the first one anew (until a release), `… "what changed"` the next."""

import sys
from pathlib import Path
from subprocess import run
from typing import Any

from alembic import command
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import template_to_file
from sqlalchemy import create_engine

from store.migrations import config, upgrade
from store.migrations.metadata import METADATA, render_item

FOLDER = Path(__file__).parent
FIRST = FOLDER / "versions" / "r0001_tables.py"


def write_first() -> Path:
    """All tables as they now stand. Only while no database outlives the day."""
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": METADATA})
        steps = produce_migrations(context, METADATA).upgrade_ops
        assert steps is not None
        code = render_python_code(steps, render_item=render_item, migration_context=context)
    plain = "\n".join(line for line in code.splitlines() if not line.lstrip().startswith("#"))
    words: dict[str, Any] = {
        "message": "All tables",
        "up_revision": "0001",
        "down_revision": None,
        "upgrades": plain.strip(),
    }
    template_to_file(str(FOLDER / "script.py.mako"), str(FIRST), "utf-8", **words)
    return FIRST


def write_next(message: str) -> Path:
    """What differs between the last revision and the tables; how existing rows get a new column is left to write."""
    engine = create_engine("sqlite://")
    upgrade(engine)
    with engine.begin() as connection:
        found = config(connection)
        number = len(list(ScriptDirectory.from_config(found).walk_revisions())) + 1
        found.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
        script = command.revision(found, message, autogenerate=True, rev_id=f"{number:04}")
    return Path(script.path)  # type: ignore[union-attr]


if __name__ == "__main__":
    written = write_next(sys.argv[1]) if sys.argv[1:] else write_first()
    run([sys.executable, "-m", "ruff", "format", "--quiet", str(written)], check=True)
    print(written)
