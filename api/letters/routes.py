"""The pages about letters that have not left."""

from fastapi import APIRouter

from api.letters import again, ahead, cancelling, holding, supposing

router = APIRouter()
for part in (again, ahead, cancelling, holding, supposing):
    router.include_router(part.router)
