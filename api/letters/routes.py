"""The pages about letters that have not left."""

from fastapi import APIRouter

from api.letters import ahead, cancelling, holding, supposing

router = APIRouter()
for part in (ahead, cancelling, holding, supposing):
    router.include_router(part.router)
