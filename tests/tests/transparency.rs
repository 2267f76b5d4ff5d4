//! The transparency page, and how visitors are asked: filed, handed over, and part of the evidence.

use revoir_tests::{Revoir, http::Answer};
use serde_json::{Value, json};
use std::fs;

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

fn page(revoir: &Revoir, query: &str, language: &str) -> Answer {
    let path = format!("/t/demo{query}");
    let answer = revoir.ask("GET", &path, &[("accept-language", language)], b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

fn file(revoir: &Revoir, cookie: &str, version: &str, bytes: &[u8]) -> Answer {
    let path = format!("/api/sites/demo/processes?text_version={version}&taken_on=2026-11-01");
    let headers = [
        ("cookie", cookie),
        ("content-type", "application/octet-stream"),
    ];
    revoir.ask("POST", &path, &headers, bytes)
}

#[test]
fn the_page_tells_everything_in_the_language_of_whoever_reads_it() {
    let revoir = Revoir::demo();

    let english = page(&revoir, "", "de, en;q=0.8");
    let french = page(&revoir, "", "fr-FR");
    let chosen = page(&revoir, "?lang=fr", "en");

    assert_eq!(french.text(), chosen.text());
    assert!(english.text().contains("What is recorded on Demo shop"));
    assert!(
        french
            .text()
            .contains("Ce qui est enregistré sur Demo shop")
    );
    assert_eq!(english.header("vary"), Some("accept-language"));
    let policy = english.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(!policy.contains("script") && !english.text().contains("<script"));
    assert_eq!(english.header("set-cookie"), None);
    let told = revoir.ask("GET", "/v1/sites/demo/texts", &[], b"").json();
    for (page, language) in [(english, "en"), (french, "fr")] {
        for purpose in ["support", "ux", "errors"] {
            let details = told["texts"][language]["purposes"][purpose]["details"]
                .as_array()
                .unwrap();
            for detail in details {
                let detail = detail.as_str().unwrap().replace('&', "&amp;");
                assert!(page.text().contains(&detail), "{detail}");
            }
        }
    }
}

#[test]
fn a_purpose_that_is_stopped_is_said_to_be() {
    let revoir = Revoir::demo();
    let stopped = "Collecting for this purpose is stopped";
    let before = page(&revoir, "", "en").text();

    let stop = revoir.run(&["policy", "stop", "demo", "ux", "--why", "x"]);

    assert!(stop.status.success());
    assert!(!before.contains(stopped));
    assert_eq!(page(&revoir, "", "en").text().matches(stopped).count(), 1);
}

#[test]
fn what_was_filed_is_listed_and_handed_over_as_what_it_is() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let configuration = br#"{"privacyUrl":"/privacy"}"#;

    assert_eq!(file(&revoir, &dpo, "1", configuration).status, 201);
    assert_eq!(file(&revoir, &dpo, "1", PNG).status, 201);

    let listed = revoir.get_as(&dpo, "/api/sites/demo/processes").json();
    let listed = listed["processes"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    for (media, kind, bytes) in [
        ("image/png", "image/png", PNG),
        (
            "text/plain",
            "text/plain; charset=utf-8",
            &configuration[..],
        ),
    ] {
        let found = listed.iter().find(|it| it["media"] == media).unwrap();
        let expected = json!({ "id": found["id"], "text_version": "1", "media": media, "taken_on": "2026-11-01",
            "size": bytes.len(), "filed_at": found["filed_at"], "filed_by": "DPO" });
        assert_eq!(found, &expected);
        let path = format!(
            "/api/sites/demo/processes/{}",
            found["id"].as_str().unwrap()
        );
        let answer = revoir.get_as(&dpo, &path);
        assert_eq!(answer.body, bytes);
        assert_eq!(answer.header("content-type"), Some(kind));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(
            answer
                .header("content-disposition")
                .unwrap()
                .starts_with("attachment")
        );
    }
}

#[test]
fn what_is_no_picture_or_too_large_or_of_no_version_is_not_filed() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let large = vec![b'a'; 256 * 1_024 + 1];
    let larger = vec![b'a'; 1_024 * 1_024 + 1];

    assert_eq!(file(&revoir, &dpo, "1", &PNG[..40]).status, 400);
    assert_eq!(
        file(&revoir, &dpo, "1", &[PNG, b"<script>"].concat()).status,
        400
    );
    assert_eq!(file(&revoir, &dpo, "1", b"").status, 400);
    assert_eq!(file(&revoir, &dpo, "1", &large).status, 413);
    assert_eq!(file(&revoir, &dpo, "1", &larger).status, 413);
    assert_eq!(file(&revoir, &dpo, "2", PNG).status, 404);
    assert_eq!(revoir.sql("select count(*) from processes"), "0");
}

#[test]
fn the_evidence_holds_what_visitors_were_told_and_how_they_were_asked() {
    let revoir = Revoir::demo();
    assert_eq!(file(&revoir, &revoir.sign_in("dpo"), "1", PNG).status, 201);
    let dir = revoir.data.path().join("evidence");
    let at = revoir.sql("select (now() at time zone 'UTC')::date");

    let taken = revoir.run(&[
        "evidence",
        "--at",
        &at,
        "--site",
        "demo",
        "--out",
        dir.to_str().unwrap(),
    ]);

    assert!(taken.status.success(), "{taken:?}");
    let texts: Value = serde_json::from_slice(&fs::read(dir.join("texts.json")).unwrap()).unwrap();
    let content = texts["texts"]["content"].as_str().unwrap();
    assert_eq!(
        texts["texts"]["sha256"],
        revoir.sql("select encode(hash, 'hex') from texts")
    );
    assert!(content.contains("Demo utilise des traceurs"));
    let files = fs::read_dir(dir.join("process")).unwrap();
    let files: Vec<Vec<u8>> = files
        .map(|it| fs::read(it.unwrap().path()).unwrap())
        .collect();
    assert_eq!(files, [PNG]);
}
