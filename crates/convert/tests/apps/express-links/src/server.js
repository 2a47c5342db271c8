const path = require("path");
const express = require("express");

const app = express();
const port = Number(process.env.PORT) || 8080;

app.set("view engine", "ejs");
app.use(express.static(path.join(__dirname, "../public")));
app.get("/", (req, res) => res.render("index", { links: [] }));
app.get("/health", (req, res) => res.json({ ok: true }));
app.get("/go/:id", (req, res) => res.redirect("/"));

app.listen(port, () => console.log(`Listening on http://localhost:${port}`));
