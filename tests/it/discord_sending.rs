//! What leaves for Discord: nothing twice, nothing lost, and nothing of it markup that a person wrote.

use chrono::Duration;
use lacznik::domain::message::{Attachment, Block, Button, Does, Lane, Outgoing, Span};
use lacznik::store::files;

use crate::discord_api::faults::{CREATE_MESSAGE, EDIT_ORIGINAL, FOLLOW_UP};
use crate::discord_api::{Act, Message, Which};
use crate::discord_aside::{OTHER, QUESTION, words};
use crate::on_discord::{ASKER, CHANNEL, Whole, chat, shown};

/// Ways in which an answer is lost.
fn lost() -> [Act; 6] {
    [
        Act::Drop { stored: true },
        Act::Drop { stored: false },
        Act::Html {
            status: 502,
            stored: true,
        },
        Act::Html {
            status: 504,
            stored: false,
        },
        Act::Html {
            status: 200,
            stored: true,
        },
        Act::Garbled {
            body: "{".to_owned(),
            stored: true,
        },
    ]
}

fn said(text: &str) -> Vec<Outgoing> {
    vec![Outgoing::plain(text)]
}

impl Whole {
    async fn reminds(&self, cause: &str, channel: u64, text: &str) {
        let chat = chat(channel);
        self.put(cause, Lane::Reminders, &chat, said(text)).await;
    }
}

#[tokio::test]
async fn what_may_have_arrived_arrives_once() {
    // Soon after the nonce protects, later the channel is read, and in between both.
    for wait in [5, 119, 125, 178, 3600, 20 * 3600] {
        let whole = Whole::new().await;
        let discord = &whole.discord;
        for (person, act) in (1..).zip(lost()) {
            let channel = discord.api.direct(person);
            discord
                .api
                .plan(Which::Sends, Some(channel), act.clone(), 1);
            let cause = format!("lost:{person}");
            whole
                .reminds(&cause, channel, "Przypomnienie *ważne*")
                .await;
            discord.settle().await;
            assert_eq!(whole.fates().await.last().unwrap(), "pending", "{act:?}");
            whole.later(Duration::seconds(wait)).await;
            let there = discord.api.messages(channel);
            assert_eq!(there.len(), 1, "{act:?} after {wait} seconds");
            assert_eq!(whole.fates().await.last().unwrap(), "sent", "{act:?}");
        }
        assert!(discord.api.nonces().iter().all(|nonce| nonce.enforced));
    }
}

#[tokio::test]
async fn clocks_that_disagree_double_nothing() {
    for behind in [-3000, -400, 400, 3000] {
        let whole = Whole::new().await;
        let discord = &whole.discord;
        let theirs = whole.bot.clock_now() + Duration::milliseconds(behind);
        discord.api.clock_is(theirs);
        let channel = discord.api.direct(ASKER);
        let act = Act::Drop { stored: true };
        discord.api.plan(Which::Sends, Some(channel), act, 1);
        whole.reminds("lost", channel, "Przypomnienie").await;
        discord.settle().await;
        whole.later(Duration::hours(1)).await;
        assert_eq!(discord.api.messages(channel).len(), 1, "{behind} ms");
    }
}

#[tokio::test]
async fn an_answer_that_took_its_place_is_known_after_the_token_has_died() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    discord.registers_commands().await;
    let direct = discord.api.direct(ASKER);
    for (command, act) in [
        ("pomoc", Act::Drop { stored: true }),
        (
            "tematy",
            Act::Html {
                status: 502,
                stored: true,
            },
        ),
        ("jezyk", Act::Drop { stored: false }),
    ] {
        // What is shown already is older than the row of the answer.
        let id = discord.api.runs(ASKER, direct, command, &[], "pl");
        let acknowledged =
            |state: &crate::discord_api::State| state.interactions[&id].original.is_some();
        assert!(
            discord
                .api
                .wait_until(acknowledged, crate::on_telegram::SOON)
                .await
        );
        discord.handled(id).await;
        let route = Which::route(EDIT_ORIGINAL);
        discord.api.plan(route, Some(direct), act.clone(), 1);
        let before = visible(&discord.api.messages(direct));
        discord.settle().await;
        whole.later(Duration::minutes(30)).await;
        let after = visible(&discord.api.messages(direct));
        assert_eq!(
            after.len(),
            before.len() + 1,
            "{command} {act:?}: {after:#?}"
        );
    }
    assert_eq!(whole.fates().await, ["sent"; 3]);
}

fn visible(messages: &[Message]) -> Vec<String> {
    let messages = messages.iter().filter(|message| !message.is_loading());
    messages.map(words).collect()
}

