"""The pages about the service itself."""

from fastapi import APIRouter

from api.operations import checking, interruptions, page, plans, proof

router = APIRouter()
for part in (page, proof, plans, interruptions, checking):
    router.include_router(part.router)
