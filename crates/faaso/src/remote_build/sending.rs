//! What is sent: the form that FaaSO's client sends.

use crate::{
    archive::{self, WriteError},
    bundle::Bundle,
    funko,
    path::BundlePath,
};
use serde::{Deserialize, Serialize};

/// The form, and what an author wants to know of it before it goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Of the parts; nothing of what is sent has it.
    pub boundary: String,
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
    /// How many files are in it.
    pub files: usize,
    /// Of `funko.tgz`, in bytes.
    pub packed: usize,
    /// Files that FaaSO's client doesn't send: a part of their path begins with a dot.
    pub hidden: Vec<BundlePath>,
    /// Files whose executable bit the server drops.
    pub executable: Vec<BundlePath>,
    /// The Dockerfile as it is sent; none where it has none.
    pub dockerfile: Option<String>,
    /// Without these files at the top the server builds nothing.
    pub missing: Vec<String>,
}

/// The form for a rendered build context.
pub fn sending(context: &Bundle) -> Result<Sending, WriteError> {
    let is_hidden = |path: &BundlePath| path.as_str().split('/').any(|part| part.starts_with('.'));
    let sent = || context.files().filter(|(path, _)| !is_hidden(path));
    let packed = archive::write_files(sent())?;
    let boundary = boundary(&packed);
    let text = |path: &str| context.get(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let missing = [funko::FILE, "Dockerfile"].into_iter().filter(|path| context.get(path).is_none());
    Ok(Sending {
        body: form(&boundary, &packed),
        boundary,
        files: sent().count(),
        packed: packed.len(),
        hidden: context.files().map(|(path, _)| path).filter(|path| is_hidden(path)).cloned().collect(),
        executable: sent().filter(|(_, file)| file.is_executable()).map(|(path, _)| path.clone()).collect(),
        dockerfile: text("Dockerfile"),
        missing: missing.map(str::to_owned).collect(),
    })
}

impl Sending {
    /// The type of the body, with the boundary of its parts.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }
}

/// The names of its parts are FaaSO's own: nothing of the author's stands in a header.
fn form(boundary: &str, packed: &[u8]) -> Vec<u8> {
    let file = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"funko.tgz\"; filename=\"funko.tgz\"\r\n\
         Content-Type: application/gzip\r\n\r\n"
    );
    let rest = format!(
        "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nfunko.tgz\r\n--{boundary}--\r\n"
    );
    [file.as_bytes(), packed, rest.as_bytes()].concat()
}

/// The first of a row of boundaries that doesn't stand in the content.
pub(super) fn boundary(content: &[u8]) -> String {
    let mut number = 0u64;
    loop {
        let boundary = format!("faaso-designer-{number}");
        if !content.windows(boundary.len()).any(|part| part == boundary.as_bytes()) {
            return boundary;
        }
        number += 1;
    }
}
