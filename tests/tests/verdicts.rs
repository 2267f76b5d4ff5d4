//! Verdicts (L3, and L2 whose history lies on the server): what is kept, what is left of the rest, and that nobody
//! sees either before.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{publish, publish_again},
    traces::{SWIFT, keys_in, moved, the_one},
    visitor::{ask_for, batch, click, fired, open_under, open_with, page, rage, send, yesterday},
    wait_for,
};
use serde_json::{Value, json};

const SITE: &str = "/api/sites/demo/recordings";
const BUTTON: u64 = 5;
const ACCOUNTS: [&str; 8] = [
    "admin",
    "dpo",
    "approver",
    "agent",
    "analyst",
    "developer",
    "auditor",
    "operator",
];

/// A server under which `ux` keeps what has two rage clicks or a long wait.
fn analysing() -> Revoir {
    let mut settings = SWIFT.to_vec();
    settings.push(("REVOIR_LIMITS__OPENINGS_PER_MINUTE", "100000"));
    let revoir = Revoir::with(&settings);
    publish(&revoir, "ux", |policy| {
        policy["collection"] = json!({ "L3": { "delete_within_minutes": 15, "keep": [
            { "marker": "rage_click", "at_least": 2 }, { "marker": "long_wait" }] } });
    });
    revoir
}

/// A page with a button.
fn shop() -> Vec<Value> {
    let mut events = page("hello", 0);
    let body = &mut events[1]["data"]["node"]["childNodes"][0]["childNodes"][0]["childNodes"];
    body.as_array_mut().unwrap().push(json!({
        "type": 2, "tagName": "button", "attributes": {}, "id": BUTTON, "childNodes": [] }));
    events
}

fn changed(at: u64) -> Value {
    let texts = json!([{ "id": 4, "value": "*****" }]);
    let data = json!({ "source": 0, "texts": texts, "attributes": [], "removes": [], "adds": [] });
    json!({ "type": 3, "timestamp": at, "data": data })
}

/// How many visits a day has: `cargo xtask soak day` has ten thousand.
fn visits() -> u32 {
    let asked = std::env::var("DAY_VISITS").ok();
    asked.map_or(200, |text| text.parse().unwrap())
}

/// The visit of this number: of five kinds two are kept.
fn visit(number: u32) -> Vec<Value> {
    let mut events = shop();
    match number % 5 {
        0 => events.extend([click(1_000, BUTTON), changed(1_500)]),
        1 => events.extend(rage(1_000)),
        2 => events.extend([rage(1_000), rage(60_000)].concat()),
        3 => events.extend([click(1_000, BUTTON), click(9_000, 3)]),
        _ => events.extend([click(1_000, BUTTON), changed(5_000)]),
    }
    events
}

fn is_kept(number: u32) -> bool {
    matches!(number % 5, 2 | 4)
}

/// Makes a visit in two batches, for a visitor who has consented at this instant.
fn make(revoir: &Revoir, number: u32, consented_at: &str) {
    let receipt_hash = format!("{number:064x}");
    let grant = open_with(revoir, ("ux", 2), consented_at, &receipt_hash);
    let events = visit(number);
    let (first, second) = events.split_at(3);
    assert_eq!(send(revoir, &batch(&grant, 0, first)).status, 202);
    assert_eq!(send(revoir, &batch(&grant, 1, second)).status, 202);
}

/// The numbers of the visits, each with its recording.
fn recordings(revoir: &Revoir) -> Vec<(u32, String)> {
    let rows = revoir.sql(
        "select encode(receipt_hash, 'hex') || ' ' || id from recordings where receipt_hash is not null",
    );
    let pairs = rows.lines().map(|row| row.split_once(' ').unwrap());
    let numbered = pairs.map(|(hash, id)| (u32::from_str_radix(hash, 16).unwrap(), id.to_owned()));
    numbered.collect()
}

/// Makes one visit, and returns the recording's id.
fn record(revoir: &Revoir, number: u32) -> String {
    make(revoir, number, &yesterday(revoir));
    recordings(revoir).remove(0).1
}

fn end_all(revoir: &Revoir) {
    drop(revoir.sql("update recordings set closes_at = now() where state = 'open'"));
}

