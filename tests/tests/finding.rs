//! Finding recordings: each filter alone, saved views, and the register of what was erased.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{Revoir, http::Answer};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");
const SITE: &str = "/api/sites/demo";

fn list(revoir: &Revoir, filter: &str) -> Answer {
    let cookie = revoir.sign_in("analyst");
    revoir.get_as(&cookie, &format!("{SITE}/recordings?purpose=ux{filter}"))
}

/// The ids of the recordings that a filter leaves, in order of their ids.
fn left_by(revoir: &Revoir, filter: &str) -> Vec<String> {
    let answer = list(revoir, filter);
    assert_eq!(answer.status, 200, "{filter}: {}", answer.text());
    let page = answer.json();
    let recordings = page["recordings"].as_array().unwrap().iter();
    let mut ids: Vec<_> = recordings
        .map(|recording| recording["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort_unstable();
    ids
}

/// Three recordings that differ in everything that can be filtered by.
fn three(revoir: &Revoir) -> [String; 3] {
    let ids = revoir.sql("select id from recordings where purpose = 'ux' order by id limit 3");
    let ids: Vec<_> = ids.lines().map(str::to_owned).collect();
    for (id, hour, band, device) in [
        (&ids[0], "2026-03-01T00:00:00Z", "under_1_min", "mobile"),
        (&ids[1], "2026-03-02T23:00:00Z", "under_15_min", "tablet"),
        (&ids[2], "2026-03-04T12:00:00Z", "over_30_min", "desktop"),
    ] {
        drop(revoir.sql(&format!(
            "update recordings set opened_hour = '{hour}', duration_band = '{band}', device = '{device}' where id = '{id}'"
        )));
    }
    ids.try_into().unwrap()
}

#[test]
fn each_filter_leaves_what_it_names() {
    let revoir = Revoir::demo();
    let [first, second, third] = three(&revoir);
    let cases: [(&str, &[&String]); 9] = [
        ("", &[&first, &second, &third]),
        ("&from=2026-03-02", &[&second, &third]),
        ("&to=2026-03-02", &[&first, &second]),
        ("&from=2026-03-02&to=2026-03-02", &[&second]),
        ("&duration=under_1_min", &[&first]),
        ("&duration=under_1_min,over_30_min", &[&first, &third]),
        ("&device=tablet,desktop", &[&second, &third]),
        ("&device=tablet&duration=over_30_min", &[]),
        ("&from=2027-01-01", &[]),
    ];
    for (filter, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|id| (*id).clone()).collect();
        assert_eq!(left_by(&revoir, filter), expected, "{filter}");
    }
}

/// The same three, with what settling has written of them.
fn found(revoir: &Revoir) -> [String; 3] {
    let ids = three(revoir);
    for (id, route, markers, triggers, kept_for) in [
        (&ids[0], "/demo/", "rage_click,long_wait", "", "drawn"),
        (
            &ids[1],
            "/orders/:id",
            "",
            "rage_click|element:.a, .b",
            "trigger",
        ),
        (
            &ids[2],
            "/demo/",
            "dead_click",
            "custom:lost",
            "drawn,criterion:dead_click",
        ),
    ] {
        drop(revoir.sql(&format!(
            "update recordings set entry_route = '{route}', markers = string_to_array('{markers}', ','),
                 triggers = string_to_array('{triggers}', '|'), kept_for = string_to_array('{kept_for}', ',')
             where id = '{id}'"
        )));
    }
    ids
}

#[test]
fn recordings_are_found_by_what_was_found_in_them_and_why_they_are_kept() {
    let revoir = Revoir::demo();
    let [first, second, third] = found(&revoir);
    let cases: [(&str, &[&String]); 11] = [
        ("&route=/demo/", &[&first, &third]),
        ("&route=/orders/:id", &[&second]),
        ("&route=/orders", &[]),
        ("&marker=rage_click", &[&first]),
        ("&marker=dead_click,long_wait", &[&first, &third]),
        ("&trigger=rage_click", &[&second]),
        ("&trigger=element:.a,%20.b", &[&second]),
        ("&trigger=custom:lost", &[&third]),
        ("&kept_for=drawn", &[&first, &third]),
        ("&kept_for=trigger,criterion:dead_click", &[&second, &third]),
        ("&kept_for=drawn&marker=dead_click&route=/demo/", &[&third]),
    ];

    for (filter, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|id| (*id).clone()).collect();
        assert_eq!(left_by(&revoir, filter), expected, "{filter}");
    }
    let cookie = revoir.sign_in("analyst");
    let filters = revoir.get_as(&cookie, &format!("{SITE}/filters?purpose=ux"));
    assert_eq!(
        filters.json(),
        json!({ "routes": ["/demo/", "/orders/:id"], "triggers": ["custom:lost", "element:.a, .b", "rage_click"],
            "kept_for": ["criterion:dead_click", "drawn", "trigger"], "releases": [] })
    );
}

