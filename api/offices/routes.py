"""Every page of the register, the named addresses before the ones that take any office."""

from fastapi import APIRouter

from api.offices import appointing, delegating, leaving, seats

router = APIRouter()
for page in (appointing, delegating, leaving, seats):
    router.include_router(page.router)
