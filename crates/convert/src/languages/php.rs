//! PHP: plain files, Slim, Laravel.

use super::{
    kind::{Framework, Known, Language, Launcher, Ping},
    statics,
};
use crate::{app::App, fixing::create, pattern::Pattern, plan::Change};

pub static PHP: Language = Language {
    name: "PHP",
    images: &["php", "composer", "apache-php", "frankenphp"],
    manifests: &["composer.json"],
    endings: &[".php"],
    entries: &["index.php"],
    frameworks: &[
        Framework {
            name: "Slim",
            packages: &["slim/slim"],
            used: &[Pattern("AppFactory::", r"\bAppFactory::create\b")],
            ping: &[Ping::After(
                Pattern(
                    "AppFactory::",
                    r"(?m)^([ \t]*)\$(\w+)\s*=\s*(?:\\?Slim\\Factory\\)?AppFactory::create\w*\(",
                ),
                "\n{indent}${2}->get('/ping', function ($request, $response) {\n{indent}    $response->getBody()->write('OK');\n{indent}    return $response;\n{indent}});",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "Laravel",
            packages: &["laravel/framework"],
            used: &[Pattern("Route::", r"\bRoute::(?:get|post|view)\(")],
            ping: &[Ping::Before(
                Pattern("Route::", r"(?m)^Route::(?:get|view|post)\("),
                "Route::get('/ping', fn () => 'OK');\n",
            )],
            ..Framework::NONE
        },
        Framework {
            name: "plain PHP",
            used: &[Pattern("<?", r"<\?(?:php|=)")],
            ping: &[Ping::By(file)],
            ..Framework::NONE
        },
    ],
    launchers: &[
        Launcher {
            words: &["php", "-S"],
            port: &[],
            host: &[],
            positional: true,
            default: ("", ""),
            ..Launcher::NONE
        },
        Launcher {
            words: &["artisan", "serve"],
            port: &["--port"],
            host: &["--host"],
            default: ("8000", "127.0.0.1"),
            ..Launcher::NONE
        },
    ],
    calls: &[],
    everything: &[],
    health: "php -r \"file_get_contents('http://127.0.0.1:3000/ping') || exit(1);\" || exit 1",
    dockerfile,
    runtime: "php",
    settings: &[],
    scripts: &[],
};

/// The folder whose files are served, with `/` at its end.
fn root(app: &App<'_>) -> String {
    let started = app.docker.as_ref().map(|docker| docker.started()).unwrap_or_default();
    let words: Vec<&str> = started.split_whitespace().collect();
    let given = words
        .windows(2)
        .find(|two| two[0] == "-t")
        .map(|two| two[1].trim_start_matches("./").trim_matches('/'));
    if let Some(folder) = given.filter(|folder| app.is_folder(folder)) {
        return format!("{folder}/");
    }
    let index = app.texts.keys().filter(|path| path.rsplit('/').next() == Some("index.php"));
    let least = index.min_by_key(|path| path.matches('/').count());
    let folder = least.and_then(|path| path.rsplit_once('/')).map(|(folder, _)| format!("{folder}/"));
    folder.unwrap_or_default()
}

/// A file that the server hands out.
fn file(app: &App<'_>, _: &Known<'_>) -> Option<Vec<Change>> {
    Some(vec![create(&format!("{}ping", root(app)), statics::PONG)?])
}

fn dockerfile(app: &App<'_>, _: &Known<'_>) -> Option<String> {
    let root = root(app);
    let folder = if root.is_empty() { "." } else { root.trim_end_matches('/') };
    let install = app.has("composer.json");
    let steps = match install {
        true => {
            "COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer\nCOPY . .\nRUN composer install --no-dev --no-interaction\n"
        }
        false => "COPY . .\n",
    };
    Some(format!(
        "FROM php:8.4-cli\nWORKDIR /home/app\n{steps}EXPOSE 3000\nCMD [\"php\", \"-S\", \"0.0.0.0:3000\", \"-t\", \"{folder}\"]\n"
    ))
}
