import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono<{ Variables: { user: string } }>();

app.get("/", (c) => c.text("{{ quote }}"));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787) });
