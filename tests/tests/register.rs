//! The register: what a DPO hands over, in both languages, as JSON and as a page that stands alone.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{Revoir, accounts::send as ask};
use serde_json::{Value, json};

fn document(revoir: &Revoir, cookie: &str, kind: &str, lang: &str) -> Value {
    let path = format!("/api/sites/demo/register/{kind}?format=json&lang={lang}");
    let answer = revoir.get_as(cookie, &path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn page(revoir: &Revoir, cookie: &str, kind: &str, lang: &str) -> String {
    let path = format!("/api/sites/demo/register/{kind}?format=html&lang={lang}");
    let answer = revoir.get_as(cookie, &path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    answer.text()
}

fn of_purpose<'a>(report: &'a Value, purpose: &str) -> &'a Value {
    let mut purposes = report["purposes"].as_array().unwrap().iter();
    purposes.find(|it| it["purpose"] == purpose).unwrap()
}

fn measure<'a>(purpose: &'a Value, name: &str) -> &'a Value {
    let mut measures = purpose["measures"].as_array().unwrap().iter();
    measures.find(|it| it["measure"] == name).unwrap()
}

/// Loosens `ux` and publishes it with these words as its justification.
fn loosen(revoir: &Revoir, dpo: &str, words: &str) {
    let policies = revoir.get_as(dpo, "/api/sites/demo/policies").json();
    let mut policies = policies["policies"].as_array().unwrap().iter();
    let found = policies.find(|it| it["policy"]["purpose"] == "ux").unwrap();
    let mut policy = found["policy"].clone();
    policy["collection"] = json!({ "L1": { "rate": 0.01 } });
    policy["retention_minutes"] = json!(300 * 1_440);
    policy["text_version"] = json!("2");
    let draft = json!({ "revision": 0, "policy": policy });
    let path = "/api/sites/demo/policies/ux";
    let written = ask(revoir, dpo, "PUT", &format!("{path}/draft"), &draft);
    assert_eq!(written.status, 200, "{}", written.text());
    let said = json!([{ "measure": "retention", "alternative": words, "meets": "few may watch",
        "review_on": null }]);
    let publication = json!({ "revision": 1, "why": words, "justifications": said });
    let published = ask(
        revoir,
        dpo,
        "POST",
        &format!("{path}/versions"),
        &publication,
    );
    assert_eq!(published.status, 201, "{}", published.text());
}

#[test]
fn a_deviation_stands_in_the_report_with_its_paragraph_and_its_justification() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    loosen(&revoir, &dpo, "a year is compared with the next");

    let report = document(&revoir, &dpo, "conformance", "en");

    let ux = of_purpose(&report, "ux");
    let retention = measure(ux, "retention");
    assert_eq!(retention["met"], "deviating");
    assert_eq!(retention["paragraph"], "§\u{a0}47, appendix 1");
    assert_eq!(retention["asked"], "at most 183 days");
    assert_eq!(retention["chosen"], "300 days");
    let said = &retention["justification"];
    assert_eq!(said["alternative"], "a year is compared with the next");
    assert_eq!(said["author"], "DPO");
    assert_eq!(said["overdue"], false);
    assert_eq!(
        said["review_on"],
        revoir.sql("select ((now() at time zone 'UTC') + interval '12 months')::date")
    );
    assert_eq!(
        (&ux["conforms"], &ux["version"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(measure(ux, "collection")["met"], "stricter");
    assert_eq!(measure(ux, "S1")["met"], "kept");
    assert_eq!(of_purpose(&report, "errors")["conforms"], true);
    assert_eq!(report["framework"]["status"], "draft");
}

#[test]
fn a_justification_whose_day_of_review_is_over_is_said_to_be_overdue() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let late = "update policies set justifications = jsonb_set(justifications, '{0,review_on}', '\"2026-01-02\"')
        where purpose = 'ux'";
    assert_eq!(revoir.sql(late), "");

    let report = document(&revoir, &dpo, "conformance", "fr");
    let page = page(&revoir, &dpo, "conformance", "fr");

    let collection = measure(of_purpose(&report, "ux"), "collection");
    assert_eq!(collection["justification"]["overdue"], true);
    assert_eq!(
        collection["justification"]["author"],
        "la ligne de commande"
    );
    assert!(
        page.contains("02/01/2026</time> <strong>(en retard)"),
        "{page}"
    );
}

#[test]
fn what_else_than_time_ends_a_recording_and_that_collecting_is_stopped_is_said() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let until = |purpose: &str, until: Value| {
        revoir.sql(&format!(
            "update policies set document = jsonb_set(document, '{{until}}', '{until}')
            where purpose = '{purpose}'"
        ))
    };
    let ticket = json!({ "event": "ticket_closed", "longest_minutes": 20_160 });
    assert_eq!(until("support", ticket), "");
    assert_eq!(until("ux", json!({ "event": "release" })), "");
    let stop = json!({ "why": "a breach" });
    let path = "/api/sites/demo/policies/errors/stop";
    assert_eq!(ask(&revoir, &dpo, "PUT", path, &stop).status, 204);

    let record = page(&revoir, &dpo, "record", "en");
    let french = page(&revoir, &dpo, "record", "fr");
    let report = document(&revoir, &dpo, "conformance", "en");
    let page = page(&revoir, &dpo, "conformance", "fr");

    assert!(
        record.contains("until the ticket is closed, 14 days after the end of the visit at most")
    );
    assert!(french.contains("prochaine mise en production du site"));
    assert_eq!(record.matches("pseudonyms, kept with a ticket").count(), 1);
    assert_eq!(record.matches("Collecting is stopped since").count(), 1);
    assert_eq!(page.matches("La collecte est arrêtée depuis le").count(), 1);
    assert!(of_purpose(&report, "ux").get("stopped").is_none());
    let said = of_purpose(&report, "errors")["stopped"].as_str();
    assert!(said.unwrap().starts_with("Collecting is stopped since "));
    assert!(page.contains("<dt>Le trajet du pointeur</dt>"), "{page}");
    assert!(!page.contains("<dt>pointer</dt>"));
}

