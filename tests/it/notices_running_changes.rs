//! To correct and to withdraw a notice that went out. Each conversation reads the same on Telegram and on Discord.

use chrono::Duration;
use lacznik::domain::message::{Content, Place, Platform, Unreadable};
use lacznik::domain::notice::State;
use lacznik::platform::terminal::{Style, render};
use lacznik::store::notices;

use crate::harness::TestBot;
use crate::notices_running::Does::{Action, Again, Presses, Says};
use crate::notices_running::{
    Fate, ON_ITS_WAY, SOME_MISSED, answers, everywhere, officer, sent, written,
};

const OLD: &str = "Spotkanie w piątek\n\nO 17:00 w sali 12.";
const NEW: &str = "Spotkanie w piątek\n\nO 18:00 w sali 12.";

async fn on_its_way(bot: TestBot) -> TestBot {
    sent(&bot, OLD, &ON_ITS_WAY).await;
    bot
}

async fn press(bot: &mut TestBot, action: &str) -> String {
    let said = answers(bot, Content::Press(action.to_owned())).await;
    let said = said
        .iter()
        .map(|message| render(message, Style::default(), 1));
    said.collect::<Vec<_>>().join("\n")
}

async fn say(bot: &mut TestBot, text: &str) -> String {
    let said = answers(bot, Content::Text(text.to_owned())).await;
    let said = said
        .iter()
        .map(|message| render(message, Style::default(), 1));
    said.collect::<Vec<_>>().join("\n")
}

/// The button that confirms the correction that was just shown.
async fn proposes(bot: &mut TestBot, text: &str) -> String {
    press(bot, "N:1:write:correction").await;
    let said = answers(bot, Content::Text(text.to_owned())).await;
    let button = said[0]
        .buttons
        .iter()
        .find(|button| button.label == "Zmień");
    button.unwrap().action().unwrap().to_owned()
}

async fn text_of(bot: &TestBot, notice: i64) -> String {
    let mut db = bot.store.read().await.unwrap();
    notices::find(&mut db, notice)
        .await
        .unwrap()
        .unwrap()
        .content
        .text
}

async fn state_of(bot: &TestBot, notice: i64) -> State {
    let mut db = bot.store.read().await.unwrap();
    notices::find(&mut db, notice).await.unwrap().unwrap().state
}

async fn mailings(bot: &TestBot) -> Vec<String> {
    bot.texts("SELECT kind || ' ' || state FROM mailings ORDER BY id")
        .await
}