#[tokio::test]
async fn an_edit_and_an_answer_in_place_can_be_repeated() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    for act in lost() {
        let route = Which::route(EDIT_ORIGINAL);
        discord.api.plan(route, None, act.clone(), 1);
        discord.asks(ASKER, CHANNEL, "pomoc", &[]).await;
        discord.settle().await;
        whole.later(Duration::minutes(1)).await;
        let seen = discord.seen_aside(ASKER);
        assert!(seen.iter().all(|words| !words.is_empty()), "{act:?}");
    }
    assert_eq!(discord.seen_aside(ASKER).len(), lost().len());
    assert_eq!(discord.api.count_of(FOLLOW_UP), 0);
}

#[tokio::test]
async fn a_restored_copy_of_the_database_loses_nothing_to_old_nonces() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let channel = discord.api.direct(ASKER);
    whole.reminds("first", channel, "Pierwsze").await;
    discord.settle().await;
    // The numbers begin anew, a moment later.
    whole.bot.spoil("DELETE FROM outbox").await;
    whole
        .bot
        .spoil("UPDATE counters SET value = 0 WHERE name = 'outbox'")
        .await;
    whole.passes(Duration::seconds(10));
    whole.reminds("second", channel, "Drugie").await;
    discord.settle().await;
    let texts: Vec<String> = discord.api.messages(channel).iter().map(words).collect();
    assert_eq!(texts, ["Pierwsze", "Drugie"]);
    let numbers = whole.bot.texts("SELECT id || '' FROM outbox").await;
    let nonces = discord.api.nonces();
    assert_eq!(numbers.len(), 1);
    assert_ne!(nonces[0].nonce, nonces[1].nonce);
}

#[tokio::test]
async fn what_was_deleted_meanwhile_does_not_come_again() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let channel = discord.api.direct(ASKER);
    let act = Act::Drop { stored: true };
    discord.api.plan(Which::Sends, Some(channel), act, 1);
    whole.reminds("deleted", channel, "Przypomnienie").await;
    discord.settle().await;
    let there = discord.api.messages(channel)[0].id;
    discord.api.deletes(channel, there);
    whole.later(Duration::seconds(10)).await;
    assert!(discord.api.messages(channel).is_empty());
    assert_eq!(whole.fates().await, ["sent"]);
}

const HOSTILE: [&str; 13] = [
    "@everyone @here <@&1> <@2002> <#3002> </pomoc:1> <id:customize>",
    "[urząd](https://zle.example) [a](<https://zle.example>) [x]: https://zle.example",
    "```rust\nfn main() {}\n``` `kod` ``a`b``",
    "# Nagłówek\n## drugi\n### trzeci\n-# drobny\n> cytat\n>>> dalej\n- lista\n1. punkt",
    "**a** __b__ *c* _d_ ~~e~~ ||f|| ***g*** \\*h\\* snake_case_nazwa",
    "discord.gg/abc https://discord.gg/abc https://discord.com/invite/abc",
    "a\u{200b}@\u{200b}everyone <\u{200b}@2002> \u{feff}x \u{2060}y",
    "\u{202e}tnarg ylam\u{202c} \u{2066}x\u{2069} \u{200f}",
    "<t:1700000000:R> <:kot:123456789012345678> :smile: <a:x:1>",
    "\u{0}\u{1}\u{7}\u{1b}[31mczerwone\u{1b}[0m",
    "<https://zle.example> mailto:a@b.pl tel:+48 steam://run/1",
    "http://[::1 https://a.pl/(x)_(y) https://a.pl/*x* https://a.pl/||y||",
    "\\@everyone \\<@2002> \\\\[a](https://b.pl)",
];

#[tokio::test]
async fn hostile_questions_are_shown_as_words_and_call_nobody() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.says("/start").await;
    let long = format!("pytanie {}", "😀".repeat(1900));
    for text in HOSTILE.into_iter().chain([long.as_str()]) {
        assert!(!discord.says(text).await.is_empty(), "{text}");
        // The officer reads it back, aside and in private.
    }
    let form = discord.gets(OTHER, CHANNEL, "pomoc", &[]).await;
    for text in HOSTILE.into_iter().chain(["😀"; 1]) {
        let id = discord.fills_in(OTHER, &form, text).await;
        assert!(!words(&discord.sees(id).await).is_empty(), "{text}");
    }
    let faces = "😀".repeat(4000);
    let id = discord.fills_in(OTHER, &form, &faces).await;
    discord.sees(id).await;
    for text in HOSTILE {
        let id = discord.api.mentions_bot(CHANNEL, OTHER, text);
        discord.handled(id).await;
        discord.settle().await;
    }
    discord.api.assert_clean();
    let fates = whole.fates().await;
    assert!(fates.iter().all(|fate| fate == "sent"), "{fates:?}");
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn hostile_words_in_every_place_of_a_message_arrive_as_they_were_written() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let channel = discord.api.direct(ASKER);
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let message = Outgoing::default()
            .with(Block::Heading(text.to_owned()))
            .with(Block::Paragraph(vec![
                Span::Strong(text.to_owned()),
                Span::Plain(text.to_owned()),
            ]))
            .with(Block::List(vec![text.to_owned()]))
            .with(Block::Note(text.to_owned()));
        let message = Outgoing {
            buttons: vec![Button {
                label: text.to_owned(),
                does: Does::Action("h".to_owned()),
            }],
            ..message
        };
        let cause = format!("hostile:{number}");
        whole
            .put(&cause, Lane::Interactive, &chat(channel), vec![message])
            .await;
        let read = discord.replies().await;
        assert_eq!(read.len(), 1, "{text}");
        let sent = words(&read[0]);
        for markup in [
            "@everyone",
            "@here",
            "<@",
            "<#",
            "<t:",
            "<:kot",
            "](",
            "```",
            "||",
            "~~",
        ] {
            let bare = sent
                .match_indices(markup)
                .filter(|(place, _)| !sent[..*place].ends_with('\\'));
            assert_eq!(bare.count(), 0, "{markup} in {sent}");
        }
        for line in sent.lines() {
            let is_markup = ["# ", "## ", "> ", ">>> ", "1. "]
                .iter()
                .any(|markup| line.starts_with(markup));
            assert!(!is_markup, "{line}");
        }
    }
}

