//! Role × endpoint, as a table: recordings, then accounts, members, sites and the installation.

/// Method, path, and the status for each of the accounts, then for nobody.
pub type Row = (&'static str, &'static str, [u16; 8], u16);

const fn owner(status: u16) -> [u16; 8] {
    [status, 403, 403, 403, 403, 403, 403, 403]
}

const fn operator(status: u16) -> [u16; 8] {
    [403, 403, 403, 403, 403, 403, 403, status]
}

/// `{ux}` and `{support}` stand for a recording of that purpose.
pub const RECORDINGS: [Row; 34] = [
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
        "/api/sites/{site}/filters?purpose=ux",
        [403, 403, 403, 403, 200, 403, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/lookups",
        [403, 403, 403, 200, 403, 403, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/lookups",
        [403, 403, 403, 404, 404, 404, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/tickets",
        [403, 403, 403, 204, 403, 403, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/tickets",
        [403, 403, 403, 404, 403, 403, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/releases",
        [204, 403, 403, 403, 403, 204, 403, 403],
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/releases",
        [404, 403, 403, 403, 403, 404, 403, 403],
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

/// `{member}` stands for somebody in the organisation, `{role}` for a role of theirs, `{session}` for one of
/// the caller's own.
pub const ACCOUNTS: [Row; 34] = [
    ("GET", "/api/sessions", [200; 8], 401),
    ("DELETE", "/api/sessions/{session}", [204; 8], 401),
    ("DELETE", "/api/sessions", [204; 8], 401),
    ("PUT", "/api/password", [422; 8], 401),
    ("POST", "/api/password-resets", [202; 8], 202),
    ("POST", "/api/link", [410; 8], 410),
    ("POST", "/api/link/password", [410; 8], 410),
    ("GET", "/api/members", owner(200), 401),
    ("POST", "/api/members", owner(201), 401),
    ("POST", "/api/members/{member}/link", owner(201), 401),
    ("DELETE", "/api/members/{member}/sessions", owner(204), 401),
    ("POST", "/api/members/{member}/roles", owner(201), 401),
    (
        "DELETE",
        "/api/members/{member}/roles/{role}",
        owner(204),
        401,
    ),
    ("DELETE", "/api/members/{member}", owner(204), 401),
    ("DELETE", "/api/members/nobody", owner(404), 401),
    ("GET", "/api/sites", owner(200), 401),
    ("POST", "/api/sites", owner(201), 401),
    ("PATCH", "/api/sites/{site}", owner(204), 401),
    ("PATCH", "/api/sites/nobody", owner(404), 401),
    ("GET", "/api/sites/{site}/sightings", owner(200), 401),
    ("GET", "/api/sites/nobody/sightings", owner(404), 401),
    ("POST", "/api/sites/{site}/proof-secret", owner(201), 401),
    ("POST", "/api/sites/nobody/proof-secret", owner(404), 401),
    ("GET", "/api/sites/{site}/tokens", owner(200), 401),
    ("GET", "/api/sites/nobody/tokens", owner(404), 401),
    ("POST", "/api/sites/{site}/tokens", owner(201), 401),
    ("POST", "/api/sites/nobody/tokens", owner(404), 401),
    (
        "DELETE",
        "/api/sites/{site}/tokens/{token}",
        owner(404),
        401,
    ),
    (
        "GET",
        "/api/audit",
        [403, 200, 403, 403, 403, 403, 200, 403],
        401,
    ),
    (
        "GET",
        "/api/audit/export",
        [403, 200, 403, 403, 403, 403, 200, 403],
        401,
    ),
    // there are no words beside the first entry
    (
        "DELETE",
        "/api/audit/{number}/words",
        [403, 404, 403, 403, 403, 403, 403, 403],
        401,
    ),
    ("GET", "/api/installation", operator(200), 401),
    ("GET", "/api/organisations", operator(200), 401),
    ("POST", "/api/organisations", operator(201), 401),
];

const fn readers(status: u16) -> [u16; 8] {
    [status, status, 403, 403, 403, 403, status, 403]
}

const fn editors(status: u16) -> [u16; 8] {
    [status, status, 403, 403, 403, 403, 403, 403]
}

/// `{revision}` stands for a draft that says what is in force.
pub const POLICIES: [Row; 31] = [
    ("GET", "/api/framework", [200; 8], 401),
    ("GET", "/api/sites/{site}/policies", readers(200), 401),
    ("GET", "/api/sites/nobody/policies", readers(404), 401),
    (
        "GET",
        "/api/sites/{site}/register/{document}?format=html",
        readers(200),
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/statements?purpose=ux",
        readers(200),
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/statements?purpose=ux",
        readers(404),
        401,
    ),
    ("GET", "/api/sites/{site}/texts", readers(200), 401),
    ("GET", "/api/sites/nobody/texts", readers(404), 401),
    ("GET", "/api/sites/{site}/processes", readers(200), 401),
    ("GET", "/api/sites/nobody/processes", readers(404), 401),
    (
        "GET",
        "/api/sites/{site}/processes/{process}",
        readers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/processes?text_version=1&taken_on=2026-11-01",
        editors(201),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/processes?text_version=1&taken_on=2026-11-01",
        editors(404),
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/proofs/export",
        [403, 200, 403, 403, 403, 403, 200, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/proofs/export",
        [403, 404, 403, 403, 403, 403, 404, 403],
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/register/{document}",
        readers(404),
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/policies/errors/versions",
        readers(200),
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/policies/errors/draft",
        readers(200),
        401,
    ),
    (
        "PUT",
        "/api/sites/{site}/policies/errors/draft",
        editors(200),
        401,
    ),
    (
        "PUT",
        "/api/sites/nobody/policies/errors/draft",
        editors(404),
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/policies/errors/draft",
        editors(204),
        401,
    ),
    // of a policy that deviates see tests/tests/policies.rs
    (
        "POST",
        "/api/sites/{site}/policies/errors/versions",
        editors(201),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/policies/errors/versions",
        editors(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/policies/errors/trial",
        editors(201),
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/policies/errors/trial",
        editors(204),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/policies/errors/remask",
        editors(202),
        401,
    ),
    (
        "GET",
        "/api/sites/{site}/volumes?purpose=errors",
        readers(200),
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/volumes?purpose=errors",
        readers(404),
        401,
    ),
    (
        "PUT",
        "/api/sites/{site}/policies/errors/stop",
        editors(204),
        401,
    ),
    (
        "DELETE",
        "/api/sites/{site}/policies/errors/stop",
        editors(204),
        401,
    ),
    (
        "PUT",
        "/api/sites/nobody/policies/errors/stop",
        editors(404),
        401,
    ),
];

const fn reviewers(status: u16) -> [u16; 8] {
    [403, status, 403, 403, 403, 403, status, 403]
}

const fn dpo(status: u16) -> [u16; 8] {
    [403, status, 403, 403, 403, 403, 403, 403]
}

/// What a breach asks for.
pub const INCIDENTS: [Row; 11] = [
    (
        "GET",
        "/api/sites/{site}/concerned?purpose=ux",
        reviewers(200),
        401,
    ),
    (
        "GET",
        "/api/sites/nobody/concerned?purpose=ux",
        reviewers(404),
        401,
    ),
    ("GET", "/api/sites/{site}/incidents", reviewers(200), 401),
    ("GET", "/api/sites/nobody/incidents", reviewers(404), 401),
    ("POST", "/api/sites/{site}/incidents", dpo(201), 401),
    ("POST", "/api/sites/nobody/incidents", dpo(404), 401),
    (
        "GET",
        "/api/sites/{site}/incidents/{incident}/notices",
        reviewers(404),
        401,
    ),
    ("PUT", "/api/sites/{site}/freezes/errors", dpo(204), 401),
    ("PUT", "/api/sites/nobody/freezes/errors", dpo(404), 401),
    ("DELETE", "/api/sites/{site}/freezes/errors", dpo(204), 401),
    ("DELETE", "/api/sites/nobody/freezes/errors", dpo(404), 401),
];

const fn answerers(status: u16) -> [u16; 8] {
    [403, status, 403, status, 403, 403, 403, 403]
}

/// What customers ask for; of a customer of whom there is nothing.
pub const REQUESTS: [Row; 14] = [
    ("POST", "/api/sites/{site}/requests", answerers(200), 401),
    ("POST", "/api/sites/nobody/requests", answerers(404), 401),
    (
        "POST",
        "/api/sites/{site}/requests/archive",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/archive",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/requests/events",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/events",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/requests/erasure",
        answerers(200),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/erasure",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/requests/restriction",
        answerers(200),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/restriction",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/requests/statement",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/statement",
        answerers(404),
        401,
    ),
    (
        "POST",
        "/api/sites/{site}/requests/letter",
        answerers(422),
        401,
    ),
    (
        "POST",
        "/api/sites/nobody/requests/letter",
        answerers(404),
        401,
    ),
];

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Row> {
    let recordings = RECORDINGS.iter().chain(&ACCOUNTS);
    let others = POLICIES.iter().chain(&INCIDENTS);
    recordings.chain(others).chain(&REQUESTS)
}

/// What is sent where an endpoint wants a body.
#[must_use]
pub fn body(method: &str, path: &str) -> &'static str {
    match (method, path) {
        ("PUT", "/api/password") => r#"{"current":"wrong","new":"a longer password"}"#,
        ("POST", "/api/password-resets") => r#"{"email":"nobody@shop.example"}"#,
        ("POST", "/api/link") => r#"{"token":"wrong"}"#,
        ("POST", "/api/link/password") => r#"{"token":"wrong","password":"a longer password"}"#,
        ("POST", "/api/members") => r#"{"email":"new@shop.example","name":"New","roles":[]}"#,
        ("POST", "/api/members/{member}/roles") => r#"{"role":"auditor","until":"{today}"}"#,
        ("POST", "/api/sites") => r#"{"key":"new","name":"New","origins":["https://new.example"]}"#,
        ("POST", path) if path.contains("/requests") => {
            r#"{"purpose":"support","identifier":"customer 42","reference":"7","restricted":true,"text":"x",
                "recording":"01010101-0101-4101-8101-010101010101","kind":"access","language":"en"}"#
        }
        ("POST", path) if path.ends_with("/lookups") => {
            r#"{"purpose":"support","identifier":"customer 42"}"#
        }
        ("POST", path) if path.ends_with("/tickets") => {
            r#"{"ticket":"7","state":"open","customer":"customer 42"}"#
        }
        ("POST", path) if path.ends_with("/releases") => r#"{"version":"1.2.0"}"#,
        ("POST", path) if path.ends_with("/tokens") => r#"{"name":"x","until":"{today}"}"#,
        ("PUT", path) if path.ends_with("/draft") => r#"{"revision":{revision},"policy":{policy}}"#,
        ("DELETE", path) if path.ends_with("/draft") => r#"{"revision":{revision}}"#,
        ("POST", path) if path.ends_with("/trial") => r#"{"revision":{revision}}"#,
        ("POST", path) if path.ends_with("/incidents") => {
            r#"{"concerns":{},"learned_at":"2026-01-01T00:00:00Z"}"#
        }
        (_, path) if path.contains("/freezes/") => r#"{"why":"x"}"#,
        (_, path) if path.ends_with("/stop") || path.ends_with("/remask") => r#"{"why":"x"}"#,
        ("POST", path) if path.ends_with("/versions") => r#"{"revision":{revision},"why":"x"}"#,
        ("POST", path) if path.ends_with("/notes") => r#"{"at_ms":0,"text":"x"}"#,
        ("POST", path) if path.ends_with("/views") => r#"{"purpose":"ux","name":"x","query":""}"#,
        ("POST", path) if path.contains("/processes") => "a configuration",
        ("PATCH", _) => r#"{"name":"Demo shop"}"#,
        ("POST", "/api/organisations") => {
            r#"{"name":"New","owner":{"email":"owner@new.example","name":"Owner"}}"#
        }
        _ => "",
    }
}

/// The table for people: who reaches what.
#[must_use]
pub fn table<'a>(accounts: &[&str], rows: impl Iterator<Item = &'a Row>) -> String {
    let head = format!("| endpoint | {} | nobody |\n", accounts.join(" | "));
    let rule = format!("| --- |{}\n", " :-: |".repeat(accounts.len() + 1));
    let lines = rows.map(|(method, path, statuses, nobody)| {
        let cells: Vec<&str> = statuses
            .iter()
            .chain([nobody])
            .map(|status| cell(*status))
            .collect();
        format!("| `{method} {path}` | {} |\n", cells.join(" | "))
    });
    let lines: String = lines.collect();
    format!("{head}{rule}{lines}")
}

fn cell(status: u16) -> &'static str {
    match status {
        401 => "sign in",
        403 => "–",
        404 => "404",
        _ => "✓",
    }
}
