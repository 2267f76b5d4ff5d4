//! `revoir user`: whoever has the machine helps people in again, while the server runs or not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookies, id_of, token, told, try_as, use_link},
    fails,
};
use serde_json::{Value, json};
use std::{fs, process::Output};

fn add_with(revoir: &Revoir, password: &str, more: &[&str]) -> Output {
    let file = revoir.data.path().join("password");
    fs::write(&file, password).unwrap();
    let mut command = revoir.command();
    command.args([
        "user",
        "add",
        "jo@shop.example",
        "--name",
        "Jo",
        "--role",
        "agent",
    ]);
    command.args(more).stdin(fs::File::open(file).unwrap());
    command.output().unwrap()
}

#[test]
fn a_password_given_to_the_command_line_follows_the_same_rule() {
    let revoir = Revoir::demo();

    fails(&add_with(&revoir, "eleven char", &[]), 2, "12 to 256");
    fails(&add_with(&revoir, &"x".repeat(257), &[]), 2, "12 to 256");
    fails(&add_with(&revoir, "password1234", &[]), 2, "guess");
    fails(
        &add_with(&revoir, GOOD, &["--role", "analyst"]),
        1,
        "reason",
    );
    let exception = ["--role", "analyst", "--exception", "alone in the office"];
    assert!(add_with(&revoir, GOOD, &exception).status.success());

    assert_eq!(try_as(&revoir, "", "jo@shop.example", GOOD).status, 204);
}

#[test]
fn everyone_is_listed_with_state_and_roles() {
    let revoir = Revoir::demo();
    let arguments = [
        "user",
        "add",
        "ann@shop.example",
        "--name",
        "Ann",
        "--role",
        "owner",
        "--organisation",
        "Shop",
        "--invite",
    ];
    drop(told(&revoir, &arguments));

    let text = told(&revoir, &["user", "list"]);
    let accounts: Value =
        serde_json::from_str(&told(&revoir, &["user", "list", "--json"])).unwrap();

    assert!(
        text.contains("ann@shop.example") && text.contains("invited"),
        "{text}"
    );
    let ann = accounts
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Ann")
        .unwrap();
    assert_eq!(
        (&ann["organisation"], &ann["state"]),
        (&json!("Shop"), &json!("invited"))
    );
    assert_eq!(ann["roles"][0]["role"], "owner");
    assert_eq!(accounts.as_array().unwrap().len(), 9);
    assert!(!text.contains("argon2"));
}

#[test]
fn a_link_lets_somebody_in_again_whatever_they_forgot_and_whoever_guessed() {
    let revoir = Revoir::demo();
    for _ in 0..11 {
        drop(try_as(&revoir, "", "admin@demo.test", "wrong"));
    }
    assert_eq!(try_as(&revoir, "", "admin@demo.test", "demo").status, 429);

    let link = told(&revoir, &["user", "link", "Admin@demo.test"]);
    let used = use_link(&revoir, token(&link), GOOD);

    assert_eq!(revoir.get_as(&cookies(&used), "/api/session").status, 200);
    assert_eq!(
        try_as(&revoir, &cookies(&used), "admin@demo.test", GOOD).status,
        204
    );
}

#[test]
fn roles_are_granted_and_taken() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let operates = || revoir.get_as(&dpo, "/api/installation").status == 200;

    drop(told(
        &revoir,
        &[
            "user",
            "grant",
            "dpo@demo.test",
            "--role",
            "operator",
            "--days",
            "1",
        ],
    ));
    assert!(operates());
    drop(told(
        &revoir,
        &["user", "revoke", "dpo@demo.test", "--role", "operator"],
    ));
    assert!(!operates());
    drop(told(
        &revoir,
        &[
            "user",
            "grant",
            "dpo@demo.test",
            "--role",
            "analyst",
            "--site",
            "demo",
        ],
    ));
    assert_eq!(
        revoir
            .get_as(&dpo, "/api/sites/demo/recordings?purpose=ux")
            .status,
        200
    );
    fails(
        &revoir.run(&["user", "grant", "agent@demo.test", "--role", "analyst"]),
        1,
        "reason",
    );
    fails(
        &revoir.run(&["user", "revoke", "admin@demo.test", "--role", "owner"]),
        1,
        "owner",
    );
}

#[test]
fn somebody_is_signed_out_and_removed() {
    let revoir = Revoir::demo();
    let agent = revoir.sign_in("agent");

    drop(told(&revoir, &["user", "sign-out", "agent@demo.test"]));
    assert_eq!(revoir.get_as(&agent, "/api/session").status, 401);
    drop(told(&revoir, &["user", "remove", "agent@demo.test"]));
    assert_eq!(try_as(&revoir, "", "agent@demo.test", "demo").status, 401);
    assert_eq!(id_of(&revoir, "agent@demo.test"), "");
    fails(
        &revoir.run(&["user", "remove", "admin@demo.test"]),
        1,
        "owner",
    );
}

#[test]
fn whoever_is_not_there_is_not_found() {
    let mut revoir = Revoir::demo();

    for arguments in [
        ["user", "link", "nobody@shop.example"].as_slice(),
        &["user", "remove", "nobody@shop.example"],
        &["user", "sign-out", "nobody@shop.example"],
        &["user", "revoke", "agent@demo.test", "--role", "owner"],
        &["user", "grant", "nobody@shop.example", "--role", "dpo"],
        &[
            "user",
            "grant",
            "agent@demo.test",
            "--role",
            "dpo",
            "--site",
            "nowhere",
        ],
    ] {
        fails(&revoir.run(arguments), 3, "not found");
    }
    assert_eq!(
        revoir.run(&["user", "link", "no e-mail"]).status.code(),
        Some(2)
    );
    revoir.stop();
    fails(
        &revoir.run(&["user", "link", "nobody@shop.example"]),
        3,
        "not found",
    );
    assert!(told(&revoir, &["user", "link", "agent@demo.test"]).contains("/link#"));
}

#[test]
fn mail_that_is_set_up_wrongly_is_said_without_its_password() {
    let output = revoir_tests::revoir()
        .arg("serve")
        .env("REVOIR_MAIL__URL", "ftp://jo:secret@mail.example")
        .env("REVOIR_MAIL__FROM", "revoir@shop.example")
        .output()
        .unwrap();

    fails(&output, 2, "mail.url");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("secret"));
}
