//! A project as a link: it comes back as it was, and whatever else stands in an address is refused within the limits.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use faaso::{
    bundle::File,
    path::BundlePath,
    project::{FunkoEntry, Project},
    share::{MAX_LINK, ShareError, link, open},
};
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

fn project() -> Project {
    let mut project = Project {
        runtime_name: "./my “runtime”".into(),
        funko_name: "hello\n<b>".into(),
        ..Project::default()
    };
    project.runtime.put(path("Dockerfile.j2"), File::text("FROM {{ options.x }}\r\n\0")).unwrap();
    project.runtime.put(path("bin/run"), File::new(*b"\x7fELF\xff", 0o755)).unwrap();
    project.runtime.put_folder(path("empty")).unwrap();
    project.own.insert(path("funko.yml"), FunkoEntry::File(File::text("name: a\n")));
    project.own.insert(path("main.py"), FunkoEntry::Removed);
    project
}

fn packed(bytes: &[u8]) -> String {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    format!("1.{}", URL_SAFE_NO_PAD.encode(packer.finish().unwrap()))
}

#[test]
fn a_project_comes_back_as_it_was() {
    for project in [Project::default(), project()] {
        let link = link(&project).unwrap();
        assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)), "{link}");
        assert_eq!(open(&link), Ok(project));
    }
}

/// As version 1 wrote it. It is never to change: links live in other people's mail.
#[test]
fn links_of_version_1_are_read() {
    let link = include_str!("../links/version-1.txt").trim_end();
    assert_eq!(open(link), Ok(project()));
}

#[test]
fn what_is_too_large_is_said() {
    let mut noise = fastrand::Rng::with_seed(1);
    let bytes: Vec<u8> = std::iter::repeat_with(|| noise.u8(..)).take(40_000).collect();
    let mut large = project();
    large.runtime.put(path("noise"), File::new(bytes, 0o644)).unwrap();
    assert!(matches!(link(&large), Err(ShareError::TooLong(length)) if length > MAX_LINK));

    let mut many = Project::default();
    for number in 0..1_001 {
        many.runtime.put(path(&format!("{number}")), File::text("")).unwrap();
    }
    assert_eq!(link(&many), Err(ShareError::TooManyFiles));
}

#[test]
fn what_is_no_link_is_refused() {
    let good = link(&project()).unwrap();
    let long = format!("1.{}", "A".repeat(MAX_LINK));
    let bomb = packed(&vec![0; 16 << 20]);
    let way_out =
        packed(&postcard::to_stdvec(&("", vec![("../x", 0o644u16, "")], [""; 0], "", [""; 0])).unwrap());
    let below_a_file = [("a", 0o644u16, ""), ("a/b", 0o644, "")];
    let below_a_file =
        packed(&postcard::to_stdvec(&("", below_a_file.to_vec(), [""; 0], "", [""; 0])).unwrap());
    for (text, why) in [
        ("", ShareError::Damaged),
        ("1.", ShareError::Damaged),
        ("0.AAAA", ShareError::Damaged),
        ("2.AAAA", ShareError::Newer(2)),
        ("1.%3Cscript%3E", ShareError::Damaged),
        (&good[..good.len() - 1], ShareError::Damaged),
        (&long, ShareError::TooLong(long.len())),
        (&bomb, ShareError::TooMuch),
        (&way_out, ShareError::Damaged),
        (&below_a_file, ShareError::Damaged),
    ] {
        assert_eq!(open(text), Err(why), "{}", &text[..text.len().min(40)]);
    }
}

/// Any change of a link is noticed, or at the least survived.
#[test]
fn every_damaged_character_is_survived() {
    let good = link(&project()).unwrap();
    for at in 0..good.len() {
        for other in ['A', '_', '.', '%'] {
            let mut text = good.clone();
            text.replace_range(at..=at, &other.to_string());
            if text != good {
                assert_ne!(open(&text), Ok(project()), "{text}");
            }
        }
        assert!(open(&good[..at]).is_err());
    }
}
