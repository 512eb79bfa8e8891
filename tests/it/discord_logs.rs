//! Nothing personal in the log, however much is asked of it, and no secret: also beside Telegram, and at the end of both.

use serde_json::json;
use std::time::Duration;

use crate::discord_api::{Act, DiscordApi, Refusal, State, Which};
use crate::on_discord::{ASKER, CHANNEL, SERVER};
use crate::process::{Installation, Service, WAITING, until};

const PERSON: u64 = 987_111_222_333_444_555;
const PATIENCE: Duration = Duration::from_secs(60);

/// The service as a process beside this Discord, and beside Telegram where it is wanted.
struct Both {
    town: Installation,
    api: DiscordApi,
    runtime: tokio::runtime::Runtime,
}

impl Both {
    fn new() -> Self {
        let api = DiscordApi::start_on_thread();
        api.server(SERVER, "Tajna Rada");
        api.channel(SERVER, CHANNEL, "poufny-kanal");
        let settings = format!("\n[discord]\napi_url = \"{}\"\n", api.url());
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        Self {
            town: Installation::with(&settings),
            api,
            runtime: runtime.enable_all().build().unwrap(),
        }
    }

    /// The service with everything logged, when Discord hears it.
    fn run(&self, with_telegram: bool) -> Service {
        let mut command = self.town.command(&["run"]);
        command.env("LACZNIK_DISCORD_TOKEN", self.api.token()).env(
            "LACZNIK_LOG",
            "trace,hyper=trace,tungstenite=trace,serenity=trace",
        );
        if !with_telegram {
            command.env_remove("LACZNIK_TELEGRAM_TOKEN");
        }
        let service = Service::of(&mut command);
        self.runtime.block_on(self.api.wait_for_session(PATIENCE));
        service
    }

    #[track_caller]
    fn waits(&self, what: &str, holds: impl FnMut(&State) -> bool) {
        let came = self.runtime.block_on(self.api.wait_until(holds, PATIENCE));
        assert!(came, "waited in vain: {what}");
    }

    /// Nothing is left to be sent, once this is handled.
    fn settles(&self, id: u64) {
        self.handled(id);
        until("messages", || self.town.sql_count(WAITING) == 0);
    }

    fn handled(&self, id: u64) {
        const LAST: &str = "SELECT coalesce(max(CAST(update_id AS INTEGER)), 0) FROM seen_updates
            WHERE platform = 'discord'";
        let id = i64::try_from(id).unwrap();
        until("handled", || self.town.sql_count(LAST) >= id);
    }
}

/// Everything that can go wrong with what is sent, with the words of people in it.
fn refusals() -> Vec<Act> {
    let quoted = Refusal {
        errors: Some(json!({"content": {"_errors": [{"code": "X", "message": "Nieodgadniona"}]}})),
        ..Refusal::new(400, 50035, "Invalid Form Body: \"Nieodgadniona\"")
    };
    vec![
        Act::Refuse(quoted),
        Act::Refuse(Refusal::new(400, 1, "about \"Nieodgadniona 555666777\"")),
        Act::Refuse(Refusal::new(500, 0, "about \"Nieodgadniona 555666777\"")),
        Act::Html {
            status: 502,
            stored: false,
        },
        Act::Garbled {
            body: "{\"content\": \"Nieodgadniona".to_owned(),
            stored: true,
        },
        Act::Drop { stored: false },
    ]
}

