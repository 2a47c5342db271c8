// The server around the funko: it serves what funko.js answers, and the files in public/.
import express from "express";
import { funko } from "./funko.js";

const app = express();
app.disable("x-powered-by");
app.use(funko);
app.use(express.static("public"));

const server = app.listen(3000);

// As a container's first process, node ends on these only when told to.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => server.close(() => process.exit(0)));
}