fn wait_for_verdicts(revoir: &Revoir) {
    let seconds = 120 + u64::from(visits()) / 5;
    wait_for("verdicts", seconds, || {
        revoir.sql("select count(*) from recordings where state = 'open'") == "0"
    });
    // what an attempt that never committed leaves is undone after a while: now
    drop(revoir.sql("update jobs set run_at = now() where kind = 'destroy_slot'"));
    wait_for("zeroing", 120, || {
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
}

fn captured(revoir: &Revoir) -> Vec<String> {
    let ids = revoir.sql("select id from recordings where not imported order by id");
    ids.lines().map(str::to_owned).collect()
}

/// Those that are kept, or the others, in order.
fn ids(visits: &[(u32, String)], kept: bool) -> Vec<String> {
    let those = visits.iter().filter(|(number, _)| is_kept(*number) == kept);
    let mut ids: Vec<String> = those.map(|(_, id)| id.clone()).collect();
    ids.sort();
    ids
}

/// Of what was not kept there is nothing, and of what was kept all of it.
fn assert_nothing_else_is_left(revoir: &Revoir, kept: &[String], discarded: &[String]) {
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    for table in ["frames", "outlines", "notes"] {
        let orphans = format!(
            "select count(*) from {table} where recording_id not in (select id from recordings)"
        );
        assert_eq!(revoir.sql(&orphans), "0", "{table}");
    }
    let dump = revoir.dump();
    let dump = String::from_utf8_lossy(&dump);
    assert!(kept.iter().all(|id| dump.contains(id)));
    assert!(discarded.iter().all(|id| !dump.contains(id)));
    let keys = revoir.data.path().join("keys");
    assert_eq!(keys_in(&keys, "arrival"), 0);
    let settled = revoir.sql("select count(*) from recordings where purpose = 'ux'");
    assert_eq!(keys_in(&keys, "ux-until").to_string(), settled);
}

#[test]
fn of_a_days_visits_exactly_those_are_kept_that_meet_a_criterion() {
    let revoir = analysing();
    let (count, consented_at) = (visits(), yesterday(&revoir));
    (0..count).for_each(|number| make(&revoir, number, &consented_at));
    let made = recordings(&revoir);
    assert_eq!(u32::try_from(made.len()).unwrap(), count);

    end_all(&revoir);
    wait_for_verdicts(&revoir);

    let (kept, discarded) = (ids(&made, true), ids(&made, false));
    let fifth = usize::try_from(count / 5).unwrap();
    assert_eq!((kept.len(), discarded.len()), (2 * fifth, 3 * fifth));
    assert_eq!(captured(&revoir), kept);
    assert_nothing_else_is_left(&revoir, &kept, &discarded);
    let counted = revoir.sql("select purpose || count from discards");
    assert_eq!(counted, format!("ux{}", 3 * fifth));
    let said =
        "select markers::text || kept_for::text || count(*) from recordings where not imported
                group by markers, kept_for order by 1";
    let kept_for =
        ["long_wait", "rage_click"].map(|it| format!("{{{it}}}{{criterion:{it}}}{fifth}"));
    assert_eq!(revoir.sql(said), kept_for.join("\n"));
    let cookie = revoir.sign_in("analyst");
    let shown = revoir.get_as(&cookie, &format!("{SITE}/{}/timeline", kept[0]));
    assert_eq!(shown.status, 200, "{}", shown.text());
}

#[test]
fn before_the_verdict_nobody_sees_a_recording_whatever_the_role() {
    let revoir = analysing();
    let analyst = revoir.sign_in("analyst");
    let before = found_by(&revoir, &analyst);
    let id = record(&revoir, 2);
    let nobody = "00000000-0000-4000-8000-000000000000";
    let paths = [
        "",
        "/timeline",
        "/transcript",
        "/events?state=open&first=0&last=1",
        "/export",
        "/notes",
    ];

    for account in ACCOUNTS {
        let cookie = revoir.sign_in(account);
        for path in paths {
            let of = |id: &str| revoir.get_as(&cookie, &format!("{SITE}/{id}{path}")).status;
            assert!([403, 404].contains(&of(&id)), "{account} {path}");
            assert_eq!(of(&id), of(nobody), "{account} {path}");
        }
        for (method, path, body) in [
            ("POST", "/notes", json!({ "at_ms": 0, "text": "look" })),
            ("DELETE", "", json!({ "reason": "other" })),
        ] {
            let path = format!("{SITE}/{id}{path}");
            let done = revoir_tests::accounts::send(&revoir, &cookie, method, &path, &body);
            assert!([403, 404].contains(&done.status), "{account} {method}");
        }
        for path in found_by(&revoir, &cookie) {
            assert!(!path.contains(&id), "{account}: {path}");
        }
    }
    assert_eq!(found_by(&revoir, &analyst), before);
    for arguments in [["export", &id], ["erase", &id]] {
        assert_eq!(
            revoir.run(&arguments).status.code(),
            Some(3),
            "{arguments:?}"
        );
    }

    end_all(&revoir);
    wait_for_verdicts(&revoir);
    let shown = revoir.get_as(&analyst, &format!("{SITE}/{id}"));
    assert_eq!(shown.status, 200);
    let after = found_by(&revoir, &analyst);
    for (after, before) in after.iter().zip(&before) {
        assert_ne!(after, before);
    }
}

/// What each way to look for recordings finds; all of them find the one that is kept.
fn found_by(revoir: &Revoir, cookie: &str) -> Vec<String> {
    let filters = [
        "",
        "&limit=100",
        "&from=2020-01-01",
        "&device=unknown",
        "&duration=under_5_min",
        "&route=/demo/",
        "&marker=rage_click",
        "&kept_for=criterion:rage_click",
    ];
    let lists = filters.map(|filter| format!("{SITE}?purpose=ux{filter}"));
    let others = ["/api/sites/demo/filters?purpose=ux".to_owned()];
    let paths = lists.into_iter().chain(others);
    paths
        .map(|path| {
            let answer = revoir.get_as(cookie, &path);
            assert!([200, 403].contains(&answer.status), "{}", answer.text());
            format!("{path}: {}", answer.text())
        })
        .collect()
}

#[test]
fn before_the_verdict_a_visitor_is_answered_again_and_withdraws() {
    let revoir = analysing();
    let receipt = "5a".repeat(32);
    let hash = format!("select encode(sha256(decode('{receipt}', 'hex')), 'hex')");
    let hash = revoir.sql(&hash);
    let ask = || {
        ask_for(&revoir, |request| {
            request["policy_version"] = json!(2);
            request["receipt_hash"] = json!(hash);
        })
    };
    let (first, again) = (ask(), ask());
    assert_eq!(first.json()["grant"], again.json()["grant"]);
    let grant = first.json()["grant"].as_str().unwrap().to_owned();
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);

    let body = json!({ "receipt": receipt }).to_string();
    let answer = revoir.ask("POST", "/v1/withdrawals", &[], body.as_bytes());

    assert_eq!(answer.status, 204);
    assert_eq!(captured(&revoir), Vec::<String>::new());
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    assert_eq!(keys_in(&revoir.data.path().join("keys"), "arrival"), 0);
    assert_eq!(send(&revoir, &batch(&grant, 1, &moved(1))).status, 410);
}

#[test]
fn a_history_on_the_server_is_kept_where_one_of_its_triggers_fired() {
    let revoir = Revoir::with(&SWIFT);
    let history = json!({ "provisional": { "why_not_on_device": "zq7: a kiosk", "delete_within_minutes": 10 } });
    let triggers = json!([{ "on": "rage_click" }, { "on": "custom", "name": "help" }]);
    publish(&revoir, "errors", |policy| {
        policy["collection"]["L2"]["history"] = history;
        policy["collection"]["L2"]["triggers"] = triggers;
        policy["text_version"] = json!("2");
    });
    let visits = [
        vec![],
        vec![fired(9, 1)],
        vec![fired(9, 2)],
        rage(1_000).to_vec(),
    ];
    let mut ids = Vec::new();
    for (receipt, more) in (0..).zip(visits) {
        let grant = open_under(&revoir, ("errors", 2), receipt);
        let events = [shop(), more].concat();
        assert_eq!(send(&revoir, &batch(&grant, 0, &events)).status, 202);
        ids.push(the_one(&revoir, receipt));
    }
    let cookie = revoir.sign_in("developer");
    let held = revoir.get_as(&cookie, &format!("{SITE}/{}", ids[1])).status;

    end_all(&revoir);
    wait_for_verdicts(&revoir);

    assert_eq!(held, 404);
    assert_eq!(captured(&revoir), [ids[1].clone()]);
    let shown = revoir.get_as(&cookie, &format!("{SITE}/{}", ids[1])).json();
    assert_eq!(shown["kept_for"], json!(["trigger"]));
    assert_eq!(shown["triggers"], json!(["custom:help"]));
    assert_eq!(shown["markers"], json!([]));
    assert_eq!(
        revoir.sql("select purpose || count from discards"),
        "errors3"
    );
    let public = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"");
    assert!(!public.text().contains("zq7"), "{}", public.text());
    assert!(public.text().contains("\"history\":\"provisional\""));
}

