//! Files that people have sent, at addresses that end after a day
//! (<https://docs.discord.com/developers/reference#signed-attachment-cdn-urls>).

use super::state::{File, State};
use axum::http::{HeaderMap, Uri, header};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How the reading of a file is called in plans and counts.
pub const DOWNLOAD: &str = "GET /attachments/{channel_id}/{attachment_id}/{filename}";

/// Where files lie.
pub const FOLDER: &str = "/attachments/";

/// Seconds for which an address is good.
const LIFE: i64 = 24 * 60 * 60;

impl State {
    /// Where a file of a channel lies from now on, for a day.
    pub fn address(&self, channel: u64, file: &File) -> String {
        let now = self.now() / 1000;
        let end = now + LIFE;
        let mut url = reqwest::Url::parse(&self.url).expect("the address of the stand-in");
        if let Ok(mut path) = url.path_segments_mut() {
            let (channel, id) = (channel.to_string(), file.id.to_string());
            path.extend(["attachments", &channel, &id, &file.name]);
        }
        let query = format!("ex={end:x}&is={now:x}&hm={}", signature(file.id, end));
        url.set_query(Some(&query));
        url.into()
    }

    /// The file at an address, while that is good and its message there.
    pub fn file_at(&self, uri: &Uri) -> Option<&File> {
        let mut path = uri.path().strip_prefix(FOLDER)?.split('/');
        let channel: u64 = path.next()?.parse().ok()?;
        let id: u64 = path.next()?.parse().ok()?;
        let query = uri.query().unwrap_or_default();
        let asked = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(have, _)| *have == name).map(|(_, text)| text)
        };
        let end = i64::from_str_radix(asked("ex")?, 16).ok()?;
        let is_good = asked("hm")? == signature(id, end) && self.now() / 1000 < end;
        let mut files = self.conversation(channel).flat_map(|one| &one.files);
        files.find(|file| is_good && file.id == id)
    }

    /// Writes down that a file was asked for. Whoever shows the token there gives it away.
    pub fn asked_for_file(&mut self, method: &str, headers: &HeaderMap) {
        *self.counts.entry(DOWNLOAD.to_owned()).or_default() += 1;
        if method != "GET" || headers.contains_key(header::AUTHORIZATION) {
            self.violations
                .push(format!("{method} of a file, or with a token"));
        }
    }
}

fn signature(file: u64, end: i64) -> String {
    let mut digest = DefaultHasher::new();
    (file, end).hash(&mut digest);
    format!("{:016x}", digest.finish())
}