#[test]
fn recordings_are_found_by_the_release_that_they_were_opened_under() {
    let revoir = Revoir::demo();
    let [first, second, third] = three(&revoir);
    for (version, at) in [
        ("1.0", "2026-03-01T00:40:00Z"),
        ("1.1, hotfix", "2026-03-02T23:10:00Z"),
        ("1.2", "2026-03-02T23:59:59Z"),
        ("1.0", "2026-03-04T12:00:00Z"),
        ("later", "2026-03-04T13:00:00Z"),
    ] {
        drop(revoir.sql(&format!(
            "insert into releases select organisation_id, id, '{version}', '{at}' from sites where key = 'demo'"
        )));
    }
    let cases: [(&str, &[&String]); 6] = [
        // told again after 1.2
        ("&release=1.0", &[&first, &third]),
        // 1.2 came within its hour, and no exact time is kept
        ("&release=1.1,%20hotfix", &[]),
        ("&release=%201.2", &[&second]),
        ("&release=later", &[]),
        ("&release=unknown", &[]),
        ("&release=1.0&device=mobile", &[&first]),
    ];

    for (filter, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|id| (*id).clone()).collect();
        assert_eq!(left_by(&revoir, filter), expected, "{filter}");
    }
    let cookie = revoir.sign_in("analyst");
    let filters = revoir.get_as(&cookie, &format!("{SITE}/filters?purpose=ux"));
    assert_eq!(
        filters.json()["releases"],
        json!(["later", "1.0", "1.2"]),
        "newest first, each once"
    );
}

#[test]
fn what_was_settled_before_is_found_without_these_filters_only() {
    let revoir = Revoir::demo();
    let before = three(&revoir);
    drop(revoir.sql("update recordings set markers = null, triggers = null, kept_for = null"));

    for filter in [
        "&marker=rage_click",
        "&trigger=rage_click",
        "&kept_for=imported",
    ] {
        assert_eq!(left_by(&revoir, filter), [""; 0], "{filter}");
    }
    assert_eq!(left_by(&revoir, ""), before);
    let one = &list(&revoir, "").json()["recordings"][0];
    assert_eq!(one.get("kept_for"), None);
}

#[test]
fn a_filter_that_makes_no_sense_is_refused_by_name() {
    let revoir = Revoir::demo();

    for (filter, names) in [
        ("&from=yesterday", "from"),
        ("&to=2026-02-30", "to"),
        ("&from=2026-03-02T00:00:00Z", "from"),
        ("&duration=long", "duration"),
        ("&device=", "device"),
        ("&device=desktop,watch", "device"),
        ("&route=orders", "route"),
        ("&route=/a%20b", "route"),
        ("&marker=joy", "marker"),
        ("&trigger=joy", "trigger"),
        ("&trigger=custom:", "trigger"),
        ("&trigger=rage_click:x", "trigger"),
        ("&release=", "release"),
        ("&release=a%0Ab", "release"),
        ("&kept_for=luck", "kept_for"),
        ("&kept_for=drawn,criterion:joy", "kept_for"),
    ] {
        let answer = list(&revoir, filter);
        assert_eq!(answer.status, 400, "{filter}");
        let problem = answer.json();
        assert!(
            problem["title"].as_str().unwrap().contains(names),
            "{problem}"
        );
    }
}

