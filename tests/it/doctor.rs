//! What `lacznik doctor` says of Telegram.

use serde_json::{Value, json};

use crate::process::{Installation, Said};
use crate::telegram_api::{ChatKind, Standing};

const ANNA: i64 = 2001;
const GROUP: i64 = -1_002_000_000_001;
const CHANNEL: i64 = -1_002_000_000_002;

/// A bot that is in a group and in a channel, and does not run at the moment.
fn visited() -> Installation {
    let town = Installation::new();
    let service = town.run();
    town.api.joins(GROUP, "Sportowcy", ANNA);
    town.api.describes(CHANNEL, ChatKind::Channel, "Ogłoszenia");
    town.api.standing(CHANNEL, Standing::Left);
    town.api.promotes(CHANNEL, ANNA);
    town.says(ANNA, "/pomoc");
    service.signal("TERM");
    service.ended();
    town
}

/// What it says of Telegram, with its exit code.
fn looked(town: &Installation) -> String {
    let Said { code, out, err } = town.output(&["doctor"]);
    assert_eq!(err, "");
    let about = [
        "Telegram",
        "Sportowcy",
        "Ogłoszenia",
        "webhook",
        "LACZNIK_TELEGRAM",
    ];
    let lines = out.lines();
    let lines = lines.filter(|line| about.iter().any(|word| line.contains(word)));
    let lines: Vec<&str> = lines.collect();
    assert!(!out.contains(town.api.token()), "{out}");
    format!("{}\n{}", code.unwrap(), lines.join("\n"))
}

#[test]
fn all_is_well() {
    let town = visited();
    insta::assert_snapshot!(looked(&town), @r"
    0
    dobrze: Telegram: token działa, bot nazywa się @LacznikTestBot.
    dobrze: „Ogłoszenia”: bot może tu pisać.
    dobrze: „Sportowcy”: bot może tu pisać.
    ");
    let said = town.output(&["doctor", "--json"]);
    assert_eq!(said.code, Some(0));
    let findings: Value = serde_json::from_str(&said.out).unwrap();
    let of_telegram = |finding: &&Value| finding["id"].as_str().unwrap().starts_with("telegram");
    let findings = findings.as_array().unwrap().iter().filter(of_telegram);
    let findings: Vec<String> = findings
        .map(|finding| format!("{} {}", finding["mark"], finding["id"]))
        .collect();
    assert_eq!(
        findings,
        [
            r#""ok" "telegram""#,
            r#""ok" "telegram-chat""#,
            r#""ok" "telegram-chat""#
        ]
    );
    town.api.assert_clean();
}

#[test]
fn what_is_set_wrongly_at_telegram_is_told() {
    let town = visited();
    town.api.reads_all_group_messages(true);
    town.set(
        "setWebhook",
        &json!({ "url": "https://inne.example.org/hook" }),
    );
    insta::assert_snapshot!(looked(&town), @r"
    0
    dobrze: Telegram: token działa, bot nazywa się @LacznikTestBot.
    uwaga: Telegram pokazuje botowi wszystkie wiadomości w grupach, a wystarczą polecenia i odpowiedzi na jego wiadomości. W @BotFather: /setprivacy, potem „Enable”; następnie usunąć bota z grup i dodać go ponownie.
    uwaga: w Telegramie ustawiony jest webhook (https://inne.example.org/hook), a bot ma sam pytać o wiadomości. „lacznik run” go usunie; jeśli należy do innej instalacji, ta potrzebuje własnego tokenu.
    dobrze: „Ogłoszenia”: bot może tu pisać.
    dobrze: „Sportowcy”: bot może tu pisać.
    ");
}

#[test]
fn rights_that_are_missing_are_told() {
    let town = visited();
    town.api.kicked(GROUP);
    let rights = vec!["can_manage_chat".to_owned()];
    town.api.standing(CHANNEL, Standing::Admin(rights));
    insta::assert_snapshot!(looked(&town), @r"
    1
    dobrze: Telegram: token działa, bot nazywa się @LacznikTestBot.
    błąd: „Ogłoszenia”: bot nie może tu publikować. Administrator kanału musi dać mu prawo „Publikowanie wiadomości”.
    uwaga: „Sportowcy”: bota już tu nie ma. Jeśli ma tu pisać, trzeba go dodać ponownie.
    ");
    town.api.standing(CHANNEL, Standing::Member);
    insta::assert_snapshot!(looked(&town), @r"
    1
    dobrze: Telegram: token działa, bot nazywa się @LacznikTestBot.
    błąd: „Ogłoszenia”: bot nie może tu publikować. Administrator kanału musi dać mu prawo „Publikowanie wiadomości”.
    uwaga: „Sportowcy”: bota już tu nie ma. Jeśli ma tu pisać, trzeba go dodać ponownie.
    ");
}

#[test]
fn a_token_that_is_revoked_missing_or_malformed_is_told() {
    let town = visited();
    let with_token = |token: &str| {
        let mut command = town.command(&["doctor"]);
        let output = command
            .env("LACZNIK_TELEGRAM_TOKEN", token)
            .output()
            .unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let line = out.lines().find(|line| line.contains("LACZNIK_TELEGRAM"));
        format!("{} {}", output.status.code().unwrap(), line.unwrap())
    };
    insta::assert_snapshot!(with_token(""), @"0 dobrze: Telegram: brak zmiennej LACZNIK_TELEGRAM_TOKEN, więc bot tam nie działa.");
    insta::assert_snapshot!(with_token("hasło"), @"1 błąd: LACZNIK_TELEGRAM_TOKEN nie wygląda jak token z @BotFather (cyfry, dwukropek, długi ciąg znaków) albo telegram.api_url nie jest adresem.");
    town.api.revokes_token();
    insta::assert_snapshot!(looked(&town), @r"
    1
    błąd: Telegram nie zna tego tokenu. Proszę sprawdzić LACZNIK_TELEGRAM_TOKEN; token pokazuje @BotFather (/mybots, „API Token”), a nowy daje polecenie /revoke.
    ");
}

#[test]
fn a_server_that_is_away_is_told() {
    let town = visited();
    town.telegram_goes_away();
    let said = looked(&town);
    assert!(
        said.starts_with("1\nbłąd: Telegram nie odpowiada (not sent: "),
        "{said}"
    );
    assert!(
        said.ends_with("Proszę sprawdzić połączenie z siecią i telegram.api_url."),
        "{said}"
    );
}

#[test]
fn a_platform_without_a_token_is_left_alone() {
    let said = visited().output(&["doctor"]);
    let line = said.out.lines().find(|line| line.contains("Discord"));
    insta::assert_snapshot!(line.unwrap(), @"dobrze: Discord: brak zmiennej LACZNIK_DISCORD_TOKEN, więc bot tam nie działa.");
}

/// A Discord with an application 77, whose bot is on the server 1 with the channels 10, where it may do everything, and
/// 11, which it does not see.
fn discord() -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let count = stream.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..count]);
            let path = request.split_whitespace().nth(1).unwrap_or_default();
            let (status, body) = match path.strip_prefix("/api/v10").unwrap_or_default() {
                "/users/@me" => ("200 OK", json!({"id": "78", "username": "NGO Przykładowo"})),
                "/applications/@me" => ("200 OK", json!({"id": "77", "flags": 1 << 19})),
                "/applications/77/commands?with_localizations=true" => ("200 OK", json!([])),
                "/gateway/bot" => {
                    let limit = json!({"remaining": 120, "reset_after": 5_400_000});
                    ("200 OK", json!({"session_start_limit": limit}))
                }
                "/guilds/1/roles" => {
                    let rights = (395_137_108_992_u64 - (1 << 15)).to_string();
                    ("200 OK", json!([{"id": "1", "permissions": rights}]))
                }
                "/guilds/1/members/78" => ("200 OK", json!({"roles": []})),
                "/channels/10" => ("200 OK", json!({"id": "10", "guild_id": "1"})),
                "/channels/11" => (
                    "403 Forbidden",
                    json!({"code": 50001, "message": "Missing Access"}),
                ),
                _ => (
                    "404 Not Found",
                    json!({"code": 10004, "message": "Unknown Guild"}),
                ),
            };
            let body = body.to_string();
            let head = format!("content-length: {}\r\nconnection: close", body.len());
            drop(write!(stream, "HTTP/1.1 {status}\r\n{head}\r\n\r\n{body}"));
        }
    });
    format!("[discord]\napi_url = \"http://{address}\"\n")
}

