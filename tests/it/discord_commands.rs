//! The slash commands: registered where they differ, read in the language of whoever types, proposed from memory.

use lacznik::platform::discord::gateway::Ended;
use serde_json::{Value, json};

use crate::discord_api::Message;
use crate::on_discord::{ASKER, CHANNEL, Whole};
use crate::on_telegram::SOON;

const PUT: &str = "PUT /applications/{application_id}/commands";

fn all_of(message: &Message) -> String {
    let embeds = serde_json::to_string(&message.embeds).unwrap();
    format!("{} {embeds}", message.text)
}

#[tokio::test]
async fn commands_are_registered_once_and_again_where_they_differ() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let all = discord.registers_commands().await;
    assert_eq!(all, discord.api.commands().len());
    assert_eq!(discord.registers_commands().await, 0);
    assert_eq!(discord.api.count_of(PUT), 1);
    // Another version has registered something else meanwhile.
    let changed = |change: fn(&mut Vec<Value>)| {
        let kept = discord.api.commands();
        discord.api.changes_commands(change);
        assert_ne!(kept, discord.api.commands());
    };
    changed(|commands| drop(commands.remove(0)));
    assert_eq!(discord.registers_commands().await, 1);
    changed(|commands| commands[1]["description"] = "inaczej".into());
    assert_eq!(discord.registers_commands().await, 1);
    changed(|commands| {
        let mut old = commands[0].clone();
        (old["name"], old["id"]) = ("dawne".into(), "5".into());
        commands.push(old);
    });
    assert_eq!(discord.registers_commands().await, 1);
    assert_eq!(discord.registers_commands().await, 0);
    assert_eq!(discord.api.count_of(PUT), 4);
    discord.api.assert_clean();
}

/// What people see in a language: name, option of it.
fn seen_in(commands: &[Value], locale: &str) -> String {
    let name = |of: &Value| {
        let own = &of["name_localizations"][locale];
        own.as_str().or(of["name"].as_str()).unwrap().to_owned()
    };
    let mut seen: Vec<String> = commands
        .iter()
        .map(|command| {
            let options = command["options"].as_array().into_iter().flatten();
            let options: Vec<String> = options.map(name).collect();
            format!("/{} {}", name(command), options.join(" "))
                .trim_end()
                .to_owned()
        })
        .collect();
    seen.sort();
    seen.join("\n")
}

