//! Golden trees: what goes into `faaso new` or `faaso export`, and what came out.

use super::{Difference, short, text};
use base64::{Engine, prelude::BASE64_STANDARD};
use crinja::{self, Budget};
use faaso::{
    bundle::{Bundle, File},
    funko,
    path::BundlePath,
    trees::{Render, Tree, Verdict, build_context, new_funko},
};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// All cases of a folder, at any depth, by the paths of their files.
pub fn read(folder: &Path) -> Result<Vec<Value>, String> {
    let mut paths = Vec::new();
    collect(folder, &mut paths).map_err(|error| format!("{}: {error}", folder.display()))?;
    paths.sort();
    paths.iter().map(|path| parse(path).map_err(|error| format!("{}: {error}", path.display()))).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    Ok(())
}

fn parse(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| error.to_string())
}

/// What the designer makes of a case: the files, or FaaSO's error code and message.
pub struct Made {
    pub outcome: Result<Bundle, (String, String)>,
    /// Files that came about by chance: the designer warns instead of exporting.
    pub by_chance: Vec<String>,
}

pub fn replay(case: &Value) -> Result<Made, String> {
    let runtime = bundle(&case["runtime_files"], &case["runtime_dirs"])?;
    let runtime = (case["runtime_missing"] != true).then_some(&runtime);
    let mut render =
        |_: &_, text: &str, context: &_| crinja::render(text, context, &Budget::default()).map(Arc::new);
    let render: &mut Render<'_> = &mut render;
    let tree = match text(case, "operation")? {
        "new" => new_funko(runtime, text(case, "runtime_name")?, text(case, "name")?, render),
        "export" => {
            let funko = bundle(&case["funko_files"], &case["funko_dirs"])?;
            // The folder stands for that one name: any other that funko.yml may say is not there.
            let named = funko.get(funko::FILE).and_then(|yml| funko::read(&yml.bytes).funko.ok()?.runtime);
            let runtime = runtime.filter(|_| named.as_deref() == case["runtime_name"].as_str());
            build_context(runtime, &funko, render)
        }
        other => return Err(format!("{}: no operation “{other}”", case["id"])),
    };
    Ok(made(&tree))
}

fn made(tree: &Tree) -> Made {
    let outcome = match tree.verdict() {
        Verdict::Fails(failure) => Err((failure.code().to_owned(), failure.to_string())),
        Verdict::Works | Verdict::Clash(_) => Ok(tree.partial_bundle()),
    };
    Made { outcome, by_chance: tree.clashes.iter().map(|chance| chance.path.to_string()).collect() }
}

pub fn bundle(files: &Value, folders: &Value) -> Result<Bundle, String> {
    let mut bundle = Bundle::new();
    let path = |text: &str| BundlePath::new(text).map_err(|error| format!("{text:?}: {error}"));
    for (name, file) in files.as_object().unwrap_or(&Map::new()) {
        bundle.put(path(name)?, parse_file(file)?).map_err(|error| error.to_string())?;
    }
    for name in folders.as_array().into_iter().flatten().filter_map(Value::as_str) {
        bundle.put_folder(path(name)?).map_err(|error| error.to_string())?;
    }
    Ok(bundle)
}

fn parse_file(file: &Value) -> Result<File, String> {
    let bytes = match (file["text"].as_str(), file["base64"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(base64)) => BASE64_STANDARD.decode(base64).map_err(|error| error.to_string())?,
        (None, None) => return Err(format!("a file needs “text” or “base64”: {file}")),
    };
    let mode = file["mode"].as_str().and_then(|mode| u16::from_str_radix(mode, 8).ok());
    Ok(File::new(bytes, mode.ok_or_else(|| format!("a file needs a mode: {file}"))?))
}

/// None: as FaaSO did. Of two trees only the files that differ are shown.
pub fn difference(case: &Value, made: &Made) -> Result<Option<Difference>, String> {
    let expect = &case["expect"];
    let (expected, got) = match (expect["error"].as_str(), &made.outcome) {
        (Some(code), Err((got, _))) if code == got => return Ok(None),
        (Some(code), Err((got, message))) => (format!("error {code}"), format!("error {got}: {message}")),
        (Some(code), Ok(bundle)) => (format!("error {code}"), format!("{:?}", lines(bundle))),
        (None, Err((code, message))) => ("a tree".to_owned(), format!("error {code}: {message}")),
        (None, Ok(bundle)) => {
            let (mut expected, mut got) = (lines(&expected(expect, Some(bundle))?), lines(bundle));
            if expected == got {
                return Ok(None);
            }
            let same: Vec<String> =
                expected.keys().filter(|path| expected.get(*path) == got.get(*path)).cloned().collect();
            expected.retain(|path, _| !same.contains(path));
            got.retain(|path, _| !same.contains(path));
            (format!("{expected:?}"), format!("{got:?}"))
        }
    };
    Ok(Some(Difference { expected: short(&expected), got: short(&got) }))
}

/// The expected tree. Where FaaSO's result is chance, any variant is right: the one that was got, if it is one.
fn expected(expect: &Value, got: Option<&Bundle>) -> Result<Bundle, String> {
    let mut all = bundle(&expect["files"], &expect["empty_dirs"])?;
    for (name, variants) in expect["one_of"].as_object().unwrap_or(&Map::new()) {
        let variants: Vec<File> =
            variants.as_array().into_iter().flatten().map(parse_file).collect::<Result<_, _>>()?;
        let got = got.and_then(|bundle| bundle.get(name));
        let variant = got.filter(|got| variants.contains(got)).or(variants.first());
        let path = BundlePath::new(name).map_err(|error| error.to_string())?;
        if let Some(variant) = variant {
            all.put(path, variant.clone()).map_err(|error| error.to_string())?;
        }
    }
    Ok(all)
}

/// A bundle by path; an empty folder has no file.
fn lines(bundle: &Bundle) -> BTreeMap<String, Option<File>> {
    let files = bundle.files().map(|(path, file)| (path.to_string(), Some(file.clone())));
    let folders = bundle.folders().map(|path| (path.to_string(), None));
    files.chain(folders).collect()
}
