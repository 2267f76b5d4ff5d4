//! A breach: what it concerns and who has seen it, its clock, its notices, and that nobody watches what is frozen.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{Revoir, fails, http::Answer};
use serde_json::{Value, json};

const SITE: &str = "/api/sites/demo";

fn send(revoir: &Revoir, cookie: &str, (method, path): (&str, &str), body: &Value) -> Answer {
    let headers = [("cookie", cookie), ("content-type", "application/json")];
    let path = format!("{SITE}{path}");
    revoir.ask(method, &path, &headers, body.to_string().as_bytes())
}

fn recording(revoir: &Revoir, purpose: &str) -> String {
    revoir.sql(&format!(
        "select id from recordings where purpose = '{purpose}' order by id limit 1"
    ))
}

fn ids(list: &Value) -> Vec<&str> {
    let recordings = list["recordings"].as_array().unwrap().iter();
    recordings
        .map(|one| one["recording"].as_str().unwrap())
        .collect()
}

#[test]
fn what_is_concerned_is_listed_with_who_watched_or_took_it_out() {
    let revoir = Revoir::demo();
    let (dpo, analyst) = (revoir.sign_in("dpo"), revoir.sign_in("analyst"));
    let seen = recording(&revoir, "ux");
    let path = format!("{SITE}/recordings/{seen}");
    assert_eq!(revoir.get_as(&analyst, &path).status, 200);
    assert_eq!(
        revoir.get_as(&analyst, &format!("{path}/export")).status,
        200
    );
    let concerned = |query: &str| {
        let answer = revoir.get_as(&dpo, &format!("{SITE}/concerned?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    };
    let count = |of: &str| {
        let of = format!("select count(*) from recordings where verdict_by is null and {of}");
        revoir.sql(&of).parse::<usize>().unwrap()
    };

    let of_ux = concerned("purpose=ux");
    let route =
        revoir.sql("select entry_route from recordings where entry_route is not null limit 1");
    let of_route = concerned(&format!("route={route}"));

    assert_eq!(of_ux["count"], count("purpose = 'ux'"));
    assert_eq!(
        ids(&of_route).len(),
        count(&format!("entry_route = '{route}'"))
    );
    let all = of_ux["recordings"].as_array().unwrap();
    let one = all.iter().find(|one| one["recording"] == *seen).unwrap();
    let people: Vec<_> = one["seen"].as_array().unwrap().iter().collect();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["by"], "Analyst");
    assert_eq!(people[0]["event"], "recording.watched");
    assert_eq!(people[1]["event"], "recording.exported");
    assert!(all.iter().filter(|one| one["seen"] != json!([])).count() == 1);
    // hours and rules narrow it too
    assert_eq!(ids(&concerned("until=2001-01-01T00:00:00Z")).len(), 0);
    assert_eq!(
        ids(&concerned("from=2001-01-01T00:00:00Z")).len(),
        count("true")
    );
    assert_eq!(ids(&concerned("rule=.nobody-wrote-this")).len(), 0);
    let known = revoir.sql("select purpose from policies where purpose = 'support' limit 1");
    assert_eq!(
        ids(&concerned(&format!("rule={known}"))).len(),
        count("purpose = 'support'")
    );
    assert_eq!(
        revoir
            .get_as(&dpo, &format!("{SITE}/concerned?from=soon"))
            .status,
        400
    );
}

#[test]
fn of_what_is_frozen_nobody_sees_anything_until_that_is_lifted_and_the_log_tells() {
    let revoir = Revoir::demo();
    let (dpo, analyst) = (revoir.sign_in("dpo"), revoir.sign_in("analyst"));
    let id = recording(&revoir, "ux");
    let watch = |path: &str| revoir.get_as(&analyst, &format!("{SITE}/{path}"));
    let (one, list) = (format!("recordings/{id}"), "recordings?purpose=ux");
    let ways = [
        "",
        "/timeline",
        "/transcript",
        "/export",
        "/notes",
        "/events?state=settled&first=0&last=0",
    ];
    assert_eq!(watch(&one).status, 200);

    let why = json!({ "why": "a leak" });
    let freeze = ("PUT", "/freezes/ux");
    assert_eq!(send(&revoir, &analyst, freeze, &why).status, 403);
    assert_eq!(send(&revoir, &dpo, freeze, &why).status, 204);

    for way in ways {
        assert_eq!(watch(&format!("{one}{way}")).status, 404, "{way}");
    }
    assert_eq!(watch(list).json()["recordings"], json!([]));
    fails(&revoir.run(&["export", &id]), 3, "not found");
    // another purpose goes on, and so do the duties: examining and erasing
    let developer = revoir.sign_in("developer");
    let errors = format!("{SITE}/recordings/{}", recording(&revoir, "errors"));
    assert_eq!(revoir.get_as(&developer, &errors).status, 200);
    let concerned = revoir
        .get_as(&dpo, &format!("{SITE}/concerned?purpose=ux"))
        .json();
    assert!(ids(&concerned).contains(&&*id));
    let frozen = revoir.get_as(&dpo, &format!("{SITE}/incidents")).json();
    assert_eq!(frozen["freezes"][0]["purpose"], "ux");
    assert_eq!(frozen["freezes"][0]["by"], "DPO");

    assert_eq!(
        send(&revoir, &dpo, ("DELETE", "/freezes/ux"), &why).status,
        204
    );
    assert_eq!(watch(&one).status, 200);
    let log = revoir
        .get_as(&dpo, "/api/audit?event=watching.frozen,watching.thawed")
        .json();
    let told: Vec<_> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["event"])
        .collect();
    assert_eq!(told, ["watching.thawed", "watching.frozen"]);
    assert_eq!(log["entries"][1]["words"], "a leak");
}

#[test]
fn the_clock_runs_from_when_it_was_known_and_the_notices_have_the_figures() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let told = json!({
        "concerns": { "purpose": "ux", "from": "2026-01-01T00:00:00Z" },
        "learned_at": "2026-01-02T03:04:00Z",
    });

    let made = send(&revoir, &dpo, ("POST", "/incidents"), &told);
    assert_eq!(made.status, 201, "{}", made.text());
    let (id, deadline) = (made.json()["id"].clone(), made.json()["deadline"].clone());
    let why = json!({ "why": "a leak" });
    assert_eq!(
        send(&revoir, &dpo, ("PUT", "/freezes/support"), &why).status,
        204
    );
    let notices = format!("{SITE}/incidents/{}/notices", id.as_str().unwrap());
    let notices = revoir.get_as(&revoir.sign_in("auditor"), &notices).json();

    assert_eq!(deadline, "2026-01-05T03:04:00Z");
    let count =
        revoir.sql("select count(*) from recordings where purpose = 'ux' and verdict_by is null");
    for (language, word) in [("en", "article 33"), ("fr", "article 33")] {
        let text = notices["cnil"][language].as_str().unwrap();
        for figure in [
            word,
            "2026-01-05 03:04",
            "2026-01-01 00:00",
            &count,
            if language == "en" {
                "Support"
            } else {
                "Assistance"
            },
        ] {
            assert!(text.contains(figure), "{language}: {figure}: {text}");
        }
        assert!(!text.contains('{') && !notices["visitors"][language].to_string().contains('{'));
    }
    let future = json!({ "concerns": {}, "learned_at": "2126-01-01T00:00:00Z" });
    assert_eq!(
        send(&revoir, &dpo, ("POST", "/incidents"), &future).status,
        400
    );
    let auditor = revoir.sign_in("auditor");
    assert_eq!(
        send(&revoir, &auditor, ("POST", "/incidents"), &told).status,
        403
    );
    assert_eq!(revoir.sql("select count(*) from incidents"), "1");
}

