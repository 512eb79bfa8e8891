//! Groups and channels, where everybody reads along: brief answers, nothing personal, a hello.

use lacznik::domain::action::Action;
use lacznik::domain::language::Language;
use lacznik::domain::message::{Content, Does, Incoming, Outgoing, Place, Presence, Unreadable};
use lacznik::domain::role::Role;

use crate::harness::{GROUP, TestBot};

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn joined(title: &str) -> Content {
    Content::Presence(Presence::Joined {
        title: Some(title.to_owned()),
        server: None,
    })
}

fn left() -> Content {
    Content::Presence(Presence::Left)
}

/// The buttons that open the private chat, with their links.
fn links(messages: &[Outgoing]) -> Vec<(&str, &str)> {
    let buttons = messages.iter().flat_map(|message| &message.buttons);
    buttons
        .filter_map(|button| match &button.does {
            Does::Private(link) => Some((button.label.as_str(), link.as_str())),
            Does::Action(_) => None,
        })
        .collect()
}

#[tokio::test]
async fn the_hello_says_what_this_is_and_what_it_reads() {
    let mut bot = TestBot::new().await;
    let hello = bot.in_group("ewa", joined("Rada NGO")).await;
    insta::assert_snapshot!(hello, @r"
    Łącznik: pomoc dla organizacji pozarządowych

    Jestem automatem. Odpowiada za mnie Urząd Miasta Przykładowo, Biuro Współpracy z
    Organizacjami – Pełnomocnik ds. NGO.

    Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię,
    z kim rozmawiać. Tutaj krótko, a w rozmowie prywatnej w całości.

    Żeby o coś zapytać, wystarczy:

    - wybrać z menu polecenie /zapytaj, a poproszę o pytanie,
    - odpowiedzieć na dowolną moją wiadomość.

    Czytam tylko to, co jest do mnie skierowane. Na inne wiadomości nie reaguję i
    ich nie zapisuję.

    Ogłoszenia dla tej grupy włącza jej administrator poleceniem /subskrypcje.

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] Napisz prywatnie
    ");
}

#[tokio::test]
async fn hello_is_said_once_and_again_after_a_removal() {
    let mut bot = TestBot::new().await;
    let hello = bot.in_group("ewa", joined("Rada NGO")).await;
    assert!(hello.starts_with("Łącznik"), "{hello}");
    assert_eq!(
        bot.in_group("ewa", joined("Rada NGO")).await,
        "",
        "made an admin"
    );
    assert_eq!(bot.in_group("ewa", left()).await, "");
    assert_eq!(bot.in_group("ewa", joined("Rada NGO")).await, hello);
    let other = bot.incoming_in("other", "ewa", joined("Inna"));
    assert_eq!(bot.reply_to(&other).await, hello);
}

#[tokio::test]
async fn hello_is_said_in_the_language_of_whoever_brought_the_bot() {
    let mut bot = TestBot::new().await;
    let incoming = Incoming {
        language: Some(Language::English),
        ..bot.incoming_in(GROUP, "ewa", joined("NGOs"))
    };
    let hello = bot.reply_to(&incoming).await;
    assert!(
        hello.contains("choose /ask from the menu") && hello.contains("reply to any"),
        "{hello}"
    );
}

#[tokio::test]
async fn a_private_chat_that_is_open_again_hears_nothing() {
    let mut bot = TestBot::new().await;
    for content in [joined("Ewa"), left(), joined("Ewa")] {
        let incoming = bot.incoming("ewa", content);
        assert_eq!(bot.reply_to(&incoming).await, "");
    }
}

#[tokio::test]
async fn a_channel_gets_no_post_but_who_brought_the_bot_is_told() {
    let mut bot = TestBot::new().await;
    let channel = |incoming: Incoming| Incoming {
        place: Place::Channel,
        ..incoming
    };
    let incoming = channel(bot.incoming_in("first", "ewa", joined("Wieści")));
    assert_eq!(bot.reply_to(&incoming).await, "", "ewa has never written");
    let hello = bot.incoming("ewa", text("/start"));
    bot.reply_to(&hello).await;
    let incoming = channel(bot.incoming_in("second", "ewa", joined("Wieści")));
    assert_eq!(
        bot.reply_to(&incoming).await,
        "Kanał „Wieści” jest zapisany. Pojawią się na nim tylko ogłoszenia na tematy,\n\
         które wybierze jego administrator; na razie nie ma żadnego.\n\n\
         [1] Ogłoszenia na tym kanale\n"
    );
    assert_eq!(bot.messenger.chats().last().unwrap(), "ewa");
    let again = channel(bot.incoming_in("second", "ewa", joined("Wieści")));
    assert_eq!(bot.reply_to(&again).await, "");
    let post = channel(bot.incoming_in("second", "ewa", text("ile max na maly grant")));
    assert_eq!(bot.reply_to(&post).await, "");
}

