use super::*;
use crate::domain::conversation::Target;
use crate::domain::message::{Attachment, Span};
use serde_json::{Value, json};

fn rendered(message: &Outgoing) -> Written {
    written(message, "77")
}

fn built(buttons: &[Button]) -> Value {
    serde_json::to_value(components(buttons, "77")).unwrap()
}

fn button(label: &str, does: Does) -> Button {
    Button {
        label: label.into(),
        does,
    }
}

fn act(label: &str, action: &str) -> Button {
    button(label, Does::Action(action.into()))
}

/// How many components each row has.
fn shape(buttons: &[Button]) -> Vec<usize> {
    let rows = built(buttons);
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["components"].as_array().unwrap().len())
        .collect()
}

#[test]
fn a_message_looks_like_this() {
    let message = Outgoing::default()
        .with(Block::Heading("Mały grant".into()))
        .with(Block::plain("2 < 3"))
        .with(Block::Note("Dane przykładowe.".into()))
        .button("Tak", &Action::Human);
    let written = rendered(&message);
    assert_eq!(
        written.content,
        "**Mały grant**\n\n2 \\< 3\n\n-# Dane przykładowe."
    );
    assert!(written.embeds.is_empty());
    assert_eq!(written.flags, MessageFlags::SUPPRESS_EMBEDS);
    let expected = json!([{"type": 1, "components": [
        {"type": 2, "style": 2, "label": "Tak", "custom_id": "h", "disabled": false},
    ]}]);
    assert_eq!(json!(written.components), expected);
    assert_eq!(json!(no_mentions())["parse"], json!([]));
    let loud = Outgoing {
        previews: true,
        ..message
    };
    assert_eq!(rendered(&loud).flags, MessageFlags::empty());
    assert!(rendered(&Outgoing::plain(" \n")).is_blank());
}

#[test]
fn what_has_no_room_goes_into_embeds_block_by_block() {
    let blocks = ["a", "b", "c", "d"].map(|letter| Block::plain(letter.repeat(1_200)));
    let message = blocks.into_iter().fold(Outgoing::default(), Outgoing::with);
    let written = rendered(&message);
    assert_eq!(written.content, "a".repeat(1_200));
    let rest = ["b", "c", "d"]
        .map(|letter| letter.repeat(1_200))
        .join("\n\n");
    assert_eq!(written.embeds, [rest]);
    assert_eq!(written.flags, MessageFlags::empty());
    assert_eq!(
        json!(written.built_embeds())[0]["description"],
        json!(written.embeds[0])
    );
}

#[test]
fn whatever_the_length_the_limits_hold() {
    let texts = [
        "*".repeat(1_900),
        "żółw ".repeat(1_000),
        "*_~".repeat(1_600),
        "🙂".repeat(2_400),
        "a".repeat(12_000),
        "* ".repeat(6_000),
    ];
    for text in texts {
        for block in [
            Block::Heading(text.clone()),
            Block::Note(text.clone()),
            Block::List(vec![text.clone(), "b".into()]),
            Block::Paragraph(vec![Span::Strong(text.clone()), Span::Plain(text.clone())]),
        ] {
            let written = rendered(&Outgoing::plain("a").with(block));
            let sizes: Vec<usize> = written.embeds.iter().map(|text| units(text)).collect();
            assert!(units(&written.content) <= 2_000);
            assert!(sizes.iter().all(|size| *size <= 4_096), "{sizes:?}");
            assert!(
                sizes.iter().sum::<usize>() <= 6_000 && sizes.len() <= 10,
                "{sizes:?}"
            );
        }
    }
}