#[test]
fn a_conversation_with_failures_leaves_no_trace_in_the_log() {
    let both = Both::new();
    let api = &both.api;
    api.person(PERSON, |person| {
        person.username = "bronka_tajna".to_owned();
        person.global_name = Some("Bronisława Kowalska".to_owned());
    });
    let service = both.run(false);
    both.waits("commands", |state| !state.commands.is_empty());
    api.bot_joins(SERVER);
    let question = "pawilonik Wisława Nieodgadniona tel 555666777";
    let direct = api.direct(PERSON);
    let option = [("pytanie", question)];
    both.settles(api.says_in_dm(PERSON, question));
    api.mentions_bot(CHANNEL, PERSON, question);
    api.says_in(CHANNEL, PERSON, question);
    api.attaches(
        direct,
        PERSON,
        question,
        "Nieodgadniona.pdf",
        b"Nieodgadniona",
    );
    api.forwards(direct, PERSON, question);
    api.presses_raw(PERSON, direct, 5, "e:Nieodgadniona");
    api.types(PERSON, CHANNEL, "zapytaj", "pytanie", question);
    api.runs(PERSON, CHANNEL, "zapytaj", &[], "pl");
    api.sends_event("KIND_OF_2031", &json!({"content": question}));
    api.sends_event(
        "MESSAGE_CREATE",
        &json!({"content": [question], "author": question}),
    );
    api.sends_garbage(
        format!(r#"{{"op":0,"t":"MESSAGE_CREATE","d":{{"content":"{question}"#).as_bytes(),
    );
    both.settles(api.runs(PERSON, CHANNEL, "zapytaj", &option, "pl"));
    for which in [Which::Sends, Which::Callbacks, Which::Everything] {
        for act in refusals() {
            api.plan(which.clone(), None, act, 1);
            let private = api.says_in_dm(PERSON, question);
            let aside = api.runs(PERSON, CHANNEL, "zapytaj", &option, "pl");
            both.handled(private.max(aside));
        }
    }
    api.all_is_well();
    // A session that is lost, and what was said meanwhile.
    api.refuses_resumes(1);
    api.cuts_gateway();
    api.says_in_dm(PERSON, question);
    both.waits("a new session", |state| state.gateway.heard.identifies == 2);
    both.runtime.block_on(api.wait_for_session(PATIENCE));
    both.town.sql("DROP TABLE roles");
    both.handled(api.says_in_dm(PERSON, question));
    both.town.sql("UPDATE outbox SET body = '\"Zagad' || 'kowa\"', status = 'pending', lease_until = NULL, settled_at = NULL, not_before = 0");
    both.handled(api.says_in_dm(PERSON, question));
    std::thread::sleep(Duration::from_secs(1));
    let sessions: Vec<String> = (0..2_u64)
        .map(|number| format!("{:032x}", 0x00d1_5c0d_0000_u64 + 999 - number))
        .collect();
    service.signal("TERM");
    let (status, log) = service.ended();
    assert!(status.success(), "{log}");
    for said in [
        "TRACE",
        "not handled",
        "is not acknowledged",
        "what was missed",
    ] {
        assert!(log.contains(said), "{said}: {log}");
    }
    const ERRORS: &str = "SELECT count(*) FROM outbox WHERE error IS NOT NULL AND error <> ''";
    assert!(both.town.sql_count(ERRORS) > 0);
    const QUOTED: &str = "SELECT count(*) FROM outbox WHERE error LIKE '%Nieodgadniona%'
        OR error LIKE '%aW50ZXJhY3Rpb24%' OR error LIKE '%MTEwMDAw%' OR error LIKE '%127.0.0.1%'";
    assert_eq!(both.town.sql_count(QUOTED), 0);
    let person = PERSON.to_string();
    let private = [
        api.token(),
        "Gstand.in",
        "aW50ZXJhY3Rpb24",
        &sessions[0],
        &sessions[1],
        "pawilonik",
        "Nieodgadniona",
        "555666777",
        "Bronisława",
        "Tajna",
        "poufny",
        "bronka",
        &person,
    ];
    for private in private {
        let lines: Vec<&str> = log
            .lines()
            .filter(|line| line.contains(private))
            .take(3)
            .collect();
        assert!(lines.is_empty(), "{private}: {lines:#?}");
    }
}

#[test]
fn the_end_of_discord_alone_ends_the_service_with_a_sentence() {
    for (code, words) in [
        (4014, "Message Content Intent"),
        (4004, "tokenu"),
        (4012, "4012"),
    ] {
        let both = Both::new();
        let service = both.run(false);
        both.api.closes_gateway(code);
        let (status, said) = service.ended();
        assert_eq!(status.code(), Some(1), "{said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.contains(words), "{code}: {last}");
    }
}

#[test]
fn beside_telegram_the_end_of_discord_ends_nothing_else() {
    for code in [4014, 4004] {
        let both = Both::new();
        let mut service = both.run(true);
        service.until_said("Łącznik działa w Telegramie");
        both.settles(both.api.says_in_dm(ASKER, "/start"));
        both.api.closes_gateway(code);
        service.until_said("działają dalej");
        let reply = both.town.says(2001, "/start");
        assert_eq!(reply.len(), 1);
        assert!(service.is_running());
        service.signal("TERM");
        let (status, said) = service.ended();
        assert!(status.success(), "{said}");
    }
}
