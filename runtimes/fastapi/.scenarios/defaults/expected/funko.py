"""hello: what it answers. See https://fastapi.tiangolo.com for more."""

from fastapi import APIRouter

funko = APIRouter()


@funko.get("/")
async def index() -> dict[str, str]:
    return {"hello": "hello"}


@funko.get("/ping")
async def ping() -> str:
    """FaaSO asks here whether the funko is alive."""
    return "OK"