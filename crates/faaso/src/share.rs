//! A project as the fragment of an address: small, versioned, and read as what a stranger wrote.
//!
//! A link is `VERSION.` and base64url of a zlib stream (its Adler-32 tells a link that was cut or mistyped) of the project
//! in postcard. The shape inside is this module's own: what the storage keeps may change without breaking a link.

use crate::{
    archive::MAX_PARTS,
    bundle::{Bundle, File},
    outside::MAX_NAME,
    path::BundlePath,
    project::{Edit, FunkoEntry, Project},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    io::{Read, Write},
};

/// Characters of a link's fragment. Browsers take more; mail and chat programs cut far earlier.
pub const MAX_LINK: usize = 32_000;
/// From so many characters on some programs cut a link.
pub const LONG_LINK: usize = 8_000;
/// What a link may unpack to, in bytes.
const MAX_UNPACKED: u64 = 4 << 20;
/// Files and folders of a link.
const MAX_FILES: usize = 1_000;
/// The version that is written. Every one from 1 on is read.
const VERSION: u32 = 1;

/// A project of version 1. Its fields are never to change: another shape is another version.
#[derive(Serialize, Deserialize)]
struct Shared {
    runtime_name: String,
    runtime: Vec<(BundlePath, Content)>,
    /// Folders of the runtime that are named on their own.
    folders: Vec<BundlePath>,
    funko_name: String,
    /// The author's own files of the funko; none for one that was taken out.
    own: Vec<(BundlePath, Option<Content>)>,
}

/// Permission bits and bytes of a file.
type Content = (u16, Vec<u8>);

/// Why there is no link, or no project in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// The project is too large for a link: so many characters. A zip takes it.
    TooLong(usize),
    /// The project has more than [`MAX_FILES`] files.
    TooManyFiles,
    /// The link unpacks to more than a project that fits into one.
    TooMuch,
    /// The name of the runtime or the funko is longer than [`MAX_NAME`].
    LongName,
    /// A path has more than [`MAX_PARTS`] parts.
    Deep,
    /// A newer designer made it: reloading the page gets that one.
    Newer(u32),
    /// Cut short, mistyped, or no link of the designer's.
    Damaged,
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShareError::TooLong(length) => {
                write!(
                    f,
                    "the project is too large for a link ({length} characters; the limit is {MAX_LINK})"
                )
            }
            ShareError::TooManyFiles => write!(f, "a link can hold at most {MAX_FILES} files and folders"),
            ShareError::TooMuch => f.write_str("the link unpacks to more than 4 MiB"),
            ShareError::LongName => {
                write!(f, "the name of the runtime or funko is longer than {MAX_NAME} bytes")
            }
            ShareError::Deep => write!(f, "a path has more than {MAX_PARTS} parts"),
            ShareError::Newer(version) => {
                write!(f, "the link needs a newer version of the designer ({version}): reload the page")
            }
            ShareError::Damaged => f.write_str("the link is incomplete; some apps cut off long links"),
        }
    }
}

impl std::error::Error for ShareError {}

/// The project as a fragment, without `#`.
pub fn link(project: &Project) -> Result<String, ShareError> {
    let shared = Shared::from(project);
    shared.is_allowed()?;
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let packed = postcard::to_stdvec(&shared).expect("projects hold nothing postcard cannot write");
    let packed =
        packer.write_all(&packed).and_then(|()| packer.finish()).expect("writing to memory does not fail");
    let link = format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(packed));
    if link.len() > MAX_LINK { Err(ShareError::TooLong(link.len())) } else { Ok(link) }
}

/// The project of a fragment. Whatever the text, it ends within the limits and never panics.
pub fn open(link: &str) -> Result<Project, ShareError> {
    let (version, packed) = link.split_once('.').ok_or(ShareError::Damaged)?;
    match version.parse() {
        Ok(VERSION) => {}
        Ok(newer) if newer > VERSION => return Err(ShareError::Newer(newer)),
        _ => return Err(ShareError::Damaged),
    }
    if link.len() > MAX_LINK {
        return Err(ShareError::TooLong(link.len()));
    }
    let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| ShareError::Damaged)?;
    let mut bytes = Vec::new();
    let mut unpacked = ZlibDecoder::new(packed.as_slice()).take(MAX_UNPACKED + 1);
    unpacked.read_to_end(&mut bytes).map_err(|_| ShareError::Damaged)?;
    if bytes.len() as u64 > MAX_UNPACKED {
        return Err(ShareError::TooMuch);
    }
    postcard::from_bytes::<Shared>(&bytes).map_err(|_| ShareError::Damaged)?.project()
}

impl From<&Project> for Shared {
    fn from(project: &Project) -> Self {
        let runtime = project.runtime.files();
        let own = |own: &FunkoEntry| match own {
            FunkoEntry::File(file) => Some(content(file)),
            FunkoEntry::Removed => None,
        };
        Shared {
            runtime_name: project.runtime_name.clone(),
            runtime: runtime.map(|(path, file)| (path.clone(), content(file))).collect(),
            folders: project.runtime.folders().cloned().collect(),
            funko_name: project.funko_name.clone(),
            own: project.own.iter().map(|(path, file)| (path.clone(), own(file))).collect(),
        }
    }
}

fn content(file: &File) -> Content {
    (file.mode, file.bytes.to_vec())
}

impl Shared {
    fn is_allowed(&self) -> Result<(), ShareError> {
        if self.runtime_name.len().max(self.funko_name.len()) > MAX_NAME {
            return Err(ShareError::LongName);
        }
        let runtime = self.runtime.iter().map(|(path, _)| path).chain(&self.folders);
        let mut paths = runtime.chain(self.own.iter().map(|(path, _)| path));
        if paths.any(|path| path.components().count() > MAX_PARTS) {
            return Err(ShareError::Deep);
        }
        match self.runtime.len() + self.folders.len() + self.own.len() {
            0..=MAX_FILES => Ok(()),
            _ => Err(ShareError::TooManyFiles),
        }
    }

    /// Built up as an author would, so that it holds what every project does: nothing lies below a file.
    fn project(self) -> Result<Project, ShareError> {
        self.is_allowed()?;
        let mut runtime = Bundle::new();
        for (path, (mode, bytes)) in self.runtime {
            runtime.put(path, File::new(bytes, mode)).map_err(|_| ShareError::Damaged)?;
        }
        for path in self.folders {
            runtime.put_folder(path).map_err(|_| ShareError::Damaged)?;
        }
        let mut project = Project {
            runtime_name: self.runtime_name,
            runtime,
            funko_name: self.funko_name,
            ..Project::default()
        };
        for (path, own) in self.own {
            let own =
                own.map_or(FunkoEntry::Removed, |(mode, bytes)| FunkoEntry::File(File::new(bytes, mode)));
            let edit = Edit::Funko { path, own: Some(own) };
            project.apply(edit).map_err(|_| ShareError::Damaged)?;
        }
        Ok(project)
    }
}
