//! Which language an application is written in, and the route that is added in its framework's own words.
//!
//! Long because it is a table: an application a row.

use super::{application, mended, of_rule, proposed, text};

/// Files, what they are recognized as, and what stands in a file after all fixes, or nothing where `/ping` is answered.
type Case = (&'static [(&'static str, &'static str)], &'static str, Option<(&'static str, &'static str)>);

#[track_caller]
fn check((files, wanted, route): &Case) {
    let application = application(files);
    let plan = proposed(&application);
    let recognized = plan.recognized.as_ref().unwrap_or_else(|| panic!("{wanted}: nothing is recognized"));
    let entry = recognized.entry.as_ref().map_or("", |path| path.as_str());
    let framework = recognized.framework.as_deref().unwrap_or("-");
    assert_eq!(format!("{} {framework} {entry}", recognized.language), *wanted, "{}", recognized.reason);
    let found = of_rule(&plan, "ping");
    assert_eq!(found.is_empty(), route.is_none(), "{wanted}: {found:#?}");
    let (application, plan) = mended(&application);
    if let Some((path, wanted)) = route {
        let text = text(&application, path);
        assert!(text.contains(wanted), "no {wanted:?} in {path}:\n{text}");
    }
    assert_eq!(of_rule(&plan, "ping").len(), 0, "{wanted}: {:#?}", of_rule(&plan, "ping"));
}

