//! Files that people have sent. They lie beside the API, at addresses that are good for a day
//! (<https://docs.discord.com/developers/reference#signed-attachment-cdn-urls>), and are read without the token.

use reqwest::{Response, StatusCode, Url};
use std::time::Duration;

use super::{Rest, Unread, body, bounded, words};
use crate::platform::SendError;

/// Where Discord keeps them. Whoever else is named by a message is not asked.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Where they lie there; the second is for what came with a command.
const FOLDERS: [&str; 2] = ["/attachments/", "/ephemeral-attachments/"];

/// A whole file. Below the time that delivery gives one errand, so that the outcome is told here.
const FETCH: Duration = Duration::from_secs(18);

impl Rest {
    /// Brings a file of at most so many bytes from its address at Discord. To read changes nothing, so an answer that did
    /// not come is no doubt.
    ///
    /// # Errors
    /// [`SendError::Rejected`] where it will never come: another address, one that has ended, a file that is too large.
    /// Otherwise [`SendError::Retry`].
    pub async fn fetch(&self, address: &str, most: u64) -> Result<Vec<u8>, SendError> {
        let address = self.attachment(address).ok_or_else(|| {
            SendError::Rejected("not the address of a file at Discord".to_owned())
        })?;
        let fetch = async {
            let response = self.client.get(address).send().await;
            let response = response.map_err(|error| later(&words(error)))?;
            let response = there(response)?;
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            if response
                .content_length()
                .is_some_and(|length| length > most as u64)
            {
                return Err(too_large(most));
            }
            body(response, most).await.map_err(|unread| match unread {
                Unread::Broken(error) => later(&words(error)),
                Unread::TooLong { .. } => too_large(most),
            })
        };
        tokio::time::timeout(FETCH, fetch)
            .await
            .unwrap_or_else(|_| Err(later("no answer in time")))
    }

    /// The address, where it is one of a file at Discord, or at the server that stands in for it.
    fn attachment(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let is_kept_there = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| HOSTS.contains(&host));
        let is_beside = Url::parse(&self.prefix).is_ok_and(|api| api.origin() == url.origin());
        let is_plain = url.username().is_empty() && url.password().is_none();
        let is_file = FOLDERS.iter().any(|folder| url.path().starts_with(folder));
        ((is_kept_there || is_beside) && is_plain && is_file).then_some(url)
    }
}

/// The answer, where it is the file.
fn there(response: Response) -> Result<Response, SendError> {
    let status = response.status();
    let cause = format!("HTTP {} instead of a file", status.as_u16());
    match status {
        StatusCode::OK => Ok(response),
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => Err(
            SendError::Rejected(format!("{cause}: its address has ended")),
        ),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(later(&cause)),
        status if status.is_server_error() => Err(later(&cause)),
        // Also a way to another place.
        _ => Err(SendError::Rejected(cause)),
    }
}

fn later(cause: &str) -> SendError {
    SendError::Retry {
        not_before: None,
        cause: bounded(cause),
    }
}

fn too_large(most: usize) -> SendError {
    SendError::Rejected(format!("a file of more than {most} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::testing::{Answer, Server, answer};
    use serde_json::Value;

    const PATH: &str = "/attachments/5/6/baner.png?ex=1&is=2&hm=3";

    fn file(status: u16, text: &str) -> Answer {
        answer(status, Value::Null).saying(text)
    }

    fn rest(server: &Server) -> Rest {
        Rest::new(&server.url, "TEST").unwrap()
    }

    async fn fetched(
        answers: impl Fn() -> Answer + Clone + Send + Sync + 'static,
    ) -> Result<Vec<u8>, SendError> {
        let server = Server::start(move |_, _| answers()).await;
        rest(&server)
            .fetch(&format!("{}{PATH}", server.url), 5)
            .await
    }

    #[tokio::test]
    async fn a_file_is_read_without_the_token_up_to_a_bound() {
        let server = Server::start(|_, _| file(200, "12345")).await;
        let address = format!("{}{PATH}", server.url);
        let read = rest(&server).fetch(&address, 5).await;
        assert_eq!(read.unwrap(), b"12345");
        let asked = &server.asked()[0];
        assert_eq!(
            (asked.method.as_str(), asked.query.as_str()),
            ("GET", "ex=1&is=2&hm=3")
        );
        assert_eq!(asked.authorization, None);
        let larger = rest(&server).fetch(&address, 4).await;
        assert!(matches!(larger, Err(SendError::Rejected(_))), "{larger:?}");
    }

    #[tokio::test]
    async fn what_has_ended_is_given_up_and_what_fails_is_tried_again() {
        for status in [301, 302, 307, 400, 401, 403, 404, 410, 204] {
            let elsewhere = move || file(status, "").header("location", "https://zle.example/");
            let outcome = fetched(elsewhere).await;
            assert!(
                matches!(outcome, Err(SendError::Rejected(_))),
                "{status} {outcome:?}"
            );
        }
        for status in [408, 429, 500, 502, 503] {
            let outcome = fetched(move || file(status, "<html>")).await;
            assert!(
                matches!(outcome, Err(SendError::Retry { .. })),
                "{status} {outcome:?}"
            );
        }
        let nobody = Rest::new("http://127.0.0.1:9", "TEST").unwrap();
        let outcome = nobody.fetch(&format!("http://127.0.0.1:9{PATH}"), 5).await;
        let Err(SendError::Retry { cause, .. }) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(!cause.contains("hm="), "{cause}");
    }

    #[test]
    fn only_addresses_of_files_at_discord_are_asked() {
        let rest = Rest::new("http://127.0.0.1:8080", "TEST").unwrap();
        let is_taken = |address: &str| rest.attachment(address).is_some();
        for host in [
            "https://cdn.discordapp.com",
            "https://media.discordapp.net",
            "https://CDN.discordapp.com:443",
            "http://127.0.0.1:8080",
        ] {
            assert!(is_taken(&format!("{host}{PATH}")), "{host}");
        }
        for host in [
            "http://cdn.discordapp.com",
            "https://cdn.discordapp.com:8443",
            "https://cdn.discordapp.com.zle.example",
            "https://cdn.discordapp.com@zle.example",
            "https://a:b@cdn.discordapp.com",
            "https://zle.example",
            "http://127.0.0.1:8081",
            "http://localhost:8080",
            "https://127.0.0.1:8080",
            "file://",
            "",
        ] {
            assert!(!is_taken(&format!("{host}{PATH}")), "{host}");
        }
        for path in [
            "/api/v10/users/@me",
            "/attachments/../api/v10/users/@me",
            "/",
        ] {
            assert!(!is_taken(&format!("http://127.0.0.1:8080{path}")), "{path}");
        }
    }
}
