//! Files that people send, and how the bot gets them.

use super::TelegramApi;
use super::body::Params;
use super::faults::Refusal;
use super::methods::Answer;
use super::state::{File, State};
use axum::body::Bytes;
use serde_json::{Value, json};

/// The largest file that a bot may download.
const DOWNLOAD: u64 = 20 * 1024 * 1024;

impl File {
    /// Bytes, as the server tells.
    fn size(&self) -> u64 {
        self.told.unwrap_or(self.bytes.len() as u64)
    }

    /// Where it can be downloaded.
    fn path(&self) -> String {
        let ending = self
            .name
            .rsplit_once('.')
            .map_or("bin", |(_, ending)| ending);
        format!("{}s/file_{}.{ending}", self.kind, self.id)
    }
}

pub fn get(state: &mut State, params: &Params) -> Answer {
    let id = params.text("file_id").unwrap_or_default();
    let Some(file) = state.files.get(id) else {
        return Err(Refusal::bad(
            "wrong file_id or the file is temporarily unavailable",
        ));
    };
    if file.size() > DOWNLOAD {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(json!({
        "file_id": id,
        "file_unique_id": format!("AQ{id}"),
        "file_size": file.size(),
        "file_path": file.path(),
    }))
}

/// What stands at a path, as long as somebody knows it.
pub fn at(state: &State, path: &str) -> Result<Bytes, Refusal> {
    let mut files = state.files.values();
    files
        .find(|file| file.path() == path)
        .map(|file| file.bytes.clone())
        .ok_or_else(|| Refusal::new(404, "Not Found"))
}

impl TelegramApi {
    /// Sends a document with a caption, or without words.
    pub fn sends_document(&self, person: i64, name: &str, bytes: &[u8], caption: &str) -> i64 {
        self.sends_large_document(person, name, bytes, caption, None)
    }

    /// The same, of which the server tells another size.
    pub fn sends_large_document(
        &self,
        person: i64,
        name: &str,
        bytes: &[u8],
        caption: &str,
        told: Option<u64>,
    ) -> i64 {
        let file = self.keeps("document", name, bytes, told);
        let document = json!({
            "file_id": file.id, "file_unique_id": "AQ", "file_name": name, "file_size": file.size(),
        });
        self.sends(person, person, &captioned("document", document, caption))
    }

    /// Sends a photo in two sizes.
    pub fn sends_photo(&self, person: i64, bytes: &[u8], caption: &str) -> i64 {
        let small = self.keeps("photo", "small.jpg", &bytes[..bytes.len() / 2], None);
        let large = self.keeps("photo", "large.jpg", bytes, None);
        let size = |file: &File, width: u32| {
            json!({"file_id": file.id, "file_unique_id": "AQ", "file_size": file.size(),
                "width": width, "height": width})
        };
        let sizes = json!([size(&small, 90), size(&large, 1280)]);
        self.sends(person, person, &captioned("photo", sizes, caption))
    }

    /// Files that were sent cannot be had any more.
    pub fn forgets_files(&self) {
        self.act(|state| state.files.clear());
    }

    fn keeps(&self, kind: &'static str, name: &str, bytes: &[u8], told: Option<u64>) -> File {
        self.act(|state| {
            let file = File {
                kind,
                id: format!("BQACAgQAAxkBAAP{:06}", state.files.len() + 1),
                name: name.to_owned(),
                mime: None,
                bytes: Bytes::copy_from_slice(bytes),
                told,
            };
            state.files.insert(file.id.clone(), file.clone());
            file
        })
    }
}

fn captioned(kind: &str, file: Value, caption: &str) -> Value {
    let mut fields = json!({ kind: file });
    if !caption.is_empty() {
        fields["caption"] = caption.into();
    }
    fields
}