#[test]
fn a_part_of_the_usual_size_is_never_cut_short() {
    let capacity = crate::domain::message::Platform::Discord.capacity();
    let full = rendered(&Outgoing::plain("*".repeat(capacity.units)));
    let stars = |text: &str| text.matches('*').count();
    let there: usize = full.embeds.iter().map(|text| stars(text)).sum();
    assert_eq!(stars(&full.content) + there, capacity.units);
    let words = "Zażółć gęślą jaźń, proszę. ".repeat(185);
    let aside = rendered(&Outgoing::plain(words.trim()));
    let length: usize = aside.embeds.iter().map(|text| units(text)).sum();
    assert!(units(&aside.content) + length >= words.len() - 2_000);
    assert!(!aside.embeds.concat().contains('…'));
}

#[test]
fn an_address_that_is_too_long_cannot_break_a_message() {
    let url = format!("https://x.example/{}", "a".repeat(20_000));
    let label = "strona".into();
    let spans = vec![Span::Link { label, url }];
    let written = rendered(&Outgoing::plain("a").with(Block::Paragraph(spans)));
    assert!(units(&written.content) <= CONTENT);
}

#[test]
fn rows_can_be_read_on_a_phone_and_are_never_too_many() {
    let labels = |labels: &[&str]| -> Vec<usize> {
        let numbered = labels.iter().enumerate();
        let buttons: Vec<Button> = numbered
            .map(|(number, label)| act(label, &format!("d:{number}")))
            .collect();
        shape(&buttons)
    };
    assert_eq!(labels(&["Tak", "Nie", "Wróć", "Dalej"]), [3, 1]);
    assert_eq!(labels(&["Złóż ofertę", "Rozlicz dotację"]), [2]);
    assert_eq!(labels(&["Regranting i małe granty", "Tak", "Nie"]), [1, 2]);
    assert_eq!(labels(&["Regranting i małe granty"; 8]), [2, 2, 2, 2]);
    assert_eq!(labels(&["a"; 40]), [5, 5, 5, 5, 5]);
    assert_eq!(labels(&[]), Vec::<usize>::new());
}

#[test]
fn buttons_that_would_be_refused_are_left_out() {
    let buttons = [
        act(&"ż".repeat(80), "h"),
        act("drugi raz", "h"),
        act("za długie", &"a".repeat(101)),
        act("bez niczego", ""),
        act(" \n", "d:1"),
        button("na\npriv", Does::Private("t_karta-1".into())),
    ];
    let rows = built(&buttons);
    assert_eq!(shape(&buttons), [1, 1]);
    let (first, second) = (&rows[0]["components"][0], &rows[1]["components"][0]);
    assert_eq!(first["label"], format!("{}…", "ż".repeat(39)));
    assert_eq!(
        (&second["custom_id"], &second["label"]),
        (&json!("p:t_karta-1"), &json!("na priv"))
    );
}

#[test]
fn a_button_that_brings_no_text_leads_to_the_bot_itself() {
    let buttons = [button("Napisz do mnie", Does::Private(String::new()))];
    let expected = json!([{"type": 1, "components": [{
        "type": 2, "style": 5, "label": "Napisz do mnie", "disabled": false,
        "url": "https://discord.com/users/77",
    }]}]);
    assert_eq!(built(&buttons), expected);
}

#[test]
fn a_role_is_named_first_and_only_where_it_is_one() {
    let calling = |role: &str, message: Outgoing| {
        let message = Outgoing {
            ping: Some(role.to_owned()),
            ..message
        };
        rendered(&message)
    };
    let notice = calling("55", Outgoing::plain("Nabór <@&56>"));
    assert_eq!(notice.content, "<@&55>\n\nNabór \\<\\@&56>");
    assert_eq!(mentions(&notice)["roles"], json!(["55"]));
    assert_eq!(mentions(&notice)["parse"], json!([]));
    for role in ["", "everyone", "55> @everyone", "-5"] {
        let notice = calling(role, Outgoing::plain("Nabór"));
        assert_eq!(notice.content, "Nabór", "{role}");
        assert_eq!(mentions(&notice), json!(no_mentions()), "{role}");
    }
    assert!(calling("55", Outgoing::plain(" ")).is_blank());
    // A picture alone says something too, and what is long has room for the name.
    let picture = Outgoing {
        file: Some(Attachment {
            id: "f".into(),
            picture: true,
        }),
        ..Outgoing::default()
    };
    assert_eq!(calling("55", picture).content, "<@&55>");
    let long = calling("12345678901234567890", Outgoing::plain("ż".repeat(1990)));
    assert_eq!(long.content, "<@&12345678901234567890>");
    assert_eq!(long.embeds, ["ż".repeat(1990)]);
}

