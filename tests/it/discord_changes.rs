//! What becomes of messages on Discord later: changed, taken back, lost on the way; whom they call; and files that come
//! with what people write.

use lacznik::domain::message::{ChatRef, Lane, Outgoing, Platform};
use lacznik::platform::{Messenger, SendError};
use std::time::Duration;

use crate::discord_api::faults::{CREATE_MESSAGE, DELETE_MESSAGE, EDIT_MESSAGE};
use crate::discord_api::{Act, DOWNLOAD, Limits, Rule, Which, rights};
use crate::discord_aside::QUESTION;
use crate::on_discord::{ASKER, CHANNEL, SERVER, Whole, chat};
use crate::on_telegram::SOON;

const MEMBERS: u64 = 3101;
const THREAD: u64 = 3030;

fn says(text: &str) -> Outgoing {
    Outgoing::plain(text)
}

impl Whole {
    /// Sends these, and tells their ids.
    async fn sends(&self, channel: u64, messages: Vec<Outgoing>) -> Vec<String> {
        let count = messages.len();
        let cause = format!("notice:{channel}:{}", self.discord.api.sent_count());
        self.put(&cause, Lane::Bulk, &chat(channel), messages).await;
        self.discord.settle().await;
        let there = self.discord.api.messages(channel).into_iter();
        let ids: Vec<String> = there.map(|message| message.id.to_string()).collect();
        ids[ids.len() - count..].to_vec()
    }

    async fn edits(&self, channel: u64, id: &str, text: &str) -> Result<(), SendError> {
        let messenger = &self.discord.messenger;
        messenger.edit(&chat(channel), id, &says(text)).await
    }

    async fn withdraws(&self, channel: u64, id: &str) -> Result<(), SendError> {
        let messenger = &self.discord.messenger;
        let instead = says("Wycofane");
        messenger.withdraw(&chat(channel), id, &instead).await
    }

    fn shows(&self, channel: u64) -> Vec<String> {
        self.discord.api.show(channel)
    }
}

#[tokio::test]
async fn a_notice_is_corrected_and_taken_back_where_it_stands() {
    let whole = Whole::on_a_server().await;
    let direct = whole.discord.api.direct(ASKER);
    for channel in [CHANNEL, direct] {
        let ids = whole
            .sends(channel, vec![says("Nabór do 7.12"), says("Drugie")])
            .await;
        assert_eq!(
            whole.edits(channel, &ids[0], "Nabór do 14.12").await,
            Ok(())
        );
        // Once more changes nothing that anybody would see.
        assert_eq!(
            whole.edits(channel, &ids[0], "Nabór do 14.12").await,
            Ok(())
        );
        for _ in 0..2 {
            assert_eq!(whole.withdraws(channel, &ids[1]).await, Ok(()));
        }
        let there = whole.shows(channel);
        let last = &there[there.len() - 2..];
        assert_eq!(last, ["Nabór do 14.12 (edited 2)", "Drugie (deleted)"]);
        let outcome = whole.edits(channel, &ids[1], "x").await;
        assert!(
            matches!(outcome, Err(SendError::NoMessage(_))),
            "{outcome:?}"
        );
    }
    whole.discord.api.assert_clean();
}

#[tokio::test]
async fn a_role_is_called_once_and_nobody_else_ever() {
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    api.role(SERVER, MEMBERS, 0);
    api.lets_call(SERVER, MEMBERS);
    let calls = |role: &str, text: &str| Outgoing {
        ping: Some(role.to_owned()),
        ..says(text)
    };
    let role = MEMBERS.to_string();
    let everybody = SERVER.to_string();
    let notice = calls(&role, "Nabór <@&3101> @everyone");
    let messages = vec![notice.clone(), calls(&everybody, "x"), says("y")];
    let ids = whole.sends(CHANNEL, messages).await;
    let messenger = &whole.discord.messenger;
    let edited = messenger.edit(&chat(CHANNEL), &ids[0], &notice).await;
    assert_eq!(edited, Ok(()));
    let there = whole.shows(CHANNEL);
    assert_eq!(
        there[there.len() - 3..],
        [
            "<@&3101>\n\nNabór \\<\\@&3101> \\@everyone (edited 1) (called 3101)",
            "<@&3001>\n\nx",
            "y"
        ]
    );
    api.assert_clean();
}

