//! Role × endpoint, walked over HTTP: who may, and that for all others it is as if it were not there.

use revoir_tests::{
    Revoir,
    rows::{self, Row},
};
use std::collections::BTreeSet;

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

/// Method, path, and the status for each of the accounts, then for nobody. `{ux}` and `{support}` stand
/// for a recording of that purpose.
const MATRIX: [Row; 27] = [
    //                                                                    owner dpo  appr agent anal dev  audit oper   nobody
    ("GET", "/api/session", [200; 8], 401),
    (
        "GET",
        "/api/sites/{site}/recordings?purpose=support",
        [403, 403, 403, 200, 403, 403, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings?purpose=ux",
        [403, 403, 403, 403, 200, 403, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings?purpose=errors",
        [403, 403, 403, 403, 403, 200, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}/timeline",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}/transcript",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}/events?state=settled&first=0&last=0",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}/export",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{ux}/notes",
        [403, 403, 403, 404, 200, 404, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/recordings/{ux}/notes",
        [403, 403, 403, 404, 201, 404, 403, 403],
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/recordings/{ux}/notes/{note}",
        [403, 403, 403, 404, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{support}",
        [403, 403, 403, 200, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{support}/timeline",
        [403, 403, 403, 200, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{support}/transcript",
        [403, 403, 403, 200, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{support}/events?state=settled&first=0&last=0",
        [403, 403, 403, 200, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/recordings/{support}/notes",
        [403, 403, 403, 200, 404, 404, 403, 403],
        401,
    ),
    // the demo takes no recording of `support` out
    (
        "GET",
        "/api/sites/{site}/recordings/{support}/export",
        [403, 403, 403, 403, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/views?purpose=ux",
        [403, 403, 403, 403, 200, 403, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/views",
        [403, 403, 403, 403, 201, 403, 403, 403],
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/views/{view}",
        [403, 403, 403, 404, 404, 404, 403, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/erasures?purpose=ux",
        [403, 200, 403, 403, 403, 403, 200, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/erasures?purpose=support",
        [403, 200, 403, 403, 403, 403, 200, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/warnings",
        [200, 200, 403, 403, 403, 200, 200, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/warnings",
        [404, 404, 403, 403, 403, 404, 404, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/recordings?purpose=ux",
        [403, 403, 403, 404, 404, 404, 403, 403],
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/recordings/{ux}",
        [403, 204, 403, 404, 204, 404, 403, 403],
        401,
    ),
];

const IN_FORCE: &str = "from policies where purpose = 'errors' order by version desc limit 1";
/// Writes what is in force as a draft, and says at which revision it is.
const DRAFTED: &str = "insert into policy_drafts
     select organisation_id, site_id, purpose, 1, document, 'somebody', now() from policies
         where purpose = 'errors' order by version desc limit 1
     on conflict (site_id, purpose) do update set document = excluded.document,
         revision = policy_drafts.revision + 1
     returning revision";

fn matrix() -> impl Iterator<Item = &'static Row> {
    MATRIX.iter().chain(&rows::ACCOUNTS).chain(&rows::POLICIES)
}

/// Somebody to be managed, with a role and nothing else.
fn add_somebody(revoir: &Revoir) {
    let added = "insert into members (id, organisation_id, email, name, created_at)
             select gen_random_uuid(), id, 'somebody@shop.example', 'Somebody', now() from organisations;
         insert into role_grants (id, organisation_id, member_id, role, until)
             select gen_random_uuid(), organisation_id, id, 'dpo', now() + interval '1 day' from members
             where email = 'somebody@shop.example'";
    assert_eq!(revoir.sql(added), "");
}

/// A path or a body in which each name is replaced by what it stands for, for this account.
fn named_for(revoir: &Revoir, account: &str, text: &str) -> String {
    let somebody = "from members where email = 'somebody@shop.example'";
    let replacements = [
        ("{member}", format!("(select id {somebody})")),
        (
            "{role}",
            format!(
                "(select id from role_grants where member_id = (select id {somebody}) limit 1)"
            ),
        ),
        (
            "{session}",
            format!(
                "(select sessions.id from sessions join members on members.id = member_id
                  where email = '{account}@demo.test' order by sessions.created_at desc limit 1)"
            ),
        ),
        ("{policy}", format!("(select document {IN_FORCE})")),
        (
            "{today}",
            "(now() at time zone 'UTC')::date::text".to_owned(),
        ),
    ];
    let mut text = named(revoir, text);
    if text.contains("{revision}") {
        text = text.replace("{revision}", &revoir.sql(DRAFTED));
    }
    for (name, query) in replacements {
        if text.contains(name) {
            text = text.replace(
                name,
                &revoir.sql(&format!("select coalesce({query}::text, 'gone')")),
            );
        }
    }
    text
}

fn named(revoir: &Revoir, path: &str) -> String {
    let mut path = path.replace("{site}", "demo");
    for purpose in ["ux", "support"] {
        let name = format!("{{{purpose}}}");
        if path.contains(&name) {
            let of = format!(
                "select id from recordings where purpose = '{purpose}' order by id limit 1"
            );
            path = path.replace(&name, &revoir.sql(&of));
        }
    }
    let nothing = "01900000-0000-7000-8000-000000000000";
    path.replace("{note}", nothing).replace("{view}", nothing)
}

#[test]
fn each_role_reaches_what_it_is_for_and_nothing_else() {
    let revoir = Revoir::demo();
    add_somebody(&revoir);
    let mut cookies = ACCOUNTS.map(|account| revoir.sign_in(account));

    for (method, path, expected, nobody) in matrix() {
        let ask = |account: &str, cookie: &str| {
            let at = named_for(&revoir, account, path);
            let body = named_for(&revoir, account, rows::body(method, path));
            let headers = [("cookie", cookie), ("content-type", "application/json")];
            revoir.ask(method, &at, &headers, body.as_bytes())
        };
        let answer = ask("admin", "");
        assert_eq!(answer.status, *nobody, "{method} {path} as nobody");
        for ((account, expected), cookie) in ACCOUNTS.iter().zip(expected).zip(&mut cookies) {
            if revoir.get_as(cookie, "/api/session").status != 200 {
                *cookie = revoir.sign_in(account);
            }
            let answer = ask(account, cookie);
            assert_eq!(
                answer.status,
                *expected,
                "{method} {path} as {account}: {}",
                answer.text()
            );
        }
    }
}

/// `INSTA_UPDATE=always` writes it anew.
#[test]
fn the_table_for_people_says_what_is_walked() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roles.md");
    let roles: Vec<&str> = ACCOUNTS
        .iter()
        .map(|account| account.strip_prefix("admin").map_or(*account, |_| "owner"))
        .collect();
    let table = rows::table(&roles, matrix());
    let text = std::fs::read_to_string(path).unwrap();
    let (words, present) = text.split_at(text.find("| endpoint |").unwrap());

    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(path, format!("{words}{table}")).unwrap();
    } else {
        assert_eq!(present, table, "write it anew with INSTA_UPDATE=always");
    }
}

#[test]
fn every_endpoint_has_a_row() {
    let revoir = Revoir::demo();
    let document = revoir.ask("GET", "/api/openapi.json", &[], b"").json();
    let served: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();

    let rows = matrix().map(|(method, path, ..)| {
        let path = path
            .split('?')
            .next()
            .unwrap()
            .replace("{ux}", "{recording}")
            .replace("{support}", "{recording}");
        (
            (*method).to_owned(),
            path.replace("sites/nobody", "sites/{site}")
                .replace("policies/errors", "policies/{purpose}")
                .replace("members/nobody", "members/{member}"),
        )
    });
    let signing = [("POST", "/api/session"), ("DELETE", "/api/session")];
    let signing = signing.map(|(method, path)| (method.to_owned(), path.to_owned()));

    assert_eq!(rows.chain(signing).collect::<BTreeSet<_>>(), served);
}

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
    let path = named(&revoir, "/api/sites/demo/recordings/{ux}");
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
