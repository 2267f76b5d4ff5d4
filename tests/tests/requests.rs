//! Requests of customers (I2, I3), answered by somebody of the publisher, over HTTP and by the command line.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{join, send},
    customers::{ANNA, HERE, bytes_in, ids, look_up, opened, set, under, visit},
    fails,
    http::Answer,
    tickets::column,
    traces::{holds, the_one},
    visitor::{PLAIN, batch, page},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    process::{Output, Stdio},
};

/// Where a recording plays alone, an event says this.
const SAID: &str = "said by Anna";

/// A recording of a customer with something in it, by its id.
fn recorded(revoir: &Revoir, receipt: u8, customer: &str) -> String {
    let answer = visit(
        revoir,
        ("support", HERE),
        receipt,
        &json!({ "id": customer }),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    let grant = answer.json()["grant"].as_str().unwrap().to_owned();
    let sent = batch(&grant, 0, &page(SAID, 0));
    let stored = revoir.ask("POST", "/v1/batches", &[PLAIN, ("origin", HERE)], &sent);
    assert_eq!(stored.status, 202, "{}", stored.text());
    the_one(revoir, receipt)
}

/// Asks upon the request DSR-7 of Anna.
fn ask(revoir: &Revoir, cookies: &str, act: &str, more: &Value) -> Answer {
    let mut body = json!({ "purpose": "support", "identifier": ANNA, "reference": "DSR-7" });
    let fields = body.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let path = format!("/api/sites/demo/requests{act}");
    send(revoir, cookies, "POST", &path, &body)
}

/// Two recordings of Anna, one of somebody else, and an agent.
fn two_of_anna() -> (Revoir, [String; 3], String) {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I2");
    let of = [(1, ANNA), (2, ANNA), (3, "somebody else")];
    let ids = of.map(|(receipt, who)| recorded(&revoir, receipt, who));
    let agent = revoir.sign_in("agent");
    (revoir, ids, agent)
}

/// What the log says that stands beside DSR-7.
fn logged(revoir: &Revoir) -> Vec<String> {
    let entries = revoir.sql(
        "select event || coalesce(' ' || detail, '') from audit_entries e join audit_words w
             on w.organisation_id = e.organisation_id and w.number = e.number
         where words = 'DSR-7' order by e.number",
    );
    entries.lines().map(str::to_owned).collect()
}

fn await_verdict(revoir: &Revoir, id: &str) {
    drop(revoir.sql(&format!(
        "update recordings set verdict_by = now() + interval '1 hour' where id = '{id}'"
    )));
}

fn outcome(answer: &Answer) -> (u16, String) {
    (answer.status, answer.problem())
}

/// Runs a command that reads this text.
fn fed(revoir: &Revoir, arguments: &[&str], text: &str) -> Output {
    let mut child = revoir
        .command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn certified(output: &Output) -> BTreeSet<String> {
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(recording_of).collect()
}

/// What a certificate is of.
fn recording_of(certificate: &str) -> String {
    let certificate: Value = serde_json::from_str(certificate).unwrap();
    certificate["recording"].as_str().unwrap().to_owned()
}

#[test]
fn all_of_a_customer_is_found_restricted_or_not_and_what_awaits_its_verdict_is_counted() {
    let (revoir, [one, other, theirs], agent) = two_of_anna();
    let third = recorded(&revoir, 4, ANNA);
    let restricted = ask(
        &revoir,
        &agent,
        "/restriction",
        &json!({ "recordings": [other], "restricted": true }),
    );
    assert_eq!(restricted.json()["recordings"], 1, "{}", restricted.text());
    await_verdict(&revoir, &third);

    let found = ask(&revoir, &agent, "", &json!({}));

    assert_eq!(ids(&found), set(&[&one, &other]));
    assert_eq!(found.json()["kept"], 2);
    assert_eq!(found.json()["awaiting_verdict"], 1);
    let of_dpo = ask(&revoir, &revoir.sign_in("dpo"), "", &json!({}));
    assert_eq!(ids(&of_dpo), set(&[&one, &other]));
    assert!(!found.text().contains(&theirs));
    let dpo = revoir.sign_in("dpo");
    for seen in [
        look_up(&revoir, &agent, "support", &json!(ANNA)),
        revoir.get_as(&dpo, "/api/sites/demo/concerned?purpose=support"),
    ] {
        assert_eq!(seen.status, 200, "{}", seen.text());
        assert!(seen.text().contains(&one) && !seen.text().contains(&third));
    }
    assert_eq!(
        logged(&revoir),
        [
            "request.searched",
            "request.acted restricted",
            "request.searched",
            "request.searched"
        ]
    );
    let dump = revoir.dump();
    for bytes in [dump, bytes_in(revoir.data.path()), revoir.log().into()] {
        assert!(!holds(&bytes, ANNA));
    }
}

#[test]
fn access_gives_an_archive_and_json_whatever_the_policy_says_of_exports() {
    let (revoir, [one, other, theirs], agent) = two_of_anna();
    let export = revoir.sql("select document -> 'export' from policies where purpose = 'support'");
    assert_eq!(export, "false");
    let take = |what: &str, id: &str| ask(&revoir, &agent, what, &json!({ "recording": id }));

    let (archive, events) = (take("/archive", &one), take("/events", &one));

    assert!(archive.text().starts_with("<!doctype html>") && archive.text().contains("</html>"));
    assert!(archive.text().contains("id=\"events\""));
    assert_eq!(events.json().as_array().unwrap().len(), 2);
    assert_eq!(
        logged(&revoir),
        ["request.acted archived", "request.acted exported"]
    );
    // who looks into a breach is told of it
    let concerned = "/api/sites/demo/concerned?purpose=support";
    let concerned = revoir.get_as(&revoir.sign_in("dpo"), concerned).json();
    let mut all = concerned["recordings"].as_array().unwrap().iter();
    let seen = &all.find(|it| it["recording"] == *one).unwrap()["seen"];
    let events: Vec<&Value> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["event"])
        .collect();
    assert_eq!(events, ["recording.exported", "recording.exported"]);
    assert_eq!(concerned["people"], 1);
    for what in ["/archive", "/events"] {
        assert_eq!(take(what, &theirs).status, 404);
    }
    let restrict = |restricted: bool| {
        let more = json!({ "recordings": [other], "restricted": restricted });
        assert_eq!(ask(&revoir, &agent, "/restriction", &more).status, 200);
    };
    restrict(true);
    assert_eq!(
        outcome(&take("/archive", &other)),
        (423, "/problems/recording-restricted".to_owned())
    );
    restrict(false);
    assert_eq!(take("/events", &other).status, 200);
    await_verdict(&revoir, &other);
    assert_eq!(take("/archive", &other).status, 404);
}

#[test]
fn while_watching_is_frozen_a_customer_is_found_and_nothing_of_theirs_is_taken_out() {
    let (revoir, [one, other, _], agent) = two_of_anna();
    let dpo = revoir.sign_in("dpo");
    let freeze = json!({ "why": "a breach" });
    let frozen = send(
        &revoir,
        &dpo,
        "PUT",
        "/api/sites/demo/freezes/support",
        &freeze,
    );
    assert_eq!(frozen.status, 204, "{}", frozen.text());

    let found = ask(&revoir, &agent, "", &json!({}));
    let taken = ask(&revoir, &agent, "/archive", &json!({ "recording": one }));
    let erased = ask(
        &revoir,
        &agent,
        "/erasure",
        &json!({ "recordings": [other] }),
    );

    assert_eq!(ids(&found).len(), 2);
    assert_eq!(
        outcome(&taken),
        (423, "/problems/watching-frozen".to_owned())
    );
    assert_eq!(erased.json()["left"], 1);
}

#[test]
fn erasing_takes_what_was_chosen_then_all_with_what_awaits_and_certifies_each() {
    let (revoir, [one, other, theirs], agent) = two_of_anna();
    let third = recorded(&revoir, 4, ANNA);
    await_verdict(&revoir, &third);
    let count = || revoir.sql("select count(*) from recordings where pseudonym is not null");

    let foreign = json!({ "recordings": [one, theirs] });
    let refused = ask(&revoir, &agent, "/erasure", &foreign);
    assert_eq!(
        outcome(&refused),
        (422, "/problems/request-not-valid".to_owned())
    );
    assert_eq!(refused.json()["field"], "recordings");
    assert_eq!(count(), "4");

    let first = ask(&revoir, &agent, "/erasure", &json!({ "recordings": [one] }));
    let rest = ask(&revoir, &agent, "/erasure", &json!({}));
    let again = ask(&revoir, &agent, "/erasure", &json!({}));

    let texts = |answer: &Answer| -> Vec<String> {
        serde_json::from_value(answer.json()["certificates"].clone()).unwrap()
    };
    let gone = |answer: &Answer| -> BTreeSet<String> {
        texts(answer).iter().map(|it| recording_of(it)).collect()
    };
    assert_eq!(gone(&first), set(&[&one]));
    assert_eq!(gone(&rest), set(&[&other, &third]));
    assert_eq!(
        (gone(&again), again.json()["left"].clone()),
        (set(&[]), json!(0))
    );
    assert_eq!(count(), "1");
    assert_eq!(column(&revoir, &theirs, "id"), theirs);
    let printed = revoir.run(&["certificate", &one]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert_eq!(texts(&first), [printed.trim_end()], "to the byte");
    assert!(printed.contains("visitor_asked"));
    let told = logged(&revoir);
    let erased = "recording.erased visitor_asked".to_owned();
    assert_eq!(told.iter().filter(|it| **it == erased).count(), 3);
}

#[test]
fn a_restriction_and_a_statement_are_what_a_visitor_s_own_would_be() {
    let (revoir, [one, other, theirs], agent) = two_of_anna();
    let text = "That was <b>not</b> me.";
    let state = |id: &str| {
        let more = json!({ "recording": id, "text": text });
        ask(&revoir, &agent, "/statement", &more)
    };

    assert_eq!(state(&one).status, 200);
    assert_eq!(state(&theirs).status, 404);
    let all = ask(
        &revoir,
        &agent,
        "/restriction",
        &json!({ "restricted": true }),
    );

    assert_eq!(all.json(), json!({ "recordings": 2, "more": false }));
    // what is restricted is not taken again, so that asking again reaches the others
    let again = json!({ "restricted": true });
    let again = ask(&revoir, &agent, "/restriction", &again).json();
    assert_eq!(again, json!({ "recordings": 0, "more": false }));
    let path = |id: &str| format!("/api/sites/demo/recordings/{id}");
    let watched = revoir.get_as(&agent, &format!("{}/timeline", path(&one)));
    assert_eq!(
        outcome(&watched),
        (423, "/problems/recording-restricted".to_owned())
    );
    assert_eq!(revoir.get_as(&agent, &path(&one)).json()["statement"], text);
    for (id, held) in [(&one, "t"), (&other, "t"), (&theirs, "f")] {
        assert_eq!(column(&revoir, id, "restricted_until is not null"), held);
    }
    let lifted = json!({ "restricted": false });
    assert_eq!(ask(&revoir, &agent, "/restriction", &lifted).status, 200);
    assert_eq!(column(&revoir, &one, "restricted_until is null"), "t");
}

#[test]
fn what_is_wrong_is_named_by_its_field_and_an_identifier_is_not_repeated() {
    let (revoir, _, agent) = two_of_anna();

    for (more, field) in [
        (json!({ "reference": "" }), "reference"),
        (json!({ "reference": "  " }), "reference"),
        (json!({ "reference": "a\nb" }), "reference"),
        (json!({ "reference": "x".repeat(65) }), "reference"),
        (json!({ "reference": 7 }), "reference"),
        (json!({ "reference": null }), "reference"),
        (json!({ "identifier": [ANNA] }), "identifier"),
        (json!({ "identifier": ANNA.repeat(20) }), "identifier"),
        (json!({ "identifier": null }), "identifier"),
        (json!({ "purpose": "adverts" }), "purpose"),
    ] {
        let answer = ask(&revoir, &agent, "", &more);
        assert_eq!(
            outcome(&answer),
            (422, "/problems/request-not-valid".to_owned()),
            "{more}"
        );
        assert_eq!(answer.json()["field"], field, "{more}");
        assert!(!answer.text().contains(ANNA));
    }
    let none = json!({ "recordings": [] });
    assert_eq!(
        ask(&revoir, &agent, "/erasure", &none).json()["field"],
        "recordings"
    );
    assert_eq!(logged(&revoir).len(), 0);
}

#[test]
fn who_has_neither_the_purpose_nor_the_site_answers_nobody() {
    let (revoir, [one, ..], agent) = two_of_anna();
    under(&revoir, &["errors"], "I2");
    let other = join(&revoir, "dpo@other.example", "dpo", "Other");
    let (analyst, dpo) = (revoir.sign_in("analyst"), revoir.sign_in("dpo"));

    for (cookies, purpose, status, problem) in [
        (&agent, "errors", 403, "/problems/denied"),
        (&analyst, "support", 403, "/problems/denied"),
        (&other, "support", 404, "/problems/not-found"),
        (&dpo, "ux", 422, "/problems/nobody-findable"),
    ] {
        for act in ["", "/erasure"] {
            let answer = ask(&revoir, cookies, act, &json!({ "purpose": purpose }));
            let expected = (status, problem.to_owned());
            assert_eq!(outcome(&answer), expected, "{purpose}");
        }
    }
    let nobody = ask(&revoir, &dpo, "", &json!({ "purpose": "ux" }));
    assert!(nobody.text().contains("article 11"));
    assert_eq!(column(&revoir, &one, "id"), one);
}

#[test]
fn what_cannot_be_logged_is_not_done() {
    let (revoir, [one, ..], agent) = two_of_anna();
    drop(revoir.sql("revoke insert on audit_entries from revoir_app"));

    for (act, more) in [
        ("", json!({})),
        ("/archive", json!({ "recording": one })),
        ("/events", json!({ "recording": one })),
        ("/erasure", json!({})),
        ("/restriction", json!({ "restricted": true })),
        ("/statement", json!({ "recording": one, "text": "x" })),
    ] {
        let answer = ask(&revoir, &agent, act, &more);
        assert_eq!(answer.problem(), "/problems/audit-unavailable", "{act}");
    }

    let untouched = "restricted_until is null and statement is null";
    assert_eq!(column(&revoir, &one, untouched), "t");
}

fn letter(revoir: &Revoir, cookies: &str, more: &Value) -> Answer {
    ask(revoir, cookies, "/letter", more)
}

#[test]
fn each_letter_says_what_there_is_and_none_says_what_is_not() {
    let (revoir, [one, other, _], agent) = two_of_anna();
    let write = |kind: &str, language: &str| {
        letter(
            &revoir,
            &agent,
            &json!({ "kind": kind, "language": language }),
        )
    };
    for kind in [
        "erasure",
        "restriction",
        "rectification",
        "nothing_found",
        "article_11",
    ] {
        let refused = write(kind, "en");
        assert_eq!(
            outcome(&refused),
            (422, "/problems/request-not-valid".to_owned()),
            "{kind}"
        );
        assert_eq!(refused.json()["field"], "kind", "{kind}");
    }
    assert_eq!(logged(&revoir).len(), 0);

    let (english, french) = (write("access", "en"), write("access", "fr"));
    let more = json!({ "recording": one, "text": "not me" });
    assert_eq!(ask(&revoir, &agent, "/statement", &more).status, 200);
    let more = json!({ "recordings": [other], "restricted": true });
    assert_eq!(ask(&revoir, &agent, "/restriction", &more).status, 200);
    let (stated, restricted) = (write("rectification", "en"), write("restriction", "en"));
    let erased = ask(&revoir, &agent, "/erasure", &json!({})).json();
    let gone =
        json!({ "kind": "erasure", "language": "en", "certificates": erased["certificates"] });
    let gone = letter(&revoir, &agent, &gone);
    let nothing = write("nothing_found", "fr");

    let text = |answer: &Answer| answer.json()["text"].as_str().unwrap().to_owned();
    assert!(text(&english).contains("DSR-7") && text(&english).contains("requests”: 2."));
    assert!(text(&french).contains("article 15 du RGPD"));
    assert!(text(&stated).contains("stands: 1.") && text(&restricted).contains("restricted: 1."));
    let certificate: Value =
        serde_json::from_str(erased["certificates"][0].as_str().unwrap()).unwrap();
    let day = certificate["last_copy_dies_on"].as_str().unwrap();
    let day = revoir.sql(&format!(
        "select to_char('{day}'::date, 'FMDD FMMonth YYYY')"
    ));
    assert!(
        text(&gone).contains(&format!("dies on {day}")),
        "{}",
        text(&gone)
    );
    assert!(text(&gone).contains("requests”: 2."), "{}", text(&gone));
    assert!(text(&nothing).contains("/r/"));
    let written = logged(&revoir);
    assert!(
        written.contains(&"letter.written access fr".to_owned()),
        "{written:?}"
    );
}

#[test]
fn a_letter_tells_of_no_certificate_but_those_that_were_signed_here() {
    let (revoir, _, agent) = two_of_anna();
    let erased = ask(&revoir, &agent, "/erasure", &json!({})).json();
    let forged = erased["certificates"][0]
        .as_str()
        .unwrap()
        .replace("visitor_asked", "other");

    for certificate in [forged, "{}".to_owned()] {
        let more = json!({ "kind": "erasure", "language": "en", "certificates": [certificate] });
        let answer = letter(&revoir, &agent, &more);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["field"], "certificates");
    }
}

#[test]
fn where_nobody_can_be_found_the_letter_of_article_11_needs_no_identifier() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let write = |language: &str, days: u32| {
        drop(revoir.sql(&format!("update policies set document = document || '{{\"retention_minutes\": {}}}' where purpose = 'ux'", days * 1_440)));
        let more = json!({ "purpose": "ux", "identifier": null, "kind": "article_11", "language": language });
        let answer = letter(&revoir, &dpo, &more);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["text"].as_str().unwrap().to_owned()
    };

    assert!(write("en", 9).contains("9 days"));
    assert!(write("fr", 8).contains("8 jours"));
    assert_eq!(
        logged(&revoir),
        [
            "letter.written article_11 en",
            "letter.written article_11 fr"
        ]
    );
}

