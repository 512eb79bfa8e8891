//! A menu that is done with makes room for what was chosen; answers stay.

use lacznik::domain::message::{Content, Incoming, Outgoing};

use crate::harness::TestBot;

/// The message that carries the pressed button.
const MENU: &str = "17";

/// Says something and presses the button of the reply that has this in its label.
async fn pressed(bot: &mut TestBot, text: &str, label: &str) -> Vec<Outgoing> {
    bot.says(text).await;
    let action = bot.action(label);
    press(bot, &action).await
}

async fn press(bot: &mut TestBot, action: &str) -> Vec<Outgoing> {
    let incoming = Incoming {
        message: Some(MENU.to_owned()),
        ..bot.incoming("asker", Content::Press(action.to_owned()))
    };
    bot.replies(&incoming).await
}

#[tokio::test]
async fn what_was_chosen_takes_the_place_of_the_menu() {
    let mut bot = TestBot::new().await;
    for (text, label) in [
        ("/jezyk", "polski"),
        ("wolontariusz", ""),
        ("wolontariusz", "Żadne z tych"),
        ("bieg uliczny", "Obwodowa"),
        ("jaki jest limit małego grantu", "do 31 sierpnia"),
    ] {
        let shown = pressed(&mut bot, text, label).await;
        assert_eq!(shown[0].replaces.as_deref(), Some(MENU), "{text}: {label}");
        assert!(shown[1..].iter().all(|message| message.replaces.is_none()));
    }
}

#[tokio::test]
async fn answers_and_cards_stay() {
    let mut bot = TestBot::new().await;
    for (text, label) in [
        ("ile max na maly grant teraz", "To nie to"),
        ("ile max na maly grant teraz", "Kto się tym zajmuje"),
        ("ile max na maly grant teraz", "Porozmawiaj z człowiekiem"),
        ("ile max na maly grant teraz", "Nieaktualne?"),
        ("/start", "Lista poleceń"),
        ("/start r_hala", "Dane kontaktowe"),
        ("/start t_sport", "Kontakt: "),
        ("bieg uliczny", "Porozmawiaj z człowiekiem"),
    ] {
        let shown = pressed(&mut bot, text, label).await;
        assert_eq!(shown[0].replaces, None, "{text}: {label}");
    }
}

#[tokio::test]
async fn a_menu_works_again_and_what_is_gone_does_not_wipe_it_out() {
    let mut bot = TestBot::new().await;
    let first = pressed(&mut bot, "wolontariusz", "").await;
    let action = bot.action("");
    assert_ne!(action, "");
    bot.says("ile max na maly grant teraz").await;
    let chosen = bot.says("wolontariusz").await;
    assert!(chosen.starts_with("Nie jestem pewien"), "{chosen}");
    let again = bot.action("");
    assert_eq!(press(&mut bot, &again).await[0].blocks, first[0].blocks);
    for gone in ["E:nie-ma", "R:nie-ma", "U:NIEMA", "x:99", "o:nie-ma:x", "?"] {
        let shown = press(&mut bot, gone).await;
        assert_eq!(shown[0].replaces, None, "{gone}");
    }
}

#[tokio::test]
async fn a_label_that_is_typed_replaces_nothing() {
    let mut bot = TestBot::new().await;
    bot.says("/jezyk").await;
    let incoming = Incoming {
        message: Some("18".to_owned()),
        ..bot.incoming("asker", Content::Text("English".to_owned()))
    };
    let shown = bot.replies(&incoming).await;
    assert_eq!((shown.len(), &shown[0].replaces), (1, &None));
}
