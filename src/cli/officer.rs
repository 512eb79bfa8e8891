//! `lacznik officer invite`: a one-time code that makes somebody the officer.

use chrono::Duration;
use serde::Serialize;
use std::process::ExitCode;

use super::{need_database, say, say_json};
use crate::app::App;
use crate::config::Secrets;
use crate::domain::hours;
use crate::domain::invite::Code;
use crate::domain::role::Role;
use crate::platform::telegram::{api::Api, who_am_i};
use crate::store::{StoreError, invites};

/// Hours in which a code can be used.
const VALID_HOURS: i64 = 24;

/// A code, for scripts.
#[derive(Debug, Serialize)]
struct Invitation<'a> {
    /// The message to send to the bot.
    message: &'a str,
    link: Option<&'a str>,
    expires_at: String,
}

/// Makes a code and says what to do with it. Only its digest is kept, so it cannot be shown again.
pub async fn invite(app: &App, secrets: &Secrets, json: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let code = Code::from_random(&rand::random());
    let now = app.now();
    let expires_at = now + Duration::hours(VALID_HOURS);
    let store = app.open().await?;
    let mut tx = store.begin().await?;
    invites::add(&mut tx, &code.digest(), Role::Officer, now, expires_at).await?;
    tx.commit().await.map_err(StoreError::from)?;
    store.close().await;

    let payload = code.link();
    let message = format!("/start {payload}");
    let username = bot_on_telegram(app, secrets).await;
    let link = username.map(|name| format!("https://t.me/{name}?start={payload}"));
    if json {
        say_json(&Invitation {
            message: &message,
            link: link.as_deref(),
            expires_at: expires_at.to_rfc3339(),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let voice = app.voice();
    let until = hours::local(expires_at);
    let (day, time) = (voice.on_day(until.date()), voice.time(until.time()));
    let values = [("day", day.into()), ("time", time.into())];
    say(&voice.with("cli-invite-done", values))?;
    say(&voice.text("cli-invite-do"))?;
    say(&format!("\n    {message}\n"))?;
    if secrets.discord.is_some() {
        let code = [("code", payload.to_string().into())];
        say(&voice.with("cli-invite-discord", code))?;
    }
    if let Some(link) = link {
        say(&voice.with("cli-invite-link", [("link", link.into())]))?;
    }
    say(&voice.text("cli-invite-secret"))?;
    Ok(ExitCode::SUCCESS)
}

/// The name of the bot on Telegram, where it has one and Telegram answers.
async fn bot_on_telegram(app: &App, secrets: &Secrets) -> Option<String> {
    let token = secrets.telegram.as_ref()?;
    let api = Api::new(&app.config.telegram.api_url, token.expose()).ok()?;
    Some(who_am_i(&api).await.ok()?.username)
}
