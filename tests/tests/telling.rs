//! What a publisher's other systems may tell, with a token of one site; that a ticket asks for what awaits its verdict,
//! and a release ends what came before it.

use revoir_tests::{
    Revoir,
    accounts::{join, publish, send},
    customers::ANNA,
    tickets::{column, end, patch, tell, ticket, token, visited, wait_for_jobs, wait_until},
    traces::{SWIFT, keys_in, wait_out_the_hour},
    visitor::open,
    wait_for,
};
use serde_json::{Value, json};

const TICKETS: &str = "/api/sites/demo/tickets";
const RELEASES: &str = "/api/sites/demo/releases";

fn opening() -> Value {
    json!({ "ticket": "7", "state": "open", "customer": ANNA })
}

#[test]
fn a_token_tells_of_its_site_until_its_end_and_opens_nothing_else() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let other = join(&revoir, "owner@other.example", "owner", "Other");
    for (cookies, key) in [(&owner, "second"), (&other, "theirs")] {
        let site = json!({ "key": key, "name": key, "origins": ["https://a.example"] });
        assert_eq!(
            send(&revoir, cookies, "POST", "/api/sites", &site).status,
            201
        );
    }
    let ((id, kept), (_, over)) = (token(&revoir), token(&revoir));
    let told = |path: &str, token: &str| tell(&revoir, token, path, &opening()).status;

    assert_eq!(told(TICKETS, &kept), 204);
    assert_eq!(told("/api/sites/second/tickets", &kept), 403);
    assert_eq!(told("/api/sites/theirs/tickets", &kept), 404);
    assert_eq!(told("/api/sites/nobody/tickets", &kept), 404);
    assert_eq!(told("/api/sites/demo/lookups", &kept), 401);
    let bearer = format!("Bearer {kept}");
    for path in [
        "/api/session",
        "/api/sites/demo/tokens",
        "/api/sites/demo/recordings?purpose=support",
    ] {
        let headers = [("authorization", bearer.as_str())];
        assert_eq!(revoir.ask("GET", path, &headers, b"").status, 401, "{path}");
    }
    for wrong in ["", "wrong", &kept.to_lowercase()] {
        assert_eq!(told(TICKETS, wrong), 401, "{wrong:?}");
    }
    let with_cookie = [
        ("authorization", "Bearer wrong"),
        ("cookie", owner.as_str()),
    ];
    let body = json!({ "version": "1" }).to_string();
    assert_eq!(
        revoir
            .ask("POST", RELEASES, &with_cookie, body.as_bytes())
            .status,
        401
    );

    drop(revoir.sql(&format!(
        "update tokens set created_at = now() - interval '2 days', until = now() where id <> '{id}'"
    )));
    assert_eq!(told(TICKETS, &over), 401);
    let one = format!("/api/sites/demo/tokens/{id}");
    assert_eq!(
        send(&revoir, &other, "DELETE", &one, &json!({})).status,
        404
    );
    assert_eq!(told(TICKETS, &kept), 204);
    assert_eq!(
        send(&revoir, &owner, "DELETE", &one, &json!({})).status,
        204
    );
    assert_eq!(told(TICKETS, &kept), 401);
    let listed = revoir.get_as(&owner, "/api/sites/demo/tokens");
    assert_eq!(listed.json()["tokens"].as_array().map(Vec::len), Some(1));
    assert!(!listed.text().contains(&over));
}

#[test]
fn what_cannot_be_a_token_a_ticket_or_a_release_is_refused() {
    let revoir = Revoir::demo();
    let (owner, (_, token)) = (revoir.sign_in("admin"), token(&revoir));
    let long = "x".repeat(300);

    for (name, until) in [
        ("", "2099-01-01"),
        ("x", "2020-01-01"),
        ("x", "2099-01-01"),
        ("x", "soon"),
        (&long, "2027-01-01"),
    ] {
        let new = json!({ "name": name, "until": until });
        let made = send(&revoir, &owner, "POST", "/api/sites/demo/tokens", &new);
        assert_eq!(
            made.problem(),
            "/problems/unreadable-request",
            "{name} {until}"
        );
    }
    for (path, body, problem) in [
        (
            TICKETS,
            json!({ "ticket": "", "state": "open" }),
            "unreadable-request",
        ),
        (
            TICKETS,
            json!({ "ticket": long, "state": "open" }),
            "unreadable-request",
        ),
        (
            TICKETS,
            json!({ "ticket": "a\nb", "state": "closed" }),
            "unreadable-request",
        ),
        (
            TICKETS,
            json!({ "ticket": "7", "state": "lost" }),
            "unreadable-request",
        ),
        (
            TICKETS,
            json!({ "ticket": "7", "state": "open", "customer": [ANNA] }),
            "identifier-not-valid",
        ),
        (
            TICKETS,
            json!({ "ticket": "7", "state": "open", "customer": ANNA.repeat(20) }),
            "identifier-not-valid",
        ),
        (RELEASES, json!({ "version": "" }), "unreadable-request"),
        (
            RELEASES,
            json!({ "version": "1", "at": "2099-01-01T00:00:00Z" }),
            "unreadable-request",
        ),
        (
            RELEASES,
            json!({ "version": "1", "at": "soon" }),
            "unreadable-request",
        ),
    ] {
        let answer = tell(&revoir, &token, path, &body);
        assert_eq!(answer.problem(), format!("/problems/{problem}"), "{body}");
        assert!(!answer.text().contains(ANNA));
    }
    drop(revoir.sql("update policies set document = document || '{\"identifiers\": \"I1\"}'"));
    let known = tell(&revoir, &token, TICKETS, &opening());
    assert_eq!(known.problem(), "/problems/identifier-not-allowed");
    assert_eq!(revoir.sql("select count(*) from tickets"), "0");
}

