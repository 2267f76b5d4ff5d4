//! Random lists of operations against a small model in memory: what is opened, sent, sent twice, late, triggered,
//! erased, withdrawn, remasked and expired, on a clock that the test drives, by a server that is killed at any point: while
//! it works and while it answers.
//! After each round what is stored is exactly what the model holds.
//!
//! `MODEL_LISTS` says how many lists each world has: `cargo xtask soak model` runs thousands.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod cut;
mod visit;
mod world;

use world::World;

/// Rounds of a world: in each, every list has one operation, and then time passes.
const ROUNDS: u32 = 12;

fn lists() -> usize {
    let asked = std::env::var("MODEL_LISTS").ok();
    asked.map_or(25, |text| text.parse().unwrap())
}

fn run(seed: u64) {
    let mut world = World::new(seed, lists());
    for round in 0..ROUNDS {
        world.round(round);
    }
    world.end();
}

#[test]
fn the_first_world_is_as_its_model() {
    run(1);
}

#[test]
fn the_second_world_is_as_its_model() {
    run(2);
}

#[test]
fn the_third_world_is_as_its_model() {
    run(3);
}

#[test]
fn the_fourth_world_is_as_its_model() {
    run(4);
}