#[tokio::test]
async fn files_go_as_attachments_and_are_found_again() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let mut tx = whole.bot.store.begin().await.unwrap();
    let now = whole.bot.clock_now();
    files::put(&mut tx, "paper", "raport\"ż\r\n/../2026.pdf", b"%PDF-", now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let with = |text: &str| Outgoing {
        file: Some(Attachment {
            id: "paper".to_owned(),
            picture: false,
        }),
        ..Outgoing::plain(text)
    };
    let channel = discord.api.direct(ASKER);
    let messages = vec![
        with("Regulamin @everyone"),
        with(""),
        with(&"słowo ".repeat(700)),
    ];
    whole
        .put("files", Lane::Bulk, &chat(channel), messages)
        .await;
    let read = discord.replies().await;
    let files: Vec<usize> = read.iter().map(|message| message.files.len()).collect();
    assert_eq!(files.iter().sum::<usize>(), 3, "{files:?}");
    for message in read.iter().filter(|message| !message.files.is_empty()) {
        assert_eq!(&message.files[0].bytes[..], b"%PDF-");
        let name = &message.files[0].name;
        assert!(!name.contains(['"', '\r', '\n', '/']), "{name}");
    }
    let act = Act::Drop { stored: true };
    discord.api.plan(Which::Sends, Some(CHANNEL), act, 1);
    whole
        .put(
            "lost",
            Lane::Bulk,
            &chat(CHANNEL),
            vec![with("Jeszcze raz")],
        )
        .await;
    discord.settle().await;
    whole.later(Duration::hours(1)).await;
    let there = discord.api.messages(CHANNEL);
    assert_eq!(
        there
            .iter()
            .filter(|message| message.text == "Jeszcze raz")
            .count(),
        1
    );
    discord.api.assert_clean();
}

#[tokio::test]
async fn many_choices_are_menus() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let mut knowledge = lacznik::app::example().unwrap();
    let topics = discord.gets(ASKER, CHANNEL, "tematy", &[]).await;
    let count = |message: &Message| -> usize {
        (0..5)
            .map(|number| message.options(&format!("menu:{number}")).len())
            .sum()
    };
    assert_eq!(count(&topics), knowledge.topics.len());
    let (_, value) = topics.options("menu:0").remove(0);
    let id = discord.api.chooses(ASKER, topics.id, "menu:0", &value);
    discord.handled(id).await;
    let topic = discord.sees(id).await;
    assert!(topic.is_ephemeral());
    // Long ones stand in full in the text.
    let long = "Temat o nazwie, która na telefonie się nie zmieści";
    for (number, topic) in knowledge.topics.iter_mut().enumerate() {
        topic.name = format!("{long}, nr {number}");
    }
    let spelled = knowledge.topics.len();
    for (more, spelled) in [(0, spelled), (60, 0)] {
        for number in 0..more {
            let mut topic = knowledge.topics[0].clone();
            topic.id = format!("temat-{number}");
            topic.name = format!("Temat {number}");
            knowledge.topics.push(topic);
        }
        whole.bot.learns(&knowledge).await;
        let many = discord.gets(ASKER, CHANNEL, "tematy", &[]).await;
        let direct = discord.says("/tematy").await;
        for menu in [&many, direct.last().unwrap()] {
            assert_eq!(count(menu), knowledge.topics.len());
            assert_eq!(words(menu).matches(long).count(), spelled);
        }
    }
}

#[tokio::test]
async fn what_a_person_reads_is_what_was_meant() {
    let whole = Whole::new().await;
    let read = whole.discord.says(QUESTION).await;
    assert!(!format!("{:?}", shown(&read)).contains('\\'));
    assert_eq!(
        whole.discord.api.count_of(CREATE_MESSAGE),
        read.len() as u64
    );
}
