//! The service as people and administrators meet it: `lacznik run` as a process, and Telegram's side of it.

use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::process::{Installation, Service, until};
use crate::stopping::stopped_by;
use crate::telegram_api::Message;

const ANNA: i64 = 2001;
const MARY: i64 = 2002;
const OKSANA: i64 = 2003;

/// A title for each part, and the buttons.
fn shown(messages: &[Message]) -> String {
    let mut text = String::new();
    for message in messages {
        text += message.text.lines().next().unwrap_or_default();
        text.push('\n');
        for (label, _) in message.buttons() {
            text += &format!("  [{label}]\n");
        }
    }
    text
}

/// Requests that change the profile.
fn set_requests(town: &Installation) -> Vec<String> {
    let requests = town.api.requests().into_iter();
    requests
        .map(|request| request.method)
        .filter(|method| method.starts_with("set") || method.starts_with("delete"))
        .collect()
}

/// Waits until the first profile is set: the menu button comes last.
fn profile_is_set(town: &Installation) {
    until("the profile", || town.api.count_of("setChatMenuButton") > 0);
    // By the time of an answer the button is there as well.
    town.says(ANNA, "/pomoc");
}

#[test]
fn a_conversation_from_the_first_word_to_the_last() {
    let town = Installation::new();
    town.api.speaks(MARY, "en");
    town.api.speaks(OKSANA, "uk");
    let _service = town.run();
    let mut talk = String::new();
    let mut turn = |what: &str, reply: Vec<Message>| {
        talk += &format!("> {what}\n{}\n", shown(&reply));
    };
    let reply = town.says(ANNA, "/start");
    turn("/start", reply);
    for text in ["ile max na maly grant teraz", "To nie to", "wolontariusz"] {
        let reply = town.says(ANNA, text);
        turn(text, reply);
    }
    let button = town.api.messages(ANNA).last().unwrap().buttons()[0]
        .0
        .clone();
    let reply = town.presses(ANNA, &button);
    turn(&format!("[{button}]"), reply);
    for text in ["koty kastracja", "/kontakt", "/pomoc"] {
        let reply = town.says(ANNA, text);
        turn(text, reply);
    }
    let reply = town.says(MARY, "who handles sports grants");
    turn("who handles sports grants", reply);
    let reply = town.says(OKSANA, "хто займається спортом");
    turn("хто займається спортом", reply);
    town.api.assert_clean();
    assert_eq!(town.api.refusals(), Vec::<String>::new());
    insta::assert_snapshot!(talk, @r"
    > /start
    Łącznik: pomoc dla organizacji pozarządowych
      [Lista poleceń]
      [Kontakt do pełnomocnika]
      [Zmień język]

    > ile max na maly grant teraz
    Mały grant: do 20 000 zł na jedno zadanie
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > To nie to
    Może więc chodzi o to:
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > wolontariusz
    Nie jestem pewien, o co chodzi. Które z tych pytań jest najbliższe?
      [Wolontariusz może pomagać NGO, ale nie…]
      [Niepełnoletni wolontariusz: potrzebna…]
      [Koszty wolontariusza: bezpieczne…]
      [Żadne z tych]

    > [Wolontariusz może pomagać NGO, ale nie…]
    Wolontariusz może pomagać NGO, ale nie w jej działalności gospodarczej
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > koty kastracja
    Wydział Ochrony Środowiska i Zieleni
      [Pokaż: Straż Miejska]
      [Dane kontaktowe]
      [To nie to]
      [Porozmawiaj z człowiekiem]

    > /kontakt
    Oto człowiek, który pomoże albo wskaże właściwą osobę.

    > /pomoc
    Co można zrobić

    > who handles sports grants
    I am not sure what you mean. Which of these is closest?
      [Contact: Mały grant: złożenie i dalszy…]
      [Contact: Wydział Kultury Fizycznej i…]
      [Contact: Granty i dotacje: skąd]
      [None of these]

    > хто займається спортом
    Wydział Kultury Fizycznej i Sportu
      [Це не те]
      [Поговорити з людиною]
    ");
}

#[test]
fn the_profile_is_set_in_every_language_and_only_where_it_differs() {
    let town = Installation::new();
    let first = town.run();
    profile_is_set(&town);
    let names = |kind: &str, language: &str| -> Vec<String> {
        let commands = town.api.commands(&json!({ "type": kind }), language);
        let commands = commands.unwrap_or_default();
        let commands = commands.as_array().into_iter().flatten();
        commands
            .map(|command| command["command"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut menus = String::new();
    for scope in ["all_private_chats", "all_group_chats"] {
        for language in ["", "pl", "en", "uk"] {
            menus += &format!(
                "{scope} {language:?}: {}\n",
                names(scope, language).join(" ")
            );
        }
    }
    insta::assert_snapshot!(menus, @r#"
    all_private_chats "": start pomoc zapytaj tematy kontakt policz jezyk subskrypcje wypisz
    all_private_chats "pl": start pomoc zapytaj tematy kontakt policz jezyk subskrypcje wypisz
    all_private_chats "en": start help ask topics contact count language subscriptions unsubscribe
    all_private_chats "uk": start dopomoha zapytaty temy kontakt porakhuvaty mova pidpysky vidpysaty
    all_group_chats "": start pomoc zapytaj tematy kontakt policz subskrypcje wypisz
    all_group_chats "pl": start pomoc zapytaj tematy kontakt policz subskrypcje wypisz
    all_group_chats "en": start help ask topics contact count subscriptions unsubscribe
    all_group_chats "uk": start dopomoha zapytaty temy kontakt porakhuvaty pidpysky vidpysaty
    "#);
    let phrases = |method: &str| -> Vec<(String, usize)> {
        let requests = town.api.requests_of(method);
        let mut set: Vec<_> = requests
            .iter()
            .map(|request| {
                let field = request.params.as_object().unwrap();
                let text = field.iter().find(|(name, _)| name.contains("description"));
                let language = request.params["language_code"].as_str().unwrap_or_default();
                let length = text.unwrap().1.as_str().unwrap().chars().count();
                (language.to_owned(), length)
            })
            .collect();
        set.sort();
        set
    };
    let every = ["", "en", "pl", "uk"];
    for (method, most) in [("setMyDescription", 512), ("setMyShortDescription", 120)] {
        let set = phrases(method);
        let languages: Vec<&str> = set.iter().map(|(language, _)| language.as_str()).collect();
        assert_eq!(languages, every, "{method}");
        assert!(
            set.iter().all(|(_, length)| (10..=most).contains(length)),
            "{set:?}"
        );
    }
    assert_eq!(town.api.count_of("setChatMenuButton"), 1);
    first.kill();

    town.api.forget_requests();
    let second = town.run();
    until("the last look", || {
        town.api.count_of("getChatMenuButton") > 0
    });
    town.says(ANNA, "/pomoc");
    assert_eq!(set_requests(&town), Vec::<String>::new());
    second.kill();

    // Somebody has changed one thing by hand.
    let spoilt = json!({ "language_code": "en", "short_description": "Nothing" });
    town.set("setMyShortDescription", &spoilt);
    town.api.forget_requests();
    let _third = town.run();
    until("the last look", || {
        town.api.count_of("getChatMenuButton") > 0
    });
    assert_eq!(set_requests(&town), ["setMyShortDescription"]);
    town.api.assert_clean();
}

#[test]
fn without_a_token_it_says_what_is_missing() {
    let town = Installation::new();
    let refused = |token: &str| {
        let mut command = town.command(&["run"]);
        let (status, said) = Service::of(command.env("LACZNIK_TELEGRAM_TOKEN", token)).ended();
        assert_eq!(status.code(), Some(1), "{said}");
        said
    };
    for empty in ["", "  "] {
        let said = refused(empty);
        assert!(
            said.contains("nie podano żadnego tokenu") && said.contains("LACZNIK_TELEGRAM_TOKEN"),
            "{said}"
        );
        assert!(said.contains("LACZNIK_DISCORD_TOKEN"), "{said}");
    }
    for malformed in ["hasło", "123456", "123456:", "1:a/../b", ":abc"] {
        let said = refused(malformed);
        assert!(
            said.contains("nie wygląda jak token z @BotFather"),
            "{said}"
        );
        assert!(!said.contains(malformed) || malformed == ":abc", "{said}");
    }
    let wrong = "123456789:AAwrong_and_still_secret";
    let said = refused(wrong);
    assert!(said.contains("Telegram nie zna tego tokenu"), "{said}");
    assert!(!said.contains("still_secret"), "{said}");
    town.api.revokes_token();
    let said = refused(town.api.token());
    assert!(said.contains("Telegram nie zna tego tokenu"), "{said}");
    assert!(!town.path("lacznik.db").exists(), "nothing was begun");
}

#[test]
fn while_telegram_is_out_of_reach_it_waits() {
    let town = Installation::new();
    town.telegram_goes_away();
    let service = town.spawn();
    service.until_said("Telegram nie odpowiada");
    stopped_by(service, "TERM");
    let mut service = town.spawn();
    service.until_said("Telegram nie odpowiada");
    assert!(service.is_running());
    town.telegram_comes_back();
    service.until_said("Łącznik działa w Telegramie");
    town.says(ANNA, "koty kastracja");
}

#[test]
fn a_webhook_that_somebody_left_is_removed() {
    let town = Installation::new();
    let left = json!({ "url": "http://127.0.0.1:9/hook" });
    town.set("setWebhook", &left);
    let _service = town.run();
    town.says(ANNA, "koty kastracja");
    assert_eq!(town.api.count_of("deleteWebhook"), 1);
}

#[test]
fn logs_have_no_token_and_nothing_that_people_wrote() {
    let town = Installation::new();
    town.api.person(ANNA, |anna| {
        anna.first_name = "Dobrosława".to_owned();
        anna.last_name = Some("Brzęczyszczykiewicz".to_owned());
        anna.username = Some("dobroslawa_b".to_owned());
    });
    let service = Service::of(town.command(&["run"]).env("LACZNIK_LOG", "trace"));
    service.until_said("Łącznik działa w Telegramie");
    town.says(ANNA, "mam na imię Dobrosława i pytam o wolontariusza");
    town.says(ANNA, "koty kastracja");
    town.presses(ANNA, "To nie to");
    town.says(ANNA, "zupełnie nieznane chrząszczenie");
    town.api.fails_next(
        "sendMessage",
        400,
        "Bad Request: can't parse \"Brzęczyszczykiewicz\"",
        None,
        1,
    );
    town.api.says(ANNA, "patronat");
    service.until_said("put aside");
    town.api.drops_connection(1);
    town.says(ANNA, "patronat");
    service.signal("TERM");
    let (_, said) = service.ended();
    assert!(
        said.contains(" TRACE ") || said.contains(" DEBUG "),
        "it was not asked for much"
    );
    let secret = town.api.token().split_once(':').unwrap().1;
    for word in [
        secret,
        "Dobros",
        "Brzęczysz",
        "dobroslawa",
        "wolontariusz",
        "kastracja",
        "chrząszcz",
        "patronat",
        "Wydział",
    ] {
        let found = said.lines().find(|line| line.contains(word));
        assert_eq!(found, None, "{word} stands in a log");
    }
}

#[test]
fn while_nobody_writes_it_asks_once_a_second_at_most_and_nothing_else() {
    let town = Installation::with("poll_seconds = 1\n");
    let _service = town.run();
    profile_is_set(&town);
    town.says(ANNA, "koty kastracja");
    town.api.forget_requests();
    let begun = Instant::now();
    until("four polls", || town.api.count_of("getUpdates") >= 4);
    let requests = town.api.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.method == "getUpdates"),
        "{requests:?}"
    );
    // The first may have come right away.
    assert!(
        begun.elapsed() > Duration::from_millis(2900),
        "{:?}",
        begun.elapsed()
    );
}

/// Makes somebody the officer, by the link that the command line gives.
fn becomes_officer(town: &Installation, person: i64) -> String {
    let said = town.output(&["officer", "invite"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let link = "https://t.me/LacznikTestBot?start=";
    let (_, rest) = said
        .out
        .split_once(link)
        .unwrap_or_else(|| panic!("{}", said.out));
    let payload = rest
        .split_whitespace()
        .next()
        .unwrap()
        .trim_end_matches('.');
    let welcome = town.says(person, &format!("/start {payload}"));
    let welcome = &welcome[0].text;
    assert!(
        welcome.contains("To konto ma teraz uprawnienia"),
        "{welcome}"
    );
    payload.to_owned()
}

#[test]
fn the_link_of_an_invitation_makes_one_person_the_officer() {
    let town = Installation::new();
    let _service = town.run();
    let payload = becomes_officer(&town, ANNA);
    let list = town.says(ANNA, "/pytania");
    assert!(
        list[0].text.contains("Lista jest pusta"),
        "{}",
        list[0].text
    );
    let refused = town.says(MARY, &format!("/start {payload}"));
    assert!(
        refused[0].text.starts_with("Ten kod nie działa"),
        "{}",
        refused[0].text
    );
    let refused = town.says(MARY, "/pytania");
    assert!(!refused[0].text.contains("Lista"), "{}", refused[0].text);
    let json = town.output(&["officer", "invite", "--json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let link = json["link"].as_str().unwrap();
    assert!(
        link.starts_with("https://t.me/LacznikTestBot?start=o_"),
        "{link}"
    );
}

#[test]
fn after_more_than_a_day_away_the_officer_is_told() {
    const AWAY: &str = "UPDATE leases SET renewed_at = renewed_at - 25 * 3600 * 1000";
    let town = Installation::new();
    let service = town.run();
    becomes_officer(&town, ANNA);
    stopped_by(service, "TERM");
    let service = town.run();
    let hers = json!({ "type": "chat", "chat_id": ANNA });
    until("the officer's commands", || {
        let commands = town.api.commands(&hers, "pl").unwrap_or_default();
        commands.to_string().contains("pytania")
    });
    let list = town.says(ANNA, "/pytania");
    assert!(
        list[0].text.contains("Lista jest pusta"),
        "{}",
        list[0].text
    );
    service.kill();
    town.sql(AWAY);
    let _service = town.run();
    let list = town.says(ANNA, "/pytania");
    let list = &list[0].text;
    assert!(
        list.contains("Bot nie działał dłużej, niż komunikatory przechowują wiadomości."),
        "{list}"
    );
}

/// A Discord that answers everything alike. Returns the settings that lead there.
fn discord_saying(status: &'static str) -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            drop(stream.read(&mut request));
            let head = "content-type: application/json\r\ncontent-length: 2\r\nconnection: close";
            drop(write!(stream, "HTTP/1.1 {status}\r\n{head}\r\n\r\n{{}}"));
        }
    });
    format!("[discord]\napi_url = \"http://{address}\"\n")
}

/// The service with both tokens.
fn with_both(town: &Installation) -> Service {
    let mut command = town.command(&["run"]);
    Service::of(command.env("LACZNIK_DISCORD_TOKEN", "MTA4.abc.still_secret"))
}

#[test]
fn of_two_tokens_the_wrong_one_is_named_and_nothing_begins() {
    let town = Installation::with(&discord_saying("401 Unauthorized"));
    let (status, said) = with_both(&town).ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("Discord nie zna tego tokenu"), "{said}");
    assert!(!said.contains("still_secret"), "{said}");
    assert!(!town.path("lacznik.db").exists(), "nothing was begun");
    town.api.revokes_token();
    let (status, said) = with_both(&town).ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("nie zna tego tokenu"), "{said}");
}

#[test]
fn a_platform_out_of_reach_holds_up_neither_the_other_nor_the_stop() {
    let town = Installation::with(&discord_saying("503 Service Unavailable"));
    let service = with_both(&town);
    service.until_said("Discord nie odpowiada");
    service.until_said("Łącznik działa w Telegramie");
    town.says(ANNA, "koty kastracja");
    stopped_by(service, "TERM");

    // The other way round: nobody works yet, and a stop is no failure.
    town.telegram_goes_away();
    let service = with_both(&town);
    service.until_said("Telegram nie odpowiada");
    service.until_said("Discord nie odpowiada");
    let took = stopped_by(service, "TERM");
    assert!(took < Duration::from_secs(5), "{took:?}");
    town.telegram_comes_back();
}
