"""The pages about the service itself."""

from fastapi import APIRouter

from api.operations import checking, interruptions, page, plans, proof, weekly

router = APIRouter()
for part in (page, proof, plans, interruptions, checking, weekly):
    router.include_router(part.router)