/// What the DPO is told of triggers of `errors` that fire too often.
fn often(revoir: &Revoir) -> Value {
    let dpo = revoir.sign_in("dpo");
    let told = revoir.get_as(&dpo, "/api/sites/demo/volumes?purpose=errors");
    assert_eq!(told.status, 200, "{}", told.text());
    told.json()["often"].clone()
}

#[test]
fn the_dpo_is_told_of_a_trigger_that_fires_in_more_than_half_of_a_weeks_visits() {
    let revoir = Revoir::with(&SWIFT);
    let history =
        json!({ "provisional": { "why_not_on_device": "a kiosk", "delete_within_minutes": 10 } });
    let triggers = json!([{ "on": "rage_click" }, { "on": "custom", "name": "help" }]);
    publish(&revoir, "errors", |policy| {
        policy["collection"] = json!({ "L2": { "history": history, "triggers": triggers } });
        policy["text_version"] = json!("2");
    });
    // the second trigger fires in seven visits of twelve, the first in six
    for number in 0..12 {
        let grant = open_under(&revoir, ("errors", 2), number);
        let mut events = shop();
        events.extend((number < 7).then(|| fired(2_000, 1)));
        events.extend((number > 5).then(|| fired(3_000, 0)));
        assert_eq!(send(&revoir, &batch(&grant, 0, &events)).status, 202);
    }
    // one in which nothing arrived says nothing of either
    drop(open_under(&revoir, ("errors", 2), 12));

    end_all(&revoir);
    wait_for_verdicts(&revoir);

    let help = json!({ "on": "custom", "name": "help" });
    assert_eq!(
        often(&revoir),
        json!([{ "trigger": help, "visits": 12, "fired": 7 }])
    );
    let counted = revoir.sql("select string_agg(trigger || ' ' || visits || ' ' || fired, ', ' order by trigger) from firings");
    assert_eq!(counted, "custom:help 12 7, rage_click 12 6");

    drop(revoir.sql("update firings set day = day - 6"));
    assert_eq!(often(&revoir).as_array().unwrap().len(), 1);
    drop(revoir.sql("update firings set visits = 9, fired = 9"));
    assert_eq!(
        often(&revoir),
        json!([]),
        "of fewer than ten nothing is told"
    );
    drop(revoir.sql("update firings set visits = 40, fired = 40"));
    publish_again(&revoir, "errors", 2, |policy| {
        policy["collection"]["L2"]["triggers"] = json!([{ "on": "rage_click" }]);
    });
    let rage = json!({ "trigger": { "on": "rage_click" }, "visits": 40, "fired": 40 });
    assert_eq!(often(&revoir), json!([rage]), "of the policy in force");
    drop(revoir.sql("update firings set day = day - 2"));
    wait_for("forgetting", 30, || {
        revoir.sql("select count(*) from firings") == "0"
    });
}

