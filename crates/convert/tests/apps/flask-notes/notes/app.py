import os

from flask import Flask, redirect, render_template, request

NOTES = []


def create_app():
    app = Flask(__name__)
    app.config["TITLE"] = os.environ.get("NOTES_TITLE", "Notes")

    @app.route("/")
    def index():
        return render_template("index.html", notes=NOTES, title=app.config["TITLE"])

    @app.post("/add")
    def add():
        NOTES.append(request.form["text"])
        return redirect("/")

    return app


if __name__ == "__main__":
    create_app().run(port=8000)
