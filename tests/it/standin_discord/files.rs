//! Files that people send: at addresses of their own, for a day.

use super::*;
use crate::discord_api::{Act, DOWNLOAD, Which};

/// Status and body of what lies at an address.
async fn at(caller: &Caller, address: &str) -> (u16, Vec<u8>) {
    let answer = caller.http.get(address).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn a_file_lies_at_its_address_for_a_day() {
    let caller = Caller::new().await;
    let api = &caller.api;
    let (mut line, _) = caller.identifies(1 << 12).await;
    let direct = api.direct(ANNA);
    let message = api.attaches(direct, ANNA, "baner", "baner żółty.png", b"PNG");
    let event = line.event("MESSAGE_CREATE").await;
    let file = &event["attachments"][0];
    assert_eq!(
        (&file["size"], &file["content_type"]),
        (&json!(3), &json!("image/png"))
    );
    let address = file["url"].as_str().unwrap();
    assert_eq!(at(&caller, address).await, (200, b"PNG".to_vec()));
    for (is, other) in [
        ("hm=", "hm=0"),
        ("ex=", "ex=f"),
        ("attachments/", "attachments/1"),
    ] {
        let wrong = address.replace(is, other);
        assert_eq!(at(&caller, &wrong).await.0, 404, "{wrong}");
    }
    let act = Act::Html {
        status: 502,
        stored: false,
    };
    api.plan(Which::route(DOWNLOAD), None, act, 1);
    assert_eq!(at(&caller, address).await.0, 502);
    api.passes(Duration::from_secs(24 * 3600 - 5));
    assert_eq!(at(&caller, address).await.0, 200);
    api.passes(Duration::from_secs(10));
    assert_eq!(at(&caller, address).await.0, 404);
    // Told anew, it lies at a new address, until the message is deleted.
    let path = format!("{}/{message}", messages(direct));
    let again = caller.ok("GET", &path, Value::Null).await;
    let address = again["attachments"][0]["url"].as_str().unwrap();
    assert_eq!(at(&caller, address).await.0, 200);
    api.deletes(direct, message);
    assert_eq!(at(&caller, address).await.0, 404);
    assert_eq!(api.count_of(DOWNLOAD), 9);
    api.assert_clean();
}

#[tokio::test]
async fn whoever_shows_the_token_there_is_found_out() {
    let caller = Caller::new().await;
    let address = format!("{}/attachments/1/2/x.png", caller.api.url());
    let request = caller.http.get(address);
    let shown = request.header("Authorization", format!("Bot {}", caller.api.token()));
    assert_eq!(shown.send().await.unwrap().status(), 404);
    assert_eq!(caller.api.violations().len(), 1);
}