#[test]
fn on_discord_it_says_how_to_invite_the_bot_and_what_is_not_in_order() {
    let town = Installation::with(&discord());
    let service = town.run();
    service.signal("TERM");
    service.ended();
    town.sql(
        "INSERT INTO chats (platform, chat, place, title, state, server, changed_at) VALUES
            ('discord', '10', 'group', 'Rada #ogólny', 'open', '1', 0),
            ('discord', '11', 'group', 'Rada #zarząd', 'no_rights', '1', 0),
            ('discord', '12', 'group', 'Rada #stary', 'open', '1', 0),
            ('discord', '20', 'group', 'Zamknięty #ogólny', 'open', '2', 0)",
    );
    let mut command = town.command(&["doctor"]);
    let output = command
        .env("LACZNIK_DISCORD_TOKEN", "MTA4.abc.def")
        .output();
    let out = String::from_utf8(output.unwrap().stdout).unwrap();
    let (_, of_discord) = out.split_once("dobrze: Discord:").unwrap();
    insta::assert_snapshot!(of_discord, @r"
     token działa, bot nazywa się NGO Przykładowo.
    dobrze: ten odnośnik dodaje bota do serwera na Discordzie: https://discord.com/oauth2/authorize?client_id=77&permissions=395137108992&scope=bot%20applications.commands
    uwaga: polecenia na Discordzie, które są inne niż w programie: 12. Poprawi je „lacznik run”; jeśli już działa, a to zdanie nie znika, przyczynę podaje dziennik.
    uwaga: Discord pozwala botowi czytać treść wszystkich wiadomości, a ustawienie discord.message_content tego nie wymaga. Proszę to wyłączyć: Developer Portal → Applications → ten bot → Bot → „Message Content Intent”.
    uwaga: Discord pozwoli botowi połączyć się od nowa jeszcze tyle razy: 120, a limit odnowi się za 1 godz. 30 min; gdy się wyczerpie, Discord unieważni token. Coś często przerywa połączenie albo tego samego tokenu używa inny program.
    uwaga: „Rada #ogólny”: botowi brakuje tu praw: „Załączanie plików”. Pisać może i bez nich, ale nie wszystko mu się uda.
    uwaga: „Rada #stary”: tego kanału już nie ma albo bota usunięto z serwera. Jeśli ma tam pisać, trzeba go dodać ponownie.
    błąd: „Rada #zarząd”: bot nie może tu pisać. Brakuje mu praw: „Wyświetlanie kanałów”. Daje je administrator serwera, w ustawieniach kanału lub roli bota.
    uwaga: „Zamknięty #ogólny”: tego kanału już nie ma albo bota usunięto z serwera. Jeśli ma tam pisać, trzeba go dodać ponownie.
    ");
}
