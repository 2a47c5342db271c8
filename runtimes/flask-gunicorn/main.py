"""The application around the funko: it serves what funko.py answers, and the files in public/."""

from flask import Flask

from funko import funko

app = Flask(__name__, static_folder="public", static_url_path="")
app.register_blueprint(funko)
