"""The application around the funko: it serves what funko.py answers."""

from fastapi import FastAPI

from funko import funko

app = FastAPI(title="hello", root_path="")
app.include_router(funko)