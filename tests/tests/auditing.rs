//! The audit log, from outside: what is done is told, what cannot be told is not done, and whoever has the file
//! alone can verify it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookies, day, draft, id_of, join, send, token, told, try_as, use_link},
    customers::{ANNA, HERE, opened},
    http::Answer,
    visitor::grant_request,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::PathBuf, process::Output, time::Duration};

const EVENTS: &str = include_str!("../../docs/audit-events.toml");

fn get(revoir: &Revoir, cookies: &str, path: &str) -> Answer {
    send(revoir, cookies, "GET", path, &json!({}))
}

fn entries(revoir: &Revoir, query: &str) -> Vec<Value> {
    let auditor = revoir.sign_in("auditor");
    let answer = get(revoir, &auditor, &format!("/api/audit{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["entries"].as_array().unwrap().clone()
}

/// A recording of `purpose`, by its id.
fn recording(revoir: &Revoir, purpose: &str) -> String {
    revoir.sql(&format!(
        "select id from recordings where purpose = '{purpose}' and state = 'settled' order by id limit 1"
    ))
}

/// The demo's log as the command line takes it out, in a file.
fn exported(revoir: &Revoir) -> PathBuf {
    let text = told(revoir, &["audit", "export", "--organisation", "Demo"]);
    let file = revoir.data.path().join("audit.jsonl");
    fs::write(&file, text).unwrap();
    file
}

fn verify(revoir: &Revoir, arguments: &[&str]) -> Output {
    revoir.run(&[&["audit", "verify"], arguments].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// Watches, takes out, annotates and erases recordings, over HTTP and by the command line.
fn do_with_recordings(revoir: &Revoir) {
    let (analyst, dpo) = (revoir.sign_in("analyst"), revoir.sign_in("dpo"));
    let id = recording(revoir, "ux");
    let at = format!("/api/sites/demo/recordings/{id}");
    let listed = get(revoir, &analyst, "/api/sites/demo/recordings?purpose=ux");
    let watched = get(revoir, &analyst, &format!("{at}/timeline"));
    let taken = get(revoir, &analyst, &format!("{at}/export"));
    let note = json!({ "at_ms": 0, "text": "x" });
    let noted = send(revoir, &analyst, "POST", &format!("{at}/notes"), &note);
    let note = noted.json()["id"].as_str().unwrap().to_owned();
    let unnoted = send(
        revoir,
        &analyst,
        "DELETE",
        &format!("{at}/notes/{note}"),
        &json!({}),
    );
    let why = json!({ "reason": "other", "words": "mail of 3 May\r\n\u{1b}[31m\u{202e}" });
    let erased = send(revoir, &analyst, "DELETE", &at, &why);
    let register = get(revoir, &dpo, "/api/sites/demo/erasures?purpose=ux");
    let whose = json!({ "purpose": "support", "identifier": "customer 42" });
    let agent = revoir.sign_in("agent");
    let looked_up = send(revoir, &agent, "POST", "/api/sites/demo/lookups", &whose);

    let answers = [
        listed, watched, taken, noted, unnoted, erased, register, looked_up,
    ];
    let statuses = answers.map(|answer| answer.status);
    assert_eq!(statuses, [200, 200, 200, 201, 204, 204, 200, 200]);
}

/// Invites, grants, revokes, helps in again, signs out and removes, adds and changes a site.
fn do_with_people(revoir: &Revoir) {
    let owner = revoir.sign_in("admin");
    let new = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [] });
    let invited = send(revoir, &owner, "POST", "/api/members", &new).json();
    let used = use_link(revoir, token(invited["link"].as_str().unwrap()), GOOD);
    assert_eq!(used.status, 204);
    let member = format!("/api/members/{}", id_of(revoir, "jo@shop.example"));
    let role = json!({ "role": "auditor", "until": day(revoir, 30) });
    let granted = send(revoir, &owner, "POST", &format!("{member}/roles"), &role);
    let role = granted.json()["id"].as_str().unwrap().to_owned();
    let site = json!({ "key": "new", "name": "New", "origins": ["https://new.example"] });
    for (method, path, body, status) in [
        ("DELETE", format!("{member}/roles/{role}"), json!({}), 204),
        ("DELETE", format!("{member}/sessions"), json!({}), 204),
        ("DELETE", member, json!({}), 204),
        ("POST", "/api/sites".to_owned(), site, 201),
        (
            "POST",
            "/api/sites/new/releases".to_owned(),
            json!({ "version": "1" }),
            204,
        ),
        (
            "PATCH",
            "/api/sites/new".to_owned(),
            json!({ "name": "Newer" }),
            204,
        ),
    ] {
        let answer = send(revoir, &owner, method, &path, &body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
    }
    assert_eq!(try_as(revoir, "", "dpo@demo.test", "wrong").status, 401);
}

/// Restricts what there is of a customer, and tells them.
fn answer_anna(revoir: &Revoir) {
    let agent = revoir.sign_in("agent");
    for act in ["", "/restriction", "/letter"] {
        let asked = json!({ "purpose": "support", "identifier": ANNA, "reference": "7",
            "restricted": true, "kind": "restriction", "language": "en" });
        let path = format!("/api/sites/demo/requests{act}");
        let answer = send(revoir, &agent, "POST", &path, &asked);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

/// Makes a token, tells of a ticket with it, and revokes it.
/// The shop's banner is none that the command knows.
fn audit_consent(revoir: &Revoir) {
    let (shop, out) = (
        format!("http://127.0.0.1:{}/demo/", revoir.port),
        revoir.data.path().join("consent"),
    );
    let buttons = "--accept #accept-all --refuse #refuse-all --settle 1 --out";
    let words = ["consent-audit", &shop].into_iter();
    let words = words
        .chain(buttons.split(' '))
        .chain([out.to_str().unwrap()]);
    assert!(told(revoir, &words.collect::<Vec<_>>()).contains("withdrawn ok"));
}

fn do_with_tickets(revoir: &Revoir) {
    let (owner, tokens) = (revoir.sign_in("admin"), "/api/sites/demo/tokens");
    drop(opened(revoir, ("support", HERE), 1, ANNA));
    let new = json!({ "name": "tickets", "until": day(revoir, 30) });
    let made = send(revoir, &owner, "POST", tokens, &new).json();
    let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    answer_anna(revoir);
    for state in ["open", "closed"] {
        let ticket = json!({ "ticket": "7", "state": state, "customer": ANNA }).to_string();
        let at = "/api/sites/demo/tickets";
        let told = revoir.ask("POST", at, &headers, ticket.as_bytes());
        assert_eq!(told.status, 204, "{}", told.text());
    }
    let one = format!("{tokens}/{}", made["id"].as_str().unwrap());
    let revoked = send(revoir, &owner, "DELETE", &one, &json!({}));
    assert_eq!(revoked.status, 204);
}

#[test]
fn each_event_of_the_list_is_told_when_it_happens() {
    let revoir = Revoir::demo();
    do_with_recordings(&revoir);
    do_with_people(&revoir);
    let addresses = revoir.data.path().join("addresses");
    fs::write(&addresses, "/a/1\n/a/2\n/a/3\n/a/4\n/a/5\n").unwrap();
    let addresses = addresses.to_str().unwrap();
    drop(told(
        &revoir,
        &["site", "routes", "demo", "--learn", addresses, "--save"],
    ));
    let rotate = "keys rotate-pseudonyms --site demo --purpose support";
    drop(told(&revoir, &rotate.split(' ').collect::<Vec<_>>()));
    drop(told(
        &revoir,
        &["keys", "replace-proof-secret", "--site", "demo"],
    ));
    do_with_tickets(&revoir);
    let dpo = revoir.sign_in("dpo");
    let report = "/api/sites/demo/register/conformance?format=json&lang=en";
    assert_eq!(get(&revoir, &dpo, report).status, 200);
    assert_eq!(
        get(&revoir, &dpo, "/api/sites/demo/proofs/export").status,
        200
    );
    let processes = "/api/sites/demo/processes?text_version=1&taken_on=2026-11-01";
    let filed = send(
        &revoir,
        &dpo,
        "POST",
        processes,
        &json!({ "banner": "ours" }),
    );
    assert_eq!(filed.status, 201);
    let out = revoir.data.path().join("evidence");
    let evidence = [
        "evidence",
        "--site",
        "demo",
        "--at",
        &day(&revoir, 0),
        "--out",
    ];
    drop(told(
        &revoir,
        &[&evidence[..], &[out.to_str().unwrap()]].concat(),
    ));
    audit_consent(&revoir);
    draft(&revoir, "ux", |policy| {
        policy["lifespan_minutes"] = json!(7);
    });
    for arguments in [
        "policy try demo ux --revision 1",
        "policy try demo ux --end",
        "policy remask demo ux --why breach",
        "policy stop demo ux --why breach",
        "policy resume demo ux --why over",
    ] {
        drop(told(&revoir, &arguments.split(' ').collect::<Vec<_>>()));
    }
    let erased = entries(&revoir, "?event=recording.erased");
    let words = format!("/api/audit/{}/words", erased[0]["number"]);
    assert_eq!(
        send(&revoir, &dpo, "DELETE", &words, &json!({})).status,
        204
    );
    drop(told(&revoir, &["export", &recording(&revoir, "errors")]));
    let founded = join(&revoir, "owner@other.example", "auditor", "Other");

    // a wrong password is told a moment after its answer
    std::thread::sleep(Duration::from_secs(1));
    let ours = fs::read_to_string(exported(&revoir)).unwrap();
    let others = get(&revoir, &founded, "/api/audit/export").text();

    let told: BTreeSet<String> = [ours, others]
        .iter()
        .flat_map(|log| log.lines())
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|line| Some(line["link"]["entry"]["event"].as_str()?.to_owned()))
        .collect();
    let names = EVENTS
        .lines()
        .filter_map(|line| Some(line.strip_prefix("[\"")?.strip_suffix("\"]")?.to_owned()));
    // told when their day is over: crates/store/tests/audit/main.rs; by a restore and in an incident:
    // tests/tests/restoring.rs and incidents.rs
    let elsewhere = [
        "recording.expired",
        "recording.withdrawn",
        "installation.restored",
        "incident.examined",
        "incident.told",
        "watching.frozen",
        "watching.thawed",
    ];
    let is_elsewhere = |name: &String| elsewhere.contains(&&**name) || name.starts_with("receipt.");
    let listed: BTreeSet<String> = names.filter(|name| !is_elsewhere(name)).collect();
    assert_eq!(told, listed);
}

#[test]
fn an_entry_says_who_did_what_to_what_and_why_without_what_disturbs_a_terminal() {
    let revoir = Revoir::demo();
    do_with_recordings(&revoir);

    let erased = entries(&revoir, "?event=recording.erased&site=demo&purpose=ux");
    let analyst = id_of(&revoir, "analyst@demo.test");

    assert_eq!(erased.len(), 1);
    assert_eq!(erased[0]["actor"], analyst);
    assert_eq!(erased[0]["actor_name"], "Analyst");
    assert_eq!(erased[0]["detail"], "other");
    assert_eq!(erased[0]["words"], "mail of 3 May  \u{fffd}[31m\u{fffd}");
    assert_eq!(
        entries(&revoir, "?event=recording.erased&purpose=support").len(),
        0
    );
    assert_eq!(
        entries(
            &revoir,
            &format!("?event=recording.watched&member={analyst}")
        )
        .len(),
        1
    );
    assert_eq!(entries(&revoir, "?to=2020-01-01").len(), 0);
    assert!(entries(&revoir, "?event=site.added")[0]["actor"] == "cli");
}

#[test]
fn what_cannot_be_logged_is_not_done_and_not_answered() {
    let revoir = Revoir::demo();
    let (analyst, owner) = (revoir.sign_in("analyst"), revoir.sign_in("admin"));
    let (dpo, id) = (revoir.sign_in("dpo"), recording(&revoir, "ux"));
    let at = format!("/api/sites/demo/recordings/{id}");
    let new = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [] });
    let (nothing, why) = (json!({}), json!({ "reason": "other" }));
    drop(revoir.sql("revoke insert on audit_entries from revoir_app"));

    for (cookies, method, path, body) in [
        (
            &analyst,
            "GET",
            "/api/sites/demo/recordings?purpose=ux",
            &nothing,
        ),
        (&analyst, "GET", &at, &nothing),
        (&analyst, "GET", &format!("{at}/timeline"), &nothing),
        (&analyst, "GET", &format!("{at}/transcript"), &nothing),
        (
            &analyst,
            "GET",
            &format!("{at}/events?state=settled&first=0&last=0"),
            &nothing,
        ),
        (&analyst, "GET", &format!("{at}/export"), &nothing),
        (&analyst, "DELETE", &at, &why),
        (&owner, "POST", "/api/members", &new),
        (
            &owner,
            "PATCH",
            "/api/sites/demo",
            &json!({ "name": "Changed" }),
        ),
        (&dpo, "GET", "/api/audit", &nothing),
        (&dpo, "GET", "/api/audit/export", &nothing),
        (&dpo, "DELETE", "/api/session", &nothing),
    ] {
        let answer = send(&revoir, cookies, method, path, body);
        assert_eq!(
            answer.problem(),
            "/problems/audit-unavailable",
            "{method} {path}"
        );
        assert_eq!(answer.status, 503);
    }
    let signed_in = try_as(&revoir, "", "agent@demo.test", "demo");
    let command = revoir.run(&["erase", &id]);

    assert_eq!(signed_in.problem(), "/problems/audit-unavailable");
    assert_eq!(cookies(&signed_in), "");
    assert_eq!(command.status.code(), Some(4), "{}", said(&command));
    let left = revoir.sql(&format!(
        "select (select count(*) from recordings where id = '{id}'), (select count(*) from erasures),
             (select count(*) from members where email = 'jo@shop.example'),
             (select name from sites where key = 'demo')"
    ));
    assert_eq!(left, "1|0|0|Demo shop");
    drop(revoir.sql("grant insert on audit_entries to revoir_app"));
    assert_eq!(send(&revoir, &analyst, "DELETE", &at, &why).status, 204);
}

#[test]
fn who_has_the_file_alone_verifies_it_and_is_told_the_first_place_that_is_wrong() {
    let revoir = Revoir::demo();
    let file = exported(&revoir);
    let path = file.to_str().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let intact = verify(&revoir, &[path]);
    let report = said(&intact);
    let key = report.trim().rsplit(' ').next().unwrap().to_owned();
    let changed = revoir.data.path().join("changed.jsonl");
    let of_changed = |text: &str, more: &[&str]| {
        fs::write(&changed, text).unwrap();
        verify(&revoir, &[&[changed.to_str().unwrap()], more].concat())
    };

    let pinned = verify(&revoir, &[path, "--key", &key]);
    let foreign = verify(&revoir, &[path, "--key", &"0".repeat(64)]);
    let first = text.lines().nth(1).unwrap();
    let edited = of_changed(
        &text.replacen("\"actor\":\"cli\"", "\"actor\":\"system\"", 1),
        &[],
    );
    let removed = of_changed(&text.replacen(&format!("{first}\n"), "", 1), &[]);
    let missing = verify(&revoir, &["/nowhere"]);
    drop(exported(&revoir));
    let grown = verify(&revoir, &[path, "--kept", path]);
    let older = of_changed(&text, &["--kept", path]);

    assert_eq!(intact.status.code(), Some(0), "{report}");
    assert!(report.starts_with("intact: entries 1 to "), "{report}");
    assert_eq!(pinned.status.code(), Some(0), "{}", said(&pinned));
    assert_eq!(foreign.status.code(), Some(1), "{}", said(&foreign));
    assert_eq!(edited.status.code(), Some(1));
    assert!(
        said(&edited).contains("line 2, entry 1: is not what was written"),
        "{}",
        said(&edited)
    );
    assert_eq!(removed.status.code(), Some(1));
    assert!(
        said(&removed).contains("line 2, entry 1: is missing"),
        "{}",
        said(&removed)
    );
    assert_eq!(missing.status.code(), Some(3));
    assert_eq!(grown.status.code(), Some(0), "{}", said(&grown));
    assert!(
        said(&older).contains("head that was kept"),
        "{}",
        said(&older)
    );
}

#[test]
fn a_superuser_who_changes_a_row_is_found_in_what_is_taken_out() {
    let revoir = Revoir::demo();
    drop(revoir.sql(
        "set session_replication_role to replica;
         update audit_entries set at = at - interval '1 day' where number = 4",
    ));

    let file = exported(&revoir);
    let output = verify(&revoir, &[file.to_str().unwrap()]);

    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("entry 4: is not what was written"),
        "{}",
        said(&output)
    );
}

#[test]
fn another_organisation_s_log_is_not_read() {
    let revoir = Revoir::demo();
    let theirs = join(&revoir, "auditor@other.example", "auditor", "Other");

    let log = get(&revoir, &theirs, "/api/audit").json();

    let events = log["entries"].as_array().unwrap().iter();
    let events: Vec<&str> = events
        .map(|entry| entry["event"].as_str().unwrap())
        .collect();
    assert_eq!(events.last(), Some(&"organisation.founded"));
    assert!(
        events.iter().all(|event| !event.starts_with("site.")),
        "{events:?}"
    );
}

#[test]
fn what_a_visitor_withdraws_is_counted_once_and_names_nobody() {
    let revoir = Revoir::demo();
    let receipt = "7a".repeat(32);
    let mut request = grant_request(&revoir, "ux");
    let hash = format!("select encode(sha256(decode('{receipt}', 'hex')), 'hex')");
    request["receipt_hash"] = json!(revoir.sql(&hash));
    let opened = revoir.ask("POST", "/v1/grants", &[], request.to_string().as_bytes());
    assert_eq!(opened.status, 200, "{}", opened.text());

    for receipt in [&receipt, &receipt, &"00".repeat(32)] {
        let body = json!({ "receipt": receipt }).to_string();
        let answer = revoir.ask("POST", "/v1/withdrawals", &[], body.as_bytes());
        assert_eq!(answer.status, 204);
    }

    let tallies = revoir.sql(
        "select event, purpose, count from audit_tallies join sites on sites.id = site_id
         where key = 'demo' and day = (now() at time zone 'UTC')::date",
    );
    assert_eq!(tallies, "recording.withdrawn|ux|1");
}
