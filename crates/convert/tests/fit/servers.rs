//! Where a server listens, in many words: what is found of port and address, and that the fixes mend it.
//!
//! Long because it is a table: a server a row, each with its files.

use super::{application, mended, of_rule, proposed, text};

/// An application's files; the lines of the port's places, none if it is right; whether the address is wrong; and what
/// stands in the files after all fixes.
struct Case {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    port: Option<&'static [&'static str]>,
    address: bool,
    after: &'static [(&'static str, &'static str)],
}

#[track_caller]
fn check(case: &Case) {
    let Case { name, files, port, address, after } = case;
    let application = application(files);
    let plan = proposed(&application);
    let ports = of_rule(&plan, "port");
    let found = ports.first().map(|finding| {
        finding.places.iter().map(|place| format!("{}:{}", place.file, place.line)).collect::<Vec<_>>()
    });
    let mut found_sorted = found.clone().unwrap_or_default();
    found_sorted.sort();
    found_sorted.dedup();
    assert_eq!(
        found.as_ref().map(|_| found_sorted.iter().map(String::as_str).collect::<Vec<_>>()),
        port.map(<[_]>::to_vec),
        "{name}: {ports:#?}"
    );
    let addresses = of_rule(&plan, "bind-address");
    assert_eq!(!addresses.is_empty(), *address, "{name}: {addresses:#?}");
    let (application, plan) = mended(&application);
    for (path, wanted) in *after {
        let text = text(&application, path);
        assert!(text.contains(wanted), "{name}: no {wanted:?} in {path}:\n{text}");
    }
    for rule in ["port", "bind-address"] {
        let left = of_rule(&plan, rule);
        assert!(
            left.iter().all(|finding| finding.fix.is_none()) && (left.is_empty() || after.is_empty()),
            "{name}: {left:#?}"
        );
    }
}

