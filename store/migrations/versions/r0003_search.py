"""Searching in the middle of a text, by trigrams, where PostgreSQL brings them; SQLite reads the column through."""

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"

TABLES = ("application", "label", "wave", "jointorder", "commissionsession", "person")
AVAILABLE = text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
#: Whoever owns a database may create this extension in it, unless the administrator took that right away.
ALLOWED = text("SELECT has_database_privilege(current_database(), 'CREATE')")


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "postgresql" or not bind.scalar(AVAILABLE) or not bind.scalar(ALLOWED):
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for table in TABLES:
        op.execute(f"CREATE INDEX {table}_search_trigram ON {table} USING gin (search gin_trgm_ops)")
