//! An analysis after edits is the same, to the letter, as one of the whole document.

use crinja::Rendered;
use faaso::{
    analysis::{Analysis, Analyzer, Touched},
    at_once::AtOnce,
    bundle::{EXECUTABLE, File, PLAIN},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
    text::Span,
};
use fastrand::Rng;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Of each some are enough: what matters is how they meet.
const EDITS: usize = 20_000;

/// Paths that meet in every way: templates, their outputs, what overlays them, folders in the way, hidden ones.
const RUNTIME: [&str; 26] = [
    "Dockerfile.j2",
    "Dockerfile",
    "Dockerfile.dockerignore",
    "main.py.j2",
    "main.py",
    "static",
    "static/a.css",
    "static/a.css.j2",
    "crontab.j2",
    "entry.sh",
    "entry.sh.j2",
    "templates/x.html",
    "template.md",
    ".env",
    "README.md",
    "conf/nginx.conf.j2",
    "conf/NGINX.conf.j2",
    "aux.txt",
    ".scenarios/a/funko.yml",
    "template/funko.yml.j2",
    "template/funko.yml",
    "template/main.py.j2",
    "template/static/a.css.j2",
    "template/run.sh",
    "template/.hidden",
    "template/cron.d/job.j2",
];
const FUNKO: [&str; 11] = [
    "funko.yml",
    "main.py",
    "static",
    "static/a.css",
    "static/b.css",
    "run.sh",
    "cron.d/job",
    "Dockerfile",
    ".env",
    "x.j2",
    "entry.sh",
];
const PIECES: [&str; 60] = [
    "FROM alpine\n",
    "COPY . /app\n",
    "COPY main.py run.sh ./\n",
    "RUN chmod +x entry.sh\n",
    "CMD [\"./entry.sh\"]\n",
    "CMD ['a', 'b']\n",
    "COPY --chmod=755 a b\n",
    "RUN <<EOF\necho hi\nEOF\n",
    "{{ name }}",
    "{{ runtime }}",
    "{{ options.port }}",
    "{{ options.packages | join(\" \") }}",
    "{{ options[\"port\"] | default(\"80\") }}",
    "{% if options.debug %}x{% endif %}",
    "{% for p in options.packages %}{{ p }} {% endfor %}",
    "{{ options }}",
    "{% if not options.port == \"80\" %}y{% endif %}",
    "{% set o = options %}{{ o.port }}",
    "{% set p = options.packages %}{% if p %}{{ p }}{% endif %}",
    "{{ options.base.image }}",
    "{{ optoins.port }}",
    "{{ port }}",
    "{{ debug() }}",
    "{{ options.packages }}",
    "{{ options.port + 1 }}",
    "{{ options.port | upcase }}",
    "{% include \"a\" %}",
    "{% if %}",
    "{% endif %}",
    "{% for %}",
    "{{",
    "}}",
    "{#",
    "#}",
    "{%- ",
    " -%}",
    "{{ 1 // 0 }}",
    "{{ options.packages | tojson }}",
    "{{ options.port.upper() }}",
    "{{ options.packages[0].x }}",
    "\r\n",
    "\n",
    " ",
    "é",
    "\u{a0}",
    "“x”",
    "3000",
    "ping",
    "#!/bin/sh\n",
    "name: hello\n",
    "name: my-app\n",
    "runtime: ./example\n",
    "options:\n",
    "  port: 80\n",
    "  port: \"3000\"\n",
    "  packages: [curl, git]\n",
    "  packages: curl\n",
    "  debug: true\n",
    "  unused: null\n",
    "  port: [\n",
];
const YMLS: [&str; 10] = [
    "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  port: 80\n  packages: [a, b]\n",
    "name: hello\nruntime: ./example\noptions:\n  port: 80\n  packages: [a, b]\n  debug: false\n",
    "name: hello\nruntime: ./example\noptions:\n  packages: curl\n  port: \"80\"\n",
    "name: hello\nruntime: ./example\n",
    "name: hello\n",
    "name: my-app\nruntime: ./example\n",
    "name: hello\nruntime: \"\"\n",
    "name: hello\nruntime: ./example\noptions:\n  debug: []\n  port: 81\n  port: 82\n",
    "runtime: ./example\n",
    "name: hello\nruntime: other\noptions:\n  packages: []\n  x: null\n",
];

fn pick<'t>(random: &mut Rng, all: &[&'t str]) -> &'t str {
    all[random.usize(..all.len())]
}

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

fn content(random: &mut Rng, path: &str) -> String {
    if path.contains("funko.yml") && random.u8(..) < 240 {
        return pick(random, &YMLS).to_owned();
    }
    (0..random.usize(..6)).map(|_| pick(random, &PIECES)).collect()
}

