//! Subscriptions as files: what an import adds, what it never does, what it says is wrong.

use lacznik::domain::message::Content;
use std::fs;
use std::process::Command;

use crate::harness::TestBot;

/// Runs the program over the database of a bot: exit code, standard output, standard error.
fn lacznik(bot: &TestBot, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
        .current_dir(bot.path().parent().unwrap())
        .env_remove("LACZNIK_LOG")
        .args(["subscriptions"])
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn import(bot: &TestBot, text: &str) -> (i32, String, String) {
    fs::write(bot.path().with_file_name("lista.csv"), text).unwrap();
    lacznik(bot, &["import", "lista.csv"])
}

async fn active(bot: &TestBot) -> Vec<String> {
    const ACTIVE: &str =
        "SELECT platform || ' ' || chat || ' ' || place || ' ' || topic || ' ' || rhythm
        FROM subscriptions JOIN destinations ON id = destination WHERE ended_at IS NULL ORDER BY 1";
    bot.texts(ACTIVE).await
}

#[tokio::test]
async fn an_import_adds_and_never_revives() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/subskrypcje sport").await;
    bot.says("wypisz mnie").await;
    bot.says("/subskrypcje zdrowie").await;
    let file = "platform,chat,place,topic,rhythm\n\
        terminal,asker,private,sport,at_once\n\
        terminal,asker,private,zdrowie,weekly\n\
        terminal,asker,private,kultura,daily\n\
        telegram,-1001,channel,sport,at_once\n";
    let (code, out, err) = import(&bot, file);
    insta::assert_snapshot!(format!("{code} {out}{err}"), @r"
    0 Dopisane subskrypcje: 2. Były już wcześniej: 1.
    Pominięte, bo ktoś je kiedyś zakończył: 1. Wznowić może je tylko ta osoba albo ten, kto prowadzi grupę lub kanał.
    ");
    let now = [
        "telegram -1001 channel sport at_once",
        "terminal asker private kultura daily",
        "terminal asker private zdrowie at_once",
    ];
    assert_eq!(active(&bot).await, now);
    // Once more it changes nothing.
    assert!(
        import(&bot, file)
            .1
            .starts_with("Dopisane subskrypcje: 0. Były już wcześniej: 3.")
    );
    assert_eq!(active(&bot).await, now);
    let sources = bot.texts("SELECT topic || ' ' || text_version FROM consents WHERE source = 'import' ORDER BY number").await;
    assert_eq!(sources, ["kultura ", "sport "]);
    // The way back is the person's own.
    bot.says("/subskrypcje sport").await;
    assert_eq!(active(&bot).await.len(), 4);
}

#[tokio::test]
async fn nobody_on_discord_gets_direct_messages_by_an_import() {
    let mut bot = TestBot::on_discord().await;
    let hello = bot.incoming("501", Content::Text("/start".into()));
    bot.reply_to(&hello).await;
    bot.in_group("ewa", Content::Text("/kontakt".into())).await;
    let mention = bot.incoming_in("503", "ewa", Content::Text("/kontakt".into()));
    bot.reply_to(&mention).await;
    let (code, out, _) = import(
        &bot,
        "platform;chat;place;topic;rhythm\ndiscord;501;private;sport;at_once\n\
         discord;502;private;sport;at_once\ndiscord;503;private;sport;at_once\ndiscord;503;channel;sport;daily\n",
    );
    // A channel is no direct chat, whoever talks there.
    assert_eq!(code, 1, "{out}");
    let (code, out, _) = import(
        &bot,
        "platform;chat;place;topic;rhythm\ndiscord;501;private;sport;at_once\n\
         discord;502;private;sport;at_once\ndiscord;503;private;sport;at_once\ndiscord;504;channel;sport;daily\n",
    );
    insta::assert_snapshot!(format!("{code} {out}"), @r"
    0 Dopisane subskrypcje: 2. Były już wcześniej: 0.
    Pominięte, bo na Discordzie piszę tylko do osób, które same zaczęły rozmowę prywatną z botem: 2.
    ");
    assert_eq!(
        active(&bot).await,
        [
            "discord 501 private sport at_once",
            "discord 504 channel sport daily"
        ]
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_by_line_and_column_and_nothing_is_imported() {
    let bot = TestBot::new().await;
    let (code, out, err) = import(
        &bot,
        "rhythm,topic,place,chat,platform\n\
         at_once,sport,private,17,telegram\n\
         hourly,sprot,home,x7,gołąb\n\
         daily,sport,group,17,telegram\n\
         daily,sport,private,17\n\
         \n\
         weekly,sport,private,17,telegram\n\
         daily,sport,group,9,discord\n\
         daily,sport,private,-9,discord\n",
    );
    assert_eq!((code, out.as_str()), (1, ""));
    insta::assert_snapshot!(err, @r"
    lista.csv:3: kolumna „platform”: nie znam komunikatora „gołąb”. Może to być telegram, discord albo terminal.
    lista.csv:3: kolumna „place”: nie znam miejsca „home”. Może to być private, group albo channel.
    lista.csv:3: kolumna „topic”: nie ma tematu „sprot”. Tematy stoją w topics.toml, w polu id.
    lista.csv:3: kolumna „rhythm”: „hourly” nie mówi, jak często. Może to być at_once, daily albo weekly.
    lista.csv:4: kolumna „place”: rozmowa o takim numerze w tym komunikatorze nie może być miejscem „group”.
    lista.csv:5: wiersz ma 4 pola, a kolumn jest 5.
    lista.csv:7: ten sam temat tej samej rozmowy stoi już w wierszu 2.
    lista.csv:8: kolumna „place”: rozmowa o takim numerze w tym komunikatorze nie może być miejscem „group”.
    lista.csv:9: kolumna „chat”: „-9” nie jest numerem rozmowy w tym komunikatorze.
    Niczego nie wczytano. Po poprawieniu błędów proszę powtórzyć import.
    ");
    assert_eq!(active(&bot).await, [""; 0]);
    for (text, line) in [
        ("", "lista.csv:1: pierwszy wiersz musi"),
        (
            "platform,chat,place,topic\n",
            "lista.csv:1: pierwszy wiersz musi",
        ),
        (
            "platform,chat,place,topic,rhythm,what\n",
            "lista.csv:1: pierwszy wiersz musi",
        ),
        (
            "platform,chat,place,topic,rhythm\n\"telegram,1\n",
            "lista.csv:2: cudzysłów otwiera się",
        ),
    ] {
        let (code, _, err) = import(&bot, text);
        assert!(code == 1 && err.starts_with(line), "{err}");
    }
    fs::write(bot.path().with_file_name("lista.csv"), "x\n").unwrap();
    let (code, out, _) = lacznik(&bot, &["import", "lista.csv", "--json"]);
    assert!(
        code == 1 && out.contains(r#""imported":false"#) && out.contains(r#""line":1"#),
        "{out}"
    );
    let (code, _, err) = lacznik(&bot, &["import", "nie-ma.csv"]);
    assert!(code == 1 && err.contains("nie-ma.csv"), "{err}");
}

#[tokio::test]
async fn an_export_is_read_back_and_the_history_only_when_it_is_asked_for() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/subskrypcje sport").await;
    bot.says("/subskrypcje kultura").await;
    bot.says("/wypisz kultura").await;
    let (code, out, _) = lacznik(&bot, &["export", "nowa.csv"]);
    insta::assert_snapshot!(format!("{code} {out}"), @"0 Zapisano w pliku nowa.csv; wierszy: 1.");
    let written = fs::read_to_string(bot.path().with_file_name("nowa.csv")).unwrap();
    insta::assert_snapshot!(written, @r"
    platform,chat,place,topic,rhythm
    terminal,asker,private,sport,at_once
    ");
    let (code, _, err) = lacznik(&bot, &["export", "nowa.csv"]);
    assert!(
        code == 1 && err.starts_with("Plik nowa.csv już istnieje."),
        "{err}"
    );
    let (code, out, _) = lacznik(&bot, &["import", "nowa.csv"]);
    assert!(
        code == 0 && out.starts_with("Dopisane subskrypcje: 0. Były już wcześniej: 1."),
        "{out}"
    );
    lacznik(&bot, &["export", "historia.csv", "--history"]);
    let written = fs::read_to_string(bot.path().with_file_name("historia.csv")).unwrap();
    insta::assert_snapshot!(written, @r"
    platform,chat,place,topic,rhythm,what,text_version,source,at
    terminal,asker,private,sport,at_once,begun,2026-11,chat,2026-11-23T11:00:00+00:00
    terminal,asker,private,kultura,at_once,begun,2026-11,chat,2026-11-23T11:00:00+00:00
    terminal,asker,private,kultura,at_once,ended,,chat,2026-11-23T11:00:00+00:00
    ");
    assert_eq!(lacznik(&bot, &["import", "historia.csv"]).0, 1);
    let (_, out, _) = lacznik(&bot, &["list"]);
    insta::assert_snapshot!(out, @r"
    Subskrypcje: 1, rozmowy, grupy i kanały: 1.
      sport  terminal  private  1
    ");
    let (_, out, _) = lacznik(&bot, &["list", "--json"]);
    assert_eq!(
        out,
        "[{\"platform\":\"terminal\",\"chat\":\"asker\",\"place\":\"private\",\"topic\":\"sport\",\"rhythm\":\"at_once\"}]\n"
    );
}