#[tokio::test]
async fn a_lost_answer_to_a_change_is_repeated_without_harm() {
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    for act in [
        Act::Drop { stored: true },
        Act::Drop { stored: false },
        Act::Html {
            status: 504,
            stored: true,
        },
        Act::Html {
            status: 200,
            stored: true,
        },
        Act::Garbled {
            body: "{".to_owned(),
            stored: true,
        },
    ] {
        let ids = whole
            .sends(CHANNEL, vec![says("Termin"), says("Drugie")])
            .await;
        for route in [EDIT_MESSAGE, DELETE_MESSAGE] {
            api.plan(Which::route(route), Some(CHANNEL), act.clone(), 1);
        }
        let edited = whole.edits(CHANNEL, &ids[0], "Nowy termin").await;
        let deleted = whole.withdraws(CHANNEL, &ids[1]).await;
        for outcome in [edited, deleted] {
            assert!(
                matches!(outcome, Err(SendError::Uncertain(_))),
                "{act:?} {outcome:?}"
            );
        }
        assert_eq!(whole.edits(CHANNEL, &ids[0], "Nowy termin").await, Ok(()));
        assert_eq!(whole.withdraws(CHANNEL, &ids[1]).await, Ok(()));
        let there = whole.shows(CHANNEL);
        let last = &there[there.len() - 2..];
        assert!(last[0].starts_with("Nowy termin (edited"), "{last:?}");
        assert_eq!(last[1], "Drugie (deleted)");
    }
}