fn file(random: &mut Rng, path: &str) -> File {
    let mode = [PLAIN, PLAIN, PLAIN, EXECUTABLE, 0o600, 0o444][random.usize(..6)];
    let mut bytes = content(random, path).into_bytes();
    if random.u8(..) < 4 {
        bytes.push([0, 0xff][random.usize(..2)]);
    }
    File::new(bytes, mode)
}

fn any(random: &mut Rng, project: &Project) -> Option<FileId> {
    let runtime = project.runtime.files().map(|(path, _)| FileId::runtime(path.clone()));
    let own = project.own.iter().filter(|(_, own)| matches!(own, FunkoEntry::File(_)));
    let all: Vec<FileId> = runtime.chain(own.map(|(path, _)| FileId::funko(path.clone()))).collect();
    (!all.is_empty()).then(|| all[random.usize(..all.len())].clone())
}

fn put(id: &FileId, file: Option<File>) -> Edit {
    let path = id.path.clone();
    match id.side {
        Side::Runtime => Edit::Runtime { path, file },
        Side::Funko => Edit::Funko { path, own: file.map(FunkoEntry::File) },
    }
}

fn edit(random: &mut Rng, project: &Project) -> Option<Edit> {
    Some(match random.u8(..100) {
        // most of what is done is typing
        0..60 => {
            let file = any(random, project)?;
            let text = project.file(&file)?.as_text()?;
            let mut at = || {
                let mut at = random.usize(..=text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (one, other) = (at(), at());
            let start = one.min(other);
            let end = if random.bool() { start } else { one.max(other).min(start + 12) };
            let end = (start..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(start);
            let text = if random.u8(..3) == 0 { "" } else { pick(random, &PIECES) };
            Edit::Splice { file, span: Span::new(start, end), text: text.to_owned() }
        }
        // another text of a whole file
        60..72 => {
            let id = any(random, project)?;
            let mode = project.file(&id)?.mode;
            let text = content(random, id.path.as_str());
            put(&id, Some(File::new(text.into_bytes(), mode)))
        }
        72..80 => {
            let path = path(pick(random, &RUNTIME));
            let file = file(random, path.as_str());
            Edit::Runtime { path, file: Some(file) }
        }
        80..86 => {
            let path = path(pick(random, &FUNKO));
            let file = file(random, path.as_str());
            Edit::Funko { path, own: Some(FunkoEntry::File(file)) }
        }
        86..89 => put(&any(random, project)?, None),
        89..91 => Edit::Funko { path: path(pick(random, &FUNKO)), own: Some(FunkoEntry::Removed) },
        91..94 => {
            let id = any(random, project)?;
            let mode = [PLAIN, EXECUTABLE, 0o600][random.usize(..3)];
            put(&id, Some(File { mode, ..project.file(&id)?.clone() }))
        }
        94..97 => {
            let id = any(random, project)?;
            let other = match id.side {
                Side::Runtime => FileId::runtime(path(pick(random, &RUNTIME))),
                Side::Funko => FileId::funko(path(pick(random, &FUNKO))),
            };
            Edit::All(vec![put(&id, None), put(&other, Some(project.file(&id)?.clone()))])
        }
        97 if random.bool() => {
            let folder = pick(random, &["uploads", "template/uploads", "a/b", "a"]);
            Edit::Folder { path: path(folder), there: random.u8(..3) > 0 }
        }
        97..98 => Edit::FunkoName(pick(random, &["hello", "other", "my-app"]).to_owned()),
        98..99 => Edit::RuntimeName(pick(random, &["./example", "kemal", "./a/b"]).to_owned()),
        _ => {
            let id = any(random, project)?;
            let (one, other) = (content(random, id.path.as_str()), content(random, "funko.yml"));
            Edit::All(vec![
                put(&id, Some(File::text(&one))),
                Edit::Funko { path: path("funko.yml"), own: Some(FunkoEntry::File(File::text(&other))) },
            ])
        }
    })
}

fn start(random: &mut Rng) -> Project {
    let mut project =
        Project { runtime_name: "./example".into(), funko_name: "hello".into(), ..Project::default() };
    let yml = File::text(YMLS[0]);
    let _ = project.apply(Edit::Runtime { path: path("template/funko.yml.j2"), file: Some(yml) });
    for _ in 0..random.usize(3..12) {
        let at = pick(random, &RUNTIME);
        let file = file(random, at);
        let _ = project.apply(Edit::Runtime { path: path(at), file: Some(file) });
    }
    project
}

/// What differs between two documents, as the page would say it.
fn touched(before: &Project, now: &Project) -> Touched {
    let names = (&before.runtime_name, &before.funko_name) != (&now.runtime_name, &now.funko_name);
    let whole = names || !before.runtime.folders().eq(now.runtime.folders());
    let all = |project: &Project| -> BTreeMap<FileId, Option<File>> {
        let runtime = project.runtime.files();
        let runtime = runtime.map(|(path, file)| (FileId::runtime(path.clone()), Some(file.clone())));
        let own = project.own.iter().map(|(path, own)| {
            let file = match own {
                FunkoEntry::File(file) => Some(file.clone()),
                FunkoEntry::Removed => None,
            };
            (FileId::funko(path.clone()), file)
        });
        runtime.chain(own).collect()
    };
    let (before, now) = (all(before), all(now));
    let files = before.keys().chain(now.keys()).filter(|file| before.get(*file) != now.get(*file));
    Touched { whole, files: files.cloned().collect::<BTreeSet<_>>() }
}

#[test]
fn an_edit_gives_what_the_whole_gives() {
    let rounds = std::env::var("EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(EDITS);
    let mut random = Rng::with_seed(13);
    let (mut edits, mut small, mut at_once) = (0, 0, 0);
    while edits < rounds {
        let mut project = start(&mut random);
        let mut kept = Analyzer::default();
        kept.open(project.clone(), BTreeSet::new(), Analysis::default());
        let mut page = Analysis::default();
        page.apply(kept.analyse(0, &mut |_| {}));
        let mut undo: Vec<Edit> = Vec::new();
        for revision in 1..=random.u64(5..60) {
            let before = project.clone();
            let mut done = Vec::new();
            for _ in 0..=random.usize(..8) / 6 {
                let edit = match random.u8(..10) {
                    0 => undo.pop(),
                    // another runtime in this one's place
                    1 if random.u8(..8) == 0 => {
                        project.runtime = start(&mut random).runtime;
                        undo.clear();
                        None
                    }
                    _ => edit(&mut random, &project),
                };
                let Some(edit) = edit else { continue };
                let told = format!("{edit:?}");
                if let Ok(back) = project.apply(edit) {
                    undo.push(back);
                    done.push(told);
                }
            }
            edits += 1;
            let now = project.clone();
            kept.change(|project| *project = now.clone(), touched(&before, &project));
            // what was known before the edit: last good outputs live on
            let mut whole = Analyzer::default();
            whole.open(project.clone(), BTreeSet::new(), page.clone());
            let mut expected = page.clone();
            expected.apply(whole.analyse(revision, &mut |_| {}));
            let delta = kept.analyse(revision, &mut |_| {});
            small += usize::from(kept.edited_texts());
            page.apply(delta.clone());
            let same = page == expected;
            assert!(same, "edit {edits}: {done:#?}\n{}", difference(&page, &expected));
            assert_eq!(page.problems, expected.problems);
            for (id, rendering) in page.renderings.iter().filter(|(_, it)| it.error.is_none() && !it.as_new) {
                let Some(early) = early(&project, id) else { continue };
                at_once += 1;
                assert_eq!(Some(early), rendering.good, "edit {edits}: {id:?} at once");
            }
            // what has an error, or what FaaSO doesn't come to, gives nothing at once
            let broken = page.renderings.iter().filter(|(_, rendering)| rendering.error.is_some());
            for (id, rendering) in broken {
                let early = early(&project, id);
                assert_eq!(early, None, "edit {edits}: {id:?} {:#?}", rendering.error);
            }
        }
    }
    assert!(at_once * 2 > edits, "only {at_once} outputs of {edits} edits were made at once");
    assert!(small * 10 > edits * 2, "only {small} of {edits} edits were made in what was there");
}

/// What a file makes without the rest of the project.
fn early(project: &Project, id: &FileId) -> Option<Arc<Rendered>> {
    let asked = AtOnce::of(project, id)?;
    // as it goes over the border
    let asked: AtOnce = postcard::from_bytes(&postcard::to_stdvec(&asked).unwrap()).unwrap();
    asked.output()
}

fn difference(page: &Analysis, expected: &Analysis) -> String {
    let mut told = String::new();
    let mut tell = |what: &str, one: String, other: String| {
        if one != other {
            told += &format!("{what}\n--- after the edit\n{one}\n--- of the whole\n{other}\n");
        }
    };
    for file in page.renderings.keys().chain(expected.renderings.keys()) {
        let (one, other) = (page.renderings.get(file), expected.renderings.get(file));
        tell("rendering", format!("{file:?} {one:#?}"), format!("{file:?} {other:#?}"));
    }
    tell("live", format!("{:?}", page.live), format!("{:?}", expected.live));
    tell("new", format!("{:#?}", page.new_funko), format!("{:#?}", expected.new_funko));
    tell("build", format!("{:#?}", page.build_context), format!("{:#?}", expected.build_context));
    for (one, other) in page.problems.iter().zip(&expected.problems) {
        tell("problem", format!("{one:#?}"), format!("{other:#?}"));
    }
    tell("problems", format!("{}", page.problems.len()), format!("{}", expected.problems.len()));
    let rest = |it: &Analysis| {
        format!("{:?} {:?} {} {}", it.options_set, it.options_used, it.options_unused, it.options_missing)
    };
    tell("options", rest(page), rest(expected));
    told
}