#[test]
fn of_a_history_on_the_server_only_what_surrounds_its_triggers_is_kept() {
    let revoir = Revoir::with(&SWIFT);
    let history =
        json!({ "provisional": { "why_not_on_device": "a kiosk", "delete_within_minutes": 10 } });
    publish(&revoir, "errors", |policy| {
        policy["collection"]["L2"]["history"] = history;
        policy["collection"]["L2"]["before_s"] = json!(10);
        policy["collection"]["L2"]["after_s"] = json!(20);
        policy["text_version"] = json!("2");
    });
    let grant = open_under(&revoir, ("errors", 2), 1);
    for (seq, at) in (0..).zip([0, 30_000, 60_000, 90_000]) {
        let mut events = page("hello", at);
        if at > 0 {
            events[0]["data"]["href"] = json!("/demo/search");
        }
        events.extend([click(at + 15_000, 3), click(at + 29_000, 3)]);
        if at == 60_000 {
            events.push(fired(at, 0));
        }
        assert_eq!(send(&revoir, &batch(&grant, seq, &events)).status, 202);
    }
    let id = the_one(&revoir, 1);

    end_all(&revoir);
    wait_for_verdicts(&revoir);

    let cookie = revoir.sign_in("developer");
    let kept = revoir
        .get_as(&cookie, &format!("{SITE}/{id}/export"))
        .json();
    let kept = kept.as_array().unwrap();
    let first = kept[0]["timestamp"].as_u64().unwrap();
    let times: Vec<u64> = kept
        .iter()
        .map(|it| it["timestamp"].as_u64().unwrap() - first)
        .collect();
    assert_eq!(
        times,
        [0, 0, 15_000, 29_000, 30_000, 30_000, 45_000, 30_000]
    );
    let timeline = revoir
        .get_as(&cookie, &format!("{SITE}/{id}/timeline"))
        .json();
    assert_eq!(timeline["markers"][0]["at_ms"], 30_000);
    assert_eq!(timeline["length_ms"], 45_000);
    let entry = "select entry_route from recordings where not imported";
    assert_eq!(revoir.sql(entry), "/demo/search");
}

