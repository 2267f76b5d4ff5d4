//! Members and their roles: who is invited to what, and what no change may lead to.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{GOOD, cookies, day, id_of, join, send, token, use_link},
    http::Answer,
};
use serde_json::{Value, json};

struct Owner<'a> {
    revoir: &'a Revoir,
    cookies: String,
}

impl<'a> Owner<'a> {
    fn of(revoir: &'a Revoir) -> Self {
        let cookies = revoir.sign_in("admin");
        Self { revoir, cookies }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        send(self.revoir, &self.cookies, method, path, body)
    }

    fn grant(&self, email: &str, role: &Value) -> Answer {
        let path = format!("/api/members/{}/roles", id_of(self.revoir, email));
        self.ask("POST", &path, role)
    }

    fn revoke(&self, email: &str, role: &str) -> Answer {
        let member = id_of(self.revoir, email);
        let id = self.revoir.sql(&format!(
            "select id from role_grants where member_id = '{member}' and role = '{role}' limit 1"
        ));
        self.ask(
            "DELETE",
            &format!("/api/members/{member}/roles/{id}"),
            &json!({}),
        )
    }

    fn remove(&self, email: &str) -> Answer {
        let path = format!("/api/members/{}", id_of(self.revoir, email));
        self.ask("DELETE", &path, &json!({}))
    }

    fn listed(&self, email: &str) -> Value {
        let listed = self.ask("GET", "/api/members", &json!({})).json();
        let mut members = listed["members"].as_array().unwrap().iter();
        members
            .find(|member| member["email"] == email)
            .unwrap()
            .clone()
    }
}

fn role(revoir: &Revoir, role: &str) -> Value {
    json!({ "role": role, "until": day(revoir, 30) })
}

#[test]
fn somebody_is_invited_comes_in_and_is_listed() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let wanted =
        json!({ "role": "analyst", "site": "demo", "purpose": "ux", "until": day(&revoir, 30) });
    let body = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [wanted] });

    let invited = owner.ask("POST", "/api/members", &body).json();
    let before = owner.listed("jo@shop.example");
    let used = use_link(&revoir, token(invited["link"].as_str().unwrap()), GOOD);
    let after = owner.listed("jo@shop.example");

    assert_eq!(
        (&before["state"], before.get("last_seen_on")),
        (&json!("invited"), None)
    );
    assert_eq!(
        (&after["state"], &after["last_seen_on"]),
        (&json!("active"), &json!(day(&revoir, 0)))
    );
    assert_eq!(after["id"], invited["id"]);
    let held = &after["roles"][0];
    assert_eq!(
        (&held["role"], &held["site"], &held["purpose"]),
        (&json!("analyst"), &json!("demo"), &json!("ux"))
    );
    assert_eq!(held["until"], format!("{}T00:00:00Z", day(&revoir, 31)));
    let path = "/api/sites/demo/recordings?purpose=ux";
    assert_eq!(revoir.get_as(&cookies(&used), path).status, 200);
    assert_eq!(
        owner.ask("POST", "/api/members", &body).problem(),
        "/problems/email-taken"
    );
}

#[test]
fn what_cannot_be_granted_is_said() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let later = day(&revoir, 30);
    let cases = [
        (
            json!({ "role": "operator", "until": later }),
            "/problems/role-not-grantable",
        ),
        (
            json!({ "role": "king", "until": later }),
            "/problems/unreadable-request",
        ),
        (
            json!({ "role": "dpo", "until": day(&revoir, -1) }),
            "/problems/unreadable-request",
        ),
        (
            json!({ "role": "dpo", "until": day(&revoir, 367) }),
            "/problems/unreadable-request",
        ),
        (
            json!({ "role": "owner", "site": "demo", "until": later }),
            "/problems/unreadable-request",
        ),
        (
            json!({ "role": "dpo", "site": "nowhere", "until": later }),
            "/problems/not-found",
        ),
        (
            json!({ "role": "dpo", "purpose": "sales", "until": later }),
            "/problems/unreadable-request",
        ),
    ];

    for (wanted, problem) in cases {
        assert_eq!(
            owner.grant("dpo@demo.test", &wanted).problem(),
            problem,
            "{wanted}"
        );
        let body = json!({ "email": "jo@shop.example", "name": "Jo", "roles": [wanted] });
        assert_eq!(
            owner.ask("POST", "/api/members", &body).problem(),
            problem,
            "{wanted}"
        );
    }
    assert_eq!(
        revoir.sql("select count(*) from members where email = 'jo@shop.example'"),
        "0"
    );
    for body in [
        json!({ "email": "jo", "name": "Jo", "roles": [] }),
        json!({ "email": "jo@x.example\r\nbcc: z@y.example", "name": "Jo", "roles": [] }),
        json!({ "email": "jo@x.example", "name": "", "roles": [] }),
    ] {
        assert_eq!(
            owner.ask("POST", "/api/members", &body).problem(),
            "/problems/unreadable-request"
        );
    }
}

#[test]
fn nobody_watches_support_beside_ux_or_errors_of_one_site_without_a_reason() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    drop(join(&revoir, "jo@shop.example", "agent", "Demo"));
    let mut analyst = role(&revoir, "analyst");

    let refused = owner.grant("jo@shop.example", &analyst);
    analyst["exception"] = json!("  covers for support in December ");
    let granted = owner.grant("jo@shop.example", &analyst);

    assert_eq!(
        (refused.status, refused.problem().as_str()),
        (409, "/problems/roles-conflict")
    );
    assert_eq!(granted.status, 201, "{}", granted.text());
    let roles = owner.listed("jo@shop.example")["roles"].clone();
    assert_eq!(roles[1]["exception"], "covers for support in December");
    assert_eq!(
        owner
            .grant("analyst@demo.test", &role(&revoir, "developer"))
            .status,
        201
    );
    assert_eq!(
        owner
            .grant("analyst@demo.test", &role(&revoir, "agent"))
            .status,
        409
    );
    let both = json!([role(&revoir, "agent"), role(&revoir, "developer")]);
    let body = json!({ "email": "ann@shop.example", "name": "Ann", "roles": both });
    assert_eq!(
        owner.ask("POST", "/api/members", &body).problem(),
        "/problems/roles-conflict"
    );
    assert_eq!(
        revoir.sql("select count(*) from members where email = 'ann@shop.example'"),
        "0"
    );
}

