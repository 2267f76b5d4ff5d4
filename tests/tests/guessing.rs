//! Guessing passwords: it ends, it tells nothing, and it locks nobody out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookie, cookies, join, send, told, try_as},
};
use serde_json::json;

/// How many password hashes the server has computed.
fn hashes(revoir: &Revoir) -> u64 {
    let counted = revoir.ask("GET", "/metrics", &[], b"").text();
    let line = counted
        .lines()
        .find(|line| line.starts_with("revoir_password_hashes_total "));
    line.map_or(0, |line| line.split(' ').nth(1).unwrap().parse().unwrap())
}

#[test]
fn whoever_is_unknown_or_has_no_password_yet_costs_the_same_work() {
    let revoir = Revoir::demo();
    let invited = [
        "user",
        "add",
        "new@shop.example",
        "--name",
        "New",
        "--role",
        "dpo",
        "--invite",
    ];
    drop(told(&revoir, &invited));

    let costs = [
        "agent@demo.test",
        "nobody@shop.example",
        "new@shop.example",
        "no e-mail",
        "\0",
    ]
    .map(|email| {
        let before = hashes(&revoir);
        let answer = try_as(&revoir, "", email, "wrong");
        (answer.status, answer.problem(), hashes(&revoir) - before)
    });

    for cost in costs {
        assert_eq!(cost, (401, "/problems/wrong-credentials".to_owned(), 1));
    }
}

#[test]
fn after_ten_failures_even_the_right_password_waits_and_nobody_else_does() {
    let revoir = Revoir::demo();

    for _ in 0..10 {
        assert_eq!(try_as(&revoir, "", "admin@demo.test", "wrong").status, 401);
    }
    let before = hashes(&revoir);
    let right = try_as(&revoir, "", "Admin@demo.test", "demo");

    assert_eq!(
        (right.status, right.problem().as_str()),
        (429, "/problems/too-many-requests")
    );
    let wait: u32 = right.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=901).contains(&wait), "{wait}");
    assert_eq!(hashes(&revoir), before);
    assert_eq!(try_as(&revoir, "", "agent@demo.test", "demo").status, 204);
}

#[test]
fn failures_for_somebody_who_does_not_exist_are_answered_alike() {
    let revoir = Revoir::demo();

    for _ in 0..10 {
        assert_eq!(
            try_as(&revoir, "", "nobody@shop.example", "wrong").status,
            401
        );
    }

    assert_eq!(
        try_as(&revoir, "", "nobody@shop.example", "wrong").status,
        429
    );
}

#[test]
fn many_guesses_at_once_do_not_slip_through() {
    let revoir = Revoir::demo();

    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess = || try_as(&revoir, "", "admin@demo.test", "wrong").status;
        let guesses: Vec<_> = (0..24).map(|_| scope.spawn(guess)).collect();
        guesses
            .into_iter()
            .map(|guess| guess.join().unwrap())
            .collect()
    });

    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 10);
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 14);
}

#[test]
fn right_passwords_do_not_count() {
    let revoir = Revoir::demo();

    for _ in 0..12 {
        assert_eq!(try_as(&revoir, "", "admin@demo.test", "demo").status, 204);
    }
}

#[test]
fn the_owner_signs_in_where_they_have_before_whatever_others_guess() {
    let revoir = Revoir::demo();
    let known = cookies(&try_as(&revoir, "", "admin@demo.test", "demo"));
    let known = cookie(&known, "revoir-known");
    let of_another = cookies(&try_as(&revoir, "", "agent@demo.test", "demo"));
    let of_another = cookie(&of_another, "revoir-known");
    let (name, value) = known.split_once('=').unwrap();
    let forged = format!("{name}=A{}", value.get(1..).unwrap());

    for _ in 0..10 {
        assert_eq!(try_as(&revoir, "", "admin@demo.test", "wrong").status, 401);
    }

    for stranger in ["", of_another, forged.as_str(), "revoir-known=x"] {
        assert_eq!(
            try_as(&revoir, stranger, "admin@demo.test", "demo").status,
            429,
            "{stranger}"
        );
    }
    assert_eq!(
        try_as(&revoir, known, "admin@demo.test", "demo").status,
        204
    );
    assert_eq!(revoir.get_as(known, "/api/session").status, 401);
}

#[test]
fn a_known_browser_has_ten_tries_of_its_own() {
    let revoir = Revoir::demo();
    let known = cookies(&try_as(&revoir, "", "admin@demo.test", "demo"));
    let known = cookie(&known, "revoir-known");

    for _ in 0..10 {
        assert_eq!(
            try_as(&revoir, known, "admin@demo.test", "wrong").status,
            401
        );
    }

    assert_eq!(
        try_as(&revoir, known, "admin@demo.test", "demo").status,
        429
    );
    assert_eq!(try_as(&revoir, "", "admin@demo.test", "demo").status, 204);
}

#[test]
fn a_browser_is_known_until_the_password_changes() {
    let revoir = Revoir::demo();
    let before = join(&revoir, "jo@shop.example", "analyst", "Demo");
    let body = json!({ "current": GOOD, "new": "an even longer password, mine" });
    let after = cookies(&send(&revoir, &before, "PUT", "/api/password", &body));

    for _ in 0..10 {
        assert_eq!(try_as(&revoir, "", "jo@shop.example", "wrong").status, 401);
    }

    let try_in = |cookies: &str| {
        let known = cookie(cookies, "revoir-known");
        try_as(
            &revoir,
            known,
            "jo@shop.example",
            "an even longer password, mine",
        )
        .status
    };
    assert_eq!(try_in(&before), 429);
    assert_eq!(try_in(&after), 204);
}
