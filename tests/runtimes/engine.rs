//! What the designer exports, built and run by the Docker engine that `docker` talks to. Used by the example
//! `verify_runtimes` and by the test `runtimes`.

use catalog::Bundled;
use faaso::{
    analysis::Delta,
    build_command,
    bundle::{Bundle, File},
    project::{FunkoEntry, Project},
};
use faaso_designer::engine::{
    jobs::{Export as What, Exported, Import},
    messages::{Answer, Changes, Request},
    service::Service,
};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Longer than any answer or health check takes that is going to come.
const PATIENCE: Duration = Duration::from_secs(90);

/// What is tried with a runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// The funko just as `faaso new` makes it.
    Default,
    /// One more package, and another health check.
    Changed,
    /// A funko whose name is a null in YAML, and too large for the name of an image.
    Named,
}

impl Case {
    pub const ALL: [Case; 3] = [Case::Default, Case::Changed, Case::Named];

    pub fn funko_name(self) -> &'static str {
        match self {
            Case::Default | Case::Changed => "hello",
            Case::Named => "Null",
        }
    }

    /// The author's change of `funko.yml`.
    fn change(self, yml: &str) -> String {
        if self != Case::Changed {
            return yml.to_owned();
        }
        let ships = yml.contains("\n  ship_packages: []\n");
        let lines = yml.lines().map(|line| match line.split_once(": ").map(|(key, _)| key) {
            Some("  ship_packages") => r#"  ship_packages: ["curl", "tree"]"#.to_owned(),
            // A runtime that ships no packages takes one for the build.
            Some("  devel_packages") if !ships => r#"  devel_packages: ["tree"]"#.to_owned(),
            Some("  healthcheck_options") => format!(r#"  healthcheck_options: "{CHANGED_OPTIONS}""#),
            Some("  healthcheck_command") => format!(r#"  healthcheck_command: "{}""#, changed_check(ships)),
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

const CHANGED_OPTIONS: &str = "--interval=2s --timeout=1s --start-period=5s --retries=7";

fn changed_check(ships: bool) -> &'static str {
    match ships {
        true => "curl --fail http://localhost:3000/ || exit 1",
        false => "wget -q -O /dev/null http://localhost:3000/ || exit 1",
    }
}

/// What was seen of a funko that was built and run.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Bytes, as the engine counts them.
    pub image_size: u64,
    /// From the container's start to the first health check that went well.
    pub healthy_after: Duration,
    /// What was asked for, all of it answered with 200.
    pub answered: Vec<&'static str>,
}

/// What the designer hands to the author.
pub struct Export {
    /// *Funko zip (ready to build)*, and the line that is shown beside it.
    pub exported: Exported,
    /// The zip, opened again.
    pub context: Bundle,
}

impl Export {
    pub fn dockerfile(&self) -> &str {
        self.context.get("Dockerfile").and_then(File::as_text).unwrap_or_default()
    }

    /// Writes the build context into a folder, as `unzip` does.
    fn unpack(&self, folder: &Path) -> io::Result<()> {
        for (path, file) in self.context.files() {
            let to = folder.join(path.as_str());
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::write(to, &file.bytes)?;
        }
        Ok(())
    }
}

/// What the designer makes of a bundled runtime, asked as the page asks it. The error is what it complains of.
pub fn export(runtime: &Bundled, case: Case) -> Result<Export, String> {
    let mut service = Service::default();
    let project = Project {
        runtime_name: runtime.name.to_owned(),
        runtime: runtime.files.clone(),
        funko_name: case.funko_name().to_owned(),
        ..Project::default()
    };
    let open = Request::Open { revision: 1, project, guilty: BTreeSet::new(), known: None };
    let live = analysis(&mut service, open, case)?.live;

    let (path, yml) = live.iter().find(|(path, _)| path.as_str() == "funko.yml").ok_or("no funko.yml")?;
    let yml = yml.as_ref().and_then(File::as_text).ok_or("funko.yml is no text")?;
    let own = FunkoEntry::File(File::text(&case.change(yml)));
    let changes = Changes { own: [(path.clone(), Some(own))].into(), ..Changes::default() };
    analysis(&mut service, Request::Change { revision: 2, changes }, case)?;

    let exported = service.export(What::FunkoReady)?;
    let import = Import { name: exported.file_name.clone(), bytes: exported.bytes.clone() };
    Ok(Export { context: service.ask(import)?.bundle, exported })
}

/// What the engine answers, if it sees no problem but those that the case asks for.
fn analysis(service: &mut Service, request: Request, case: Case) -> Result<Delta, String> {
    let expected = |rule: &str| match rule {
        // Three of the runtimes have FaaSO's own names.
        "runtime-built-in" => true,
        rule => case == Case::Named && rule.starts_with("name-"),
    };
    match ask_service(service, request) {
        Answer::Analysis(delta) => {
            match delta.problems.values().flatten().find(|problem| !expected(&problem.rule)) {
                None => Ok(delta),
                Some(problem) => Err(format!("{problem:#?}")),
            }
        }
        other => Err(format!("{other:?}")),
    }
}

fn ask_service(service: &mut Service, request: Request) -> Answer {
    service.answer(request, &mut |_| {})
}

/// A folder for exports, taken away with what is in it.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("verify-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Scratch(folder))
    }

    /// An empty folder in it.
    pub fn folder(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.0.join(name);
        let empty = || {
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::create_dir(&folder)
        };
        empty().map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder that stays behind among the temporary ones harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The engine's version, or why there is none.
pub fn reach() -> Result<String, String> {
    docker(&["version", "--format", "{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}"])
}

/// The base images of a Dockerfile that are neither here nor to be had.
pub fn missing_base_images(dockerfile: &str) -> Vec<&str> {
    let mut known = vec!["scratch"];
    let mut missing = Vec::new();
    for from in dockerfile.lines().filter_map(|line| line.strip_prefix("FROM ")) {
        let (image, stage) = from.split_once(" AS ").unwrap_or((from, from));
        let here =
            || docker(&["image", "inspect", image]).is_ok() || docker(&["pull", "--quiet", image]).is_ok();
        if !known.contains(&image) && !here() {
            missing.push(image);
        }
        known.extend([image, stage]);
    }
    missing
}

/// Unpacks into a folder; BuildKit's own checks and hadolint's, where it is installed. The error is what they found.
pub fn lint(export: &Export, missing: &[&str], folder: &Path) -> Result<(), String> {
    export.unpack(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    // BuildKit looks at nothing without a base image; for its checks an empty one will do.
    for image in missing {
        import_empty(image)?;
    }
    let checks = docker(&["buildx", "build", "--check", &folder.to_string_lossy()]);
    for image in missing {
        docker(&["rmi", image])?;
    }
    checks?;
    if has_hadolint() {
        let dockerfile = folder.join("Dockerfile");
        let output = Command::new("hadolint").arg("--no-color").arg(dockerfile).output();
        said(&output.map_err(|error| error.to_string())?)?;
    }
    Ok(())
}

pub fn has_hadolint() -> bool {
    Command::new("hadolint").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Makes an image of nothing: the end of an archive is two empty blocks.
fn import_empty(image: &str) -> Result<(), String> {
    let import = || {
        let mut docker = Command::new("docker");
        docker.args(["import", "-", image]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut docker = docker.spawn()?;
        docker.stdin.take().map_or(Ok(()), |mut archive| archive.write_all(&[0; 1024]))?;
        docker.wait()
    };
    match import() {
        Ok(status) if status.success() => Ok(()),
        other => Err(format!("docker import {image}: {other:?}")),
    }
}

/// Does what an author does: puts the zip into a folder, pastes the line, waits, looks, and stops the container.
pub fn build_and_run(export: &Export, case: Case, folder: &Path) -> Result<Seen, String> {
    if TcpStream::connect(("127.0.0.1", 3000)).is_ok() {
        return Err("something else already answers on port 3000".to_owned());
    }
    let Exported { file_name, bytes: zip, commands } = &export.exported;
    fs::write(folder.join(file_name), zip).map_err(|error| error.to_string())?;
    let line = commands.as_ref().map(|commands| &commands.buildkit.sh).ok_or("the designer shows no line")?;
    let mut pasted = Pasted::start(line, folder)?;
    let container = pasted.container(&build_command::image_name(case.funko_name()))?;
    let seen = look(&container, case);
    let stopped = stop(&container);
    pasted.end()?;
    let seen = seen?;
    stopped.map(|()| seen)
}

/// The line, running.
struct Pasted {
    shell: Child,
    log: PathBuf,
}

impl Pasted {
    fn start(line: &str, folder: &Path) -> Result<Self, String> {
        let log = folder.join("log");
        let start = || {
            let (out, err) = (fs::File::create(&log)?, fs::OpenOptions::new().append(true).open(&log)?);
            let mut shell = Command::new("sh");
            shell.args(["-c", line]).current_dir(folder).stdin(Stdio::null()).stdout(out).stderr(err).spawn()
        };
        let shell = start().map_err(|error| format!("sh: {error}"))?;
        Ok(Pasted { shell, log })
    }

    /// Waits for the container that runs the image.
    fn container(&mut self, image: &str) -> Result<String, String> {
        let image = format!("ancestor={image}");
        loop {
            let running = docker(&["ps", "--quiet", "--no-trunc", "--filter", &image])?;
            if !running.is_empty() {
                return Ok(running);
            }
            if let Some(status) = self.shell.try_wait().map_err(|error| error.to_string())?
                && !status.success()
            {
                return Err(format!("the command ended with {status}:\n{}", self.tail()));
            }
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn end(mut self) -> Result<(), String> {
        self.shell.wait().map(drop).map_err(|error| error.to_string())
    }

    fn tail(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

fn look(container: &str, case: Case) -> Result<Seen, String> {
    let begun = Instant::now();
    loop {
        match inspect(container, "{{.State.Health.Status}}")?.as_str() {
            "healthy" => break,
            "starting" if begun.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(100)),
            state => {
                let checks = inspect(container, "{{range .State.Health.Log}}{{.Output}}{{end}}")?;
                return Err(format!("{state} after {:.0?}: {checks}", begun.elapsed()));
            }
        }
    }
    let healthy_after = begun.elapsed();
    for (address, expected) in [("/", case.funko_name()), ("/ping", "OK")] {
        let answer = ask(address).map_err(|error| format!("{address}: {error}"))?;
        if answer.split(' ').nth(1) != Some("200") || !answer.contains(expected) {
            return Err(format!("{address} should answer 200 and “{expected}”: {answer}"));
        }
    }
    if inspect(container, "{{.Config.User}}")? != "1000" {
        return Err("it runs as root".to_owned());
    }
    if case == Case::Changed {
        let check = inspect(container, "{{json .Config.Healthcheck}}")?;
        if !check.contains(r#""Retries":7"#) || !check.contains("http://localhost:3000/ ") {
            return Err(format!("the changed health check did not arrive: {check}"));
        }
        // Either it was shipped, or the image has no programs of its own, and it was needed while building only.
        if docker(&["exec", container, "true"]).is_ok() {
            docker(&["exec", container, "tree", "--version"])?;
        }
    }
    let image = inspect(container, "{{.Image}}")?;
    let size = docker(&["image", "inspect", "--format", "{{.Size}}", &image])?;
    let image_size = size.parse().map_err(|_| format!("{size:?} is no size"))?;
    Ok(Seen { image_size, healthy_after, answered: vec!["/", "/ping"] })
}

/// Ends the container as `docker stop` does and takes its image away; the layers stay for the next build.
fn stop(container: &str) -> Result<(), String> {
    let image = inspect(container, "{{.Image}}")?;
    let begun = Instant::now();
    docker(&["stop", "--time", "10", container])?;
    let took = begun.elapsed();
    // A container that was run with --rm is gone or going.
    let _ = docker(&["rm", "--force", container]);
    docker(&["rmi", "--force", &image])?;
    match took < Duration::from_secs(9) {
        true => Ok(()),
        false => Err(format!("it does not heed a stop: killed after {took:.0?}")),
    }
}

fn ask(address: &str) -> io::Result<String> {
    let mut server = TcpStream::connect(("127.0.0.1", 3000))?;
    server.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(server, "GET {address} HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn inspect(container: &str, format: &str) -> Result<String, String> {
    docker(&["inspect", "--format", format, container])
}

/// What docker prints, trimmed, or what it complains of.
pub fn docker(arguments: &[&str]) -> Result<String, String> {
    let output =
        Command::new("docker").args(arguments).output().map_err(|error| format!("docker: {error}"))?;
    said(&output)
}

fn said(output: &Output) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{}\n{}", text(&output.stdout), text(&output.stderr)).trim().to_owned()),
    }
}
