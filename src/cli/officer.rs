//! `lacznik officer`: one-time codes that make somebody the officer or an editor, who has rights, and taking them away.

use chrono::Duration;
use serde::Serialize;
use std::process::ExitCode;

use super::{Failure, need_database, say, say_aside, say_json};
use crate::app::App;
use crate::config::Secrets;
use crate::domain::hours;
use crate::domain::invite::Code;
use crate::domain::notice::Person;
use crate::domain::role::Role;
use crate::platform::telegram::{api::Api, who_am_i};
use crate::store::audit::{self, Change};
use crate::store::{StoreError, invites, roles};

/// Who does it, in the audit log.
const ACTOR: &str = "cli";

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

/// Somebody with a role, for scripts.
#[derive(Debug, Serialize)]
struct Listed {
    /// `platform:person`.
    person: String,
    role: &'static str,
    granted_at: String,
}

/// Makes a code and says what to do with it. Only its digest is kept, so it cannot be shown again.
pub async fn invite(
    app: &App,
    secrets: &Secrets,
    role: Role,
    json: bool,
) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let code = Code::from_random(&rand::random());
    let now = app.now();
    let expires_at = now + Duration::hours(VALID_HOURS);
    let store = app.open().await?;
    let mut tx = store.begin().await?;
    invites::add(&mut tx, &code.digest(), role, now, expires_at).await?;
    let invited = Change {
        at: now,
        actor: ACTOR.to_owned(),
        what: "invited".to_owned(),
        subject: format!("role:{}", role.as_str()),
        before: String::new(),
        after: String::new(),
    };
    audit::add(&mut tx, &invited).await?;
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
    let values = [
        ("day", day.into()),
        ("time", time.into()),
        ("role", role.as_str().into()),
    ];
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
    let role = [("role", role.as_str().into())];
    say(&voice.with("cli-invite-secret", role))?;
    Ok(ExitCode::SUCCESS)
}

/// Shows who has rights.
pub async fn list(app: &App, json: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let store = app.open().await?;
    let holders = roles::holders(&mut *store.read().await?).await?;
    store.close().await;
    if json {
        let listed = holders.iter().map(|holder| Listed {
            person: holder.person.to_string(),
            role: holder.role.as_str(),
            granted_at: holder.granted_at.to_rfc3339(),
        });
        say_json(&listed.collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    let voice = app.voice();
    if holders.is_empty() {
        say(&voice.text("cli-roles-none"))?;
    }
    for holder in holders {
        let values = [
            ("person", holder.person.to_string().into()),
            ("role", holder.role.as_str().into()),
            (
                "day",
                voice.date(hours::local(holder.granted_at).date()).into(),
            ),
        ];
        say(&voice.with("cli-roles-line", values))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes every right from a person.
pub async fn revoke(app: &App, person: &Person) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let store = app.open().await?;
    let mut tx = store.begin().await?;
    let revoked = roles::revoke(&mut tx, person, ACTOR, app.now()).await?;
    let holders = roles::holders(&mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    store.close().await;
    let values = [("person", person.to_string().into())];
    if revoked.is_empty() {
        return Err(Failure(voice.with("cli-revoked-nobody", values)).into());
    }
    say(&voice.with("cli-revoked", values))?;
    if holders.iter().all(|holder| holder.role != Role::Officer) {
        say_aside(&voice.text("cli-revoked-last"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of the bot on Telegram, where it has one and Telegram answers.
async fn bot_on_telegram(app: &App, secrets: &Secrets) -> Option<String> {
    let token = secrets.telegram.as_ref()?;
    let api = Api::new(&app.config.telegram.api_url, token.expose()).ok()?;
    Some(who_am_i(&api).await.ok()?.username)
}
