"""hello: what it answers. See https://flask.palletsprojects.com for more."""

from flask import Blueprint, current_app

funko = Blueprint("hello", __name__)


@funko.get("/")
def index():
    return current_app.send_static_file("index.html")


@funko.get("/ping")
def ping():
    """FaaSO asks here whether the funko is alive."""
    return "OK\n"