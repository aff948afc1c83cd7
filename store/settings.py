"""Settings, all from the environment with the prefix `CAMPUS_`."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment may choose; docs/settings.md says what each is for."""

    model_config = SettingsConfigDict(env_prefix="CAMPUS_", extra="ignore")

    home: Path = Path("var")
    database_url: str = ""
    smtp_url: str = "smtp://127.0.0.1:1025"
    mail_from: str = "ne-pas-repondre@campus.example"
    bounce_address: str = "retours@campus.example"
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: str = ""
    theme: Literal["dsfr", "neutre"] = "dsfr"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""

    @property
    def database(self) -> str:
        """The database: a SQLite file in the home folder unless a URL says otherwise."""
        return self.database_url or f"sqlite:///{self.home / 'campus.db'}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