#[test]
fn verdicts_that_are_killed_are_given_once() {
    let mut revoir = analysing();
    (0..30).for_each(|number| make(&revoir, number, &yesterday(&revoir)));
    let visits = recordings(&revoir);
    end_all(&revoir);

    for round in 0..8 {
        std::thread::sleep(std::time::Duration::from_millis(60 * round));
        revoir.kill();
        // a lease that died with its server is free again
        drop(revoir.sql("update jobs set leased_until = 'epoch'"));
        revoir.start();
    }
    wait_for_verdicts(&revoir);

    let (kept, discarded) = (ids(&visits, true), ids(&visits, false));
    assert_eq!(captured(&revoir), kept);
    assert_nothing_else_is_left(&revoir, &kept, &discarded);
    assert_eq!(revoir.sql("select count from discards"), "18");
}

#[test]
fn what_cannot_be_judged_is_gone_by_the_time_of_its_verdict() {
    let revoir = analysing();
    let id = record(&revoir, 2);
    drop(revoir.sql("update chunks set bytes = '\\x00'"));
    end_all(&revoir);
    wait_for("an attempt", 30, || {
        revoir.sql(&format!(
            "select count(*) from jobs where id = '{id}' and failure is not null"
        )) == "1"
    });
    assert_eq!(captured(&revoir), [id]);

    drop(revoir.sql("update recordings set verdict_by = now() where verdict_by is not null"));

    wait_for("giving up", 60, || captured(&revoir).is_empty());
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    assert_eq!(revoir.sql("select count from discards"), "1");
}

#[test]
fn an_import_is_somebodys_own_choice_and_awaits_no_verdict() {
    let revoir = analysing();
    let file = revoir.data.path().join("visit.json");
    std::fs::write(&file, json!(visit(0)).to_string()).unwrap();
    let day = revoir.sql("select current_date - 1");
    let arguments = [
        "import",
        file.to_str().unwrap(),
        "--site",
        "demo",
        "--purpose",
        "ux",
        "--collected-for",
        "ux",
        "--basis",
        "consent",
        "--collected-on",
        &day,
    ];

    let id = revoir_tests::accounts::told(&revoir, &arguments);

    let cookie = revoir.sign_in("analyst");
    let found = revoir.get_as(&cookie, &format!("{SITE}/{}", id.trim()));
    assert_eq!(found.json()["state"], "settled");
    assert_eq!(found.json()["kept_for"], json!(["imported"]));
}
