"""What is said with the identity provider: where to send people, and what a code that comes back is worth.

Whatever does not verify is refused: issuer, audience, expiry, nonce, and that the two tokens speak of one subject.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, KeySet, OctKey

from store.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ALGORITHMS = ("RS256", "ES256", "HS256")
#: ProConnect refuses any parameter and any scope that it does not know.
SCOPES = "openid given_name usual_name email uid siret"
#: Access tokens live a minute: more leeway than a few seconds would take them for dead on arrival.
LEEWAY = 5
TIMEOUT = httpx2.Timeout(10.0)
#: How long the provider's addresses are believed before they are asked for again.
FRESH = timedelta(hours=1)
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Unfit(Exception):
    """The provider did not answer, or not as it should; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Known:
    """Someone as the provider knows them; `id_token` is what it wants back at the log-out."""

    subject: str
    email: str
    id_token: str


@dataclass(slots=True)
class Provider:
    """One provider, as this process last read of it."""

    settings: Settings
    metadata: Mapping[str, Any] = field(default_factory=dict)
    read_at: datetime | None = None

    @property
    def configured(self) -> bool:
        """Whether there is one."""
        return bool(self.settings.oidc_issuer and self.settings.oidc_client_id and self.settings.oidc_client_secret)

    @property
    def back(self) -> str:
        """Where people come back to."""
        return f"{self.settings.public_url}/connexion/proconnect/retour"

    def asking(self, state: str, nonce: str, at: datetime) -> str:
        """The address to send someone to."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.oidc_client_id,
            "redirect_uri": self.back,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
        }
        return f"{self._read(at)['authorization_endpoint']}?{urlencode(asked)}"

    def leaving(self, id_token: str, state: str, at: datetime) -> str:
        """Where to send someone who logs out; empty when the provider has no such address."""
        end = self._read(at).get("end_session_endpoint", "")
        back = f"{self.settings.public_url}/connexion"
        asked = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": back}
        return f"{end}?{urlencode(asked)}" if end else ""

    def who(self, code: str, nonce: str, at: datetime) -> Known:
        """Whose code this is. Raises Unfit when anything does not verify."""
        from authlib.common.errors import AuthlibBaseError  # a heavy import, of use at log-ins only

        metadata = self._read(at)
        with self._client(metadata) as client:
            try:
                token = client.fetch_token(metadata["token_endpoint"], code=code, grant_type="authorization_code")
                answer = client.get(metadata["userinfo_endpoint"])
                answer.raise_for_status()
                keys = httpx2.get(metadata["jwks_uri"], timeout=TIMEOUT).raise_for_status().json()
            except (AuthlibBaseError, httpx2.HTTPError, ValueError) as error:
                raise Unfit(f"{type(error).__name__}: {error}") from error
        return self._verified(str(token.get("id_token", "")), answer, keys, nonce, at)

    def _client(self, metadata: Mapping[str, Any]) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            client_id=self.settings.oidc_client_id,
            client_secret=self.settings.oidc_client_secret,
            token_endpoint_auth_method="client_secret_post",
            redirect_uri=self.back,
            leeway=LEEWAY,
            timeout=TIMEOUT,
        )

    def _verified(self, id_token: str, answer: Any, found: Any, nonce: str, at: datetime) -> Known:
        try:
            keys = KeySet.import_key_set(found)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unfit(f"{type(error).__name__}: {error}") from error
        told = self._claims(id_token, keys, at, nonce={"essential": True, "value": nonce}, exp={"essential": True})
        if "application/jwt" in answer.headers.get("content-type", ""):
            info = self._claims(answer.text, keys, at)
        else:
            info = dict(answer.json())
        if info.get("sub") != told["sub"]:
            raise Unfit("the two tokens speak of different people")
        email = str(info.get("email", "")) if info.get("email_verified", True) else ""
        return Known(subject=str(told["sub"]), email=email.strip().lower(), id_token=id_token)

    def _claims(self, text: str, keys: KeySet, at: datetime, **more: Any) -> dict[str, Any]:
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self.settings.oidc_issuer},
            "aud": {"essential": True, "value": self.settings.oidc_client_id},
            "sub": {"essential": True},
        }
        try:
            token = jwt.decode(text.strip(), lambda one: self._key(one, keys), algorithms=list(ALGORITHMS))
            jwt.JWTClaimsRegistry(now=int(at.timestamp()), leeway=LEEWAY, **wanted | more).validate(token.claims)
        except (JoseError, ValueError) as error:
            raise Unfit(f"{type(error).__name__}: {error}") from error
        return dict(token.claims)

    def _key(self, one: GuestProtocol, keys: KeySet) -> Any:
        """Signed with our secret, or with one of the provider's own keys: never the one taken for the other."""
        if one.headers().get("alg") == "HS256":
            return OctKey.import_key(self.settings.oidc_client_secret)
        return keys

    def _read(self, at: datetime) -> Mapping[str, Any]:
        """The provider's addresses. Raises Unfit when they cannot be read or are not its own."""
        if self.read_at is None or not self.read_at <= at < self.read_at + FRESH:
            self.metadata, self.read_at = self._discovered(), at
        return self.metadata

    def _discovered(self) -> Mapping[str, Any]:
        issuer = self.settings.oidc_issuer
        try:
            answer = httpx2.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=TIMEOUT)
            found = answer.raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise Unfit(f"{type(error).__name__}: {error}") from error
        if not isinstance(found, dict) or found.get("issuer") != issuer or any(name not in found for name in NEEDED):
            raise Unfit("the discovery document is not that of this issuer")
        for name, url in found.items():
            if name.endswith(("_endpoint", "_uri")) and not _is_safe(str(url)):
                raise Unfit(f"{name} is neither https nor on this machine")
        return found


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