#[tokio::test]
async fn an_answer_in_a_group_answers_its_question_and_leads_to_the_private_chat() {
    let mut bot = TestBot::new().await;
    let incoming = Incoming {
        message: Some("5".to_owned()),
        ..bot.incoming_in(GROUP, "ewa", text("ile max na maly grant teraz"))
    };
    let answer = bot.replies(&incoming).await;
    assert_eq!(answer[0].reply_to.as_deref(), Some("5"));
    let buttons: Vec<_> = answer[0]
        .buttons
        .iter()
        .map(|button| &button.label)
        .collect();
    assert_eq!(buttons, ["Dopytaj prywatnie"]);
    let (_, link) = links(&answer)[0];
    let private = bot.says(&format!("/start {link}")).await;
    assert!(private.contains("20 000 zł"), "{private}");
    assert!(bot.labels().contains(&"Nieaktualne?"));
}

#[tokio::test]
async fn a_long_answer_is_cut_between_paragraphs_and_keeps_its_origin() {
    let mut bot = TestBot::new().await;
    let mut knowledge = lacznik::app::example().unwrap();
    let entry = knowledge
        .entries
        .iter_mut()
        .find(|entry| entry.id == "cit-8-termin")
        .unwrap();
    let paragraph = |first: &str| format!("{first} {}", "i dalej to samo ".repeat(15).trim());
    entry.answer = ["Raz", "Dwa", "Trzy"].map(paragraph).join("\n\n");
    bot.learns(&knowledge).await;
    let incoming = bot.incoming_in(GROUP, "ewa", Content::Press("e:cit-8-termin".to_owned()));
    let answer = bot.replies(&incoming).await;
    assert_eq!(
        links(&answer),
        [("Cała odpowiedź prywatnie", "f_cit-8-termin")]
    );
    let shown = bot
        .in_group("ewa", Content::Press("e:cit-8-termin".to_owned()))
        .await;
    for part in [
        "Raz i",
        "Dwa i",
        "Podstawa:",
        "Informacja ogólna z automatu",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("Trzy"), "{shown}");
    assert!(bot.says("/start f_cit-8-termin").await.contains("Trzy"));
}

#[tokio::test]
async fn nothing_in_a_group_belongs_to_one_persons_conversation() {
    let knowledge = lacznik::app::example().unwrap();
    let mut bot = TestBot::new().await;
    for golden in knowledge.golden.iter().step_by(5) {
        let incoming = bot.incoming_in(GROUP, "ewa", text(&golden.text));
        for message in bot.replies(&incoming).await {
            let json = serde_json::to_string(&message.blocks).unwrap();
            assert!(
                !json.contains("Zapamiętuję numery"),
                "{}: an introduction",
                golden.text
            );
            for button in &message.buttons {
                let Some(action) = button.action() else {
                    continue;
                };
                let action: Action = action.parse().unwrap();
                let is_stateless = matches!(
                    action,
                    Action::Choose(_)
                        | Action::Entry(_)
                        | Action::Route(_)
                        | Action::Option { .. }
                        | Action::Unit(_)
                        | Action::Command(_)
                        | Action::Language(_)
                );
                assert!(is_stateless, "{}: {action:?}", golden.text);
            }
        }
    }
}

#[tokio::test]
async fn contacts_are_shown_whole_and_menus_work_for_anybody() {
    let mut bot = TestBot::new().await;
    let card = bot
        .in_group("ewa", text("kto zajmuje sie dotacjami na sport"))
        .await;
    assert!(
        card.contains("Wydział Kultury Fizycznej i Sportu") && card.contains("tel."),
        "{card}"
    );
    assert_eq!(bot.labels().last(), Some(&"Dopytaj prywatnie"));
    bot.in_group("ewa", text("bieg uliczny")).await;
    let option = bot.action("Obwodowa");
    let pressed = bot.in_group("jan", Content::Press(option)).await;
    assert!(!pressed.contains("wcześniejszej"), "{pressed}");
    let menu = bot.in_group("ola", text("wolontariusz")).await;
    assert!(menu.starts_with("Nie jestem pewien"), "{menu}");
    assert_eq!(bot.labels().last(), Some(&"Napisz prywatnie"));
    let first = bot.action("");
    let incoming = Incoming {
        message: Some("9".to_owned()),
        ..bot.incoming_in(GROUP, "jan", Content::Press(first))
    };
    let chosen = bot.replies(&incoming).await;
    // The menu stays for the others.
    assert_eq!(chosen[0].replaces, None);
    assert_eq!(chosen[0].reply_to.as_deref(), Some("9"));
}

