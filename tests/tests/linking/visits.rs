//! A day's visits: two recordings of each visitor, opened among those of others, with the same content.

use revoir_tests::{
    Revoir,
    accounts::publish,
    traces::{SWIFT, wait_out_the_hour},
    visitor::{PLAIN, batch, grant_request, page, send},
    wait_for,
};
use serde_json::{Value, json};
use std::collections::HashMap;

use revoir_tests::dice::Dice;

/// How many visitors there are, with two recordings each.
pub(crate) const VISITORS: usize = 100;

/// The two recordings of one visitor, which nobody but the test knows.
pub(crate) type Truth = Vec<[String; 2]>;

/// What the test alone knows.
pub(crate) struct Day {
    pub(crate) truth: Truth,
    /// The recordings in the order in which they were opened.
    pub(crate) opened: Vec<String>,
}

/// A server that looks for work every second and lets one client be a day's visitors.
pub(crate) fn server() -> Revoir {
    let mut settings = SWIFT.to_vec();
    settings.push(("REVOIR_LIMITS__OPENINGS_PER_MINUTE", "100000"));
    Revoir::with(&settings)
}

/// One recording to be: whose, for what, when.
struct Visit {
    visitor: usize,
    part: usize,
    purpose: &'static str,
    receipt: String,
    at: u64,
}

/// Makes the visits, and waits until the server has settled and scattered all of them. The second recording of each
/// visitor is for the second purpose, and begins `later` after the first; another visitor comes every three ticks.
pub(crate) fn make(revoir: &Revoir, purposes: [&'static str; 2], later: u64) -> Day {
    // what is stored of the time is the hour, which nothing here should tell two visitors by
    wait_out_the_hour(revoir);
    let visits = plan(purposes, later);
    let grants = open(revoir, &visits);
    capture(revoir, &visits, &grants);
    let opened = ids(revoir, &visits);
    let mut truth = vec![[String::new(), String::new()]; VISITORS];
    for (visit, id) in visits.iter().zip(&opened) {
        id.clone_into(&mut truth[visit.visitor][visit.part]);
    }
    end(revoir);
    Day { truth, opened }
}

fn plan(purposes: [&'static str; 2], later: u64) -> Vec<Visit> {
    let mut dice = Dice::new(1);
    let mut visits: Vec<Visit> = (0..VISITORS)
        .flat_map(|visitor| [(visitor, 0), (visitor, 1)])
        .map(|(visitor, part)| Visit {
            visitor,
            part,
            purpose: purposes[part],
            receipt: [dice.roll(), dice.roll()]
                .map(|half| format!("{half:032x}"))
                .concat(),
            at: 3 * visitor as u64 + later * part as u64 + dice.below(6),
        })
        .collect();
    visits.sort_by_key(|visit| visit.at);
    visits
}

fn open(revoir: &Revoir, visits: &[Visit]) -> Vec<String> {
    let mut request = grant_request(revoir, "ux");
    let mut ask = |visit: &Visit| {
        request["purpose"] = json!(visit.purpose);
        request["receipt_hash"] = json!(visit.receipt);
        let body = request.to_string();
        let answer = revoir.ask("POST", "/v1/grants", &[PLAIN], body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["grant"].as_str().unwrap().to_owned()
    };
    visits.iter().map(&mut ask).collect()
}

/// The same two batches for each, the first large enough that Postgres stores it beside its row.
fn capture(revoir: &Revoir, visits: &[Visit], grants: &[String]) {
    let mut dice = Dice::new(2);
    let mut positions = (0..700)
        .map(|_| json!({ "x": dice.below(800), "y": dice.below(600), "id": 1, "timeOffset": 0 }));
    let positions: Vec<Value> = positions.by_ref().collect();
    let moves =
        json!({ "type": 3, "timestamp": 5, "data": { "source": 1, "positions": positions } });
    let batches = [[page("hello", 0), vec![moves]].concat(), page("hello", 9)];
    for (seq, events) in (0..).zip(&batches) {
        let mut order: Vec<usize> = (0..visits.len()).collect();
        order.sort_by_cached_key(|&number| visits[number].at + dice.below(6));
        for number in order {
            let body = batch(&grants[number], seq, events);
            assert_eq!(send(revoir, &body).status, 202);
        }
    }
}

fn ids(revoir: &Revoir, visits: &[Visit]) -> Vec<String> {
    let rows = "select encode(receipt_hash, 'hex') || ' ' || id from recordings where not imported";
    let rows = revoir.sql(rows);
    let by_receipt: HashMap<&str, &str> =
        rows.lines().filter_map(|row| row.split_once(' ')).collect();
    let ids = visits
        .iter()
        .map(|visit| by_receipt[visit.receipt.as_str()].to_owned());
    ids.collect()
}

/// A newer policy ends what is open without touching a row.
fn end(revoir: &Revoir) {
    publish(revoir, "ux", |policy| {
        policy["collection"]["L1"]["rate"] = json!(0.25);
    });
    publish(revoir, "errors", |policy| {
        policy["retention_minutes"] = json!(43_200 - 1_440);
    });
    wait_for("settling", 120, || {
        revoir.sql("select count(*) from recordings where not scattered") == "0"
            && revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
}
