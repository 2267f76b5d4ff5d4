//! Links that set a password: mailed or shown, used once, and telling nothing of who has an account.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookies, id_of, join, send, token, told, try_as, use_link},
    mail::{Letter, Postbox},
};
use serde_json::json;

fn with_mail(postbox: &Postbox) -> Revoir {
    let settings = postbox.settings();
    let settings = settings
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    Revoir::with(&settings)
}

/// The address of the link in a letter.
fn link_in(letter: &Letter) -> &str {
    let lines = letter.text.lines();
    lines
        .map(str::trim)
        .find(|line| line.contains("/link#"))
        .unwrap()
}

fn shown(revoir: &Revoir, token: &str) -> revoir_tests::http::Answer {
    send(revoir, "", "POST", "/api/link", &json!({ "token": token }))
}

#[test]
fn an_invitation_arrives_by_mail_in_both_languages_and_opens_the_account() {
    let postbox = Postbox::open();
    let revoir = with_mail(&postbox);
    let owner = revoir.sign_in("admin");
    let body = json!({ "email": "Jo@Shop.example", "name": "Jo Été", "roles": [] });

    let invited = send(&revoir, &owner, "POST", "/api/members", &body);

    assert_eq!(invited.status, 201, "{}", invited.text());
    assert_eq!(invited.json()["mailed"], true);
    assert!(invited.json().get("link").is_none());
    let letter = postbox.next();
    assert!(
        letter.envelope[1].contains("<jo@shop.example>"),
        "{:?}",
        letter.envelope
    );
    assert!(letter.text.contains("Bonjour Jo Été") && letter.text.contains("Hello Jo Été"));
    assert!(!letter.text.contains('{'), "{}", letter.text);
    let link = link_in(&letter);
    assert!(
        link.starts_with(&format!("http://127.0.0.1:{}/link#", revoir.port)),
        "{link}"
    );
    let what = shown(&revoir, token(link)).json();
    assert_eq!(
        (
            &what["kind"],
            &what["email"],
            &what["name"],
            &what["organisation"]
        ),
        (
            &json!("invitation"),
            &json!("jo@shop.example"),
            &json!("Jo Été"),
            &json!("Demo")
        )
    );
    let used = use_link(&revoir, token(link), GOOD);
    assert_eq!(used.status, 204, "{}", used.text());
    assert_eq!(
        revoir.get_as(&cookies(&used), "/api/session").json()["member"]["name"],
        "Jo Été"
    );
    assert_eq!(try_as(&revoir, "", "jo@shop.example", GOOD).status, 204);
}

#[test]
fn a_reset_is_mailed_and_ends_every_session() {
    let postbox = Postbox::open();
    let revoir = with_mail(&postbox);
    let before = join(&revoir, "jo@shop.example", "analyst", "Demo");
    let new = "an even longer password, mine";

    let asked = send(
        &revoir,
        "",
        "POST",
        "/api/password-resets",
        &json!({ "email": "JO@shop.example " }),
    );
    let letter = postbox.next();

    assert_eq!((asked.status, asked.json()), (202, json!({ "mail": true })));
    let token = token(link_in(&letter));
    assert_eq!(shown(&revoir, token).json()["kind"], "reset");
    assert_eq!(revoir.get_as(&before, "/api/session").status, 200);
    assert_eq!(use_link(&revoir, token, new).status, 204);
    assert_eq!(revoir.get_as(&before, "/api/session").status, 401);
    assert_eq!(try_as(&revoir, "", "jo@shop.example", GOOD).status, 401);
    assert_eq!(try_as(&revoir, "", "jo@shop.example", new).status, 204);
}

#[test]
fn asking_for_a_link_tells_nothing_of_who_has_an_account() {
    let postbox = Postbox::open();
    let revoir = with_mail(&postbox);
    let ask = |email: &str| {
        let body = json!({ "email": email });
        send(&revoir, "", "POST", "/api/password-resets", &body)
    };

    let unknown = ask("nobody@shop.example");
    assert!(postbox.stays_empty());
    let known = ask("agent@demo.test");

    assert_eq!((unknown.status, &unknown.body), (known.status, &known.body));
    assert!(postbox.next().envelope[1].contains("agent@demo.test"));
}

#[test]
fn nobody_is_sent_more_than_three_mails_in_a_quarter_of_an_hour() {
    let postbox = Postbox::open();
    let revoir = with_mail(&postbox);

    for _ in 0..5 {
        let body = json!({ "email": "agent@demo.test" });
        assert_eq!(
            send(&revoir, "", "POST", "/api/password-resets", &body).status,
            202
        );
    }

    let arrived: Vec<Letter> = (0..3).map(|_| postbox.next()).collect();
    assert_eq!(arrived.len(), 3);
    assert!(postbox.stays_empty());
}

#[test]
fn without_mail_the_link_is_shown_to_who_invites_and_a_reset_makes_none() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let body = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [] });

    let invited = send(&revoir, &owner, "POST", "/api/members", &body).json();
    let asked = send(
        &revoir,
        "",
        "POST",
        "/api/password-resets",
        &json!({ "email": "agent@demo.test" }),
    );

    assert_eq!(invited["mailed"], false);
    assert_eq!(
        shown(&revoir, token(invited["link"].as_str().unwrap())).status,
        200
    );
    assert_eq!(asked.json(), json!({ "mail": false }));
    assert_eq!(revoir.sql("select count(*) from links"), "1");
}

