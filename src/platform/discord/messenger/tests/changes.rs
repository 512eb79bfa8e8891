//! Messages that are changed and taken back later, and the role that a message calls.

use super::*;

fn corrected() -> Outgoing {
    Outgoing {
        ping: Some("55".into()),
        handle: Some(handle("1")),
        reply_to: Some("70".into()),
        ..Outgoing::plain("Nabór do 14.12 @everyone")
    }
}

impl Whole {
    async fn edit(&self, to: &ChatRef, sent: &str) -> Result<(), SendError> {
        self.discord.edit(to, sent, &corrected()).await
    }

    async fn withdraw(&self, to: &ChatRef, sent: &str) -> Result<(), SendError> {
        let instead = Outgoing::plain("Wycofane");
        self.discord.withdraw(to, sent, &instead).await
    }
}

fn is_no_message(outcome: &Result<(), SendError>) -> bool {
    matches!(outcome, Err(SendError::NoMessage(_)))
}

#[tokio::test]
async fn an_edit_keeps_the_file_and_calls_nobody() {
    let whole = Whole::new(|_, _| sent("9")).await;
    assert_eq!(whole.edit(&direct(), "9").await, Ok(()));
    assert_eq!(whole.lines(), ["PATCH /channels/5/messages/9"]);
    let expected = json!({
        "content": "<@&55>\n\nNabór do 14.12 \\@everyone", "embeds": [], "components": [], "flags": 4,
        "allowed_mentions": {"parse": [], "users": [], "roles": []},
    });
    assert_eq!(whole.body(0), expected);
    // What was a picture alone stays one.
    let picture = Outgoing {
        file: Some(Attachment {
            id: "f".into(),
            picture: true,
        }),
        ..Outgoing::default()
    };
    assert_eq!(whole.discord.edit(&direct(), "9", &picture).await, Ok(()));
    let nothing = whole
        .discord
        .edit(&direct(), "9", &Outgoing::default())
        .await;
    assert!(
        matches!(nothing, Err(SendError::Rejected(_))),
        "{nothing:?}"
    );
    assert_eq!(whole.lines().len(), 2);
}

#[tokio::test]
async fn only_a_new_message_in_a_channel_calls_the_role() {
    let whole = Whole::new(|_, _| sent("9")).await;
    let mut message = corrected();
    let roles = |number: usize| whole.body(number)["allowed_mentions"]["roles"].clone();
    message.handle = Some(whole.acknowledged("9", "1"));
    whole.send(&direct(), &message).await.unwrap();
    whole.send(&aside(), &message).await.unwrap();
    assert_eq!((roles(0), roles(1)), (json!([]), json!([])));
    message.handle = None;
    whole.send(&direct(), &message).await.unwrap();
    assert_eq!(roles(2), json!(["55"]));
    message.replaces = Some("3".into());
    whole.send(&direct(), &message).await.unwrap();
    assert_eq!(roles(3), json!([]));
    assert_eq!(whole.lines()[3], "PATCH /channels/5/messages/3");
}

#[tokio::test]
async fn what_is_not_there_or_not_ours_is_no_message() {
    for (status, code) in [(404, 10008), (403, 50005)] {
        let whole = Whole::new(move |_, _| refused(status, code)).await;
        let outcome = whole.edit(&direct(), "9").await;
        assert!(is_no_message(&outcome), "{code} {outcome:?}");
    }
    let whole = Whole::new(|_, _| sent("9")).await;
    for (to, sent) in [(direct(), ""), (direct(), "../9"), (aside(), "9")] {
        let outcome = whole.edit(&to, sent).await;
        assert!(is_no_message(&outcome), "{sent} {outcome:?}");
        let outcome = whole.withdraw(&to, sent).await;
        assert!(is_no_message(&outcome), "{sent} {outcome:?}");
    }
    assert_eq!(whole.lines().len(), 0);
}

#[tokio::test]
async fn what_is_taken_back_is_deleted_and_gone_already_is_as_good() {
    let whole = Whole::new(|_, _| answer(204, Value::Null).saying("")).await;
    assert_eq!(whole.withdraw(&direct(), "9").await, Ok(()));
    assert_eq!(whole.lines(), ["DELETE /channels/5/messages/9"]);
    let whole = Whole::new(|_, _| refused(404, 10008)).await;
    assert_eq!(whole.withdraw(&direct(), "9").await, Ok(()));
    let whole = Whole::new(|_, _| refused(404, 10003)).await;
    let outcome = whole.withdraw(&direct(), "9").await;
    assert!(matches!(outcome, Err(SendError::Gone(_))), "{outcome:?}");
    assert_eq!(whole.lines().len(), 1);
}

#[tokio::test]
async fn what_may_not_be_deleted_says_something_else() {
    const LINES: [&str; 2] = [
        "DELETE /channels/5/messages/9",
        "PATCH /channels/5/messages/9",
    ];
    let second = |code: u64| {
        move |turn: usize, _: &str| match (turn, code) {
            (0, _) => refused(403, 50013),
            (_, 0) => sent("9"),
            (_, code) => refused(403, code),
        }
    };
    let whole = Whole::new(second(0)).await;
    assert_eq!(whole.withdraw(&direct(), "9").await, Ok(()));
    assert_eq!(whole.lines(), LINES);
    let body = whole.body(1);
    assert_eq!(
        (&body["content"], &body["attachments"]),
        (&json!("Wycofane"), &json!([])),
        "its file goes with it"
    );
    // Somebody else was faster.
    let whole = Whole::new(second(10008)).await;
    assert_eq!(whole.withdraw(&direct(), "9").await, Ok(()));
    let whole = Whole::new(second(50005)).await;
    assert!(is_no_message(&whole.withdraw(&direct(), "9").await));
    let whole = Whole::new(second(50001)).await;
    let outcome = whole.withdraw(&direct(), "9").await;
    assert!(
        matches!(outcome, Err(SendError::NotAllowed(_))),
        "{outcome:?}"
    );
    assert_eq!(whole.lines(), LINES);
}

#[tokio::test]
async fn hostile_answers_to_a_change_are_told_as_those_to_a_send() {
    type Is = fn(&SendError) -> bool;
    let retry: Is = |error| matches!(error, SendError::Retry { .. });
    let uncertain: Is = |error| matches!(error, SendError::Uncertain(_));
    let page = "<html>Bad Gateway</html>";
    let answers: [(u16, &str, Is); 7] = [
        (200, page, uncertain),
        (200, "{", uncertain),
        (502, page, uncertain),
        (404, page, retry),
        (429, page, retry),
        (429, r#"{"retry_after": 7200.0, "global": false}"#, retry),
        (401, page, |error| matches!(error, SendError::Stop(_))),
    ];
    for (status, said, is_expected) in answers {
        let whole = Whole::new(move |_, _| answer(status, Value::Null).saying(said)).await;
        let edited = whole.edit(&direct(), "9").await.unwrap_err();
        assert!(is_expected(&edited), "{status} {said}: {edited:?}");
        let whole = Whole::new(move |_, _| answer(status, Value::Null).saying(said)).await;
        let deleted = whole.withdraw(&direct(), "9").await.unwrap_err();
        assert!(is_expected(&deleted), "{status} {said}: {deleted:?}");
        assert_eq!(whole.lines().len(), 1);
    }
}
