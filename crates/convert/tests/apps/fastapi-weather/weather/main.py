from fastapi import FastAPI

api = FastAPI(
    title="Weather",
    version="1.0",
)


@api.get("/")
async def today():
    return {"text": f"{{today}}"}