#[test]
fn whoever_watched_is_counted_beyond_what_is_shown_and_what_is_gone_is_told() {
    let revoir = Revoir::demo();
    let (dpo, analyst) = (revoir.sign_in("dpo"), revoir.sign_in("analyst"));
    let seen = recording(&revoir, "ux");
    assert_eq!(
        revoir
            .get_as(&analyst, &format!("{SITE}/recordings/{seen}"))
            .status,
        200
    );
    // so many are newer that the one that was watched is not shown
    let _ = revoir.sql(&format!(
        "insert into recordings select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(),
             'receipt_hash', null, 'opened_hour', r.opened_hour + interval '9 hours'))).*
         from recordings r, generate_series(1, 510) where id = '{seen}'"
    ));
    let erased = recording(&revoir, "errors");
    assert!(revoir.run(&["erase", &erased]).status.success());
    let _ = revoir.sql(
        "insert into audit_tallies select organisation_id, id, 'ux', 'recording.expired', date '2026-10-01', 7 from sites
         where key = 'demo' union all
         select organisation_id, id, 'ux', 'recording.expired', date '2026-09-01', 40 from sites where key = 'demo'",
    );
    let told = json!({
        "concerns": { "purpose": "ux", "from": "2026-10-01T05:00:00Z" },
        "learned_at": "2026-10-02T00:00:00Z",
    });

    let concerned = |query: &str| {
        let path = format!("{SITE}/concerned?{query}");
        revoir.get_as(&dpo, &path).json()
    };
    let (of_ux, since) = (
        concerned("purpose=ux"),
        concerned("purpose=ux&from=2026-10-01T05:00:00Z"),
    );
    let id = send(&revoir, &dpo, ("POST", "/incidents"), &told).json()["id"].clone();
    let notices = format!("{SITE}/incidents/{}/notices", id.as_str().unwrap());
    let notices = revoir.get_as(&dpo, &notices).json();

    assert_eq!(ids(&of_ux).len(), 500);
    assert!(!ids(&of_ux).contains(&&*seen));
    assert_eq!((&of_ux["people"], &of_ux["erased"]), (&json!(1), &json!(0)));
    assert_eq!(
        (&of_ux["expired"], &since["expired"]),
        (&json!(47), &json!(7))
    );
    assert_eq!(concerned("purpose=errors")["erased"], 1);
    assert_eq!(
        concerned("purpose=errors&from=2126-01-01T00:00:00Z")["erased"],
        0
    );
    let english = notices["cnil"]["en"].as_str().unwrap();
    assert!(english.contains("took it out: 1;"), "{english}");
    assert!(english.contains("the time of 7 was over"), "{english}");
    let french = notices["cnil"]["fr"].as_str().unwrap();
    assert!(french.contains("et 7 sont arrivés à échéance"), "{french}");
    assert!(french.contains("gelée pour : aucune finalité"), "{french}");
}