#[test]
fn a_ticket_keeps_what_awaits_its_verdict_around_the_moment_it_asks() {
    let mut revoir = Revoir::with(&SWIFT);
    let why = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 240 });
    let collection = json!({ "L2": { "history": { "provisional": why }, "before_s": 60, "after_s": 60,
        "triggers": [{ "on": "custom", "name": "help" }, { "on": "support_request" }] } });
    let until = json!({ "event": "ticket_closed" });
    patch(
        &mut revoir,
        "support",
        &json!({ "identifiers": "I2", "collection": collection, "until": until }),
    );
    let (_, token) = token(&revoir);
    let visit = |receipt, id: &str| visited(&revoir, "support", receipt, &json!({ "id": id }));
    let (during, after, never) = (visit(1, ANNA), visit(2, "bob"), visit(3, "carla"));
    let agent = revoir.sign_in("agent");
    let shown = |id: &str, path: &str| {
        revoir.get_as(&agent, &format!("/api/sites/demo/recordings/{id}{path}"))
    };

    // two minutes before the last batch, of a visit of five
    ticket(&revoir, &token, "1", "open", ANNA);
    wait_for("asking", 30, || {
        !column(&revoir, &during, "requested_at").is_empty()
    });
    drop(revoir.sql(&format!(
        "update recordings set requested_at = last_batch_at - interval '2 minutes' where id = '{during}'"
    )));
    ticket(&revoir, &token, "1", "closed", "");
    for id in [&during, &after, &never] {
        end(&revoir, id);
    }
    wait_until(&revoir, &during, ("state", "settled"));
    for id in [&after, &never] {
        wait_until(&revoir, id, ("waits_until = verdict_by", "t"));
        assert_eq!(shown(id, "").status, 404);
    }
    ticket(&revoir, &token, "2", "open", "bob");
    wait_until(&revoir, &after, ("bucket", "support-held"));
    drop(revoir.sql(&format!(
        "update recordings set last_batch_at = last_batch_at - interval '4 hours', waits_until = now() where id = '{never}'"
    )));
    wait_for("the verdict", 30, || {
        column(&revoir, &never, "id").is_empty()
    });

    let marker = |id: &str| shown(id, "/timeline").json()["markers"].clone();
    let support = json!({ "on": "support_request" });
    assert_eq!(marker(&during), json!([{ "at_ms": 0, "trigger": support }]));
    assert_eq!(column(&revoir, &during, "duration_band"), "under_1_min");
    assert_eq!(
        marker(&after),
        json!([{ "at_ms": 300_000, "trigger": support }])
    );
    assert_eq!(
        revoir.sql("select purpose || count from discards"),
        "support1"
    );
    // a visit that waited for a ticket counts once, when it is judged
    let counted = "select string_agg(trigger || ' ' || visits || ' ' || fired, ', ' order by trigger) from (
        select trigger, sum(visits) as visits, sum(fired) as fired from firings group by trigger) of_any_day";
    assert_eq!(revoir.sql(counted), "custom:help 3 0, support_request 3 2");
    wait_for_jobs(&revoir);
    assert_eq!(keys_in(&revoir.data.path().join("keys"), "arrival"), 0);
}

#[test]
fn what_waits_for_a_ticket_is_not_opened_again() {
    let mut revoir = Revoir::with(&SWIFT);
    let why = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 60 });
    let collection = json!({ "L2": { "history": { "provisional": why }, "before_s": 60, "after_s": 60,
        "triggers": [{ "on": "support_request" }] } });
    patch(
        &mut revoir,
        "support",
        &json!({ "identifiers": "I2", "collection": collection }),
    );
    let id = visited(&revoir, "support", 1, &json!({ "id": ANNA }));
    end(&revoir, &id);
    wait_until(&revoir, &id, ("waits_until = verdict_by", "t"));
    let span = column(&revoir, &id, "waits_until - last_batch_at");

    let asked = revoir_tests::customers::visit(
        &revoir,
        ("support", "http://a.localhost:8000"),
        1,
        &json!({ "id": ANNA }),
    );

    assert_eq!(span, "01:00:00");
    assert_eq!(asked.status, 400, "{}", asked.text());
    assert_eq!(column(&revoir, &id, "state"), "open");
}