#[test]
fn mail_that_cannot_leave_is_no_reason_to_lose_the_link() {
    let nowhere = format!("smtp://127.0.0.1:{}", revoir_tests::free_port());
    let revoir = Revoir::with(&[
        ("REVOIR_MAIL__URL", &nowhere),
        ("REVOIR_MAIL__FROM", "revoir@shop.example"),
    ]);
    let owner = revoir.sign_in("admin");
    let body = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [] });

    let invited = send(&revoir, &owner, "POST", "/api/members", &body).json();

    assert_eq!(invited["mailed"], false);
    assert_eq!(
        use_link(&revoir, token(invited["link"].as_str().unwrap()), GOOD).status,
        204
    );
    assert!(
        !revoir.log().contains("jo@shop.example"),
        "{}",
        revoir.log()
    );
}

#[test]
fn a_link_works_once_and_not_for_a_password_that_will_not_do() {
    let revoir = Revoir::demo();
    let link = told(&revoir, &["user", "link", "agent@demo.test"]);
    let token = token(&link);

    assert_eq!(
        use_link(&revoir, token, "short").problem(),
        "/problems/password-too-short"
    );
    assert_eq!(
        use_link(&revoir, token, "agent@demo.test").problem(),
        "/problems/password-too-guessable"
    );
    assert_eq!(use_link(&revoir, token, GOOD).status, 204);

    assert_eq!(
        use_link(&revoir, token, GOOD).problem(),
        "/problems/link-not-valid"
    );
    assert_eq!(shown(&revoir, token).problem(), "/problems/link-not-valid");
}

#[test]
fn of_two_who_use_a_link_at_once_one_sets_the_password() {
    let revoir = Revoir::demo();
    let link = told(&revoir, &["user", "link", "agent@demo.test"]);
    let token = token(&link);

    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let use_it = || use_link(&revoir, token, GOOD).status;
        let uses: Vec<_> = (0..4).map(|_| scope.spawn(use_it)).collect();
        uses.into_iter().map(|used| used.join().unwrap()).collect()
    });

    statuses.sort_unstable();
    assert_eq!(statuses, [204, 410, 410, 410]);
}

#[test]
fn a_link_ends_when_it_expires_is_replaced_or_the_password_changes() {
    let revoir = Revoir::demo();
    let jo = join(&revoir, "jo@shop.example", "analyst", "Demo");
    let link = || told(&revoir, &["user", "link", "jo@shop.example"]);

    let replaced = link();
    let expired = link();
    assert_eq!(shown(&revoir, token(&replaced)).status, 410);
    assert_eq!(shown(&revoir, token(&expired)).status, 200);
    let age = "update links set created_at = created_at - interval '1 hour', expires_at = expires_at - interval '1 hour'";
    assert_eq!(revoir.sql(age), "");
    assert_eq!(shown(&revoir, token(&expired)).status, 410);
    assert_eq!(use_link(&revoir, token(&expired), GOOD).status, 410);

    let withdrawn = link();
    let body = json!({ "current": GOOD, "new": "an even longer password, mine" });
    assert_eq!(
        send(&revoir, &jo, "PUT", "/api/password", &body).status,
        204
    );
    assert_eq!(shown(&revoir, token(&withdrawn)).status, 410);
}

#[test]
fn the_token_of_a_link_is_taken_from_no_address_and_kept_nowhere() {
    let revoir = Revoir::demo();
    let link = told(&revoir, &["user", "link", "agent@demo.test"]);
    let token = token(&link);

    for path in ["/api/link", "/api/link/password"] {
        let answer = send(
            &revoir,
            "",
            "POST",
            &format!("{path}?token={token}"),
            &json!({ "password": GOOD }),
        );
        assert_eq!(answer.problem(), "/problems/unreadable-request", "{path}");
    }
    assert_eq!(
        revoir
            .ask("GET", &format!("/api/link/{token}"), &[], b"")
            .status,
        404
    );
    let dump = revoir.dump();
    assert!(
        !dump
            .windows(token.len())
            .any(|window| window == token.as_bytes())
    );
    assert!(!revoir.log().contains(token));
    assert_eq!(shown(&revoir, token).status, 200);
}

#[test]
fn an_owner_comes_to_operate_nothing_by_a_link() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let of = |email: &str| {
        let path = format!("/api/members/{}/link", id_of(&revoir, email));
        send(&revoir, &owner, "POST", &path, &json!({}))
    };

    assert_eq!(
        of("operator@demo.test").problem(),
        "/problems/role-not-grantable"
    );
    let agents = of("agent@demo.test").json();

    let what = shown(&revoir, token(agents["link"].as_str().unwrap())).json();
    assert_eq!(
        (&what["kind"], &what["email"]),
        (&json!("reset"), &json!("agent@demo.test"))
    );
}
