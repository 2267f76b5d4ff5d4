//! One's own account: sessions, and the password that opens them.

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookie, cookies, join, send, try_as},
};
use serde_json::json;

fn is_signed_in(revoir: &Revoir, cookies: &str) -> bool {
    revoir.get_as(cookies, "/api/session").status == 200
}

#[test]
fn a_cookie_that_was_there_before_signing_in_is_worth_nothing_afterwards() {
    let revoir = Revoir::demo();
    let planted = "revoir=0123456789012345678901234567890123456789012";
    let older = revoir.sign_in("analyst");

    let over_planted = cookies(&try_as(&revoir, planted, "agent@demo.test", "demo"));
    let over_older = cookies(&try_as(&revoir, &older, "agent@demo.test", "demo"));

    assert_ne!(cookie(&over_planted, "revoir"), planted);
    assert_ne!(cookie(&over_older, "revoir"), older);
    assert!(!is_signed_in(&revoir, planted));
    assert!(!is_signed_in(&revoir, &older));
    assert!(is_signed_in(&revoir, &over_planted));
    assert!(is_signed_in(&revoir, &over_older));
}

#[test]
fn the_cookies_are_out_of_reach_of_scripts_and_of_other_sites() {
    let revoir = Revoir::demo();

    let answer = try_as(&revoir, "", "agent@demo.test", "demo");

    let set: Vec<&String> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value)
        .collect();
    assert_eq!(set.len(), 2);
    for value in set {
        assert!(
            value.contains("; Path=/; HttpOnly; SameSite=Strict; Max-Age="),
            "{value}"
        );
        assert!(!value.contains("Domain"), "{value}");
    }
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[test]
fn nothing_is_changed_for_another_origins_page() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let own = format!("http://127.0.0.1:{}", revoir.port);
    let ask = |name: &str, value: &str| {
        let headers = [
            ("cookie", owner.as_str()),
            ("content-type", "application/json"),
            (name, value),
        ];
        revoir.ask(
            "PATCH",
            "/api/sites/demo",
            &headers,
            b"{\"name\":\"Changed\"}",
        )
    };

    for (name, value) in [
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        assert_eq!(
            ask(name, value).problem(),
            "/problems/foreign-origin",
            "{name}: {value}"
        );
        assert_eq!(revoir.sql("select name from sites"), "Demo shop");
    }
    // a program sends neither; a page of ours sends both
    assert_eq!(ask("accept", "*/*").status, 204);
    assert_eq!(ask("origin", &own).status, 204);
    assert_eq!(ask("sec-fetch-site", "same-origin").status, 204);
}

#[test]
fn a_token_in_an_address_is_accepted_nowhere() {
    let revoir = Revoir::demo();
    let session = revoir.sign_in("admin");
    let token = session.strip_prefix("revoir=").unwrap();

    for path in [
        format!("/api/session?revoir={token}"),
        format!("/api/session?token={token}&session={token}&access_token={token}"),
        format!("/api/members?{session}"),
        format!("/api/sessions?authorization=Bearer%20{token}"),
    ] {
        assert_eq!(revoir.ask("GET", &path, &[], b"").status, 401, "{path}");
    }
    let path = format!("/api/session/{token}");
    assert_eq!(revoir.ask("GET", &path, &[], b"").status, 404);
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(revoir.ask("GET", "/api/session", &headers, b"").status, 401);
}

