//! What a visitor downloads while the recording goes: never a whole file, and nothing once it is gone.

use revoir_tests::{
    Revoir,
    http::begin_post,
    tickets::{end, wait_until},
    traces::SWIFT,
    visitor::{PLAIN, batch, open_with, page, send, yesterday},
};
use serde_json::json;

/// So large that it is on its way for as long as nobody reads it.
const BATCHES: u64 = 60;

/// Does something to the recording of this number, and gives the answer's status.
type Act<'a> = dyn Fn(u8) -> u16 + 'a;

fn receipt(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

/// A settled recording of some ten megabytes.
fn large(revoir: &Revoir, number: u8) -> String {
    let hash = format!("sha256(decode('{}', 'hex'))", receipt(number));
    let digits = revoir.sql(&format!("select encode({hash}, 'hex')"));
    let grant = open_with(revoir, ("ux", 1), &yesterday(revoir), &digits);
    for seq in 0..BATCHES {
        let mut events = if seq == 0 { page("hi", 0) } else { Vec::new() };
        events.extend((0..2_000).map(|n| {
            let data = json!({ "source": 3, "id": 3, "x": n, "y": n * seq });
            json!({ "type": 3, "timestamp": seq * 1_000 + n / 2, "data": data })
        }));
        assert_eq!(send(revoir, &batch(&grant, seq, &events)).status, 202);
    }
    let id = revoir.sql(&format!(
        "select id from recordings where receipt_hash = {hash}"
    ));
    end(revoir, &id);
    wait_until(revoir, &id, ("state", "settled"));
    id
}

fn post(revoir: &Revoir, path: &str, number: u8, more: &str) -> u16 {
    let body = format!(r#"{{"receipt":"{}"{more}}}"#, receipt(number));
    revoir.ask("POST", path, &[PLAIN], body.as_bytes()).status
}

#[test]
fn what_goes_during_a_download_is_broken_off_and_is_no_whole_file() {
    let revoir = Revoir::with(&SWIFT);
    let asked = |number: u8| {
        let body = json!({ "receipt": receipt(number) }).to_string();
        begin_post(revoir.port, "/v1/receipts/archive", &body)
    };
    let expire = |number: u8| {
        let of = format!(
            "receipt_hash = sha256(decode('{}', 'hex'))",
            receipt(number)
        );
        let past = format!("update recordings set expires_at = now() where {of}");
        assert_eq!(revoir.sql(&past), "");
        200
    };
    let ends: [(&Act, u16, u16); 4] = [
        (&expire, 200, 404),
        (
            &|number| post(&revoir, "/v1/receipts/erasure", number, ""),
            200,
            404,
        ),
        (
            &|number| post(&revoir, "/v1/withdrawals", number, ""),
            204,
            404,
        ),
        (
            &|number| {
                post(
                    &revoir,
                    "/v1/receipts/restriction",
                    number,
                    r#","restricted":true"#,
                )
            },
            204,
            423,
        ),
    ];

    for ((act, done, then), number) in ends.into_iter().zip(1..) {
        let _id = large(&revoir, number);
        let whole = asked(number).finish();
        assert!(whole.text().ends_with("</html>\n"), "{number}");
        let mut slow = asked(number);

        assert_eq!(act(number), done, "{number}");
        let broken = slow.finish();

        assert_eq!(broken.status, 200);
        assert!(!broken.text().contains("</html>"), "{number}");
        assert!(broken.body.len() < whole.body.len(), "{number}");
        assert_eq!(
            post(&revoir, "/v1/receipts/archive", number, ""),
            then,
            "{number}"
        );
    }
}
