"""All lifecycles are declared before any facts are asked what rules them."""

import states.lifecycles  # noqa: F401