#[test]
fn many_choices_become_menus_above_the_other_buttons() {
    let few: Vec<Button> = (0..5).map(|n| act("Temat", &format!("t:{n}"))).collect();
    assert_eq!(shape(&few), [3, 2]);
    let mut many: Vec<Button> = (0..30).map(|n| act("Temat", &format!("t:{n}"))).collect();
    many.insert(1, act("Człowiek", "h"));
    many.push(act(
        "Inne",
        &Action::Choose(Target::Unit("u".into())).to_string(),
    ));
    let rows = built(&many);
    assert_eq!(shape(&many), [1, 1, 1]);
    let (first, second) = (&rows[0]["components"][0], &rows[1]["components"][0]);
    assert_eq!(first["type"], 3);
    assert_eq!(
        (&first["custom_id"], &second["custom_id"]),
        (&json!("menu:0"), &json!("menu:1"))
    );
    // Discord has words of its own there, in the language of whoever looks.
    assert!(first.get("placeholder").is_none_or(Value::is_null));
    assert_eq!(first["options"].as_array().unwrap().len(), 25);
    assert_eq!(second["options"].as_array().unwrap().len(), 6);
    assert_eq!(
        first["options"][0],
        json!({"label": "Temat", "value": "t:0"})
    );
    assert_eq!(second["options"][5]["value"], "U:u");
    assert_eq!(rows[2]["components"][0]["custom_id"], "h");
    let too_many: Vec<Button> = (0..300).map(|n| act("Temat", &format!("t:{n}"))).collect();
    assert_eq!(shape(&too_many), [1; 5]);
}

#[test]
fn a_menu_has_room_for_longer_labels_than_a_button() {
    let long = "Dotacja dla klubu sportowego może mieć osobny tryb, z innym wnioskiem";
    let mut message = Outgoing::plain("Sport");
    for n in 0..6 {
        message = message.button(long, &Action::Topic(format!("t{n}")));
    }
    message = message.button(long, &Action::Human);
    let rows = built(&spelled_out(&message).buttons);
    assert_eq!(rows[0]["components"][0]["options"][0]["label"], long);
    let button = rows[1]["components"][0]["label"].as_str().unwrap();
    assert!(button.ends_with('…') && button.chars().count() <= 40);
    let longer = act(&"ż".repeat(101), "t:x");
    let rows = built(&[vec![longer], message.buttons].concat());
    let cut = &rows[0]["components"][0]["options"][0]["label"];
    assert_eq!(*cut, format!("{}…", "ż".repeat(99)));
}

#[test]
fn labels_are_the_same_as_on_telegram() {
    use crate::platform::telegram::render::spelled_out as on_telegram;
    let long = "Wolontariusz może pomagać organizacji, ale nie w jej działalności gospodarczej";
    let mut message = Outgoing::plain("Które z tych pytań jest najbliższe?")
        .with(Block::Note("Dane przykładowe.".to_owned()))
        .button(long, &Action::Human)
        .button("Żadne z tych", &Action::NoneOfThese { turn: 1 });
    assert_eq!(spelled_out(&message), on_telegram(&message));
    assert_ne!(spelled_out(&message).blocks, message.blocks);
    message.file = Some(Attachment {
        id: "f".into(),
        picture: false,
    });
    assert_eq!(spelled_out(&message), on_telegram(&message));
}