#[test]
fn the_command_line_erases_several_ids_and_a_second_run_tells_the_same() {
    let (revoir, [one, other, theirs], _) = two_of_anna();
    let list = format!("{other}\n\n{theirs}\n");
    let arguments = ["erase", &one, "--file", "-", "--reference", "DSR-7"];

    let first = fed(&revoir, &arguments, &list);
    let second = fed(&revoir, &arguments, &list);

    assert_eq!(certified(&first), set(&[&one, &other, &theirs]));
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(
        logged(&revoir),
        ["recording.erased visitor_asked"; 3],
        "erased once"
    );
}

#[test]
fn a_bad_line_is_named_before_anything_is_erased() {
    let (revoir, [one, other, _], _) = two_of_anna();
    let file = revoir.data.path().join("ids");
    let erase = |text: &str| {
        fs::write(&file, text).unwrap();
        revoir.run(&["erase", "--file", file.to_str().unwrap()])
    };

    let unreadable = erase(&format!("{one}\n{ANNA}\n"));
    fails(
        &unreadable,
        2,
        "line 2: is no id of a recording; nothing was erased",
    );
    assert!(!String::from_utf8_lossy(&unreadable.stderr).contains(ANNA));
    let unknown = "01010101-0101-4101-8101-010101010101";
    fails(
        &erase(&format!("{one}\n{other}\n{unknown}\n")),
        3,
        "line 3: recording not found; nothing was erased",
    );
    let missing = revoir.run(&["erase", "--file", "/nowhere"]);
    fails(&missing, 2, "/nowhere");
    let long = revoir.run(&["erase", &one, "--reference", &"x".repeat(65)]);
    assert_eq!(long.status.code(), Some(2));
    assert_eq!(revoir.run(&["erase"]).status.code(), Some(2));
    let there = revoir.sql("select count(*) from recordings where pseudonym is not null");
    assert_eq!(there, "3");
}

#[test]
fn the_command_line_erases_all_of_a_customer_whom_a_file_names() {
    let (revoir, [one, other, theirs], _) = two_of_anna();
    let of = |purpose| {
        let at = ["erase", "--customer", "-", "--site", "demo", "--purpose"];
        [&at[..], &[purpose, "--reference", "DSR-7"]].concat()
    };

    let erased = fed(&revoir, &of("support"), &format!("{ANNA}\n"));
    let again = fed(&revoir, &of("support"), ANNA);

    assert_eq!(certified(&erased), set(&[&one, &other]));
    assert_eq!(certified(&again), set(&[]));
    assert_eq!(column(&revoir, &theirs, "id"), theirs);
    fails(&fed(&revoir, &of("ux"), ANNA), 3, "article 11");
    fails(&fed(&revoir, &of("support"), ""), 2, "identifier");
    let unnumbered = ["erase", "--customer", "-", "--site", "demo"];
    assert_eq!(fed(&revoir, &unnumbered, ANNA).status.code(), Some(2));
    assert_eq!(opened(&revoir, ("support", HERE), 9, ANNA).len(), 36);
}
