//! Signing in and out over HTTP, and what a cookie is good for.

use revoir_tests::Revoir;

#[test]
fn a_wrong_password_and_an_unknown_person_are_answered_alike() {
    let revoir = Revoir::demo();
    let try_as = |email: &str| {
        let body = format!("{{\"email\":\"{email}\",\"password\":\"wrong\"}}");
        revoir.ask(
            "POST",
            "/api/session",
            &[("content-type", "application/json")],
            body.as_bytes(),
        )
    };

    let (known, unknown) = (try_as("admin@demo.test"), try_as("nobody@demo.test"));

    assert_eq!(
        (known.status, known.problem()),
        (401, "/problems/wrong-credentials".to_owned())
    );
    assert_eq!(known.body, unknown.body);
    assert!(known.header("set-cookie").is_none());
}

#[test]
fn a_session_ends_when_it_is_signed_out() {
    let revoir = Revoir::demo();
    let cookie = revoir.sign_in("analyst");
    assert_eq!(revoir.get_as(&cookie, "/api/session").status, 200);

    assert_eq!(
        revoir
            .ask("DELETE", "/api/session", &[("cookie", &cookie)], b"")
            .status,
        204
    );

    assert_eq!(revoir.get_as(&cookie, "/api/session").status, 401);
}

#[test]
fn another_origin_can_change_nothing_with_a_persons_cookie() {
    let revoir = Revoir::demo();
    let cookie = revoir.sign_in("analyst");
    let recording =
        revoir.sql("select id from recordings where purpose = 'ux' order by id limit 1");
    let path = format!("/api/sites/demo/recordings/{recording}");
    let host = format!("http://127.0.0.1:{}", revoir.port);

    for (name, value) in [
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = revoir.ask("DELETE", &path, &[("cookie", &cookie), (name, value)], b"");
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (403, "/problems/foreign-origin"),
            "{name}: {value}"
        );
    }
    assert_eq!(revoir.get_as(&cookie, &path).status, 200);
    assert_eq!(
        revoir
            .ask(
                "DELETE",
                &path,
                &[("cookie", &cookie), ("origin", &host)],
                b""
            )
            .status,
        204
    );
}

#[test]
fn what_comes_through_a_proxy_is_not_local() {
    let revoir = Revoir::demo();
    let body = br#"{"email":"admin@demo.test","password":"demo"}"#;

    for (name, value) in [
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "for=203.0.113.7"),
        ("via", "1.1 proxy"),
    ] {
        let signed = revoir.ask(
            "POST",
            "/api/session",
            &[("content-type", "application/json"), (name, value)],
            body,
        );
        assert_eq!(signed.status, 401, "{name}");
        assert_eq!(
            revoir.ask("GET", "/metrics", &[(name, value)], b"").status,
            404,
            "{name}"
        );
    }
    assert_eq!(revoir.ask("GET", "/metrics", &[], b"").status, 200);
}

#[test]
fn demo_accounts_are_refused_off_loopback() {
    let revoir = Revoir::demo();
    let port = revoir_tests::free_port();
    let mut moved = revoir;
    moved.stop();
    let mut child = moved
        .command()
        .arg("serve")
        .env("REVOIR_SERVER__PUBLIC_URL", "https://replay.example")
        .env("REVOIR_PORT", port.to_string())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let ask = |path: &str, method: &str, body: &[u8]| {
        revoir_tests::http::ask(
            port,
            method,
            path,
            &[("content-type", "application/json")],
            body,
        )
    };
    revoir_tests::wait_for("the server", 30, || {
        ask("/readyz", "GET", b"").status == 200
    });

    let answer = ask(
        "/api/session",
        "POST",
        br#"{"email":"admin@demo.test","password":"demo"}"#,
    );
    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (401, "/problems/wrong-credentials")
    );
}