#[test]
fn programs_that_start_servers() {
    for case in &[
        Case {
            name: "gunicorn with --bind",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13-slim\nCOPY . .\nEXPOSE 8000\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]\nHEALTHCHECK CMD curl http://localhost:8000/ping\n",
                ),
                (
                    "app.py",
                    "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(port=5000)\n",
                ),
            ],
            port: Some(&["Dockerfile:3", "Dockerfile:4", "Dockerfile:5"]),
            address: false,
            after: &[(
                "Dockerfile",
                "EXPOSE 3000\nCMD [\"gunicorn\", \"--bind\", \"0.0.0.0:3000\", \"app:app\"]",
            )],
        },
        Case {
            name: "gunicorn without anything",
            files: &[
                ("Dockerfile", "FROM python:3.13-slim\nCOPY . .\nCMD [\"gunicorn\", \"app:app\"]\n"),
                ("app.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: true,
            after: &[("Dockerfile", "CMD [\"gunicorn\", \"--bind\", \"0.0.0.0:3000\", \"app:app\"]")],
        },
        Case {
            name: "gunicorn's configuration",
            files: &[
                ("Dockerfile", "FROM python:3.13-slim\nCOPY . .\nCMD gunicorn -c gunicorn.conf.py app:app\n"),
                ("gunicorn.conf.py", "workers = 2\nbind = \"127.0.0.1:8000\"\n"),
                ("app.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ],
            port: Some(&["gunicorn.conf.py:2"]),
            address: true,
            after: &[("gunicorn.conf.py", "bind = \"0.0.0.0:3000\"")],
        },
        Case {
            name: "uvicorn in a shell",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13-slim\nCOPY . .\nENV PORT=8080\nCMD uvicorn main:app --host 127.0.0.1 --port $PORT\n",
                ),
                ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: true,
            after: &[("Dockerfile", "ENV PORT=3000\nCMD uvicorn main:app --host 0.0.0.0 --port $PORT")],
        },
        Case {
            name: "uvicorn with a variable that nothing sets",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13-slim\nCOPY . .\nCMD [\"sh\", \"-c\", \"uvicorn main:app --host 0.0.0.0 --port ${PORT}\"]\n",
                ),
                ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "ENV PORT=3000\nCMD")],
        },
        Case {
            name: "uvicorn with a variable's own default",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13-slim\nCOPY . .\nCMD [\"sh\", \"-c\", \"exec uvicorn main:app --host 0.0.0.0 --port ${PORT:-8000}\"]\n",
                ),
                ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "${PORT:-3000}")],
        },
        Case {
            name: "Django's own server, behind a script",
            files: &[
                ("Dockerfile", "FROM python:3.13\nCOPY . .\nEXPOSE 8000\nENTRYPOINT [\"./entrypoint.sh\"]\n"),
                (
                    "entrypoint.sh*",
                    "#!/bin/sh\npython manage.py migrate\nexec python manage.py runserver 0.0.0.0:8000\n",
                ),
                ("manage.py", "import django\n"),
                ("shop/urls.py", "from django.urls import path\n\nurlpatterns = [\n]\n"),
            ],
            port: Some(&["Dockerfile:3", "entrypoint.sh:3"]),
            address: false,
            after: &[("entrypoint.sh", "runserver 0.0.0.0:3000\n"), ("Dockerfile", "EXPOSE 3000")],
        },
        Case {
            name: "flask run, all said by variables",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13-slim\nENV FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=3000\nCOPY . .\nCMD [\"flask\", \"--app\", \"hello\", \"run\"]\n",
                ),
                ("hello.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ],
            port: None,
            address: false,
            after: &[],
        },
        Case {
            name: "npm start, a script, a port of its own",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nEXPOSE 4000\nCMD [\"npm\", \"start\"]\n"),
                (
                    "package.json",
                    "{\n  \"scripts\": {\n    \"start\": \"next start -p 4000\"\n  },\n  \"dependencies\": { \"next\": \"15\" }\n}\n",
                ),
            ],
            port: Some(&["Dockerfile:3", "package.json:3"]),
            address: false,
            after: &[("package.json", "next start -p 3000")],
        },
        Case {
            name: "a Procfile without a Dockerfile",
            files: &[
                ("Procfile", "web: gunicorn app:app --bind 0.0.0.0:$PORT\n"),
                ("requirements.txt", "flask\ngunicorn\n"),
                ("app.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ],
            port: Some(&["Procfile:1"]),
            address: false,
            after: &[("Dockerfile", "0.0.0.0:3000")],
        },
        Case {
            name: "puma",
            files: &[
                (
                    "Dockerfile",
                    "FROM ruby:3.4\nCOPY . .\nCMD [\"bundle\", \"exec\", \"puma\", \"-p\", \"9292\", \"-b\", \"tcp://127.0.0.1:9292\"]\n",
                ),
                ("Gemfile", "gem 'rack'\n"),
                ("config.ru", "run App\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: true,
            after: &[("Dockerfile", "\"-p\", \"3000\", \"-b\", \"tcp://0.0.0.0:3000\"")],
        },
        Case {
            name: "rackup",
            files: &[
                ("Dockerfile", "FROM ruby:3.4\nCOPY . .\nCMD bundle exec rackup\n"),
                ("Gemfile", "gem 'rack'\n"),
                ("config.ru", "run App\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: true,
            after: &[("Dockerfile", "CMD bundle exec rackup --")],
        },
        Case {
            name: "PHP's own server",
            files: &[
                (
                    "Dockerfile",
                    "FROM php:8.4-cli\nCOPY . .\nEXPOSE 8080\nCMD [\"php\", \"-S\", \"localhost:8080\", \"-t\", \"public\"]\n",
                ),
                ("public/index.php", "<?php echo 'Hi';\n"),
            ],
            port: Some(&["Dockerfile:3", "Dockerfile:4"]),
            address: true,
            after: &[("Dockerfile", "\"php\", \"-S\", \"0.0.0.0:3000\"")],
        },
        Case {
            name: "a jar with a flag",
            files: &[
                (
                    "Dockerfile",
                    "FROM eclipse-temurin:21\nCOPY . .\nENTRYPOINT [\"java\", \"-jar\", \"app.jar\", \"--server.port=8081\"]\n",
                ),
                ("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "--server.port=3000")],
        },
        Case {
            name: "an entrypoint and its arguments",
            files: &[
                (
                    "Dockerfile",
                    "FROM python:3.13\nCOPY . .\nENTRYPOINT [\"python\", \"-m\", \"uvicorn\"]\nCMD [\"main:app\", \"--host=0.0.0.0\", \"--port=80\"]\n",
                ),
                ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n"),
            ],
            port: Some(&["Dockerfile:4"]),
            address: false,
            after: &[("Dockerfile", "--port=3000")],
        },
        Case {
            name: "busybox httpd",
            files: &[
                (
                    "Dockerfile",
                    "FROM busybox:1.37\nCOPY . .\nCMD [\"httpd\", \"-f\", \"-p\", \"8080\", \"-h\", \"public\"]\n",
                ),
                ("public/index.html", "<html></html>\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "\"-p\", \"3000\"")],
        },
    ] {
        check(case);
    }
}

#[test]
fn programs_of_their_own() {
    for case in &[
        Case {
            name: "Express with a fallback",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nEXPOSE 8080\nCMD [\"node\", \"server.js\"]\n"),
                (
                    "docker-compose.yml",
                    "services:\n  web:\n    build: .\n    ports:\n      - \"8080:8080\"\n",
                ),
                (
                    "server.js",
                    "const express = require('express');\nconst app = express();\nconst PORT = process.env.PORT || 8080;\napp.listen(PORT, () => console.log(`http://localhost:${PORT}`));\n",
                ),
            ],
            port: Some(&["Dockerfile:3", "docker-compose.yml:5", "server.js:3"]),
            address: false,
            after: &[("server.js", "process.env.PORT || 3000"), ("docker-compose.yml", "\"8080:3000\"")],
        },
        Case {
            name: "the Dockerfile sets the variable",
            files: &[
                (
                    "Dockerfile",
                    "FROM node:22-slim\nENV PORT=3000\nCOPY . .\nEXPOSE 3000\nCMD [\"node\", \"server.js\"]\n",
                ),
                (
                    "server.js",
                    "const express = require('express');\nconst app = express();\napp.listen(process.env.PORT || 8080);\n",
                ),
            ],
            port: None,
            address: false,
            after: &[],
        },
        Case {
            name: "the Dockerfile sets the variable to another port",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nENV PORT=5000\nCOPY . .\nCMD [\"node\", \"server.js\"]\n"),
                (
                    "server.js",
                    "require('http').createServer((req, res) => res.end('x')).listen(process.env.PORT ?? 3000, '127.0.0.1');\n",
                ),
            ],
            port: Some(&["Dockerfile:2"]),
            address: true,
            after: &[("Dockerfile", "ENV PORT=3000"), ("server.js", "'0.0.0.0'")],
        },
        Case {
            name: "Fastify",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nCMD node index.mjs\n"),
                (
                    "index.mjs",
                    "import Fastify from 'fastify';\nconst fastify = Fastify({ logger: true });\nawait fastify.listen({ port: 8080 });\n",
                ),
            ],
            port: Some(&["index.mjs:3"]),
            address: true,
            after: &[("index.mjs", "host: \"0.0.0.0\", port: 3000")],
        },
        Case {
            name: "Flask's own server",
            files: &[
                ("Dockerfile", "FROM python:3.13\nCOPY . .\nCMD [\"python\", \"app.py\"]\n"),
                (
                    "app.py",
                    "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(debug=True)\n",
                ),
            ],
            port: Some(&["app.py:6"]),
            address: true,
            after: &[("app.py", "app.run(debug=True, ")],
        },
        Case {
            name: "uvicorn in the program",
            files: &[
                ("Dockerfile", "FROM python:3.13\nCOPY . .\nCMD [\"python\", \"main.py\"]\n"),
                (
                    "main.py",
                    "import os\nimport uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\nuvicorn.run(app, host='127.0.0.1', port=int(os.environ.get('PORT', '8000')))\n",
                ),
            ],
            port: Some(&["main.py:5"]),
            address: true,
            after: &[("main.py", "host='0.0.0.0', port=int(os.environ.get('PORT', '3000'))")],
        },
        Case {
            name: "Python's http.server",
            files: &[
                ("Dockerfile", "FROM python:3.13\nCOPY . .\nCMD python server.py\n"),
                (
                    "server.py",
                    "from http.server import HTTPServer, BaseHTTPRequestHandler\nHTTPServer((\"localhost\", 8000), BaseHTTPRequestHandler).serve_forever()\n",
                ),
            ],
            port: Some(&["server.py:2"]),
            address: true,
            after: &[("server.py", "(\"0.0.0.0\", 3000)")],
        },
        Case {
            name: "Go, and a database beside it",
            files: &[
                (
                    "Dockerfile",
                    "FROM golang:1.24 AS build\nCOPY . .\nRUN go build -o /app .\nFROM debian:trixie-slim\nCOPY --from=build /app /app\nEXPOSE 8080\nCMD [\"/app\"]\n",
                ),
                ("go.mod", "module shop\n"),
                (
                    "main.go",
                    "package main\n\nimport \"net/http\"\n\nfunc main() {\n\tport := os.Getenv(\"PORT\")\n\tif port == \"\" {\n\t\tport = \"8080\"\n\t}\n\tdsn := \"host=db port=5432\"\n\thttp.ListenAndServe(\":\"+port, nil)\n}\n",
                ),
            ],
            port: Some(&["Dockerfile:6", "main.go:8"]),
            address: false,
            after: &[("main.go", "port = \"3000\""), ("main.go", "port=5432")],
        },
        Case {
            name: "Go on localhost",
            files: &[
                ("Dockerfile", "FROM golang:1.24\nCOPY . .\nCMD [\"go\", \"run\", \".\"]\n"),
                (
                    "main.go",
                    "package main\n\nimport \"net/http\"\n\nfunc main() {\n\thttp.ListenAndServe(\"localhost:9000\", nil)\n}\n",
                ),
            ],
            port: Some(&["main.go:6"]),
            address: true,
            after: &[("main.go", "\"0.0.0.0:3000\"")],
        },
        Case {
            name: "axum",
            files: &[
                (
                    "Dockerfile",
                    "FROM rust:1.89\nCOPY . .\nRUN cargo build --release\nCMD [\"./target/release/shop\"]\n",
                ),
                ("Cargo.toml", "[package]\nname = \"shop\"\n[dependencies]\naxum = \"0.8\"\n"),
                (
                    "src/main.rs",
                    "use axum::Router;\nuse std::net::SocketAddr;\n\nasync fn main() {\n    let app = Router::new();\n    let addr = SocketAddr::from(([127, 0, 0, 1], 8080));\n    let listener = tokio::net::TcpListener::bind(addr).await.unwrap();\n    axum::serve(listener, app).await.unwrap();\n}\n",
                ),
            ],
            port: Some(&["src/main.rs:6"]),
            address: true,
            after: &[("src/main.rs", "SocketAddr::from(([0, 0, 0, 0], 3000))")],
        },
        Case {
            name: "actix",
            files: &[
                ("Dockerfile", "FROM rust:1.89\nCOPY . .\nCMD [\"shop\"]\n"),
                ("Cargo.toml", "[package]\nname = \"shop\"\n[dependencies]\nactix-web = \"4\"\n"),
                (
                    "src/main.rs",
                    "use actix_web::{App, HttpServer};\n\nasync fn main() {\n    HttpServer::new(|| App::new())\n        .bind((\"127.0.0.1\", 8080))?\n        .run()\n        .await\n}\n",
                ),
            ],
            port: Some(&["src/main.rs:5"]),
            address: true,
            after: &[("src/main.rs", ".bind((\"0.0.0.0\", 3000))")],
        },
        Case {
            name: "actix by variables",
            files: &[
                ("Dockerfile", "FROM rust:1.89\nCOPY . .\nCMD [\"shop\"]\n"),
                ("Cargo.toml", "[package]\nname = \"shop\"\n[dependencies]\nactix-web = \"4\"\n"),
                (
                    "src/main.rs",
                    "use actix_web::{App, HttpServer};\n\nfn main() {\n    let host = env::var(\"HOST\").unwrap_or_else(|_| \"127.0.0.1\".to_string());\n    let port: u16 = env::var(\"PORT\")\n        .unwrap_or_else(|_| \"8080\".to_string())\n        .parse()\n        .unwrap();\n    HttpServer::new(|| App::new()).bind((host, port));\n}\n",
                ),
            ],
            port: Some(&["src/main.rs:6"]),
            address: true,
            after: &[
                ("src/main.rs", "|_| \"0.0.0.0\".to_string()"),
                ("src/main.rs", "|_| \"3000\".to_string()"),
            ],
        },
        Case {
            name: "lighttpd",
            files: &[
                (
                    "Dockerfile",
                    "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y lighttpd\nCOPY . .\nCMD [\"lighttpd\", \"-D\", \"-f\", \"lighttpd.conf\"]\n",
                ),
                ("lighttpd.conf", "server.port = 80\nserver.bind = \"127.0.0.1\"\n"),
                ("index.html", "<html></html>\n"),
            ],
            port: Some(&["lighttpd.conf:1"]),
            address: true,
            after: &[("lighttpd.conf", "server.port = 3000\nserver.bind = \"0.0.0.0\"")],
        },
        Case {
            name: "Caddy",
            files: &[
                ("Dockerfile", "FROM caddy:2-alpine\nCOPY Caddyfile /etc/caddy/Caddyfile\nCOPY site /srv\n"),
                ("Caddyfile", ":8080 {\n\troot * /srv\n\tfile_server\n}\n"),
                ("site/index.html", "<html></html>\n"),
            ],
            port: Some(&["Caddyfile:1"]),
            address: false,
            after: &[("Caddyfile", ":3000 {")],
        },
        Case {
            name: "a Dockerfile in a folder",
            files: &[
                (
                    "web/Dockerfile",
                    "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD [\"flask\", \"run\"]\n",
                ),
                ("web/requirements.txt", "flask\n"),
                ("web/wsgi.py", "from flask import Flask\napp = Flask(__name__)\n"),
            ],
            port: None,
            address: false,
            after: &[
                ("Dockerfile", "COPY web/requirements.txt .\n"),
                ("Dockerfile", "COPY web/ .\n"),
                ("Dockerfile", "\"flask\", \"run\", \"--"),
                ("Dockerfile", "\"--port\", \"3000\""),
            ],
        },
        Case {
            name: "a flag of its own program",
            files: &[
                (
                    "Dockerfile",
                    "FROM golang:1.24 AS build\nCOPY . .\nRUN mkdir -p 4000 && go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\", \"-port=9090\"]\n",
                ),
                ("go.mod", "module shop\n"),
                (
                    "main.go",
                    "package main\n\nimport \"net/http\"\n\nvar port = flag.Int(\"port\", 8080, \"the port\")\n\nfunc main() {\n\thttp.ListenAndServe(fmt.Sprintf(\":%d\", *port), nil)\n}\n",
                ),
            ],
            port: Some(&["Dockerfile:6"]),
            address: false,
            after: &[("Dockerfile", "-port=3000")],
        },
        Case {
            name: "Sinatra with flags",
            files: &[
                ("Dockerfile", "FROM ruby:3.4\nCOPY . .\nCMD ruby app.rb -o 127.0.0.1 -p 4567\n"),
                ("app.rb", "require 'sinatra'\n\nget '/ping' do\n  'OK'\nend\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: true,
            after: &[("Dockerfile", "ruby app.rb -o 0.0.0.0 -p 3000")],
        },
        Case {
            name: "Sinatra",
            files: &[
                ("Dockerfile", "FROM ruby:3.4\nCOPY . .\nCMD [\"ruby\", \"app.rb\"]\n"),
                (
                    "app.rb",
                    "require \"sinatra\"\n\nset :port, 4567\nset :bind, \"localhost\"\n\nget \"/\" do\n  \"Hi\"\nend\n",
                ),
            ],
            port: Some(&["app.rb:3"]),
            address: true,
            after: &[("app.rb", "set :port, 3000\nset :bind, \"0.0.0.0\"")],
        },
        Case {
            name: "Sinatra without anything",
            files: &[
                ("Dockerfile", "FROM ruby:3.4\nCOPY . .\nCMD [\"ruby\", \"app.rb\"]\n"),
                ("app.rb", "require 'sinatra'\n\nget '/' do\n  'Hi'\nend\n"),
            ],
            port: Some(&["app.rb:1"]),
            address: false,
            after: &[("app.rb", "set :port, 3000\nset :bind, \"0.0.0.0\"")],
        },
        Case {
            name: "Kemal is right by itself",
            files: &[
                ("Dockerfile", "FROM crystallang/crystal:1.14\nCOPY . .\nCMD [\"./app\"]\n"),
                ("shard.yml", "dependencies:\n  kemal:\n    github: kemalcr/kemal\n"),
                ("src/app.cr", "require \"kemal\"\n\nKemal.run\n"),
            ],
            port: None,
            address: false,
            after: &[],
        },
        Case {
            name: "Crystal's own server",
            files: &[
                ("Dockerfile", "FROM crystallang/crystal:1.14\nCOPY . .\nCMD [\"./app\"]\n"),
                ("shard.yml", "name: app\n"),
                (
                    "src/app.cr",
                    "require \"http/server\"\n\nserver = HTTP::Server.new do |context|\n  context.response.print context.request.path\nend\nserver.bind_tcp 8080\nserver.listen\n",
                ),
            ],
            port: Some(&["src/app.cr:6"]),
            address: true,
            after: &[("src/app.cr", "server.bind_tcp \"0.0.0.0\", 3000")],
        },
        Case {
            name: "Spring by its properties",
            files: &[
                ("Dockerfile", "FROM eclipse-temurin:21\nCOPY . .\nCMD [\"java\", \"-jar\", \"app.jar\"]\n"),
                ("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n"),
                (
                    "src/main/java/shop/App.java",
                    "package shop;\n\n@SpringBootApplication\npublic class App {}\n",
                ),
                (
                    "src/main/resources/application.properties",
                    "spring.datasource.url=jdbc:postgresql://db:5432/x\nserver.port=8081\n",
                ),
            ],
            port: Some(&["src/main/resources/application.properties:2"]),
            address: false,
            after: &[("src/main/resources/application.properties", "server.port=3000")],
        },
        Case {
            name: "Spring by YAML, beside other ports",
            files: &[
                ("Dockerfile", "FROM eclipse-temurin:21\nCOPY . .\nCMD [\"java\", \"-jar\", \"app.jar\"]\n"),
                ("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n"),
                ("src/main/java/App.java", "@SpringBootApplication\npublic class App {}\n"),
                (
                    "src/main/resources/application.yml",
                    "database:\n  port: 7777\nserver:\n  port: 8090\nmanagement:\n  server:\n    port: 9999\n",
                ),
            ],
            port: Some(&["src/main/resources/application.yml:4"]),
            address: false,
            after: &[
                ("src/main/resources/application.yml", "port: 3000\n"),
                ("src/main/resources/application.yml", "port: 7777"),
            ],
        },
        Case {
            name: "Spring without anything",
            files: &[
                ("Dockerfile", "FROM eclipse-temurin:21\nCOPY . .\nCMD [\"java\", \"-jar\", \"app.jar\"]\n"),
                ("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n"),
                ("src/main/java/App.java", "@SpringBootApplication\npublic class App {}\n"),
            ],
            port: Some(&["src/main/java/App.java:1"]),
            address: false,
            after: &[("Dockerfile", "ENV SERVER_PORT=3000")],
        },
        Case {
            name: "Javalin",
            files: &[
                ("Dockerfile", "FROM eclipse-temurin:21\nCOPY . .\nCMD [\"java\", \"-jar\", \"app.jar\"]\n"),
                ("pom.xml", "<groupId>io.javalin</groupId>\n"),
                (
                    "src/main/java/App.java",
                    "import io.javalin.Javalin;\nclass App {\n  public static void main(String[] a) {\n    var app = Javalin.create().start(7070);\n  }\n}\n",
                ),
            ],
            port: Some(&["src/main/java/App.java:4"]),
            address: false,
            after: &[("src/main/java/App.java", ".start(3000)")],
        },
        Case {
            name: "ASP.NET",
            files: &[
                (
                    "Dockerfile",
                    "FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . .\nENV ASPNETCORE_URLS=http://+:8080\nENTRYPOINT [\"dotnet\", \"shop.dll\"]\n",
                ),
                ("shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n"),
                ("Program.cs", "var app = WebApplication.CreateBuilder(args).Build();\napp.Run();\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "ENV ASPNETCORE_URLS=http://+:3000")],
        },
        Case {
            name: "Deno",
            files: &[
                (
                    "Dockerfile",
                    "FROM denoland/deno:2.5.6\nCOPY . .\nCMD [\"run\", \"--allow-net\", \"main.ts\"]\n",
                ),
                ("deno.json", "{}\n"),
                ("main.ts", "Deno.serve({ port: 8000 }, (req) => new Response(req.url));\n"),
            ],
            port: Some(&["main.ts:1"]),
            address: false,
            after: &[("main.ts", "port: 3000")],
        },
        Case {
            name: "ASP.NET by its settings, which come before the variable for ports",
            files: &[
                (
                    "Dockerfile",
                    "FROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY . .\nENV ASPNETCORE_HTTP_PORTS=3000\nENTRYPOINT [\"dotnet\", \"shop.dll\"]\n",
                ),
                ("shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n"),
                ("Program.cs", "var app = WebApplication.CreateBuilder(args).Build();\napp.Run();\n"),
                ("appsettings.json", "{\n  \"Urls\": \"http://localhost:5000\"\n}\n"),
            ],
            port: Some(&["appsettings.json:2"]),
            address: true,
            after: &[("appsettings.json", "http://0.0.0.0:3000"), ("Program.cs", "\napp.MapGet(\"/ping\", ")],
        },
        Case {
            name: "ASP.NET with Kestrel's endpoints; a client's address stays",
            files: &[
                ("shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>\n"),
                ("Program.cs", "var app = WebApplication.Create(args);\napp.Run();\n"),
                (
                    "appsettings.json",
                    "{\n  \"Bank\": { \"Url\": \"http://bank:8080\" },\n  \"Kestrel\": {\n    \"Endpoints\": { \"Http\": { \"Url\": \"http://*:8081\" } }\n  }\n}\n",
                ),
            ],
            port: Some(&["appsettings.json:4"]),
            address: false,
            after: &[("appsettings.json", "http://bank:8080"), ("appsettings.json", "http://*:3000")],
        },
        Case {
            name: "Spring Boot's address, in YAML",
            files: &[
                ("build.gradle", "plugins { id 'org.springframework.boot' version '3.3.4' }\n"),
                ("src/main/java/App.java", "@SpringBootApplication\nclass App {}\n"),
                (
                    "src/main/resources/application.yml",
                    "spring:\n  application:\n    name: x\nserver:\n  port: 8081\n  # why\n  address: 127.0.0.1\nother:\n  address: 127.0.0.1\n",
                ),
            ],
            port: Some(&["src/main/resources/application.yml:5"]),
            address: true,
            after: &[(
                "src/main/resources/application.yml",
                "address: 0.0.0.0\nother:\n  address: 127.0.0.1\n",
            )],
        },
        Case {
            name: "Spring Boot's address, as a property",
            files: &[
                ("pom.xml", "<artifactId>spring-boot-starter-web</artifactId>\n"),
                ("src/main/java/App.java", "@SpringBootApplication\nclass App {}\n"),
                ("src/main/resources/application.properties", "server.port=3000\nserver.address=localhost\n"),
            ],
            port: None,
            address: true,
            after: &[("src/main/resources/application.properties", "server.address=0.0.0.0\n")],
        },
        Case {
            name: "Oak",
            files: &[
                ("deno.json", "{}\n"),
                (
                    "main.ts",
                    "import { Application, Router } from \"oak\";\nconst router = new Router();\nconst app = new Application();\nawait app.listen({ hostname: \"localhost\", port: 8000 });\n",
                ),
            ],
            port: Some(&["main.ts:4"]),
            address: true,
            after: &[
                ("main.ts", "{ hostname: \"0.0.0.0\", port: 3000 }"),
                (
                    "main.ts",
                    "new Router();\nrouter.get(\"/ping\", (context) => {\n  context.response.body = \"OK\";\n});\n",
                ),
            ],
        },
        Case {
            name: "Tornado",
            files: &[
                ("requirements.txt", "tornado\n"),
                (
                    "main.py",
                    "import tornado.web\nsock.listen(128)\nmake_app().listen(8888, address=\"127.0.0.1\")\n",
                ),
            ],
            port: Some(&["main.py:3"]),
            address: true,
            after: &[
                ("main.py", "make_app().listen(3000, address=\"0.0.0.0\")"),
                ("main.py", "sock.listen(128)"),
            ],
        },
        Case {
            name: "Rocket by its settings",
            files: &[
                ("Cargo.toml", "[package]\nname = \"w\"\n[dependencies]\nrocket = \"0.5\"\n"),
                ("src/main.rs", "use rocket::*;\n#[launch]\nfn rocket() -> _ { rocket::build() }\n"),
                ("Rocket.toml", "[default]\naddress = \"127.0.0.1\"\nport = 8001\n"),
            ],
            port: Some(&["Rocket.toml:3"]),
            address: true,
            after: &[("Rocket.toml", "address = \"0.0.0.0\"\nport = 3000\n")],
        },
        Case {
            name: "nginx by its configuration",
            files: &[
                (
                    "Dockerfile",
                    "FROM nginx:1.29-alpine\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\nCOPY site /usr/share/nginx/html\nEXPOSE 80\n",
                ),
                (
                    "nginx.conf",
                    "server {\n    listen 80;\n    listen [::]:80;\n    root /usr/share/nginx/html;\n}\n",
                ),
                ("site/index.html", "<html></html>\n"),
            ],
            port: Some(&["Dockerfile:4", "nginx.conf:2", "nginx.conf:3"]),
            address: false,
            after: &[("nginx.conf", "listen 3000;\n    listen [::]:3000;")],
        },
        Case {
            name: "nginx without any",
            files: &[
                ("Dockerfile", "FROM nginx\nCOPY . /usr/share/nginx/html\n"),
                ("index.html", "<html></html>\n"),
            ],
            port: Some(&["Dockerfile:1"]),
            address: false,
            after: &[("Dockerfile", "FROM nginx\nRUN sed -i")],
        },
        Case {
            name: "Apache with PHP",
            files: &[
                ("Dockerfile", "FROM php:8.4-apache\nCOPY . /var/www/html/\nEXPOSE 80\n"),
                ("index.php", "<?php echo 1;\n"),
            ],
            port: Some(&["Dockerfile:1", "Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "s/^Listen 80$/Listen 3000/"), ("Dockerfile", "EXPOSE 3000")],
        },
        Case {
            name: "only EXPOSE differs",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nEXPOSE 8080\nCMD [\"node\", \"main.js\"]\n"),
                ("main.js", "require('express')().listen(3000);\n"),
            ],
            port: Some(&["Dockerfile:3"]),
            address: false,
            after: &[("Dockerfile", "EXPOSE 3000")],
        },
        Case {
            name: "a client of another server isn't one",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nCMD [\"node\", \"main.js\"]\n"),
                (
                    "main.js",
                    "const db = new Client({ host: 'localhost', port: 5432 });\nrequire('express')().listen(3000);\n",
                ),
            ],
            port: None,
            address: false,
            after: &[],
        },
        Case {
            name: "a configuration file",
            files: &[
                ("Dockerfile", "FROM node:22-slim\nCOPY . .\nCMD [\"node\", \"main.js\"]\n"),
                ("config.json", "{\n  \"port\": 8080,\n  \"redis\": {\n    \"port\": 6380\n  }\n}\n"),
                (
                    "main.js",
                    "const config = require('./config.json');\nrequire('express')().listen(config.port);\n",
                ),
            ],
            port: Some(&["config.json:2"]),
            address: false,
            after: &[("config.json", "\"port\": 3000,"), ("config.json", "6380")],
        },
    ] {
        check(case);
    }
}