#[test]
fn a_release_ends_what_was_opened_before_its_hour_where_the_policy_says_so() {
    let mut revoir = Revoir::with(&SWIFT);
    let (_, token) = token(&revoir);
    patch(
        &mut revoir,
        "ux",
        &json!({ "until": { "event": "release" } }),
    );
    wait_out_the_hour(&revoir);
    let (before, since) = (open(&revoir, 1), open(&revoir, 2));
    for grant in [&before, &since] {
        let sent = revoir_tests::visitor::batch(grant, 0, &revoir_tests::visitor::page("hello", 0));
        assert_eq!(revoir_tests::visitor::send(&revoir, &sent).status, 202);
    }
    let [before, since] = [1, 2].map(|receipt| revoir_tests::traces::the_one(&revoir, receipt));
    drop(revoir.sql(&format!(
        "update recordings set opened_hour = opened_hour - interval '1 hour' where id = '{before}'"
    )));
    for id in [&before, &since] {
        end(&revoir, id);
        wait_until(&revoir, id, ("state", "settled"));
    }
    let errors = || revoir.sql("select count(*) from recordings where purpose = 'errors'");
    let (bucket, others) = (column(&revoir, &before, "bucket"), errors());
    wait_for_jobs(&revoir);
    let keys = || keys_in(&revoir.data.path().join("keys"), &bucket);
    let held = keys();

    let told = tell(&revoir, &token, RELEASES, &json!({ "version": "1.2.0" }));

    assert_eq!(told.status, 204, "{}", told.text());
    wait_for("its end", 30, || column(&revoir, &before, "id").is_empty());
    wait_for_jobs(&revoir);
    assert!(keys() < held);
    assert_eq!(column(&revoir, &since, "state"), "settled");
    assert_eq!(errors(), others);
    let at = revoir.sql("select at from releases");
    assert_eq!(
        tell(&revoir, &token, RELEASES, &json!({ "version": "1.2.0" })).status,
        204
    );
    assert_eq!(revoir.sql("select at from releases"), at);
    let told = "select string_agg(w.words, ' ') from audit_words w join audit_entries e using (organisation_id, number)
        where event = 'release.told' and actor = 'token'";
    assert_eq!(revoir.sql(told), "1.2.0");
}

#[test]
fn a_sites_releases_are_kept_until_no_recording_can_be_of_them() {
    let revoir = Revoir::with(&SWIFT);
    let (_, token) = token(&revoir);
    let tell_of = |version: &str, at: &str| {
        let body = json!({ "version": version, "at": at });
        let told = tell(&revoir, &token, RELEASES, &body);
        assert_eq!(told.status, 204, "{}", told.text());
    };
    let days_ago = |days: u16| {
        revoir.sql(&format!(
            "select to_char(now() at time zone 'UTC' - interval '{days} days', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        ))
    };
    let known = || revoir.sql("select string_agg(version, ' ' order by at) from releases");

    tell_of("1.0", &days_ago(400));
    tell_of("1.1", &days_ago(369));
    tell_of("1.2", &days_ago(2));
    // older than the last, and the last once more
    tell_of("0.9", &days_ago(3));
    tell_of("1.2", &days_ago(1));
    tell_of("1.1", &days_ago(1));

    // of 1.0 nothing can be left; of the first 1.1 there can
    wait_for("forgetting", 30, || known() == "1.1 1.2 1.1");
    drop(revoir.sql("update releases set at = at - interval '800 days'"));
    wait_for("the last", 30, || known() == "1.1");
}

#[test]
fn a_policy_that_keeps_support_until_a_ticket_is_closed_conforms_up_to_30_days() {
    let revoir = Revoir::demo();
    let triggers = json!([{ "on": "support_request" }]);

    publish(&revoir, "support", |policy| {
        policy["until"] = json!({ "event": "ticket_closed", "longest_minutes": 43_200 });
        policy["collection"] = json!({ "L2": { "triggers": triggers } });
        policy["text_version"] = "2".into();
    });
    publish(&revoir, "errors", |policy| {
        policy["until"] = json!({ "event": "release" });
        policy["text_version"] = "2".into();
    });

    let version = "select max(version) from policies where purpose = 'support' and document -> 'until' is not null";
    assert_eq!(revoir.sql(version), "2");
    let public = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"").text();
    assert!(
        public.contains("support_request") && !public.contains("ticket_closed"),
        "{public}"
    );
    let owner = revoir.sign_in("admin");
    let document = "select document from policies where purpose = 'support' and version = 2";
    let mut policy: Value = serde_json::from_str(&revoir.sql(document)).unwrap();
    for (until, field) in [
        (
            json!({ "event": "ticket_closed", "longest_minutes": 43_201 }),
            "until.longest_minutes",
        ),
        (
            json!({ "event": "ticket_closed", "longest_minutes": 1_440 }),
            "until.longest_minutes",
        ),
        (json!({ "event": "release" }), "until"),
    ] {
        policy["until"] = until;
        let draft = json!({ "revision": 0, "policy": policy });
        let path = "/api/sites/demo/policies/support/draft";
        let refused = send(&revoir, &owner, "PUT", path, &draft);
        assert_eq!(refused.json()["field"], field, "{}", refused.text());
    }
}
