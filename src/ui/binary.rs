//! A file that is no text: an image as an image, anything else by its size and first bytes.

use super::size;
use crate::platform::files::ObjectUrl;
use faaso::bundle::File;
use leptos::prelude::*;
use std::fmt::Write;

/// Bytes shown of a file that is no image.
const SHOWN: usize = 256;

#[component]
pub fn BinaryView(path: String, file: File) -> impl IntoView {
    let about = size(file.bytes.len());
    let image = image_kind(&path).and_then(|kind| ObjectUrl::new(&file.bytes, kind).ok());
    let body = match image {
        Some(url) => {
            let address = url.as_str().to_owned();
            let url = StoredValue::new_local(Some(url));
            on_cleanup(move || {
                url.try_update_value(Option::take);
            });
            view! { <img class="picture" src=address alt=format!("The image {path}") /> }.into_any()
        }
        None => view! { <pre class="bytes" tabindex="0">{first_bytes(&file.bytes)}</pre> }.into_any(),
    };
    view! {
        <div class="binary">
            {body}
            <p>{about} " · Binary file, copied unchanged. To replace it, upload a file with the same path."</p>
        </div>
    }
}

fn image_kind(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        _ => return None,
    })
}

/// Sixteen bytes a line, as hex and as what is readable of them.
fn first_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (line, row) in bytes.chunks(16).take(SHOWN / 16).enumerate() {
        let hex = row.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x} "));
        let readable: String =
            row.iter().map(|&byte| if byte.is_ascii_graphic() { char::from(byte) } else { '·' }).collect();
        writeln!(text, "{:06x}  {hex:48} {readable}", line * 16).expect("a String takes all that is written");
    }
    if bytes.len() > SHOWN {
        text.push('…');
    }
    text
}
