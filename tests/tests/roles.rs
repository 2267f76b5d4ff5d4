//! Role × endpoint, walked over HTTP: who may, and that for all others it is as if it were not there.

use revoir_tests::{Revoir, rows};
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

const IN_FORCE: &str = "from policies where purpose = 'errors' order by version desc limit 1";
/// Writes what is in force as a draft, and says at which revision it is.
const DRAFTED: &str = "insert into policy_drafts
     select organisation_id, site_id, purpose, 1, document, 'somebody', now() from policies
         where purpose = 'errors' order by version desc limit 1
     on conflict (site_id, purpose) do update set document = excluded.document,
         revision = policy_drafts.revision + 1
     returning revision";

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
    let path = path.replace("{note}", nothing).replace("{view}", nothing);
    let mut path = path;
    for named in ["{token}", "{process}", "{incident}"] {
        path = path.replace(named, nothing);
    }
    path.replace("{number}", "1")
        .replace("{document}", "conformance")
}

#[test]
fn each_role_reaches_what_it_is_for_and_nothing_else() {
    let revoir = Revoir::demo();
    add_somebody(&revoir);
    let mut cookies = ACCOUNTS.map(|account| revoir.sign_in(account));

    for (method, path, expected, nobody) in rows::all() {
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
    let table = rows::table(&roles, rows::all());
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

    let rows = rows::all().map(|(method, path, ..)| {
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
                .replace("freezes/errors", "freezes/{purpose}")
                .replace("members/nobody", "members/{member}"),
        )
    });
    let signing = [("POST", "/api/session"), ("DELETE", "/api/session")];
    let signing = signing.map(|(method, path)| (method.to_owned(), path.to_owned()));

    assert_eq!(rows.chain(signing).collect::<BTreeSet<_>>(), served);
}
