//! The installation, as whoever operates it sees it: all of its state, none of its contents.

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookies, send, token, told, use_link},
};
use serde_json::{Value, json};

fn shown(revoir: &Revoir) -> Value {
    let operator = revoir.sign_in("operator");
    revoir.get_as(&operator, "/api/installation").json()
}

#[test]
fn health_is_seen_at_a_glance() {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "1")]);
    revoir_tests::wait_for("a sweep", 20, || {
        revoir.sql("select count(*) from jobs where done_at is not null") == "1"
    });

    let shown = shown(&revoir);

    assert_eq!(
        shown["public_url"],
        format!("http://127.0.0.1:{}", revoir.port)
    );
    assert_eq!(shown["database"]["kind"], "external");
    assert!(
        shown["database"]["bytes"].as_u64().unwrap() > 1_000_000,
        "{shown}"
    );
    assert_eq!(shown["keys"]["writable"], true);
    assert!(shown["keys"]["buckets"].as_u64().unwrap() >= 3);
    assert!(shown["disk"]["total_bytes"].as_u64() >= shown["disk"]["free_bytes"].as_u64());
    assert!(shown["last_sweep_at"].is_string() && shown["started_at"].is_string());
    assert_eq!(
        (&shown["jobs"]["failed"], &shown["mail"]),
        (&json!(0), &json!(false))
    );
    let warnings = shown["warnings"].as_array().unwrap();
    assert!(warnings.contains(&json!("no_mail")), "{shown}");
    for code in ["demo_accounts", "not_https", "sweep_late", "jobs_failing"] {
        assert!(!warnings.contains(&json!(code)), "{code}");
    }
}

#[test]
fn what_goes_wrong_is_a_warning() {
    let revoir = Revoir::demo();
    let broken = "insert into jobs (id, kind, payload, run_at, attempts, failure)
         values (gen_random_uuid(), 'settle', '{}', now() - interval '1 hour', 3, 'secret words');
         update jobs set done_at = now() - interval '1 hour' where kind = 'sweep'";
    let hold = "update jobs set run_at = now() + interval '1 hour', leased_until = 'epoch' where kind = 'sweep'";
    revoir_tests::wait_for("a sweep", 20, || {
        revoir.sql("select count(*) from jobs where done_at is not null and leased_until = 'epoch'")
            == "1"
    });
    assert_eq!(revoir.sql(hold), "");
    assert_eq!(revoir.sql(broken), "");

    let shown = shown(&revoir);

    let warnings = shown["warnings"].as_array().unwrap();
    assert!(
        warnings.contains(&json!("jobs_failing")) && warnings.contains(&json!("sweep_late")),
        "{shown}"
    );
    assert_eq!(shown["jobs"]["failed"], 1);
    assert!(!shown.to_string().contains("secret words"));
}

#[test]
fn off_loopback_the_demos_accounts_are_a_warning() {
    let mut revoir = Revoir::demo();
    let invited = [
        "user",
        "add",
        "op@shop.example",
        "--name",
        "Op",
        "--role",
        "operator",
        "--invite",
    ];
    let link = told(&revoir, &invited);
    revoir.stop();
    let mut child = revoir
        .command()
        .arg("serve")
        .env("REVOIR_SERVER__PUBLIC_URL", "https://replay.example")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    revoir_tests::wait_for("the server", 30, || {
        revoir.ask("GET", "/readyz", &[], b"").status == 200
    });

    let cookies = cookies(&use_link(&revoir, token(&link), GOOD));
    let shown = revoir.get_as(&cookies, "/api/installation").json();
    child.kill().unwrap();
    child.wait().unwrap();

    let warnings = shown["warnings"].as_array().unwrap();
    assert!(
        warnings.contains(&json!("demo_accounts")) && !warnings.contains(&json!("not_https")),
        "{shown}"
    );
}

#[test]
fn an_organisation_is_founded_and_its_owner_comes_in() {
    let revoir = Revoir::demo();
    let operator = revoir.sign_in("operator");
    let found = |name: &str, email: &str| {
        let body = json!({ "name": name, "owner": { "email": email, "name": "Ann" } });
        send(&revoir, &operator, "POST", "/api/organisations", &body)
    };

    let founded = found("Boutique", "ann@boutique.example");

    assert_eq!(founded.status, 201, "{}", founded.text());
    let ann = cookies(&use_link(
        &revoir,
        token(founded.json()["link"].as_str().unwrap()),
        GOOD,
    ));
    let session = revoir.get_as(&ann, "/api/session").json();
    assert_eq!(session["organisation"]["id"], founded.json()["id"]);
    assert_eq!(session["may"], json!(["manage_members", "manage_sites"]));
    let members = revoir.get_as(&ann, "/api/members").json();
    assert_eq!(members["members"].as_array().unwrap().len(), 1);
    let listed = revoir.get_as(&operator, "/api/organisations").json();
    let sizes = listed["organisations"].as_array().unwrap().iter();
    let sizes: Vec<_> = sizes
        .map(|one| (&one["name"], &one["members"], &one["sites"]))
        .collect();
    assert_eq!(
        sizes,
        [
            (&json!("Boutique"), &json!(1), &json!(0)),
            (&json!("Demo"), &json!(8), &json!(1))
        ]
    );
    assert_eq!(
        found("Another", "ann@boutique.example").problem(),
        "/problems/email-taken"
    );
    assert_eq!(
        found("", "x@boutique.example").problem(),
        "/problems/unreadable-request"
    );
    assert_eq!(revoir.sql("select count(*) from organisations"), "2");
}

#[test]
fn whoever_operates_sees_no_recording_no_member_and_no_site() {
    let revoir = Revoir::demo();
    let operator = revoir.sign_in("operator");
    let recording = revoir.sql("select id from recordings limit 1");

    for path in [
        "/api/members".to_owned(),
        "/api/sites".to_owned(),
        "/api/sites/demo/sightings".to_owned(),
        "/api/sites/demo/recordings?purpose=ux".to_owned(),
        format!("/api/sites/demo/recordings/{recording}"),
        format!("/api/sites/demo/recordings/{recording}/events"),
    ] {
        assert_eq!(revoir.get_as(&operator, &path).status, 403, "{path}");
    }
    let listed = revoir.get_as(&operator, "/api/organisations").text();
    assert!(!listed.contains("demo.test"), "{listed}");
}
