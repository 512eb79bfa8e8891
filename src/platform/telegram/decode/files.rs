//! The picture or document of a message (<https://core.telegram.org/bots/api#photosize>).

use serde_json::Value;

use super::text;
use crate::domain::message::SentFile;
use crate::platform::http::file_name;

/// The largest file that a bot may download (<https://core.telegram.org/bots/api#getfile>).
const DOWNLOAD: u64 = 20 * 1024 * 1024;

/// Photos have no name.
const PICTURE_NAME: &str = "zdjecie.jpg";

/// The picture or document that was sent. A document stays one, also where it is a picture: so it was sent.
pub fn of(message: &Value) -> Option<SentFile> {
    picture(message).or_else(|| document(message))
}

/// The largest size of it that can be downloaded.
fn picture(message: &Value) -> Option<SentFile> {
    let sizes = message.get("photo")?.as_array()?.iter();
    let is_small_enough = |size: &&Value| bytes(size).is_none_or(|bytes| bytes <= DOWNLOAD);
    let area = |size: &&Value| {
        let side = |name: &str| size[name].as_u64().unwrap_or_default();
        side("width").saturating_mul(side("height"))
    };
    let largest = sizes.filter(is_small_enough).max_by_key(area)?;
    Some(SentFile {
        remote: text(largest, "file_id")?.to_owned(),
        name: PICTURE_NAME.to_owned(),
        size: bytes(largest),
        picture: true,
    })
}

fn document(message: &Value) -> Option<SentFile> {
    let document = message.get("document")?;
    Some(SentFile {
        remote: text(document, "file_id")?.to_owned(),
        name: file_name(text(document, "file_name").unwrap_or_default()),
        size: bytes(document),
        picture: false,
    })
}

fn bytes(file: &Value) -> Option<u64> {
    file.get("file_size")?.as_u64()
}
