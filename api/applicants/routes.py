"""Every page of the applicants' desk, before those of the console that take any act as a name."""

from fastapi import APIRouter

from api.applicants import home

router = APIRouter()
for part in (home,):
    router.include_router(part.router)
