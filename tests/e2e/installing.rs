//! The designer as an app of the system: its manifest and icons, zips that the system hands to it, links to a line, and
//! the site as a funko of the bundled runtime `static`.

use crate::{page::Page, site};
use crinja::{Budget, Context};
use faaso::{
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
    project::FileId,
    trees,
};
use serde_json::{Value, json};
use std::{fs, path::Path, sync::Arc};

#[test]
fn the_manifest_is_whole_and_its_icons_are_the_logo() {
    let page = Page::open();
    let answer = page.browser.cdp("Page.getAppManifest", json!({}));
    assert_eq!(answer["errors"], json!([]), "{answer}");
    let manifest: Value = serde_json::from_str(answer["data"].as_str().unwrap()).unwrap();
    assert_eq!(manifest["file_handlers"][0]["accept"]["application/zip"], json!([".zip"]));
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&json!("./"), &json!("./")));
    // each icon has the size that it says, and is drawn from the first
    let differences = page.evaluate(&format!(
        "(async () => {{
            const drawn = async (icon, size) => {{
                const image = new Image();
                image.src = icon.src;
                await image.decode();
                if (icon.sizes !== 'any' && icon.sizes !== `${{image.naturalWidth}}x${{image.naturalHeight}}`) throw icon.sizes;
                const canvas = Object.assign(document.createElement('canvas'), {{ width: size, height: size }});
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0, size, size);
                return context.getImageData(0, 0, size, size).data;
            }};
            const [logo, ...others] = {};
            const found = [];
            for (const icon of others) {{
                const size = parseInt(icon.sizes);
                const [a, b] = [await drawn(logo, size), await drawn(icon, size)];
                found.push(a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / a.length);
            }}
            return found;
        }})()",
        manifest["icons"]
    ));
    let differences: Vec<f64> = serde_json::from_value(differences).unwrap();
    assert_eq!(differences.len(), 2);
    assert!(differences.iter().all(|&difference| difference < 3.0), "{differences:?}");
}

/// What the system does when a zip is opened with the installed designer.
const LAUNCH: &str = "Object.defineProperty(window, 'launchQueue', { value: {
    setConsumer(consumer) { window.launched = consumer; },
} });";

#[test]
fn a_zip_that_the_system_hands_over_opens() {
    let mut files = Bundle::new();
    files.put(BundlePath::new("Dockerfile.j2").unwrap(), File::text("FROM alpine # handed over\n")).unwrap();
    let zip = archive::runtime_zip(&files, "handed").unwrap();
    let page = Page::visit_with(site::address(), LAUNCH, None);
    page.textbox("Rendered output").wait_text("FROM");
    page.wait_true("typeof window.launched === 'function'");
    page.evaluate(&format!(
        "launched({{ files: [{{ getFile: async () => new File([Uint8Array.of({})], 'handed.zip') }}] }})",
        zip.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
    ));
    page.textbox("Template editor").wait_text("handed over");
    // opened without a file, nothing happens
    page.evaluate("launched({ files: [] })");
    page.textbox("Template editor").wait_text("handed over");
}

#[test]
fn a_link_leads_to_a_line() {
    let page = Page::open_at("#runtime=go&file=main.go&line=7");
    page.tab("main.go").wait_selected();
    page.region("Template").wait_text("Ln 7, Col 1");
    page.go(&format!("{}#runtime=go&file=nosuch", site::address()));
    page.status("Notice").wait_text("no file nosuch");
}

fn render(_: &FileId, text: &str, context: &Context) -> trees::Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

/// As `./designer image` does it, which docs/hosting.md describes.
#[test]
fn the_site_is_a_funko_of_the_static_runtime() {
    let site = site::dist();
    let bundled = catalog::find("static").unwrap();
    let new = trees::new_funko(Some(&bundled.files), "static", "designer", &mut render);
    let mut funko = new.bundle().unwrap();
    let mut files = Vec::new();
    below(&site, &site, &mut files);
    for (path, bytes) in &files {
        funko
            .put(BundlePath::new(&format!("public/{path}")).unwrap(), File::new(bytes.clone(), 0o644))
            .unwrap();
    }
    let built = trees::build_context(Some(&bundled.files), &funko, &mut render).bundle().unwrap();
    for (path, bytes) in &files {
        let there =
            built.get(&format!("public/{path}")).unwrap_or_else(|| panic!("{path} isn't in the build"));
        assert!(*there.bytes == **bytes, "{path} is another file");
    }
    assert!(files.iter().any(|(path, _)| path.ends_with(".wasm")));
    let text = |path: &str| built.get(path).and_then(File::as_text).unwrap().to_owned();
    let dockerfile = text("Dockerfile");
    assert!(
        dockerfile.contains("-name '*.wasm'")
            && dockerfile.contains("COPY --from=build /home/app/public public")
    );
    for known in [".wasm:application/wasm", ".webmanifest:application/manifest+json", ".js:text/javascript"] {
        assert!(text("httpd.conf").contains(known), "{known}");
    }
    assert!(built.get("public/ping").is_some(), "FaaSO asks for it");
}

fn below(top: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => below(top, &path, files),
            false => {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
}
