"""Every page of the applicants' desk, before those of the console that take any act as a name."""

from fastapi import APIRouter

from api.applicants import annexes, copying, editing, home, overview, presentation

router = APIRouter()
for part in (home, overview, annexes, copying, editing, presentation):
    router.include_router(part.router)
