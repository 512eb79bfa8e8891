//! The database is held by somebody else, is full, cannot be written: Discord waits three seconds, and that is enough.

use lacznik::platform::discord::gateway::Ended;
use lacznik::store::Store;
use std::time::{Duration, Instant};

use crate::discord_api::{Act, Outcome, Which};
use crate::on_discord::{ASKER, CHANNEL, Whole};
use crate::on_telegram::SOON;

const SECOND: Duration = Duration::from_secs(1);

/// Everything that asks for a first response.
struct Asked {
    commands: Vec<u64>,
    typing: Vec<u64>,
    forms: Vec<u64>,
}

fn ask(whole: &Whole) -> Asked {
    let api = &whole.discord.api;
    let question = [("pytanie", "maly grant")];
    let (mut commands, mut typing, mut forms) = (Vec::new(), Vec::new(), Vec::new());
    for who in ASKER..ASKER + 20 {
        commands.push(api.runs(who, CHANNEL, "pomoc", &[], "pl"));
        commands.push(api.runs(who, CHANNEL, "zapytaj", &question, "en-US"));
        typing.push(api.types(who, CHANNEL, "zapytaj", "pytanie", "maly gr"));
        forms.push(api.runs(who, CHANNEL, "zapytaj", &[], "uk"));
    }
    Asked {
        commands,
        typing,
        forms,
    }
}

/// All of it was answered first within a second.
async fn assert_at_once(whole: &Whole, asked: &Asked) {
    let api = &whole.discord.api;
    for id in &asked.typing {
        let choices = api.outcome(*id, SOON).await.choices();
        assert_eq!(choices[0].1, "#e:maly-grant-limit", "{choices:?}");
    }
    for id in &asked.forms {
        assert_eq!(api.outcome(*id, SOON).await.modal().custom_id, "ask");
    }
    let all = [&asked.commands, &asked.typing, &asked.forms];
    for id in all.into_iter().flatten() {
        let is_there = api.wait_until(|state| state.interactions[id].response.is_some(), SOON);
        assert!(is_there.await);
        let took = api.response_time(*id).unwrap();
        assert!(took < SECOND, "{took:?}");
    }
}

/// The commands got their answers, each where the bot was thinking.
async fn assert_answered(whole: &Whole, asked: &Asked) {
    let discord = &whole.discord;
    for id in &asked.commands {
        discord.handled(*id).await;
    }
    discord.replies().await;
    for id in &asked.commands {
        let outcome = discord.api.outcome(*id, SOON).await;
        assert!(matches!(outcome, Outcome::Message(_)), "{outcome:?}");
    }
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
    assert_eq!(discord.api.sent().len(), asked.commands.len());
}

/// The answers of two commands stand in a person's conversation in their order.
async fn assert_rows_in_order(whole: &Whole, first: u64) {
    const ROWS: &str = "SELECT chat || ' ' || body FROM outbox ORDER BY id";
    let rows = whole.bot.texts(ROWS).await;
    let own = rows
        .iter()
        .filter(|row| row.starts_with(&format!("@{first} ")));
    let own: Vec<&String> = own.collect();
    assert!(own[0].contains("Co można zrobić") && own.len() == 2);
}

#[tokio::test]
async fn while_the_database_is_held_for_five_seconds_nobody_waits_for_a_sign() {
    let whole = Whole::new().await;
    whole.discord.registers_commands().await;
    whole.discord.replies().await;
    let other = Store::open(&whole.bot.path(), SOON).await.unwrap();
    let held = other.begin().await.unwrap();
    let begun = Instant::now();
    let asked = ask(&whole);
    assert_at_once(&whole, &asked).await;
    // A form that was opened meanwhile is sent meanwhile.
    let modal = whole
        .discord
        .api
        .outcome(asked.forms[0], SOON)
        .await
        .modal();
    let form = whole
        .discord
        .api
        .submits(ASKER, &modal, &[("q", "koty kastracja")]);
    tokio::time::sleep((5 * SECOND).saturating_sub(begun.elapsed())).await;
    assert!(whole.discord.api.response_time(form).unwrap() < SECOND);
    drop(held);
    let mut asked = asked;
    asked.commands.push(form);
    assert_answered(&whole, &asked).await;
}