#[tokio::test]
async fn the_officers_list_is_never_shown_in_a_group() {
    let mut bot = TestBot::new().await;
    bot.says("hipopotam fioletowy").await;
    bot.grant("ola", Role::Officer).await;
    let personal = "Na to odpowiadam tylko prywatnie, bo tutaj moje wiadomości widzą wszyscy.\n\n[1] Napisz prywatnie\n";
    for person in ["ola", "jan"] {
        for content in [text("/pytania"), Content::Press("c:questions".to_owned())] {
            assert_eq!(bot.in_group(person, content).await, personal);
        }
        let help = bot.in_group(person, text("/pomoc")).await;
        assert!(
            help.contains("/kontakt") && !help.contains("/pytania"),
            "{help}"
        );
    }
    let private = bot.incoming("ola", text("/pytania"));
    assert!(bot.reply_to(&private).await.contains("hipopotam"));
}

#[tokio::test]
async fn what_the_bot_does_not_know_is_one_sentence() {
    let mut bot = TestBot::new().await;
    assert_eq!(
        bot.in_group("ewa", text("hipopotam fioletowy")).await,
        "Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję; pytanie przekazuję\n\
         pełnomocnikowi bez informacji, kto je zadał.\n\n[1] Napisz prywatnie\n"
    );
    let kept = bot
        .texts("SELECT kind || ' ' || text FROM officer_notes")
        .await;
    assert_eq!(kept, ["unanswered hipopotam fioletowy"]);
}

#[tokio::test]
async fn start_and_contact_work_in_a_group() {
    let mut bot = TestBot::new().await;
    let hello = bot.in_group("ewa", joined("Rada NGO")).await;
    assert_eq!(bot.in_group("jan", text("/start@lacznik_bot")).await, hello);
    assert!(
        bot.in_group("jan", text("/kontakt"))
            .await
            .contains("00 000 01 00")
    );
    // The introduction still comes in the private chat.
    let private = bot.incoming("jan", text("kto zajmuje sie dotacjami na sport"));
    assert!(bot.reply_to(&private).await.contains("Zapamiętuję numery"));
}

#[tokio::test]
async fn what_has_no_words_gets_a_kind_answer_everywhere() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    for (what, says) in [
        (Unreadable::Voice, "Nie odsłuchuję nagrań."),
        (Unreadable::Picture, "Nie widzę, co jest na obrazie."),
        (Unreadable::File, "Nie czytam dokumentów."),
        (Unreadable::Hidden, "Na serwerze widzę treść tylko"),
        (Unreadable::Other, "Nie potrafię odczytać tej wiadomości."),
    ] {
        let private = bot.incoming("asker", Content::Unreadable(what));
        let private = bot.reply_to(&private).await;
        assert!(private.starts_with(says), "{private}");
        assert_eq!(
            bot.in_group("asker", Content::Unreadable(what)).await,
            private
        );
    }
}

#[tokio::test]
async fn the_officer_learns_that_the_bot_was_removed() {
    let mut bot = TestBot::new().await;
    bot.in_group("ewa", joined("Rada NGO")).await;
    bot.in_group("ewa", left()).await;
    bot.spoil(
        "INSERT INTO officer_notes (id, kind, subject, key, text, count, first_at, last_at) VALUES
            (900, 'chat_no_rights', 'Wieści', '', '', 2, 1, 1),
            (901, 'downtime', '', 'a', '21.11 8:00 – 22.11 12:00', 1, 1, 1)",
    )
    .await;
    bot.says("/start").await;
    bot.grant("asker", Role::Officer).await;
    insta::assert_snapshot!(bot.says("/pytania").await, @r"
    Do sprawdzenia przez pełnomocnika

    Bota usunięto z tych grup, kanałów i serwerów. Jeśli to pomyłka, ich
    administrator może go dodać ponownie:

    - Rada NGO

    Tutaj bot nie może pisać. Pozwolić mu na to może administrator grupy lub kanału:

    - Wieści (2 razy)

    Bot nie działał dłużej, niż komunikatory przechowują wiadomości. Kto wtedy
    pisał, powinien napisać jeszcze raz:

    - 21.11 8:00 – 22.11 12:00
    ");
}

#[tokio::test]
async fn a_fault_is_told_to_a_group_and_never_posted_in_a_channel() {
    let mut bot = TestBot::new().await;
    bot.spoil("DROP TABLE roles").await;
    let incoming = Incoming {
        message: Some("5".to_owned()),
        ..bot.incoming_in(GROUP, "ewa", text("ile max na maly grant"))
    };
    let apology = bot.replies(&incoming).await;
    assert_eq!(apology[0].reply_to.as_deref(), Some("5"));
    let post = Incoming {
        place: Place::Channel,
        ..bot.incoming_in("channel", "ewa", text("ile max na maly grant"))
    };
    assert_eq!(bot.reply_to(&post).await, "");
}