#[test]
fn a_page_goes_on_where_the_one_before_ended_within_its_filter() {
    let revoir = Revoir::demo();
    let [first, second, _] = three(&revoir);

    let page = list(&revoir, "&to=2026-03-02&limit=1").json();
    let cursor = page["next"].as_str().unwrap();
    let next = list(&revoir, &format!("&to=2026-03-02&limit=1&cursor={cursor}")).json();

    assert_eq!(page["recordings"][0]["id"], second);
    assert_eq!(next["recordings"][0]["id"], first);
}

#[test]
fn a_view_is_its_owners_alone() {
    let revoir = Revoir::demo();
    drop(revoir.sql(
        "insert into role_grants select gen_random_uuid(), organisation_id, id, 'analyst', null, null, now() + interval '1 day'
         from members where email = 'developer@demo.test'",
    ));
    let (mine, other) = (revoir.sign_in("analyst"), revoir.sign_in("developer"));
    let views = format!("{SITE}/views");
    let save = |name: &str, query: &str| {
        let body = json!({ "purpose": "ux", "name": name, "query": query }).to_string();
        revoir.ask("POST", &views, &[("cookie", &mine), JSON], body.as_bytes())
    };
    let seen = |cookie: &str| revoir.get_as(cookie, &format!("{views}?purpose=ux")).json();

    let made = save("Long ones", "duration=over_30_min");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let one = format!("{views}/{id}");

    assert_eq!(made.status, 201);
    assert_eq!(save("", "").status, 400);
    assert_eq!(save("x", &"q".repeat(501)).status, 400);
    assert_eq!(
        seen(&mine)["views"],
        json!([{ "id": id, "name": "Long ones", "query": "duration=over_30_min" }])
    );
    assert_eq!(seen(&other)["views"], json!([]));
    assert_eq!(
        revoir
            .ask("DELETE", &one, &[("cookie", &other)], b"")
            .status,
        404
    );
    assert_eq!(
        revoir.ask("DELETE", &one, &[("cookie", &mine)], b"").status,
        204
    );
    assert_eq!(seen(&mine)["views"], json!([]));
}

#[test]
fn an_erasure_is_remembered_with_who_and_why() {
    let revoir = Revoir::demo();
    let cookie = revoir.sign_in("analyst");
    let of = |place: u8| {
        revoir.sql(&format!(
            "select id from recordings where purpose = 'ux' order by id offset {place} limit 1"
        ))
    };
    let [given, bare, by_hand] = [of(0), of(1), of(2)];
    let erase = |id: &str, body: &[u8]| {
        let path = format!("{SITE}/recordings/{id}");
        revoir
            .ask("DELETE", &path, &[("cookie", &cookie), JSON], body)
            .status
    };
    let why = br#"{"reason":"visitor_asked","words":" a ticket "}"#;

    assert_eq!(erase(&given, br#"{"reason":"whim"}"#), 400);
    assert_eq!(erase(&given, why), 204);
    assert_eq!(erase(&given, why), 404);
    assert_eq!(erase(&bare, b""), 204);
    assert!(revoir.run(&["erase", &by_hand]).status.success());
    let register = revoir.get_as(
        &revoir.sign_in("auditor"),
        &format!("{SITE}/erasures?purpose=ux"),
    );

    let told: Vec<Value> = register.json()["erasures"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .cloned()
        .collect();
    let facts: Vec<_> = told
        .iter()
        .map(|one| json!([one["recording"], one["by"], one["reason"], one["words"]]))
        .collect();
    assert_eq!(
        facts,
        [
            json!([given, "Analyst", "visitor_asked", "a ticket"]),
            json!([bare, "Analyst", null, null]),
            json!([by_hand, "cli", null, null]),
        ]
    );
}
