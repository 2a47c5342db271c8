//! Java and Kotlin: Spring Boot, Javalin, the JDK's own server.

use super::kind::{Add, Call, Framework, Known, Language, Launcher, Ping};
use crate::{app::App, fixing::create, pattern::Pattern, plan::Change};

pub static JAVA: Language = Language {
    name: "Java",
    images: &[
        "maven",
        "gradle",
        "openjdk",
        "eclipse-temurin",
        "amazoncorretto",
        "tomcat",
        "java",
        "jetty",
        "ibm-semeru-runtimes",
    ],
    manifests: &["pom.xml", "build.gradle.kts", "build.gradle"],
    endings: &[".java", ".kt"],
    entries: &["Application.java", "Main.java", "App.java", "Server.java"],
    frameworks: &[
        Framework {
            name: "Spring Boot",
            packages: &["spring-boot-starter-web", "org.springframework.boot", "spring-boot-starter-parent"],
            used: &[Pattern("SpringBootApplication", r"@SpringBootApplication\b")],
            ping: &[Ping::By(controller)],
            default_port: Some("8080"),
            ..Framework::NONE
        },
        Framework {
            name: "Javalin",
            packages: &["io.javalin", "javalin"],
            used: &[Pattern("Javalin.create", r"\bJavalin\.create\b")],
            ping: &[Ping::Behind(
                Pattern("Javalin.create(", r"\bJavalin\.create\("),
                "\n            .get(\"/ping\", context -> context.result(\"OK\"))",
            )],
            default_port: Some("8080"),
            ..Framework::NONE
        },
        Framework {
            name: "Ktor",
            packages: &["io.ktor"],
            used: &[
                Pattern("embeddedServer(", r"\bembeddedServer\("),
                Pattern("io.ktor.server", r"\bimport io\.ktor\.server\b"),
            ],
            ping: &[Ping::Inside(
                Pattern("routing", r"(?m)^([ \t]*)routing\s*\{"),
                "\n{indent}    get(\"/ping\") { call.respondText(\"OK\") }\n",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "HttpServer",
            used: &[Pattern("HttpServer.create", r"\bHttpServer\.create\(")],
            ping: &[Ping::After(
                Pattern(
                    "HttpServer",
                    r"(?m)^([ \t]*)(?:final\s+)?(?:var|HttpServer)\s+(\w+)\s*=\s*HttpServer\.create\(",
                ),
                "\n{indent}{2}.createContext(\"/ping\", exchange -> {\n{indent}    exchange.sendResponseHeaders(200, -1);\n{indent}    exchange.close();\n{indent}});",
            )],
            ..Framework::NONE
        },
    ],
    launchers: &[Launcher {
        words: &["java"],
        port: &["--server.port", "-Dserver.port"],
        host: &["--server.address", "-Dserver.address"],
        variables: (&["SERVER_PORT"], &["SERVER_ADDRESS"]),
        ..Launcher::NONE
    }],
    calls: &[
        Call {
            begins: Pattern(".start(", r"\.start\("),
            port: &[r#"^\s*(?:"[^"]*"\s*,\s*)?(\d+)"#],
            host: &[r#"^\s*"([^"]+)""#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("InetSocketAddress(", r"\bInetSocketAddress\("),
            port: &[r#"^\s*(?:"[^"]*"\s*,\s*)?(\d+)"#],
            host: &[r#"^\s*"([^"]+)""#],
            default: ("", ""),
            add: (Add::Nothing, Add::Nothing),
        },
        Call {
            begins: Pattern("embeddedServer(", r"\bembeddedServer\("),
            port: &[r"\bport\s*=\s*(\d+)"],
            host: &[r#"\bhost\s*=\s*"([^"]+)""#],
            default: ("80", ""),
            add: (Add::Nothing, Add::Nothing),
        },
    ],
    everything: &[(Pattern("createContext(\"/\"", r#"createContext\("/","#), &["getPath", "getRequestURI"])],
    health: "",
    dockerfile,
    runtime: "shell",
    settings: &[
        (
            "application",
            Pattern("server:", r#"(?m)^server:[ \t]*\r?(?:\n\s[^\n]*)*?\n\s+address:[ \t]*["']?([\w.:]+)"#),
        ),
        ("application", Pattern("server.address", r"(?m)^\s*server\.address\s*[=:]\s*([\w.:]+)")),
    ],
    scripts: &[],
};

/// A class beside the one that starts it.
fn controller(app: &App<'_>, _: &Known<'_>) -> Option<Vec<Change>> {
    let started = Pattern("@SpringBootApplication", r"@SpringBootApplication\b");
    let (path, text) = app.ending(&[".java"]).find(|(_, text)| started.is_in(text))?;
    let package = Pattern("package", r"(?m)^package\s+([\w.]+)\s*;").first(text).and_then(|hit| hit.group(1));
    let package = package.map_or(String::new(), |at| format!("package {};\n\n", at.of(text)));
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let class = "import org.springframework.web.bind.annotation.GetMapping;\nimport org.springframework.web.bind.annotation.RestController;\n\n\
                 @RestController\nclass PingController {\n    @GetMapping(\"/ping\")\n    String ping() {\n        return \"OK\";\n    }\n}\n";
    Some(vec![create(&format!("{folder}PingController.java"), format!("{package}{class}"))?])
}

fn dockerfile(app: &App<'_>, known: &Known<'_>) -> Option<String> {
    let spring = known.framework.is_some_and(|framework| framework.name == "Spring Boot");
    let environment = if spring { "ENV SERVER_PORT=3000\n" } else { "ENV PORT=3000\n" };
    let (image, build, jars) = match known.manifest {
        Some("pom.xml") => ("maven:3-eclipse-temurin-21", "mvn -B -DskipTests package", "target"),
        Some("build.gradle" | "build.gradle.kts") => {
            ("gradle:8-jdk21", "gradle --no-daemon assemble", "build/libs")
        }
        _ => {
            let entry = known.entry.filter(|entry| entry.ends_with(".java") && app.has(entry))?;
            return Some(format!(
                "FROM eclipse-temurin:21\nWORKDIR /home/app\nCOPY . .\n{environment}EXPOSE 3000\nCMD [\"java\", \"{entry}\"]\n{}",
                health()
            ));
        }
    };
    Some(format!(
        "FROM {image}\nWORKDIR /home/app\nCOPY . .\nRUN {build} && cp \"$(ls {jars}/*.jar | grep -v -e plain -e original | head -n 1)\" app.jar\n\
         {environment}EXPOSE 3000\nCMD [\"java\", \"-jar\", \"app.jar\"]\n{}",
        health()
    ))
}

fn health() -> String {
    // the images that Java is built in have curl
    format!(
        "HEALTHCHECK {} \\\n    CMD curl -f http://127.0.0.1:3000/ping || exit 1\n",
        super::offer::OPTIONS.replace("period=2s", "period=30s")
    )
}
