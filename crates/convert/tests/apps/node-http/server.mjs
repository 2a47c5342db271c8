import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

const { HOST = "127.0.0.1", PORT = 80 } = process.env;

const server = createServer(async (request, response) => {
  if (request.url === "/favicon.ico") return response.end(await readFile("favicon.ico"));
  if (request.url !== "/") return response.writeHead(404).end();
  response.end("Hello\n");
});

server.listen(Number(process.env.PORT || 80), process.env.HOST || "127.0.0.1");
