//! I1: what is stored of settled recordings links no two of one visitor.
//!
//! A hundred visitors open two recordings each, among one another as traffic does, with the same content; all end at
//! once and are settled by the real job. The linker then pairs them in every way that it knows, and each way is held
//! against its own chance. Ids and slots are the server's own draw, so that a run differs from the next. What recordings that end at different times tell is in
//! SECURITY.md, Limits.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test fails by panicking"
)]

mod chance;
mod linker;
mod visits;

use linker::{Found, clues, link, named_elsewhere, order_kept};
use revoir_tests::Revoir;
use visits::{Day, make, server};

/// As much of an order as four standard deviations of what chance keeps of that of 200.
const ORDER: f64 = 0.284;

/// What found more or less than chance does.
fn beyond_chance(found: &[Found]) -> Vec<String> {
    let told = found.iter().filter(|found| !found.is_chance());
    told.map(|found| {
        format!(
            "{}: {} right, by chance {:?}",
            found.what, found.right, found.by_chance
        )
    })
    .collect()
}

/// What of a day links two recordings of a visitor, or tells in which order all were opened.
fn told(revoir: &Revoir, day: &Day) -> Vec<String> {
    let clues = clues(revoir, &day.truth);
    for name in [
        "frames: xmin",
        "recordings: ctid",
        "recordings: id",
        "beside frames: number",
        "recordings: slot_number",
    ] {
        assert!(
            clues.iter().any(|clue| clue.name.contains(name)),
            "{name} is not looked at"
        );
    }
    assert_eq!(named_elsewhere(revoir, &day.truth), Vec::<String>::new());
    let mut told = beyond_chance(&link(&clues, &day.truth));
    for (name, kept) in order_kept(&clues, &day.opened) {
        if kept.abs() > ORDER {
            told.push(format!("{name}: keeps {kept:.2} of the order of opening"));
        }
    }
    told
}

/// Makes a day that tells nothing. One in a hundred tells something by chance: then another is asked, and its word
/// holds.
fn unlinked(purposes: [&'static str; 2], later: u64) -> (Revoir, Day) {
    let revoir = server();
    let day = make(&revoir, purposes, later);
    if told(&revoir, &day).is_empty() {
        return (revoir, day);
    }
    let revoir = server();
    let day = make(&revoir, purposes, later);
    assert_eq!(told(&revoir, &day), Vec::<String>::new());
    (revoir, day)
}

#[test]
fn two_purposes_of_one_visit_are_linked_by_a_planted_counter_and_by_nothing_else() {
    let (revoir, day) = unlinked(["ux", "errors"], 0);

    drop(revoir.sql("alter table recordings add column counter bigint"));
    let count =
        |(number, id)| format!("update recordings set counter = {number} where id = '{id}'");
    let counts: Vec<String> = day.opened.iter().enumerate().map(count).collect();
    drop(revoir.sql(&counts.join(";")));

    let told = told(&revoir, &day);
    for planted in ["at most ten apart: 100 right", "keeps 1.00"] {
        let is_told = |told: &&String| told.contains("counter") && told.contains(planted);
        assert!(told.iter().any(|told| is_told(&told)), "{told:#?}");
    }
}

#[test]
fn two_fragments_of_one_visit_are_not_linked() {
    unlinked(["ux", "ux"], 30);
}