#[test]
fn each_framework_has_its_route() {
    let cases: &[Case] = &[
        (
            &[
                ("requirements.txt", "Flask==3.1\n"),
                (
                    "app.py",
                    "from flask import Flask\n\n\ndef create_app():\n    app = Flask(\n        __name__,\n    )\n    return app\n",
                ),
            ],
            "Python Flask app.py",
            Some((
                "app.py",
                "    )\n\n\n    @app.route(\"/ping\")\n    def ping():\n        return \"OK\"\n    return app",
            )),
        ),
        (
            &[
                ("requirements.txt", "fastapi\n"),
                ("main.py", "from fastapi import FastAPI\n\napp = FastAPI(title=\"x\")\n"),
            ],
            "Python FastAPI main.py",
            Some((
                "main.py",
                "app = FastAPI(title=\"x\")\n\n\n@app.get(\"/ping\")\ndef ping():\n    return \"OK\"\n",
            )),
        ),
        (
            &[
                ("requirements.txt", "django\n"),
                ("manage.py", "#!/usr/bin/env python\nimport django\n"),
                ("shop/wsgi.py", "from django.core.wsgi import get_wsgi_application\n"),
                (
                    "shop/urls.py",
                    "from django.urls import include, path\n\nurlpatterns = [\n    path(\"\", include(\"cart.urls\")),\n]\n",
                ),
            ],
            "Python Django manage.py",
            Some((
                "shop/urls.py",
                "from django.http import HttpResponse\nfrom django.urls import include, path\n\nurlpatterns = [\n    path(\"ping\", lambda request: HttpResponse(\"OK\")),\n",
            )),
        ),
        (
            &[
                ("requirements.txt", "bottle\n"),
                (
                    "web.py",
                    "from bottle import route, run\n\n@route(\"/\")\ndef home():\n    return \"Hi\"\n\nrun(host=\"0.0.0.0\", port=3000)\n",
                ),
            ],
            "Python Bottle web.py",
            Some(("web.py", "@route(\"/ping\")\ndef ping():\n    return \"OK\"\n\n\n@route(\"/\")")),
        ),
        (
            &[(
                "server.py",
                "from http.server import BaseHTTPRequestHandler, HTTPServer\n\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.wfile.write(self.path.encode())\n\nHTTPServer((\"\", 3000), H).serve_forever()\n",
            )],
            "Python http.server server.py",
            Some(("server.py", "    def do_GET(self):\n        if self.path == \"/ping\":\n")),
        ),
        (
            &[
                ("package.json", "{\"dependencies\":{\"express\":\"5\"}}"),
                (
                    "src/index.ts",
                    "import express from \"express\";\nconst app = express();\napp.listen(3000);\n",
                ),
            ],
            "Node Express src/index.ts",
            Some((
                "src/index.ts",
                "const app = express();\napp.get(\"/ping\", (request, response) => response.send(\"OK\"));\n",
            )),
        ),
        (
            &[
                ("package.json", "{\"dependencies\":{\"koa\":\"3\"}}"),
                ("app.js", "const Koa = require('koa');\nconst app = new Koa();\napp.listen(3000);\n"),
            ],
            "Node Koa app.js",
            Some(("app.js", "if (context.path === \"/ping\") context.body = \"OK\";")),
        ),
        (
            &[
                ("package.json", "{\"dependencies\":{\"hono\":\"4\"}}"),
                (
                    "index.js",
                    "import { serve } from '@hono/node-server';\nimport { Hono } from 'hono';\nconst app = new Hono();\nserve({ fetch: app.fetch, port: 3000 });\n",
                ),
            ],
            "Node Hono index.js",
            Some(("index.js", "app.get(\"/ping\", (context) => context.text(\"OK\"));")),
        ),
        (
            &[
                ("package.json", "{\"dependencies\":{\"fastify\":\"5\"}}"),
                (
                    "server.js",
                    "const fastify = require('fastify')({\n  logger: true,\n});\nfastify.listen({ port: 3000, host: '0.0.0.0' });\n",
                ),
            ],
            "Node Fastify server.js",
            Some(("server.js", "});\nfastify.get(\"/ping\", async () => \"OK\");\n")),
        ),
        (
            &[
                ("package.json", "{}"),
                (
                    "server.js",
                    "const http = require('http');\nhttp.createServer(function (req, res) {\n  if (req.url === '/') res.end('Hi');\n}).listen(3000);\n",
                ),
            ],
            "Node http server.js",
            Some((
                "server.js",
                "function (req, res) {\n  if (req.url === \"/ping\") {\n    res.end(\"OK\");\n    return;\n  }\n",
            )),
        ),
        (
            &[
                ("go.mod", "module x\n"),
                (
                    "main.go",
                    "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.Run(\":3000\")\n}\n",
                ),
            ],
            "Go Gin main.go",
            Some(("main.go", "\tr.GET(\"/ping\", func(c *gin.Context) {\n\t\tc.String(200, \"OK\")\n\t})\n")),
        ),
        (
            &[
                ("go.mod", "module x\n"),
                (
                    "cmd/server/main.go",
                    "package main\n\nimport \"net/http\"\n\nfunc main() {\n\thttp.HandleFunc(\"/cart\", cart)\n\thttp.ListenAndServe(\":3000\", nil)\n}\n",
                ),
            ],
            "Go net/http cmd/server/main.go",
            Some((
                "cmd/server/main.go",
                "\thttp.HandleFunc(\"/ping\", func(w http.ResponseWriter, r *http.Request) {\n\t\tw.Write([]byte(\"OK\"))\n\t})\n\thttp.HandleFunc(\"/cart\"",
            )),
        ),
        (
            &[
                ("Cargo.toml", "[package]\nname = \"x\"\n[dependencies]\naxum = \"0.8\"\n"),
                (
                    "src/main.rs",
                    "use axum::{Router, routing::get};\n\nfn app() -> Router {\n    Router::new().route(\"/\", get(home))\n}\n",
                ),
            ],
            "Rust axum src/main.rs",
            Some((
                "src/main.rs",
                "Router::new()\n        .route(\"/ping\", axum::routing::get(|| async { \"OK\" })).route(\"/\"",
            )),
        ),
        (
            &[
                ("Cargo.toml", "[package]\nname = \"x\"\n[dependencies]\nactix-web = \"4\"\n"),
                (
                    "src/main.rs",
                    "use actix_web::{App, HttpServer};\n\nfn main() {\n    HttpServer::new(|| App::new().service(home)).bind((\"0.0.0.0\", 3000));\n}\n",
                ),
            ],
            "Rust actix src/main.rs",
            Some((
                "src/main.rs",
                "App::new()\n            .route(\"/ping\", actix_web::web::get().to(|| async { \"OK\" })).service(home)",
            )),
        ),
        (
            &[
                ("Gemfile", "gem 'sinatra'\n"),
                (
                    "app.rb",
                    "require 'sinatra/base'\n\nclass Shop < Sinatra::Base\n  get '/' do\n    'Hi'\n  end\nend\n",
                ),
                ("config.ru", "require './app'\nrun Shop\n"),
            ],
            "Ruby Sinatra app.rb",
            Some(("app.rb", "class Shop < Sinatra::Base\n  get \"/ping\" do\n    \"OK\"\n  end\n")),
        ),
        (
            &[("Gemfile", "gem 'rack'\n"), ("config.ru", "require './shop'\n\nrun Shop.new\n")],
            "Ruby Rack config.ru",
            Some(("config.ru", "map \"/ping\" do\n")),
        ),
        (&[("index.php", "<?php echo 'Hi';\n")], "PHP plain PHP index.php", Some(("ping", "OK\n"))),
        (
            &[
                ("composer.json", "{\"require\":{\"slim/slim\":\"4\"}}"),
                (
                    "public/index.php",
                    "<?php\nuse Slim\\Factory\\AppFactory;\n$app = AppFactory::create();\n$app->run();\n",
                ),
            ],
            "PHP Slim public/index.php",
            Some(("public/index.php", "$app->get('/ping', function ($request, $response) {")),
        ),
        (
            &[
                ("shard.yml", "name: x\ndependencies:\n  kemal:\n    github: kemalcr/kemal\n"),
                ("src/x.cr", "require \"kemal\"\n\nget \"/\" do\n  \"Hi\"\nend\n\nKemal.run\n"),
            ],
            "Crystal Kemal src/x.cr",
            Some(("src/x.cr", "get \"/ping\" do\n  \"OK\"\nend\n\nKemal.run")),
        ),
        (
            &[
                ("pom.xml", "<parent><artifactId>spring-boot-starter-parent</artifactId></parent>\n"),
                (
                    "src/main/java/org/shop/Shop.java",
                    "package org.shop;\n\n@SpringBootApplication\npublic class Shop {}\n",
                ),
            ],
            "Java Spring Boot src/main/java/org/shop/Shop.java",
            Some(("src/main/java/org/shop/PingController.java", "package org.shop;\n")),
        ),
        (
            &[
                ("build.gradle", "implementation 'io.javalin:javalin:6'\n"),
                (
                    "src/main/java/App.java",
                    "import io.javalin.Javalin;\nclass App {\n    public static void main(String[] a) {\n        Javalin.create(c -> { c.x(); })\n            .start(3000);\n    }\n}\n",
                ),
            ],
            "Java Javalin src/main/java/App.java",
            Some((
                "src/main/java/App.java",
                "c.x(); })\n            .get(\"/ping\", context -> context.result(\"OK\"))\n            .start(3000)",
            )),
        ),
        (
            &[
                ("shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n"),
                (
                    "Program.cs",
                    "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.Run();\n",
                ),
            ],
            ".NET ASP.NET Core Program.cs",
            Some(("Program.cs", "var app = builder.Build();\napp.MapGet(\"/ping\", () => \"OK\");\n")),
        ),
        (
            &[
                ("deno.json", "{}"),
                (
                    "main.ts",
                    "Deno.serve({ port: 3000 }, async (request: Request) => {\n  return new Response(request.url);\n});\n",
                ),
            ],
            "Deno Deno.serve main.ts",
            Some((
                "main.ts",
                "=> {\n  if (new URL(request.url).pathname === \"/ping\") return new Response(\"OK\");",
            )),
        ),
        (
            &[
                (
                    "package.json",
                    "{ \"scripts\": { \"start\": \"bun src/index.ts\" }, \"dependencies\": { \"hono\": \"4\" } }",
                ),
                (
                    "src/index.ts",
                    "const app = new Hono();\nexport default { port: 3000, fetch: app.fetch };\n",
                ),
            ],
            "Bun Hono src/index.ts",
            Some(("src/index.ts", "\napp.get(\"/ping\", (context) => context.text(\"OK\"));")),
        ),
        (
            &[
                (
                    "package.json",
                    "{ \"scripts\": { \"start\": \"node src/index.js\", \"test\": \"bun test\" }, \"dependencies\": { \"hono\": \"4\" } }",
                ),
                ("src/index.js", "const app = new Hono();\nserve(app);\n"),
            ],
            "Node Hono src/index.js",
            Some(("src/index.js", "\napp.get(\"/ping\", (context) => context.text(\"OK\"));")),
        ),
        (
            &[
                ("Cargo.toml", "[package]\nname = \"w\"\n[dependencies]\nrocket = \"0.5\"\n"),
                (
                    "src/main.rs",
                    "use rocket::*;\n\n#[launch]\nfn rocket() -> _ {\n    rocket::build().mount(\"/\", routes![index])\n}\n",
                ),
            ],
            "Rust Rocket src/main.rs",
            Some((
                "src/main.rs",
                "rocket::build().mount(\"/\", rocket::routes![ping]).mount(\"/\", routes![index])",
            )),
        ),
        (
            &[
                ("requirements.txt", "tornado\n"),
                (
                    "main.py",
                    "import asyncio, tornado.web\n\ndef make_app():\n    return tornado.web.Application([\n        (r\"/\", Main),\n    ])\n",
                ),
            ],
            "Python Tornado main.py",
            Some((
                "main.py",
                "Application([\n        (r\"/ping\", type(\"Ping\", (tornado.web.RequestHandler,), ",
            )),
        ),
        (
            &[
                ("requirements.txt", "quart\n"),
                ("app.py", "from quart import Quart\napp = Quart(__name__)\n"),
            ],
            "Python Quart app.py",
            Some(("app.py", "app = Quart(__name__)\n\n\n@app.route(\"/ping\")\n")),
        ),
        (
            &[
                ("bun.lock", "{}"),
                ("package.json", "{}"),
                (
                    "index.ts",
                    "Bun.serve({\n  port: 3000,\n  fetch(req) {\n    return new Response(req.url);\n  },\n});\n",
                ),
            ],
            "Bun Bun.serve index.ts",
            Some((
                "index.ts",
                "fetch(req) {\n  if (new URL(req.url).pathname === \"/ping\") return new Response(\"OK\");",
            )),
        ),
        (
            &[("public/index.html", "<!doctype html>\n"), ("public/style.css", "a{}\n")],
            "Static files files public/index.html",
            Some(("public/ping", "OK\n")),
        ),
        (
            &[
                (
                    "Dockerfile",
                    "FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\nCOPY www /usr/share/nginx/html\n",
                ),
                ("nginx.conf", "server {\n  listen 3000;\n  server_name _;\n}\n"),
                ("www/index.html", "<html></html>\n"),
            ],
            "Static files files www/index.html",
            Some((
                "nginx.conf",
                "server {\n    location = /ping {\n        return 200 \"OK\";\n    }\n  listen 3000;",
            )),
        ),
        (
            &[
                ("www/cgi-bin/hello.sh", "#!/bin/sh\necho \"Content-Type: text/plain\"\necho\necho Hi\n"),
                ("www/index.html", "<a href=\"cgi-bin/hello.sh\">x</a>\n"),
            ],
            "Shell CGI www/cgi-bin/hello.sh",
            Some(("www/ping", "OK\n")),
        ),
    ];
    cases.iter().for_each(check);
}

