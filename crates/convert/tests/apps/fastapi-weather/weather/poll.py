import httpx

httpx.get("http://localhost:9999/ping")
