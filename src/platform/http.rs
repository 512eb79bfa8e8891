//! What the clients of all platforms need around their calls: bodies of answers, words for what failed, and names of files.

use reqwest::Response;
use std::error::Error as _;

/// Most characters of what a server or a library says that are kept.
pub const WORDS: usize = 200;

/// Why an answer was not read to its end. Whatever was asked for was perhaps carried out.
#[derive(Debug)]
pub enum Unread {
    Broken(reqwest::Error),
    TooLong {
        cause: String,
        /// What was read until then.
        start: Vec<u8>,
    },
}

/// The body of an answer, of so many bytes at most.
///
/// # Errors
/// As [`Unread`] says.
pub async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, Unread> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(Unread::Broken)? {
        if body.len() + piece.len() > most {
            let cause = format!("an answer of more than {most} bytes");
            return Err(Unread::TooLong { cause, start: body });
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Whether a request that failed like this certainly was not sent: there was no connection. Any other was perhaps.
pub fn is_unsent(error: &reqwest::Error) -> bool {
    error.is_connect() || error.is_builder()
}

/// An error in words, from the outermost to the innermost cause, without addresses.
pub fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        words = format!("{words}: {inner}");
        source = inner.source();
    }
    words
}

/// The server's words without what it quotes, which is from a message: `Unsupported start tag "…"`.
pub fn unquoted(text: &str) -> String {
    let mut kept = String::new();
    let mut closing: Option<char> = None;
    let mut before = ' ';
    for c in text.chars() {
        match closing {
            Some(quote) if c == quote => {
                closing = None;
                kept.push(c);
            }
            Some(_) => {}
            // Not the apostrophe of "can't".
            None if c == '"' || (c == '\'' && !before.is_alphanumeric()) => {
                closing = Some(c);
                kept.push(c);
                kept.push('…');
            }
            None => kept.push(c),
        }
        before = c;
    }
    kept
}

/// A text of a bounded length and without control characters.
pub fn bounded(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    printable.take(WORDS).collect()
}

/// A name that cannot leave its quotes in a header.
pub fn file_name(name: &str) -> String {
    let is_allowed = |c: &char| !c.is_control() && !matches!(c, '"' | '\\' | '/');
    let name: String = name.chars().filter(is_allowed).take(128).collect();
    if name.trim().is_empty() {
        return "plik".to_owned();
    }
    name
}