#[tokio::test]
async fn what_a_full_or_closed_disk_did_not_take_comes_again_after_a_restart() {
    for is_full in [true, false] {
        let whole = Whole::new().await;
        whole.discord.registers_commands().await;
        whole.discord.says("/start").await;
        if is_full {
            whole.bot.fill_disk().await;
        } else {
            whole.bot.forbid_writing().await;
        }
        let asked = ask(&whole);
        let direct = whole.discord.api.says_in_dm(ASKER, "koty kastracja");
        assert_at_once(&whole, &asked).await;
        tokio::time::sleep(SECOND).await;
        assert_eq!(whole.discord.api.messages_to(ASKER).len(), 1);
        let whole = whole.killed_and_restarted().await;
        whole.discord.handled(direct).await;
        assert_answered_after_restart(&whole, &asked).await;
    }
}

async fn assert_answered_after_restart(whole: &Whole, asked: &Asked) {
    let api = &whole.discord.api;
    for id in &asked.commands {
        whole.discord.handled(*id).await;
    }
    whole.discord.settle().await;
    for id in &asked.commands {
        let outcome = api.outcome(*id, SOON).await;
        assert!(matches!(outcome, Outcome::Message(_)), "{outcome:?}");
    }
    assert_rows_in_order(whole, ASKER + 7).await;
    assert_eq!(api.messages_to(ASKER).len(), 2);
    let heard = api.heard();
    assert_eq!((heard.identifies, heard.resumed), (1, 1));
}

#[tokio::test]
async fn an_acknowledgement_that_fails_once_is_repeated_in_time() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    discord.registers_commands().await;
    for act in [
        Act::Drop { stored: false },
        Act::Drop { stored: true },
        Act::Html {
            status: 502,
            stored: false,
        },
        Act::Hang { stored: true },
        Act::Slow(SECOND),
    ] {
        discord.api.plan(Which::Callbacks, None, act.clone(), 1);
        let id = discord.api.runs(ASKER, CHANNEL, "pomoc", &[], "pl");
        discord.handled(id).await;
        discord.replies().await;
        let outcome = discord.api.outcome(id, SOON).await;
        assert!(
            matches!(outcome, Outcome::Message(_)),
            "{act:?}: {outcome:?}"
        );
    }
    // Where none gets through, the answer waits for the person's next step.
    let lost = Act::Html {
        status: 502,
        stored: false,
    };
    discord.api.plan(Which::Callbacks, None, lost, 2);
    let other = ASKER + 1;
    let id = discord.api.runs(other, CHANNEL, "pomoc", &[], "pl");
    discord.handled(id).await;
    discord.settle().await;
    assert_eq!(discord.waiting().await, 1);
    let next = discord.api.runs(other, CHANNEL, "kontakt", &[], "pl");
    discord.handled(next).await;
    discord.settle().await;
    assert_eq!(discord.waiting().await, 0);
    assert_eq!(discord.api.seen_by(ASKER).len(), 5);
}

#[tokio::test]
async fn a_stop_while_the_database_is_held_is_quick_and_loses_nothing() {
    let mut whole = Whole::new().await;
    whole.discord.registers_commands().await;
    whole.discord.says("/start").await;
    let other = Store::open(&whole.bot.path(), SOON).await.unwrap();
    let held = other.begin().await.unwrap();
    let asked = ask(&whole);
    let direct = whole.discord.api.says_in_dm(ASKER, "koty kastracja");
    assert_at_once(&whole, &asked).await;
    let begun = Instant::now();
    assert_eq!(whole.discord.stopped().await, Ended::Stopped);
    assert!(begun.elapsed() < 2 * SECOND, "{:?}", begun.elapsed());
    drop(held);
    let whole = whole.killed_and_restarted().await;
    whole.discord.handled(direct).await;
    assert_answered_after_restart(&whole, &asked).await;
}
