//! What the officer does with a notice once it is confirmed: the list, progress, pause, stop, the ledger, the history. Each
//! conversation reads the same on Telegram and on Discord.

use chrono::Duration;
use lacznik::domain::message::{ChatRef, Content, Outgoing, Place, Platform};
use lacznik::domain::notice::{Content as Written, Person, State};
use lacznik::domain::role::Role;
use lacznik::domain::subscription::{Rhythm, Subscription};
use lacznik::platform::discord::render as discord_render;
use lacznik::platform::telegram::render as telegram_render;
use lacznik::platform::terminal::{Style, render};
use lacznik::store::mailings::{self, Kind, New};
use lacznik::store::notices::{self, Move};
use lacznik::store::subscriptions;

use crate::harness::TestBot;
use crate::mailings::{about, bodies};
use crate::on_discord;
use crate::on_telegram::{self, ASKER, Shown};

/// What a person does.
#[derive(Debug, Clone, Copy)]
pub enum Does {
    Says(&'static str),
    /// The button of the last answer with this label.
    Presses(&'static str),
    /// The same button once more.
    Again,
    /// The button of some answer before.
    Action(&'static str),
}

/// Whom a notice was for, and what became of it there: chat, platform, place, status, reason.
pub type Fate = (
    &'static str,
    Platform,
    Place,
    &'static str,
    Option<&'static str>,
);

/// Two who got it, two who blocked the bot, a group that removed it.
pub const SOME_MISSED: [Fate; 5] = [
    ("91", Platform::Telegram, Place::Private, "sent", None),
    ("92", Platform::Discord, Place::Private, "sent", None),
    (
        "93",
        Platform::Telegram,
        Place::Private,
        "undeliverable",
        Some("blocked"),
    ),
    (
        "94",
        Platform::Telegram,
        Place::Private,
        "undeliverable",
        Some("blocked"),
    ),
    (
        "-95",
        Platform::Telegram,
        Place::Group,
        "undeliverable",
        Some("gone"),
    ),
];

/// Some who got it, and some who wait.
pub const ON_ITS_WAY: [Fate; 4] = [
    ("91", Platform::Telegram, Place::Private, "sent", None),
    ("92", Platform::Discord, Place::Channel, "sent", None),
    ("93", Platform::Telegram, Place::Private, "pending", None),
    ("94", Platform::Discord, Place::Private, "pending", None),
];

/// A notice with this text in a state before it was sent.
pub async fn written(bot: &TestBot, text: &str, state: State) -> i64 {
    let now = bot.clock_now();
    let author = Person {
        platform: Platform::Terminal,
        id: "asker".to_owned(),
    };
    let content = Written {
        text: text.to_owned(),
        audience: about(&["sport"]),
        ..Written::default()
    };
    let mut tx = bot.store.begin().await.unwrap();
    let id = notices::create(&mut tx, &author, None, &content, now)
        .await
        .unwrap();
    let how = Move {
        actor: "clock",
        starts_at: Some(now),
        ..Move::default()
    };
    let ways = [
        (State::Draft, State::Scheduled),
        (State::Scheduled, State::Sent),
    ];
    let count = match state {
        State::Draft => 0,
        State::Scheduled => 1,
        _ => 2,
    };
    for (from, to) in ways.into_iter().take(count) {
        let moved = notices::advance(&mut tx, id, from, to, &how, now).await;
        assert!(moved.unwrap());
    }
    tx.commit().await.unwrap();
    id
}

/// A notice that was sent, with what became of each copy; the numbers of the notice and of its mailing.
pub async fn sent(bot: &TestBot, text: &str, fates: &[Fate]) -> (i64, i64) {
    const SETTLE: &str = "UPDATE outbox SET status = $3, why = $4, settled_at = CASE WHEN $3 IN ('pending', 'sending') THEN NULL ELSE $5 END,
            receipt = CASE WHEN $3 = 'sent' THEN '7' || id END, attempts = 1, version = 1,
            lease_until = CASE WHEN $3 = 'sending' THEN 9999999999999 END, not_before = 9999999999999
        WHERE mailing = $1 AND chat = $2";
    let notice = written(bot, text, State::Sent).await;
    let now = bot.clock_now();
    let sport = Subscription {
        topic: "sport".to_owned(),
        rhythm: Rhythm::AtOnce,
    };
    let mut tx = bot.store.begin().await.unwrap();
    for (chat, platform, place, ..) in fates {
        let to = ChatRef::private(*platform, *chat);
        subscriptions::import(&mut tx, &to, *place, &sport, now)
            .await
            .unwrap();
    }
    let new = New {
        kind: Kind::Notice,
        notice: Some(notice),
        audience: about(&["sport"]),
        bodies: bodies(text),
    };
    let mailing = mailings::begin(&mut tx, new, now).await.unwrap();
    let whole = mailings::Expanded::Whole;
    while mailings::expand(&mut tx, mailing, 100, now).await.unwrap() != whole {}
    for (chat, _, _, status, why) in fates {
        sqlx::query(SETTLE)
            .bind(mailing)
            .bind(chat)
            .bind(status)
            .bind(why)
            .bind(now.timestamp_millis())
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    mailings::finish(&mut tx, mailing, now).await.unwrap();
    tx.commit().await.unwrap();
    bot.spoil(
        "INSERT INTO chats (platform, chat, place, title, state, changed_at)
        VALUES ('telegram', '-95', 'group', 'Klub Sportowy', 'gone', 0) ON CONFLICT DO NOTHING",
    )
    .await;
    (notice, mailing)
}

/// Holds a conversation in a terminal, on Telegram and on Discord, each with a bot of its own that was prepared in the same
/// way; what is read must be the same. Returns each answer as the terminal shows it.
pub async fn everywhere<P>(prepare: impl Fn(TestBot) -> P, script: &[Does]) -> Vec<String>
where
    P: Future<Output = TestBot>,
{
    let mut bot = prepare(officer().await).await;
    let whole = prepared_telegram(&prepare).await;
    let discord = prepared_discord(&prepare).await;
    let (mut shown, mut labels, mut last) = (Vec::new(), Vec::<(String, String)>::new(), None);
    for does in script {
        let content = match does {
            Does::Says(text) => Content::Text((*text).to_owned()),
            Does::Presses(label) => {
                let found = labels.iter().find(|(known, _)| known.contains(label));
                let (_, action) = found.unwrap_or_else(|| panic!("no {label:?} in {labels:?}"));
                Content::Press(action.clone())
            }
            Does::Again => Option::clone(&last).unwrap(),
            Does::Action(action) => Content::Press((*action).to_owned()),
        };
        last = Some(content.clone());
        let answers = answers(&mut bot, content.clone()).await;
        let buttons = answers.iter().flat_map(|message| &message.buttons);
        labels = buttons
            .map(|button| {
                let action = button.action().unwrap_or_default();
                (button.label.clone(), action.to_owned())
            })
            .collect();
        let (there, elsewhere) = match &content {
            Content::Press(action) => (
                whole.telegram.presses(action).await,
                discord.discord.presses(action).await,
            ),
            Content::Text(text) => (
                whole.telegram.says(text).await,
                discord.discord.says(text).await,
            ),
            _ => unreachable!(),
        };
        let here: Vec<Outgoing> = answers.iter().map(telegram_render::spelled_out).collect();
        assert_eq!(
            Shown::at_telegram(&there),
            Shown::of(&here),
            "{does:?} on Telegram"
        );
        let here: Vec<Outgoing> = answers.iter().map(discord_render::spelled_out).collect();
        assert_eq!(
            on_discord::shown(&elsewhere),
            Shown::of(&here),
            "{does:?} on Discord"
        );
        let texts = answers
            .iter()
            .map(|message| render(message, Style::default(), 1));
        shown.push(texts.collect::<Vec<_>>().join("\n"));
    }
    shown
}

/// A bot of a terminal whose asker is an officer and has met it.
pub async fn officer() -> TestBot {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/start").await;
    bot.grant("asker", Role::Officer).await;
    bot
}

async fn prepared_telegram<P>(prepare: &impl Fn(TestBot) -> P) -> on_telegram::Whole
where
    P: Future<Output = TestBot>,
{
    let whole = on_telegram::Whole::new().await;
    whole.telegram.says("/start").await;
    let bot = whole.bot;
    let id = ASKER.to_string();
    bot.bot
        .grant(Platform::Telegram, &id, Role::Officer)
        .await
        .unwrap();
    on_telegram::Whole {
        bot: prepare(bot).await,
        telegram: whole.telegram,
    }
}

async fn prepared_discord<P>(prepare: &impl Fn(TestBot) -> P) -> on_discord::Whole
where
    P: Future<Output = TestBot>,
{
    let whole = on_discord::Whole::new().await;
    whole.discord.says("/start").await;
    let bot = whole.bot;
    let id = on_discord::ASKER.to_string();
    bot.bot
        .grant(Platform::Discord, &id, Role::Officer)
        .await
        .unwrap();
    on_discord::Whole {
        bot: prepare(bot).await,
        discord: whole.discord,
    }
}

/// What the asker is answered in the terminal. Copies of notices may wait meanwhile.
pub async fn answers(bot: &mut TestBot, content: Content) -> Vec<Outgoing> {
    let before = bot.messenger.accepted().len();
    let incoming = bot.incoming("asker", content);
    bot.bot.handle(&incoming).await.unwrap();
    bot.delivery.drain().await.unwrap();
    bot.messenger.accepted().split_off(before)
}

#[tokio::test]
async fn notices_are_listed_with_their_states() {
    let prepare = |bot: TestBot| async move {
        written(&bot, "Szkic bez niczego", State::Draft).await;
        sent(&bot, "Wyniki konkursu", &SOME_MISSED).await;
        written(
            &bot,
            "**Spotkanie** w piątek\n\nW sali 12.",
            State::Scheduled,
        )
        .await;
        sent(&bot, "Nabór na sport", &ON_ITS_WAY).await;
        for number in 5..9 {
            written(&bot, &format!("Szkic {number}"), State::Draft).await;
        }
        bot
    };
    use Does::{Presses, Says};
    let said = everywhere(
        prepare,
        &[Says("/ogloszenia"), Presses("Starsze"), Presses("Nowsze")],
    )
    .await;
    assert_eq!(said[0], said[2]);
    insta::assert_snapshot!(said[..2].join("\n~~~\n"), @r"
    Ogłoszenia

    - Nr 8, „Szkic 8”: szkic
    - Nr 7, „Szkic 7”: szkic
    - Nr 6, „Szkic 6”: szkic
    - Nr 5, „Szkic 5”: szkic
    - Nr 4, „Nabór na sport”: wychodzi, dotarło do 2 z 6 odbiorców
    - Nr 3, „Spotkanie w piątek”: wyjdzie w poniedziałek 23 listopada o 12:00

    [1] Nr 8: Szkic 8
    [2] Nr 7: Szkic 7
    [3] Nr 6: Szkic 6
    [4] Nr 5: Szkic 5
    [5] Nr 4: Nabór na sport
    [6] Nr 3: Spotkanie w piątek
    [7] Starsze
    [8] Nowe ogłoszenie

    ~~~
    Ogłoszenia

    - Nr 2, „Wyniki konkursu”: wysłane do 2 z 5 odbiorców
    - Nr 1, „Szkic bez niczego”: szkic

    [1] Nr 2: Wyniki konkursu
    [2] Nr 1: Szkic bez niczego
    [3] Nowsze
    [4] Nowe ogłoszenie
    ");
}

#[tokio::test]
async fn there_may_be_no_notice_yet() {
    let said = everywhere(
        |bot| async { bot },
        &[
            Does::Says("/ogloszenia"),
            Does::Action("N:0:list:3"),
            Does::Action("N:77:show"),
            Does::Action("N:77:pause"),
        ],
    )
    .await;
    insta::assert_snapshot!(said.join("\n~~~\n"), @r"
    Ogłoszenia

    Nie ma jeszcze żadnego ogłoszenia. Nowe zaczyna się poleceniem /ogloszenie.

    [1] Nowe ogłoszenie

    ~~~
    Ogłoszenia

    Starszych ogłoszeń nie ma.

    [1] Nowsze
    [2] Nowe ogłoszenie

    ~~~
    Nie ma ogłoszenia nr 77.

    [1] Wszystkie ogłoszenia

    ~~~
    Nie ma ogłoszenia nr 77.

    [1] Wszystkie ogłoszenia
    ");
}

#[tokio::test]
async fn the_report_leads_to_who_did_not_get_it_and_why() {
    use Does::{Presses, Says};
    let prepare = |bot: TestBot| async move {
        sent(&bot, "Wyniki konkursu", &SOME_MISSED).await;
        bot
    };
    let said = everywhere(
        prepare,
        &[
            Says("/ogloszenia"),
            Presses("Nr 1"),
            Presses("Kto nie dostał"),
            Presses("Usunięty bot"),
            Presses("Powody"),
            Presses("Zablokowany bot"),
            Presses("Ogłoszenie nr 1"),
            Presses("Wszystkie"),
        ],
    )
    .await;
    assert_eq!(said[1], said[6]);
    assert_eq!(said[2], said[4]);
    assert_eq!(said[0], said[7]);
    let shown = [&said[1], &said[2], &said[3], &said[5]].map(String::as_str);
    insta::assert_snapshot!(shown.join("\n~~~\n"), @r"
    Ogłoszenie nr 1 wysłane do 2 z 5 odbiorców.

    Nie dotarło do 3: dwie osoby zablokowały bota, jedna grupa usunęła go z
    członków. Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś
    znów napisze.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Kto nie dostał ogłoszenia nr 1

    Dwie osoby zablokowały bota. Nic nie trzeba robić; te subskrypcje są wstrzymane
    do chwili, gdy ktoś znów napisze.

    Jedna grupa usunęła bota z członków. Nic nie trzeba robić; ta subskrypcja jest
    wstrzymana do chwili, gdy ktoś znów napisze.

    [1] Zablokowany bot: 2
    [2] Usunięty bot: 1
    [3] Plik CSV
    [4] Ogłoszenie nr 1

    ~~~
    Kto nie dostał ogłoszenia nr 1

    Jedna grupa usunęła bota z członków.

    - Grupa „Klub Sportowy” na Telegramie, w poniedziałek 23 listopada o 12:00, po
      jednej próbie

    Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów
    napisze.

    [1] Powody
    [2] Ogłoszenie nr 1

    ~~~
    Kto nie dostał ogłoszenia nr 1

    Dwie osoby zablokowały bota.

    - Osoba na Telegramie, w poniedziałek 23 listopada o 12:00, po jednej próbie
    - Osoba na Telegramie, w poniedziałek 23 listopada o 12:00, po jednej próbie

    Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś znów
    napisze.

    [1] Powody
    [2] Ogłoszenie nr 1
    ");
}

#[tokio::test]
async fn long_lists_have_pages() {
    let mut bot = officer().await;
    let people: Vec<String> = (100..125).map(|person| person.to_string()).collect();
    let fates: Vec<Fate> = people
        .iter()
        .map(|person| {
            let chat: &'static str = Box::leak(person.clone().into_boxed_str());
            (
                chat,
                Platform::Telegram,
                Place::Private,
                "dead",
                Some("uncertain"),
            )
        })
        .collect();
    let (_, mailing) = sent(&bot, "Wyniki", &fates).await;
    let mut pages = Vec::new();
    let mut action = format!("N:1:missed:{mailing}:uncertain:0");
    loop {
        let page = answers(&mut bot, Content::Press(action.clone())).await;
        let more = page[0]
            .buttons
            .iter()
            .find(|button| button.label == "Dalej");
        let next = more.and_then(|button| button.action().map(ToOwned::to_owned));
        let shown = render(&page[0], Style::default(), 1);
        pages.push(shown.matches("Osoba na Telegramie").count());
        match next {
            Some(next) => action = next,
            None => break,
        }
    }
    assert_eq!(pages, [10, 10, 5]);
}

#[tokio::test]
async fn sending_is_paused_resumed_and_stopped_and_pressing_twice_changes_nothing() {
    use Does::{Again, Presses, Says};
    let prepare = |bot: TestBot| async move {
        sent(&bot, "Nabór na sport", &ON_ITS_WAY).await;
        bot
    };
    let said = everywhere(
        prepare,
        &[
            Says("/ogloszenia"),
            Presses("Nr 1"),
            Presses("Wstrzymaj"),
            Again,
            Presses("Wznów"),
            Again,
            Presses("Przerwij"),
            Again,
            Does::Action("N:1:pause"),
            Does::Action("N:1:resume"),
        ],
    )
    .await;
    assert_eq!(said[7], said[8]);
    assert_eq!(said[7], said[9]);
    insta::assert_snapshot!(said[1..8].join("\n~~~\n"), @r"
    Ogłoszenie nr 1 wychodzi: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Wstrzymane.

    Ogłoszenie nr 1 jest wstrzymane: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wznów
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    To już jest wstrzymane. Tak to wygląda teraz:

    Ogłoszenie nr 1 jest wstrzymane: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wznów
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Wznowione.

    Ogłoszenie nr 1 wychodzi: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    To nie jest wstrzymane. Tak to wygląda teraz:

    Ogłoszenie nr 1 wychodzi: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Przerwane. Kto już dostał, ten ma; reszta nie dostanie.

    Ogłoszenie nr 1 przerwane: dotarło do 2 z 4 odbiorców.

    2 odbiorców już nie dostanie tej wiadomości.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Nic już nie jest w drodze, więc nie ma czego zmieniać. Tak to wygląda teraz:

    Ogłoszenie nr 1 przerwane: dotarło do 2 z 4 odbiorców.

    2 odbiorców już nie dostanie tej wiadomości.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia
    ");
}

#[tokio::test]
async fn what_is_in_flight_is_said_honestly() {
    let mut bot = officer().await;
    let fates = [
        ("91", Platform::Telegram, Place::Private, "sent", None),
        ("92", Platform::Telegram, Place::Private, "sending", None),
        ("93", Platform::Telegram, Place::Private, "sending", None),
        ("94", Platform::Telegram, Place::Private, "pending", None),
    ];
    sent(&bot, "Nabór na sport", &fates).await;
    let mut shown = Vec::new();
    for action in ["N:1:pause", "N:1:cancel"] {
        let said = answers(&mut bot, Content::Press(action.to_owned())).await;
        shown.push(render(&said[0], Style::default(), 1));
    }
    insta::assert_snapshot!(shown.join("\n~~~\n"), @r"
    Wstrzymane.

    Ogłoszenie nr 1 jest wstrzymane: dotarło do 1 z 4 odbiorców.

    Czeka jeszcze 3 odbiorców. 2 wiadomości były już w drodze i mogą jeszcze
    dotrzeć.

    [1] Wznów
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Przerwane. Kto już dostał, ten ma; reszta nie dostanie.

    Ogłoszenie nr 1 przerwane: dotarło do 1 z 4 odbiorców.

    Jeden odbiorca już nie dostanie tej wiadomości.

    2 wiadomości były już w drodze i mogą jeszcze dotrzeć.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia
    ");
}

#[tokio::test]
async fn after_a_restore_resuming_may_double_and_says_so() {
    let prepare = |bot: TestBot| async move {
        let (_, mailing) = sent(&bot, "Nabór na sport", &ON_ITS_WAY).await;
        let mut tx = bot.store.begin().await.unwrap();
        mailings::pause(&mut tx, mailing, "restored").await.unwrap();
        tx.commit().await.unwrap();
        bot
    };
    use Does::{Presses, Says};
    let said = everywhere(
        prepare,
        &[
            Says("/ogloszenia"),
            Presses("Nr 1"),
            Presses("Wznów mimo to"),
        ],
    )
    .await;
    insta::assert_snapshot!(said[1..].join("\n~~~\n"), @r"
    Ogłoszenie nr 1 jest wstrzymane: dotarło do 2 z 4 odbiorców.

    Baza została przywrócona z kopii, dlatego wysyłka stoi. 2 odbiorców nie ma w
    niej potwierdzenia, ale część z nich mogła już dostać tę wiadomość. Po
    wznowieniu może ona przyjść do nich drugi raz.

    [1] Wznów mimo to
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Wznowione.

    Ogłoszenie nr 1 wychodzi: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież
    ");
}

#[tokio::test]
async fn the_table_is_a_file_that_a_spreadsheet_can_read() {
    let mut bot = officer().await;
    sent(&bot, "Wyniki konkursu", &SOME_MISSED).await;
    bot.spoil("UPDATE chats SET title = '=HYPERLINK(\"http://x\";\"Klub\")' WHERE chat = '-95'")
        .await;
    let said = answers(&mut bot, Content::Press("N:1:csv".to_owned())).await;
    assert_eq!(said.len(), 2);
    assert!(
        render(&said[1], Style::default(), 1)
            .starts_with("Plik z listą do ogłoszenia nr 1: 3 wiersze.")
    );
    let file = said[1].file.clone().unwrap();
    assert!(!file.picture);
    let mut db = bot.store.read().await.unwrap();
    let (name, bytes): (String, Vec<u8>) =
        sqlx::query_as("SELECT name, bytes FROM files WHERE id = $1")
            .bind(&file.id)
            .fetch_one(&mut *db)
            .await
            .unwrap();
    assert_eq!(name, "ogloszenie-1-braki.csv");
    assert!(bytes.starts_with("\u{feff}".as_bytes()));
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').replace('\r', ""), @r#"
    numer;komunikator;rodzaj;nazwa;powod;co_zrobic;prob;kiedy
    5;Telegram;osoba;;Zablokowany bot;"Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów napisze.";1;2026-11-23 12:00
    6;Telegram;osoba;;Zablokowany bot;"Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów napisze.";1;2026-11-23 12:00
    7;Telegram;grupa;"'=HYPERLINK(""http://x"";""Klub"")";Usunięty bot;"Nic nie trzeba robić; ta subskrypcja jest wstrzymana do chwili, gdy ktoś znów napisze.";1;2026-11-23 12:00
    "#);
}

#[tokio::test]
async fn the_history_tells_who_did_what() {
    let mut bot = officer().await;
    sent(&bot, "Nabór na sport", &ON_ITS_WAY).await;
    for action in ["N:1:pause", "N:1:pause", "N:1:resume", "N:1:cancel"] {
        bot.clock.advance(Duration::minutes(5));
        answers(&mut bot, Content::Press(action.to_owned())).await;
    }
    let said = answers(&mut bot, Content::Press("N:1:history".to_owned())).await;
    insta::assert_snapshot!(render(&said[0], Style::default(), 1), @r"
    Historia ogłoszenia nr 1

    - W poniedziałek 23 listopada o 12:00, Ty: nowy szkic.
    - W poniedziałek 23 listopada o 12:00, automat: zatwierdzone do wysłania.
    - W poniedziałek 23 listopada o 12:00, automat: początek wysyłki.
    - W poniedziałek 23 listopada o 12:05, Ty: wstrzymana wysyłka.
    - W poniedziałek 23 listopada o 12:15, Ty: wznowiona wysyłka.
    - W poniedziałek 23 listopada o 12:20, Ty: przerwana wysyłka.

    [1] Ogłoszenie nr 1
    ");
}

#[tokio::test]
async fn an_editor_sees_the_list_and_the_report_and_nothing_else() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/start").await;
    bot.grant("asker", Role::Editor).await;
    sent(&bot, "Nabór na sport", &SOME_MISSED).await;
    let list = answers(&mut bot, Content::Text("/ogloszenia".to_owned())).await;
    assert_eq!(list[0].buttons[0].label, "Nr 1: Nabór na sport");
    let report = answers(&mut bot, Content::Press("N:1:show".to_owned())).await;
    let labels: Vec<&str> = report[0]
        .buttons
        .iter()
        .map(|button| button.label.as_str())
        .collect();
    assert_eq!(labels, ["Wszystkie ogłoszenia"]);
    let before = audit(&bot).await;
    for does in FOR_OFFICERS {
        let said = answers(&mut bot, Content::Press(format!("N:1:{does}"))).await;
        let said = render(&said[0], Style::default(), 1);
        assert_eq!(
            said, "To polecenie jest tylko dla pełnomocnika.\n",
            "{does}"
        );
    }
    assert_eq!(audit(&bot).await, before);
    // Nobody else sees even that.
    bot.spoil("DELETE FROM roles").await;
    for does in FOR_OFFICERS.into_iter().chain(["show"]) {
        let said = answers(&mut bot, Content::Press(format!("N:1:{does}"))).await;
        let said = render(&said[0], Style::default(), 1);
        assert_eq!(
            said, "To polecenie jest tylko dla pełnomocnika.\n",
            "{does}"
        );
    }
    assert_eq!(audit(&bot).await, before);
}

const FOR_OFFICERS: [&str; 11] = [
    "pause",
    "resume",
    "cancel",
    "missed",
    "missed:1:blocked:0",
    "csv",
    "history",
    "write:correction",
    "correct:0123456789abcdef",
    "withdraw",
    "withdraw-now",
];

async fn audit(bot: &TestBot) -> i64 {
    bot.count("SELECT count(*) FROM audit").await
}

#[tokio::test]
async fn what_was_not_sent_cannot_be_stopped_or_taken_back() {
    let mut bot = officer().await;
    written(&bot, "Szkic", State::Draft).await;
    for does in [
        "pause",
        "resume",
        "cancel",
        "missed",
        "csv",
        "write:correction",
        "withdraw",
        "withdraw-now",
    ] {
        let said = answers(&mut bot, Content::Press(format!("N:1:{does}"))).await;
        let said = render(&said[0], Style::default(), 1);
        assert!(
            said.starts_with("Ogłoszenie nr 1 jeszcze nie zostało wysłane."),
            "{does}: {said}"
        );
    }
}