#[test]
fn no_document_says_more_than_that_measures_of_a_draft_are_met() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");

    for kind in ["record", "conformance", "dpia"] {
        for (lang, status) in [
            ("en", "draft, not in force"),
            ("fr", "projet, non en vigueur"),
        ] {
            let page = page(&revoir, &dpo, kind, lang);
            let said = page.to_lowercase();
            assert!(said.contains(status), "{kind} {lang}");
            for never in [
                "cnil compliant",
                "certified",
                "certifié",
                "conforme à la cnil",
            ] {
                assert!(!said.contains(never), "{kind} {lang}: {never}");
            }
        }
    }
}

#[test]
fn what_only_a_person_can_say_is_left_to_the_controller() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");

    let record = document(&revoir, &dpo, "record", "en");
    let assessment = document(&revoir, &dpo, "dpia", "en");

    let sections = record["sections"].as_array().unwrap();
    let keys: Vec<&Value> = sections.iter().map(|it| &it["key"]).collect();
    assert_eq!(
        keys,
        [
            "controller",
            "support",
            "ux",
            "errors",
            "security",
            "processor"
        ]
    );
    let officer = &sections[0]["entries"][3];
    assert_eq!(officer["lines"], json!(["Holds the role in Revoir: DPO"]));
    let blank = "To be completed by the controller";
    assert_eq!(officer["to_complete"]["who"], blank);
    let provider = &sections[5]["entries"][0]["to_complete"]["who"];
    assert_eq!(provider, "To be completed by the provider");
    let recipients = &sections[2]["entries"][6]["lines"][0];
    assert_eq!(
        recipients,
        "UX analyst: 1 with a role for this purpose today"
    );
    for risk in assessment["risks"]["rows"].as_array().unwrap() {
        for judged in ["impacts", "severity", "likelihood"] {
            assert_eq!(risk[judged]["who"], blank);
        }
    }
}

#[test]
fn a_page_stands_alone_and_escapes_what_people_wrote() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    loosen(&revoir, &dpo, "<script>alert(1)</script> & \"{site}\"");
    assert_eq!(
        revoir.sql("update sites set name = '<b>Shop</b>' where key = 'demo'"),
        ""
    );

    let path = "/api/sites/demo/register/conformance?format=html&lang=fr";
    let answer = revoir.get_as(&dpo, path);

    let page = answer.text();
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;{site}&quot;"));
    assert!(page.contains("<html lang=\"fr\">"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
}

#[test]
fn taking_a_document_is_logged_with_its_kind() {
    let revoir = Revoir::demo();
    let (dpo, auditor) = (revoir.sign_in("dpo"), revoir.sign_in("auditor"));

    drop(page(&revoir, &dpo, "dpia", "fr"));
    drop(document(&revoir, &auditor, "record", "en"));

    let told = "select string_agg(name || ' ' || detail, ', ' order by number) from audit_entries
        join members on members.id::text = actor where event = 'register.read'";
    assert_eq!(revoir.sql(told), "DPO dpia, Auditor record");
}

#[test]
fn a_dpo_of_one_purpose_gets_a_register_that_says_what_is_left_out() {
    let revoir = Revoir::demo();
    let only = "update role_grants set purpose = 'errors' where role = 'dpo'";
    assert_eq!(revoir.sql(only), "");
    let dpo = revoir.sign_in("dpo");

    let report = document(&revoir, &dpo, "conformance", "en");

    assert_eq!(report["purposes"].as_array().unwrap().len(), 1);
    assert_eq!(report["unset"], json!([]));
    assert!(
        report["partial"]
            .as_str()
            .unwrap()
            .contains("some purposes")
    );
}

#[test]
fn what_is_asked_in_another_form_is_refused() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");

    for (path, status) in [
        ("/api/sites/demo/register/nothing", 404),
        ("/api/sites/demo/register/dpia?format=pdf", 400),
        ("/api/sites/demo/register/dpia?lang=de", 400),
        ("/api/sites/nobody/register/dpia", 404),
    ] {
        assert_eq!(revoir.get_as(&dpo, path).status, status, "{path}");
    }
}
