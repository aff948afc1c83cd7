"""Every page of the applicants' desk, before those of the console that take any act as a name."""

from fastapi import APIRouter

from api.applicants import (
    annexes,
    answering,
    bundle,
    copying,
    editing,
    following,
    home,
    overview,
    presentation,
    reporting,
)

router = APIRouter()
for part in (
    home,
    overview,
    annexes,
    copying,
    editing,
    presentation,
    answering,
    following,
    bundle,
    reporting,
):
    router.include_router(part.router)
