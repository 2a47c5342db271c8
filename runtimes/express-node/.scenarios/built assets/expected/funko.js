// shop: what it answers. See https://expressjs.com for more.
import { Router } from "express";

export const funko = Router();

funko.get("/", (request, response) => {
  response.sendFile("index.html", { root: "public" });
});

// FaaSO asks here whether the funko is alive.
funko.get("/ping", (request, response) => {
  response.type("text").send("OK\n");
});