#[test]
fn what_answers_ping_already() {
    let cases: &[Case] = &[
        (
            &[(
                "app.py",
                "from flask import Flask\napp = Flask(__name__)\n\n@app.get('/ping')\ndef p(): return ''\n",
            )],
            "Python Flask app.py",
            None,
        ),
        (
            &[("urls.py", "from django.urls import path\nurlpatterns = [path('ping/', ping)]\n")],
            "Python Django urls.py",
            None,
        ),
        (
            &[(
                "main.go",
                "package main\nimport \"net/http\"\nfunc main() { http.HandleFunc(\"GET /ping\", p); http.ListenAndServe(\":3000\", nil) }\n",
            )],
            "Go net/http main.go",
            None,
        ),
        (
            &[(
                "main.go",
                "package main\nimport \"net/http\"\nfunc main() {\n\thttp.HandleFunc(\"/\", all)\n\thttp.ListenAndServe(\":3000\", nil)\n}\n",
            )],
            "Go net/http main.go",
            None,
        ),
        (
            &[("server.js", "require('http').createServer((q, a) => a.end('Hi')).listen(3000);\n")],
            "Node http server.js",
            None,
        ),
        (
            &[("site/index.html", "<html></html>\n"), ("site/ping", "OK\n")],
            "Static files files site/index.html",
            None,
        ),
        (
            &[(
                "src/App.java",
                "@RestController\nclass App { @GetMapping(\"/ping\") String p() { return \"\"; } }\n",
            )],
            "Java - src/App.java",
            None,
        ),
        (&[("app.rb", "require 'sinatra'\nget '/ping' do\n  'OK'\nend\n")], "Ruby Sinatra app.rb", None),
    ];
    cases.iter().for_each(check);
    // whoever asks for it doesn't answer it
    for (path, line) in [
        (
            "app.js",
            "const express = require('express');\nconst app = express();\nfetch('/ping');\napp.listen(3000);\n",
        ),
        (
            "app.py",
            "from fastapi import FastAPI, APIRouter\napp = FastAPI()\nrouter = APIRouter(prefix=\"/api\")\n\n@router.get(\"/ping\")\ndef p(): ...\n",
        ),
        ("app.py", "from flask import Flask\napp = Flask(__name__)\nredis.ping()\n# @app.get('/ping')\n"),
    ] {
        let plan = proposed(&application(&[(path, line)]));
        assert_eq!(of_rule(&plan, "ping").len(), 1, "{line}");
    }
    // a router that is put below a path, a class with a prefix
    for files in [
        &[
            (
                "index.js",
                "const app = require('express')();\napp.use('/api', require('./routes/health'));\napp.listen(3000);\n",
            ),
            (
                "routes/health.js",
                "const router = require('express').Router();\nrouter.get('/ping', (q, a) => a.send('OK'));\n",
            ),
        ],
        &[
            (
                "main.py",
                "from fastapi import FastAPI\nfrom shop import health\napp = FastAPI()\napp.include_router(health.router, prefix=\"/api\")\n",
            ),
            (
                "shop/health.py",
                "from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get(\"/ping\")\ndef p(): ...\n",
            ),
        ],
        &[
            ("package.json", "{\"dependencies\":{\"@nestjs/core\":\"11\"}}"),
            (
                "src/app.ts",
                "const app = await NestFactory.create(M);\n@Controller('api')\nclass A {\n  @Get('ping')\n  p() {}\n}\n",
            ),
        ],
    ] {
        let application = application(files);
        assert_eq!(of_rule(&proposed(&application), "ping").len(), 1, "{files:?}");
        assert_eq!(of_rule(&mended(&application).1, "ping").len(), 0, "{files:?}");
    }
}
