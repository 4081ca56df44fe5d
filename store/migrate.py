"""Brings a database to this version's tables, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def upgrade(engine: Engine) -> None:
    """Run every migration that is still missing, all in one transaction."""
    with (
        engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        command.upgrade(configuration(connection), "head")


def known_versions() -> frozenset[str]:
    """Every version of the tables that this Regimen can bring up to date."""
    scripts = ScriptDirectory.from_config(configuration())
    return frozenset(one.revision for one in scripts.walk_revisions())


def configuration(connection: object = None) -> Config:
    """Alembic's settings, told where the migrations are and which connection to use."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