#[test]
fn a_role_that_is_granted_or_taken_binds_at_the_next_request() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let dpo = revoir.sign_in("dpo");
    let watch = || {
        revoir
            .get_as(&dpo, "/api/sites/demo/recordings?purpose=ux")
            .status
    };

    assert_eq!(watch(), 403);
    assert_eq!(
        owner
            .grant("dpo@demo.test", &role(&revoir, "analyst"))
            .status,
        201
    );
    assert_eq!(watch(), 200);
    assert_eq!(owner.revoke("dpo@demo.test", "analyst").status, 204);
    assert_eq!(watch(), 403);
}

#[test]
fn the_last_owner_stays() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let last = |answer: Answer| assert_eq!(answer.problem(), "/problems/last-owner");

    last(owner.remove("admin@demo.test"));
    last(owner.revoke("admin@demo.test", "owner"));
    // one whose role has lapsed, or whose invitation has, cannot come in
    let body =
        json!({ "email": "jo@shop.example", "name": "Jo", "roles": [role(&revoir, "owner")] });
    assert_eq!(owner.ask("POST", "/api/members", &body).status, 201);
    assert_eq!(revoir.sql("update links set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'"), "");
    last(owner.remove("admin@demo.test"));
    assert_eq!(
        owner.grant("dpo@demo.test", &role(&revoir, "owner")).status,
        201
    );
    assert_eq!(revoir.sql("update role_grants set until = now() where role = 'owner' and until < now() + interval '1 year' and member_id = (select id from members where email = 'dpo@demo.test')"), "");
    last(owner.revoke("admin@demo.test", "owner"));

    assert_eq!(
        owner.grant("dpo@demo.test", &role(&revoir, "owner")).status,
        201
    );
    assert_eq!(owner.remove("admin@demo.test").status, 204);
    assert_eq!(owner.ask("GET", "/api/members", &json!({})).status, 401);
}

#[test]
fn whoever_is_removed_is_signed_out_at_once_and_so_is_who_is_told_to_be() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let [agent, analyst] = ["agent", "analyst"].map(|account| revoir.sign_in(account));
    let is_in = |cookie: &str| revoir.get_as(cookie, "/api/session").status == 200;
    assert!(is_in(&agent) && is_in(&analyst));

    let path = format!(
        "/api/members/{}/sessions",
        id_of(&revoir, "agent@demo.test")
    );
    assert_eq!(owner.ask("DELETE", &path, &json!({})).status, 204);
    assert_eq!(owner.remove("analyst@demo.test").status, 204);

    assert!(!is_in(&agent) && !is_in(&analyst));
    assert_eq!(
        revoir.sql("select count(*) from role_grants where role = 'analyst'"),
        "0"
    );
    assert!(is_in(&revoir.sign_in("agent")));
}

#[test]
fn another_organisations_members_roles_and_sites_are_not_there() {
    let revoir = Revoir::demo();
    let owner = Owner::of(&revoir);
    let theirs = join(&revoir, "theirs@other.example", "owner", "Other");
    let member = id_of(&revoir, "theirs@other.example");
    let grant = revoir.sql(&format!(
        "select id from role_grants where member_id = '{member}'"
    ));
    let draft = json!({ "key": "other", "name": "Other", "origins": ["https://other.example"] });
    assert_eq!(
        send(&revoir, &theirs, "POST", "/api/sites", &draft).status,
        201
    );
    let ours = id_of(&revoir, "dpo@demo.test");
    let dpo = role(&revoir, "dpo");

    for (method, path, body) in [
        ("DELETE", format!("/api/members/{member}"), json!({})),
        (
            "DELETE",
            format!("/api/members/{member}/sessions"),
            json!({}),
        ),
        ("POST", format!("/api/members/{member}/link"), json!({})),
        ("POST", format!("/api/members/{member}/roles"), dpo.clone()),
        (
            "DELETE",
            format!("/api/members/{member}/roles/{grant}"),
            json!({}),
        ),
        (
            "DELETE",
            format!("/api/members/{ours}/roles/{grant}"),
            json!({}),
        ),
        (
            "PATCH",
            "/api/sites/other".to_owned(),
            json!({ "name": "Mine" }),
        ),
        ("GET", "/api/sites/other/sightings".to_owned(), json!({})),
        (
            "GET",
            "/api/sites/other/recordings?purpose=ux".to_owned(),
            json!({}),
        ),
        (
            "POST",
            format!("/api/members/{ours}/roles"),
            json!({ "role": "dpo", "site": "other", "until": dpo["until"] }),
        ),
    ] {
        let answer = owner.ask(method, &path, &body);
        let expected = if path.contains("recordings") {
            403
        } else {
            404
        };
        assert_eq!(
            answer.status,
            expected,
            "{method} {path}: {}",
            answer.text()
        );
    }
    assert_eq!(revoir.get_as(&theirs, "/api/session").status, 200);
    let listed = owner.ask("GET", "/api/members", &json!({})).text();
    assert!(!listed.contains("other.example"));
    assert!(
        !owner
            .ask("GET", "/api/sites", &json!({}))
            .text()
            .contains("other")
    );
}
