from bottle import get, run


@get("/")
def home():
    return "{% raw %}"


run(host="localhost", port=8080, debug=True)