#[test]
fn sessions_are_listed_and_one_that_is_ended_is_dead_at_once() {
    let revoir = Revoir::demo();
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let body = br#"{"email":"agent@demo.test","password":"demo"}"#;
    let headers = [
        ("content-type", "application/json"),
        ("user-agent", firefox),
    ];
    let desk = cookies(&revoir.ask("POST", "/api/session", &headers, body));
    let other = revoir.sign_in("agent");
    let somebody_else = revoir.sign_in("analyst");

    let listed = revoir.get_as(&other, "/api/sessions").json();

    let sessions = listed["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let current = |session: &&serde_json::Value| session["current"] == true;
    assert_eq!(sessions.iter().filter(current).count(), 1);
    let at_desk = sessions
        .iter()
        .find(|session| session["current"] == false)
        .unwrap();
    assert_eq!(
        (&at_desk["device"], &at_desk["browser"]),
        (&json!("desktop"), &json!("firefox"))
    );
    let path = format!("/api/sessions/{}", at_desk["id"].as_str().unwrap());
    let end = |cookie: &str| {
        revoir
            .ask("DELETE", &path, &[("cookie", cookie)], b"")
            .status
    };
    assert_eq!(end(&somebody_else), 404);
    assert!(is_signed_in(&revoir, &desk));
    assert_eq!(end(&other), 204);
    assert!(!is_signed_in(&revoir, &desk));
    assert!(is_signed_in(&revoir, &other));
}

#[test]
fn all_other_sessions_end_at_once() {
    let revoir = Revoir::demo();
    let [one, two, three] = ["agent"; 3].map(|account| revoir.sign_in(account));
    let somebody_else = revoir.sign_in("analyst");

    assert_eq!(
        revoir
            .ask("DELETE", "/api/sessions", &[("cookie", &two)], b"")
            .status,
        204
    );

    assert!(!is_signed_in(&revoir, &one));
    assert!(is_signed_in(&revoir, &two));
    assert!(!is_signed_in(&revoir, &three));
    assert!(is_signed_in(&revoir, &somebody_else));
}

#[test]
fn a_session_ends_by_itself_when_it_is_idle_and_when_it_is_old() {
    let revoir = Revoir::demo();
    let age = |column: &str, hours: u32| {
        let cookie = revoir.sign_in("agent");
        let aged = format!(
            "update sessions set {column} = now() - interval '{hours} hours' + interval '1 minute'"
        );
        assert_eq!(revoir.sql(&aged), "");
        let before = is_signed_in(&revoir, &cookie);
        let aged = format!("update sessions set {column} = now() - interval '{hours} hours'");
        assert_eq!(revoir.sql(&aged), "");
        (before, is_signed_in(&revoir, &cookie))
    };

    assert_eq!(age("last_seen_at", 8), (true, false));
    assert_eq!(age("created_at", 24 * 7), (true, false));
}

#[test]
fn a_changed_password_ends_every_other_session() {
    let revoir = Revoir::demo();
    let other = join(&revoir, "jo@shop.example", "analyst", "Demo");
    let here = cookies(&try_as(&revoir, "", "jo@shop.example", GOOD));
    let new = "an even longer password, mine";
    let change = |cookies: &str, current: &str, new: &str| {
        let body = json!({ "current": current, "new": new });
        send(&revoir, cookies, "PUT", "/api/password", &body)
    };

    assert_eq!(
        change(&here, "wrong", new).problem(),
        "/problems/wrong-password"
    );
    assert_eq!(
        change(&here, GOOD, "too short").problem(),
        "/problems/password-too-short"
    );
    assert_eq!(
        change(&here, GOOD, &"é".repeat(257)).problem(),
        "/problems/password-too-long"
    );
    assert_eq!(
        change(&here, GOOD, "jo@shop.example").problem(),
        "/problems/password-too-guessable"
    );
    assert!(is_signed_in(&revoir, &here) && is_signed_in(&revoir, &other));
    let changed = change(&here, GOOD, new);

    assert_eq!(changed.status, 204);
    assert!(is_signed_in(&revoir, &cookies(&changed)));
    assert!(!is_signed_in(&revoir, &here));
    assert!(!is_signed_in(&revoir, &other));
    assert_eq!(try_as(&revoir, "", "jo@shop.example", GOOD).status, 401);
    assert_eq!(try_as(&revoir, "", "jo@shop.example", new).status, 204);
}

#[test]
fn whoever_found_a_session_open_does_not_guess_the_password_in_it() {
    let revoir = Revoir::demo();
    let cookies = join(&revoir, "jo@shop.example", "analyst", "Demo");
    let change = |current: &str| {
        let body = json!({ "current": current, "new": "an even longer password, mine" });
        send(&revoir, &cookies, "PUT", "/api/password", &body)
    };

    for _ in 0..10 {
        assert_eq!(change("wrong").status, 422);
    }

    assert_eq!(change(GOOD).problem(), "/problems/too-many-requests");
    assert_eq!(try_as(&revoir, "", "jo@shop.example", GOOD).status, 204);
}
