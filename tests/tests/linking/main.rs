//! I1: what is stored of settled recordings links no two of one visitor.
//!
//! A hundred visitors open two recordings each, among one another as traffic does, with the same content; all end at
//! once and are settled by the real job. The linker then pairs them in every way that it knows, and each way is held
//! against its own chance. Ids and slots are the server's own draw, so that a run differs from the next: the intervals
//! are wide enough for one false alarm in a thousand runs. What recordings that end at different times tell is in
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

use linker::{Found, clues, link, named_elsewhere};
use revoir_tests::Revoir;
use visits::{Day, make, server};

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

/// Nothing of the day links two recordings of a visitor.
fn assert_unlinked(revoir: &Revoir, day: &Day) {
    let clues = clues(revoir, &day.truth);
    for name in [
        "frames: xmin",
        "recordings: id",
        "beside frames: number",
        "recordings: slot_number",
    ] {
        assert!(
            clues.iter().any(|clue| clue.name.contains(name)),
            "{name} is not looked at"
        );
    }
    assert_eq!(
        beyond_chance(&link(&clues, &day.truth)),
        Vec::<String>::new()
    );
    assert_eq!(named_elsewhere(revoir, &day.truth), Vec::<String>::new());
}

#[test]
fn two_purposes_of_one_visit_are_linked_by_a_planted_counter_and_by_nothing_else() {
    let revoir = server();
    let day = make(&revoir, ["ux", "errors"], 0);
    assert_unlinked(&revoir, &day);

    drop(revoir.sql("alter table recordings add column counter bigint"));
    let count =
        |(number, id)| format!("update recordings set counter = {number} where id = '{id}'");
    let counts: Vec<String> = day.opened.iter().enumerate().map(count).collect();
    drop(revoir.sql(&counts.join(";")));

    let told = beyond_chance(&link(&clues(&revoir, &day.truth), &day.truth));
    let near = "recordings: counter, at most ten apart: 100 right";
    assert!(told.iter().any(|told| told.starts_with(near)), "{told:#?}");
}

#[test]
fn two_fragments_of_one_visit_are_not_linked() {
    let revoir = server();
    let day = make(&revoir, ["ux", "ux"], 30);
    assert_unlinked(&revoir, &day);
}