#[tokio::test]
async fn everybody_reads_the_commands_in_their_language() {
    let whole = Whole::new().await;
    whole.discord.registers_commands().await;
    let commands = whole.discord.api.commands();
    insta::assert_snapshot!(seen_in(&commands, "pl"), @"
    /jezyk
    /kontakt sprawa
    /ogloszenia
    /ogloszenie
    /policz zdarzenie
    /pomoc
    /pytania
    /start kod
    /subskrypcje rola
    /tematy temat
    /wypisz
    /zapytaj pytanie
    ");
    insta::assert_snapshot!(seen_in(&commands, "en-GB"), @"
    /ask question
    /contact matter
    /count event
    /help
    /language
    /notice
    /notices
    /questions
    /start code
    /subscriptions role
    /topics topic
    /unsubscribe
    ");
    insta::assert_snapshot!(seen_in(&commands, "uk"), @"
    /dopomoha
    /kontakt справа
    /mova
    /oholoshennia
    /oholoshennya
    /pidpysky роль
    /porakhuvaty подія
    /pytannia
    /start код
    /temy тема
    /vidpysaty
    /zapytaty запитання
    ");
    assert_eq!(seen_in(&commands, "en-US"), seen_in(&commands, "en-GB"));
    assert_eq!(seen_in(&commands, "de"), seen_in(&commands, "pl"));
}

/// What is proposed for a text, by label and value.
async fn proposed(whole: &Whole, command: &str, typed: &str) -> Vec<(String, String)> {
    let api = &whole.discord.api;
    let option = option_of(whole, command);
    let id = api.types(ASKER, CHANNEL, command, &option, typed);
    api.outcome(id, SOON).await.choices()
}

fn option_of(whole: &Whole, command: &str) -> String {
    let commands = whole.discord.api.commands();
    let found = commands.iter().find(|one| one["name"] == command);
    let name = &found.unwrap()["options"][0]["name"];
    name.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_meant_is_proposed_and_what_is_chosen_is_given() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    discord.registers_commands().await;
    for (command, typed, value, known) in [
        (
            "zapytaj",
            "maly grant ile",
            "#e:maly-grant-limit",
            "Mały grant",
        ),
        ("zapytaj", "amły grnat", "#e:maly-grant-limit", "Mały grant"),
        ("kontakt", "sport", "#u:WKS", "Wydział Kultury Fizycznej"),
        (
            "kontakt",
            "srodowisko",
            "#u:WOS",
            "Wydział Ochrony Środowiska",
        ),
        ("tematy", "senoirzy", "#t:seniorzy", "Seniorzy"),
        ("tematy", "sport", "#t:sport", "Sport"),
    ] {
        let choices = proposed(&whole, command, typed).await;
        assert!(choices.len() <= 25);
        let is_there = choices.iter().any(|(_, one)| one == value);
        assert!(is_there, "{command} {typed}: {choices:?}");
        let option = option_of(&whole, command);
        let chosen = discord.runs(command, &[(&option, value)], "pl").await;
        let chosen = all_of(&chosen);
        assert!(chosen.contains(known), "{command} {typed}: {chosen}");
    }
    // With nothing typed there is something to choose from, and with nonsense nothing that would mislead.
    for command in ["zapytaj", "kontakt", "tematy"] {
        assert!(proposed(&whole, command, "").await.len() >= 10, "{command}");
        let long = "ż".repeat(5000);
        for nonsense in ["hipopotam qwrtz", "#e:maly-grant-limit", &long] {
            proposed(&whole, command, nonsense).await;
        }
    }
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn free_text_does_as_well_as_a_choice() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    discord.registers_commands().await;
    for (command, typed, known) in [
        ("zapytaj", "ile max na maly grant teraz", "Mały grant"),
        ("zapytaj", "/pomoc", "Co można zrobić"),
        ("zapytaj", "#e:nie-ma", "wcześniejszej rozmowy"),
        ("zapytaj", "#c:forget", ""),
        ("kontakt", "sport", "Wydział Kultury Fizycznej"),
        ("kontakt", "#u:NIC", "wcześniejszej rozmowy"),
        ("tematy", "sport", "Sport"),
        ("start", "t_sport", "Sport"),
        ("start", "nieznany", ""),
    ] {
        let option = option_of(&whole, command);
        let answer = discord.runs(command, &[(&option, typed)], "pl").await;
        assert!(answer.is_ephemeral());
        let answer = all_of(&answer);
        assert!(answer.contains(known), "{command} {typed}: {answer}");
    }
    for (command, known) in [
        ("start", "Łącznik:"),
        ("kontakt", "Oto człowiek"),
        ("tematy", "Wszystkie tematy"),
    ] {
        let answer = all_of(&discord.runs(command, &[], "pl").await);
        assert!(answer.contains(known), "{command}: {answer}");
    }
    let id = discord.api.runs(ASKER + 1, CHANNEL, "pomoc", &[], "en-US");
    discord.replies_to(id).await;
    let answer = all_of(&discord.api.outcome(id, SOON).await.message());
    assert!(answer.contains("What you can do"), "{answer}");
}

#[tokio::test]
async fn asking_without_a_question_opens_a_form_that_is_answered() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.registers_commands().await;
    for options in [&[][..], &[("pytanie", "  ")]] {
        let id = api.runs(ASKER, CHANNEL, "zapytaj", options, "pl");
        let modal = api.outcome(id, SOON).await.modal();
        assert_eq!(modal.inputs, [("q".to_owned(), "O co chodzi?".to_owned())]);
        let values = [("q", "ile max na maly grant teraz")];
        let sent = api.submits(ASKER, &modal, &values);
        discord.replies_to(sent).await;
        let answer = api.outcome(sent, SOON).await.message();
        assert!(answer.is_ephemeral() && all_of(&answer).contains("Mały grant"));
    }
    // Of a form that was opened there is nothing to keep.
    assert_eq!(
        whole.bot.count("SELECT count(*) FROM seen_updates").await,
        2
    );
}

#[tokio::test]
async fn a_command_of_another_version_is_answered() {
    let mut whole = Whole::new().await;
    whole.discord.registers_commands().await;
    let old = json!({"name": "dawne", "type": 1, "description": "x", "id": "5", "contexts": [0, 1],
        "integration_types": [0, 1], "options": [{"name": "czego", "type": 3, "description": "x"},
            {"name": "ile", "type": 4, "description": "x"}]});
    whole
        .discord
        .api
        .changes_commands(|commands| commands.push(old));
    let options = [("czego", "sportu"), ("ile", "5")];
    let answer = all_of(&whole.discord.runs("dawne", &options, "pl").await);
    assert!(answer.contains("Nie znam takiego polecenia"), "{answer}");
    assert_eq!(whole.discord.stopped().await, Ended::Stopped);
}
