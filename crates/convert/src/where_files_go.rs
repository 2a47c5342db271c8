//! The rules for places, as data: the first that takes a file counts.

use crate::{globs::Glob, plan::Goes};

/// What kind of file goes where.
#[derive(Debug)]
pub struct Rule {
    /// As in `.gitignore`.
    pub patterns: &'static [&'static str],
    /// Of these, one has to lie beside what the pattern takes; none: it always counts.
    pub beside: &'static [&'static str],
    pub goes: Goes,
    /// One sentence.
    pub reason: &'static str,
    pub sure: bool,
    pub secret: bool,
    /// No ignore file and no `COPY` says otherwise.
    pub always: bool,
}

/// Every pattern with its rule, in order.
pub fn compiled() -> Vec<(Glob, &'static Rule)> {
    let pairs = RULES.iter().flat_map(|rule| rule.patterns.iter().map(move |pattern| (pattern, rule)));
    pairs.filter_map(|(pattern, rule)| Some((Glob::new(pattern)?, rule))).collect()
}

const fn rule(goes: Goes, sure: bool, reason: &'static str, patterns: &'static [&'static str]) -> Rule {
    Rule { patterns, beside: &[], goes, reason, sure, secret: false, always: false }
}

const fn secret(reason: &'static str, patterns: &'static [&'static str]) -> Rule {
    Rule { secret: true, ..rule(Goes::Out, true, reason, patterns) }
}

const fn always(goes: Goes, reason: &'static str, patterns: &'static [&'static str]) -> Rule {
    Rule { always: true, ..rule(goes, true, reason, patterns) }
}

const fn made(beside: &'static [&'static str], patterns: &'static [&'static str]) -> Rule {
    Rule { beside, ..rule(Goes::Out, true, "A build creates it again.", patterns) }
}

const HIDDEN_SAMPLE: &str = "FaaSO ignores hidden files, so a build never gets it.";
const DEPENDENCIES: &str = "A package manager installs it again.";

pub static RULES: &[Rule] = &[
    always(Goes::Out, HIDDEN_SAMPLE, &[".env.example", ".env.sample", ".env.template", ".env.dist"]),
    secret(
        "It may contain passwords or other secrets.",
        &[
            ".env",
            ".env.*",
            "*.env",
            ".htpasswd",
            ".netrc",
            ".pgpass",
            ".pypirc",
            ".npmrc",
            ".yarnrc.yml",
            ".dockercfg",
            ".aws/",
            ".ssh/",
            ".gnupg/",
            ".kube/",
            "credentials.json",
            "credentials.yml",
            "service-account*.json",
            "secrets.yml",
            "secrets.yaml",
            "secrets.json",
            "secrets.toml",
            "secrets/",
            "*.tfstate",
            "*.tfvars",
        ],
    ),
    secret(
        "It may contain a private key.",
        &[
            "*.pem",
            "*.key",
            "*.p12",
            "*.pfx",
            "*.jks",
            "*.keystore",
            "*.kdbx",
            "id_rsa",
            "id_dsa",
            "id_ecdsa",
            "id_ed25519",
        ],
    ),
    always(Goes::Runtime, "FaaSO builds the image from it.", &["/Dockerfile"]),
    always(Goes::Runtime, "It describes the runtime now.", &["/README.md"]),
    always(Goes::Out, "Each new funko gets its own.", &["/funko.yml"]),
    always(
        Goes::Out,
        "Version control doesn't belong to a runtime.",
        &[
            ".git",
            ".hg",
            ".svn",
            ".jj",
            "CVS/",
            ".gitignore",
            ".gitattributes",
            ".gitmodules",
            ".gitkeep",
            ".github/",
            ".gitlab-ci.yml",
        ],
    ),
    rule(
        Goes::Out,
        true,
        DEPENDENCIES,
        &["node_modules/", "bower_components/", "site-packages/", ".venv/", ".bundle/", ".gradle/"],
    ),
    Rule { beside: &["composer.json", "Gemfile"], ..rule(Goes::Out, true, DEPENDENCIES, &["vendor/"]) },
    Rule { beside: &["shard.yml"], ..rule(Goes::Out, true, DEPENDENCIES, &["lib/"]) },
    Rule {
        beside: &["requirements.txt", "pyproject.toml", "manage.py"],
        ..rule(Goes::Out, true, DEPENDENCIES, &["venv/"])
    },
    made(&["Cargo.toml", "pom.xml"], &["target/"]),
    made(&["package.json", "setup.py", "pyproject.toml"], &["dist/", "build/", "coverage/"]),
    made(&["build.gradle", "build.gradle.kts"], &["build/"]),
    made(&["*.csproj", "*.fsproj"], &["bin/", "obj/"]),
    made(
        &[],
        &[
            "__pycache__/",
            "*.pyc",
            "*.class",
            "*.o",
            "*.egg-info/",
            "htmlcov/",
            ".next/",
            ".nuxt/",
            ".pytest_cache/",
            ".mypy_cache/",
            ".ruff_cache/",
            ".tox/",
            "*.tsbuildinfo",
        ],
    ),
    rule(
        Goes::Out,
        true,
        "An editor or the system left it.",
        &[
            ".vscode/",
            ".idea/",
            "*.iml",
            "*.swp",
            "*.swo",
            "*~",
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            "__MACOSX/",
            "._*",
            ".editorconfig",
            "*.code-workspace",
            "*.bak",
            "*.orig",
            "*.rej",
            "*.log",
        ],
    ),
    rule(
        Goes::Out,
        true,
        "FaaSO starts containers itself, without Compose.",
        &[
            "docker-compose*.yml",
            "docker-compose*.yaml",
            "compose.yml",
            "compose.yaml",
            "compose.*.yml",
            "compose.*.yaml",
        ],
    ),
    rule(
        Goes::Out,
        false,
        "It's a database, which may contain data of yours.",
        &["*.sqlite", "*.sqlite3", "*.db"],
    ),
    rule(Goes::Runtime, true, "It's the licence.", &["/LICENSE*", "/LICENCE*", "/COPYING*", "/NOTICE*"]),
    rule(
        Goes::Template,
        true,
        "It's the lock file of a manifest that the user edits.",
        &[
            "package-lock.json",
            "npm-shrinkwrap.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "bun.lock",
            "Pipfile.lock",
            "poetry.lock",
            "uv.lock",
            "go.sum",
            "Cargo.lock",
            "Gemfile.lock",
            "composer.lock",
            "shard.lock",
            "deno.lock",
            "packages.lock.json",
        ],
    ),
    rule(
        Goes::Template,
        true,
        "The user adds dependencies to it.",
        &[
            "requirements*.txt",
            "pyproject.toml",
            "Pipfile",
            "setup.py",
            "package.json",
            "go.mod",
            "Cargo.toml",
            "Gemfile",
            "composer.json",
            "shard.yml",
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "*.csproj",
            "deno.json",
        ],
    ),
    rule(
        Goes::Runtime,
        true,
        "It starts or configures the server.",
        &[
            "nginx*.conf",
            "default.conf",
            "*.conf.template",
            "apache2.conf",
            "vhost*.conf",
            "httpd*.conf",
            "apache*.conf",
            "lighttpd.conf",
            "Caddyfile",
            "gunicorn.conf.py",
            "gunicorn_config.py",
            "uwsgi.ini",
            "supervisord.conf",
            "*entrypoint.sh",
            "wsgi.py",
            "asgi.py",
            "config.ru",
            "manage.py",
            "Procfile",
            "puma.rb",
            "unicorn.rb",
            "mvnw",
            "mvnw.cmd",
            "gradlew",
            "gradlew.bat",
            "gradle/",
        ],
    ),
    rule(
        Goes::Runtime,
        false,
        "It's about building, which the runtime does.",
        &[
            "Makefile",
            "Rakefile",
            "tsconfig*.json",
            "webpack.config.*",
            "vite.config.*",
            "rollup.config.*",
            "babel.config.*",
            "jest.config.*",
            "setup.cfg",
            "tox.ini",
            "pytest.ini",
            "settings.gradle*",
            "Dockerfile.*",
            "*.dockerfile",
            "Dockerfile",
            "Vagrantfile",
            "Jenkinsfile",
        ],
    ),
    rule(
        Goes::Template,
        false,
        "It tests the source that the user edits.",
        &["/test/", "/tests/", "/spec/", "__tests__/"],
    ),
    rule(
        Goes::Runtime,
        false,
        "It's documentation of the application.",
        &["/docs/", "/doc/", "*.md", "*.rst", "*.adoc"],
    ),
    rule(
        Goes::Template,
        true,
        "The user edits pages and their files.",
        &[
            "public/",
            "static/",
            "views/",
            "templates/",
            "assets/",
            "www/",
            "html/",
            "*.html",
            "*.css",
            "*.erb",
            "*.ecr",
            "*.ejs",
        ],
    ),
    rule(
        Goes::Template,
        true,
        "It's source code, which the user edits.",
        &[
            "*.py", "*.js", "*.mjs", "*.cjs", "*.ts", "*.tsx", "*.jsx", "*.go", "*.rs", "*.rb", "*.php",
            "*.cr", "*.java", "*.kt", "*.cs", "*.sh", "*.pl", "*.lua", "*.ex", "*.exs", "*.sql", "*.vue",
            "*.svelte",
        ],
    ),
];