#[tokio::test]
async fn a_correction_is_shown_before_and_after_and_done_once() {
    let said = everywhere(
        on_its_way,
        &[
            Says("/ogloszenia"),
            Presses("Nr 1"),
            Presses("Popraw treść"),
            Says(NEW),
            Presses("Zmień"),
            Again,
        ],
    )
    .await;
    assert_eq!(said[4], said[5]);
    insta::assert_snapshot!(said[2..5].join("\n~~~\n"), @r"
    Proszę wysłać nowy tekst ogłoszenia nr 1, w całości. Zastąpi dotychczasowy u
    wszystkich, którzy je dostali. Link i plik zostaną bez zmian. Najpierw pokażę,
    co się zmieni.

    Teraz:

    Spotkanie w piątek

    O 17:00 w sali 12.

    [1] Zostaw bez zmian

    ~~~
    Poprawka ogłoszenia nr 1

    Było:

    Spotkanie w piątek

    O 17:00 w sali 12.

    Będzie:

    Spotkanie w piątek

    O 18:00 w sali 12.

    Zmieni się u 2 odbiorców, bez nowego powiadomienia. 2 odbiorców jeszcze czeka i
    dostanie od razu nową treść.

    [1] Zmień
    [2] Napisz inaczej
    [3] Zostaw bez zmian

    ~~~
    Ogłoszenie nr 1 wychodzi: dotarło do 2 z 4 odbiorców.

    Czeka jeszcze 2 odbiorców.

    Poprawka ogłoszenia nr 1 właśnie się zaczyna.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież
    ");
}

#[tokio::test]
async fn a_correction_changes_the_notice_and_is_in_the_audit_log() {
    let mut bot = officer().await;
    sent(&bot, OLD, &SOME_MISSED).await;
    let confirm = proposes(&mut bot, NEW).await;
    assert_eq!(text_of(&bot, 1).await, OLD);
    press(&mut bot, &confirm).await;
    press(&mut bot, &confirm).await;
    assert_eq!(text_of(&bot, 1).await, NEW);
    assert_eq!(
        mailings(&bot).await,
        ["notice done", "correction expanding"]
    );
    let audit =
        "SELECT actor || ' ' || before || ' > ' || after FROM audit WHERE what = 'corrected'";
    assert_eq!(
        bot.texts(audit).await,
        [format!("terminal:asker {OLD} > {NEW}")]
    );
}

#[tokio::test]
async fn a_confirmation_is_bound_to_the_texts_that_were_shown() {
    let mut bot = officer().await;
    sent(&bot, OLD, &SOME_MISSED).await;
    let first = proposes(&mut bot, NEW).await;
    let second = proposes(&mut bot, "Spotkania nie będzie").await;
    assert_ne!(first, second);
    let said = press(&mut bot, &first).await;
    assert!(
        said.starts_with("Ta poprawka nie jest już aktualna"),
        "{said}"
    );
    // Somebody else corrects it meanwhile.
    bot.spoil("UPDATE notices SET content = replace(content, '17:00', '16:00')")
        .await;
    let said = press(&mut bot, &second).await;
    assert!(
        said.starts_with("Ta poprawka nie jest już aktualna"),
        "{said}"
    );
    assert_eq!(mailings(&bot).await, ["notice done"]);
    // What is waited for after that is a text again.
    let said = say(&mut bot, NEW).await;
    assert!(said.starts_with("Poprawka ogłoszenia nr 1"), "{said}");
}

#[tokio::test]
async fn a_correction_that_cannot_be_is_refused_in_plain_words() {
    let mut bot = officer().await;
    sent(&bot, OLD, &SOME_MISSED).await;
    let ask = press(&mut bot, "N:1:write:correction").await;
    assert!(
        ask.starts_with("Proszę wysłać nowy tekst ogłoszenia nr 1"),
        "{ask}"
    );
    let long = "Bardzo długie zdanie o spotkaniu. ".repeat(200);
    let mut refusals = vec![say(&mut bot, OLD).await, say(&mut bot, &long).await];
    let voice = answers(&mut bot, Content::Unreadable(Unreadable::Voice)).await;
    refusals.push(render(&voice[0], Style::default(), 1));
    insta::assert_snapshot!(refusals.join("\n~~~\n"), @r"
    To ten sam tekst, więc nie ma czego zmieniać. Proszę wysłać inny.

    [1] Zostaw bez zmian

    ~~~
    Ta treść wymaga większej liczby wiadomości niż dotychczasowa, a do wysłanych nie
    można nic dołożyć. Proszę ją skrócić i wysłać jeszcze raz. Na razie nic się nie
    zmieniło.

    [1] Zostaw bez zmian

    ~~~
    Do poprawki potrzebny jest tekst. Proszę go wysłać jako zwykłą wiadomość.

    [1] Zostaw bez zmian
    ");
    assert_eq!(text_of(&bot, 1).await, OLD);
    assert_eq!(mailings(&bot).await, ["notice done"]);
    // It still waits for a text that can be.
    let said = say(&mut bot, NEW).await;
    assert!(said.contains("Będzie:"), "{said}");
}

#[tokio::test]
async fn who_leaves_it_as_it_is_is_not_waited_for() {
    let mut bot = officer().await;
    sent(&bot, OLD, &SOME_MISSED).await;
    press(&mut bot, "N:1:write:correction").await;
    press(&mut bot, "N:1:show").await;
    let said = say(&mut bot, "ile max na mały grant").await;
    assert!(said.starts_with("Przepisy się tu zmieniły"), "{said}");
    press(&mut bot, "N:1:write:correction").await;
    bot.clock.advance(Duration::minutes(61));
    let said = say(&mut bot, "ile max na mały grant").await;
    assert!(said.starts_with("Przepisy się tu zmieniły"), "{said}");
}

#[tokio::test]
async fn a_notice_is_taken_back_after_it_was_asked() {
    let said = everywhere(
        on_its_way,
        &[
            Says("/ogloszenia"),
            Presses("Nr 1"),
            Presses("Wycofaj"),
            Presses("Wycofaj teraz"),
            Again,
            Action("N:1:write:correction"),
            Action("N:0:list:0"),
        ],
    )
    .await;
    insta::assert_snapshot!(said[2..].join("\n~~~\n"), @r"
    Wycofać ogłoszenie nr 1?

    Na Telegramie zniknie. Wiadomości starszych niż 48 godzin Telegram nie usuwa: w
    ich miejscu pojawi się informacja o wycofaniu.

    Na Discordzie zniknie.

    2 odbiorców jeszcze czeka i nie dostanie go wcale.

    Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.

    [1] Wycofaj teraz
    [2] Nie wycofuj

    ~~~
    Wycofywanie ogłoszenia nr 1 właśnie się zaczyna.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Odśwież

    ~~~
    Ogłoszenie nr 1 jest już wycofane. Tak to wygląda teraz:

    Wycofywanie ogłoszenia nr 1 właśnie się zaczyna.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Odśwież

    ~~~
    Ogłoszenie nr 1 jest wycofane, więc nie ma czego poprawiać.

    [1] Ogłoszenie nr 1

    ~~~
    Ogłoszenia

    - Nr 1, „Spotkanie w piątek”: właśnie wycofywane

    [1] Nr 1: Spotkanie w piątek
    [2] Nowe ogłoszenie
    ");
}

#[tokio::test]
async fn what_a_withdrawal_does_depends_on_where_the_notice_is_and_since_when() {
    let discord: [Fate; 1] = [("92", Platform::Discord, Place::Channel, "sent", None)];
    let telegram: [Fate; 1] = [("91", Platform::Telegram, Place::Private, "sent", None)];
    let mut shown = Vec::new();
    for (fates, hours) in [
        (&discord, 0),
        (&discord, 50),
        (&telegram, 47),
        (&telegram, 49),
    ] {
        let mut bot = officer().await;
        sent(&bot, OLD, fates).await;
        bot.clock.advance(Duration::hours(hours));
        shown.push(press(&mut bot, "N:1:withdraw").await);
    }
    assert_eq!(shown[0], shown[1]);
    insta::assert_snapshot!(shown[1..].join("\n~~~\n"), @r"
    Wycofać ogłoszenie nr 1?

    Na Discordzie zniknie.

    Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.

    [1] Wycofaj teraz
    [2] Nie wycofuj

    ~~~
    Wycofać ogłoszenie nr 1?

    Na Telegramie zniknie. Wiadomości starszych niż 48 godzin Telegram nie usuwa: w
    ich miejscu pojawi się informacja o wycofaniu.

    Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.

    [1] Wycofaj teraz
    [2] Nie wycofuj

    ~~~
    Wycofać ogłoszenie nr 1?

    Na Telegramie minęło już 48 godzin, po których wiadomości nie da się usunąć: w
    ich miejscu pojawi się informacja o wycofaniu.

    Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.

    [1] Wycofaj teraz
    [2] Nie wycofuj
    ");
}

#[tokio::test]
async fn a_withdrawal_stops_what_waits_and_drops_it_from_digests() {
    let mut bot = officer().await;
    sent(&bot, OLD, &ON_ITS_WAY).await;
    bot.spoil("INSERT INTO digest_items (destination, notice, at) VALUES (1, 1, 0), (2, 1, 0)")
        .await;
    let report = press(&mut bot, "N:1:show").await;
    assert!(
        !report.contains("skrócie"),
        "only the report says it: {report}"
    );
    let asked = press(&mut bot, "N:1:withdraw").await;
    assert!(
        asked.contains("Zniknie też z 2 skrótów, które jeszcze nie wyszły."),
        "{asked}"
    );
    press(&mut bot, "N:1:withdraw-now").await;
    press(&mut bot, "N:1:withdraw-now").await;
    assert_eq!(
        mailings(&bot).await,
        ["notice cancelled", "withdrawal expanding"]
    );
    assert_eq!(state_of(&bot, 1).await, State::Withdrawn);
    assert_eq!(bot.count("SELECT count(*) FROM digest_items").await, 0);
    let audit =
        "SELECT actor || ' ' || before || ' ' || after FROM audit WHERE after = 'withdrawn'";
    assert_eq!(bot.texts(audit).await, ["terminal:asker sent withdrawn"]);
}

#[tokio::test]
async fn those_who_wait_for_a_digest_are_counted_in_the_report() {
    let mut bot = officer().await;
    sent(&bot, OLD, &SOME_MISSED).await;
    bot.spoil("INSERT INTO digest_items (destination, notice, at) VALUES (1, 1, 0), (2, 1, 0)")
        .await;
    let report = press(&mut bot, "N:1:show").await;
    assert!(report.contains("2 osoby dostaną je w skrócie."), "{report}");
    let asked = press(&mut bot, "N:1:write:correction").await;
    assert!(asked.contains("O 17:00 w sali 12."), "{asked}");
    let said = say(&mut bot, NEW).await;
    let said = said.replace('\n', " ");
    assert!(
        said.contains("W 2 skrótach będzie już nowa treść."),
        "{said}"
    );
}

#[tokio::test]
async fn a_draft_is_neither_corrected_nor_taken_back() {
    let mut bot = officer().await;
    written(&bot, OLD, State::Scheduled).await;
    for action in [
        "N:1:write:correction",
        "N:1:correct:0123456789abcdef",
        "N:1:withdraw-now",
    ] {
        let said = press(&mut bot, action).await;
        assert!(
            said.starts_with("Ogłoszenie nr 1 jeszcze nie zostało wysłane."),
            "{said}"
        );
    }
}