/// So much later nobody waits for an answer any more.
async fn time_runs_out() {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(19)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn what_is_carried_out_without_an_answer_is_uncertain_in_time_and_repeated() {
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    let ids = whole.sends(CHANNEL, vec![says("Termin")]).await;
    let hang = Act::Hang { stored: true };
    api.plan(Which::route(EDIT_MESSAGE), None, hang.clone(), 1);
    let (messenger, id) = (whole.discord.messenger.clone(), ids[0].clone());
    let edit = async move {
        let text = says("Nowy termin");
        messenger.edit(&chat(CHANNEL), &id, &text).await
    };
    let edit = tokio::spawn(edit);
    let is_edited = |state: &crate::discord_api::State| {
        let mut messages = state.messages(CHANNEL);
        messages.any(|message| message.edits > 0)
    };
    assert!(api.wait_until(is_edited, SOON).await);
    time_runs_out().await;
    let outcome = edit.await.unwrap();
    assert!(
        matches!(outcome, Err(SendError::Uncertain(_))),
        "{outcome:?}"
    );
    assert_eq!(whole.edits(CHANNEL, &ids[0], "Nowy termin").await, Ok(()));
    assert_eq!(api.show(CHANNEL).last().unwrap(), "Nowy termin (edited 2)");
    // A file that does not come is tried again.
    api.plan(Which::route(DOWNLOAD), None, hang, 1);
    let messenger = whole.discord.messenger.clone();
    let remote = format!("{}/attachments/1/2/x.png", api.url());
    let fetch = tokio::spawn(async move { messenger.fetch(&remote, 5).await });
    let is_asked = |state: &crate::discord_api::State| state.count_of(DOWNLOAD) > 0;
    assert!(api.wait_until(is_asked, SOON).await);
    time_runs_out().await;
    let outcome = fetch.await.unwrap();
    assert!(
        matches!(outcome, Err(SendError::Retry { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn hours_of_waiting_with_changes_hold_up_no_messages_and_are_not_asked_again() {
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    let ids = whole.sends(CHANNEL, vec![says("Termin")]).await;
    api.limits(Which::route(EDIT_MESSAGE), Some(CHANNEL), 7200.0, 1);
    for _ in 0..5 {
        let outcome = whole.edits(CHANNEL, &ids[0], "Nowy termin").await;
        // Said here, the wait would be taken for one of the whole chat.
        let waits = matches!(
            outcome,
            Err(SendError::Retry {
                not_before: None,
                ..
            })
        );
        assert!(waits, "{outcome:?}");
    }
    assert_eq!(api.count_of(EDIT_MESSAGE), 1);
    assert_eq!(whole.discord.messenger.wait(&chat(CHANNEL)), Duration::ZERO);
    whole.sends(CHANNEL, vec![says("Następne")]).await;
    assert_eq!(whole.withdraws(CHANNEL, &ids[0]).await, Ok(()));
    let direct = api.direct(ASKER);
    let ids = whole.sends(direct, vec![says("Termin")]).await;
    assert_eq!(whole.edits(direct, &ids[0], "Nowy termin").await, Ok(()));
}

#[tokio::test]
async fn the_limit_of_changes_is_kept_without_being_refused() {
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    let ids = whole.sends(CHANNEL, vec![says("Termin")]).await;
    let rule = |route| Rule::new(Which::route(route), 5, Duration::from_millis(300));
    api.enforce(Limits {
        rules: vec![rule(EDIT_MESSAGE), rule(CREATE_MESSAGE)],
        global: None,
    });
    for number in 0..18 {
        let outcome = whole.edits(CHANNEL, &ids[0], &format!("Nr {number}")).await;
        assert_eq!(outcome, Ok(()), "{number}");
    }
    assert_eq!(api.limited().len(), 0);
    assert_eq!(api.show(CHANNEL).last().unwrap(), "Nr 17 (edited 18)");
}

#[tokio::test]
async fn what_became_of_the_place_is_told() {
    type Is = fn(&SendError) -> bool;
    let gone: Is = |error| matches!(error, SendError::Gone(_));
    let not_allowed: Is = |error| matches!(error, SendError::NotAllowed(_));
    let whole = Whole::on_a_server().await;
    let api = &whole.discord.api;
    api.thread(CHANNEL, THREAD, "wątek");
    let here = whole.sends(CHANNEL, vec![says("a")]).await;
    let there = whole.sends(THREAD, vec![says("b")]).await;
    let told = async |channel: u64, id: &str, is: Is| {
        let edited = whole.edits(channel, id, "x").await.unwrap_err();
        assert!(is(&edited), "{edited:?}");
        let withdrawn = whole.withdraws(channel, id).await.unwrap_err();
        assert!(is(&withdrawn), "{withdrawn:?}");
    };
    api.archives(THREAD);
    told(THREAD, &there[0], not_allowed).await;
    api.takes_rights(CHANNEL, rights::VIEW);
    told(CHANNEL, &here[0], not_allowed).await;
    api.deletes_channel(CHANNEL);
    told(CHANNEL, &here[0], gone).await;
    // Where it may not be deleted, it says that it was taken back.
    api.channel(SERVER, 3003, "drugi");
    let ids = whole.sends(3003, vec![says("c")]).await;
    api.refuses(Which::route(DELETE_MESSAGE), None, 50013, 1);
    assert_eq!(whole.withdraws(3003, &ids[0]).await, Ok(()));
    assert_eq!(whole.shows(3003), ["Wycofane (edited 1)"]);
    // What others wrote is not touched.
    let theirs = api.says_in(3003, ASKER, "moje").to_string();
    told(3003, &theirs, |error| {
        matches!(error, SendError::NoMessage(_))
    })
    .await;
    let aside = ChatRef::aside(Platform::Discord, &ASKER.to_string());
    let outcome = whole.discord.messenger.edit(&aside, "5", &says("x")).await;
    assert!(
        matches!(outcome, Err(SendError::NoMessage(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_file_is_brought_while_its_address_is_good_and_it_is_not_too_large() {
    const MOST: u64 = 8 * 1024 * 1024;
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    let direct = api.direct(ASKER);
    let picture = vec![7; MOST as usize];
    let id = api.attaches(direct, ASKER, QUESTION, "baner.png", &picture);
    assert!(!discord.replies_to(id).await.is_empty());
    let address = |id: u64| {
        let message = api.conversation(direct);
        let message = message.iter().find(|message| message.id == id).unwrap();
        api.address(direct, &message.files[0])
    };
    let remote = address(id);
    let brought = discord.messenger.fetch(&remote, MOST).await;
    assert_eq!(brought.unwrap(), picture);
    let act = Act::Html {
        status: 503,
        stored: false,
    };
    api.plan(Which::route(DOWNLOAD), None, act, 1);
    api.plan(Which::route(DOWNLOAD), None, Act::Drop { stored: false }, 1);
    for _ in 0..2 {
        let later = discord.messenger.fetch(&remote, MOST).await;
        assert!(matches!(later, Err(SendError::Retry { .. })), "{later:?}");
    }
    let larger = api.attaches(direct, ASKER, "", "film.mp4", &vec![7; MOST as usize + 1]);
    let refused = async |remote: &str| {
        let outcome = discord.messenger.fetch(remote, MOST).await;
        assert!(
            matches!(outcome, Err(SendError::Rejected(_))),
            "{remote}: {outcome:?}"
        );
    };
    refused(&address(larger)).await;
    let asked = api.count_of(DOWNLOAD);
    refused("https://zle.example/attachments/1/2/baner.png").await;
    refused(&api.route("/users/@me")).await;
    assert_eq!(api.count_of(DOWNLOAD), asked);
    api.passes(Duration::from_secs(25 * 3600));
    refused(&remote).await;
    api.assert_clean();
}
