//! Sayings: what a policy says, in sentences.

use super::words::Words;
use revoir_domain::{
    collection::{Analysed, Collection, History, Triggered},
    conformance::Judged,
    framework::Row,
    measure::{Identifiers, Masking, Until},
    pointer::Pointer,
    policy::Policy,
    purpose::Purpose,
    standing::Standing,
    trigger::{Criterion, Trigger},
};
use serde::Serialize;
use serde_json::Value;

/// The name of a value, as it is written in JSON.
pub(crate) fn name_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Which visits are recorded, a sentence for each measure.
pub(crate) fn visits(words: &Words, policy: &Policy) -> Vec<String> {
    let Collection { l1, l2, l3 } = &policy.collection;
    let mut said = Vec::new();
    if let Some(l1) = l1 {
        let share = words.decimal(&l1.rate.to_string());
        said.push(words.fill("collects.L1", &[("share", &share)]));
    }
    if let Some(l2) = l2 {
        said.extend(triggered(words, l2));
    }
    if let Some(l3) = l3 {
        said.push(analysed(words, l3));
    }
    for (place, patterns) in [
        ("collects.pages", &policy.pages.record_only),
        ("collects.never", &policy.pages.never_record),
    ] {
        if !patterns.is_empty() {
            let patterns = patterns.iter().map(name_of);
            said.push(words.fill(place, &[("patterns", &words.list(patterns))]));
        }
    }
    said
}

fn triggered(words: &Words, l2: &Triggered) -> Vec<String> {
    let seconds = |count: u16| words.count("unit.second", count.into());
    let signs = words.list(l2.triggers.iter().map(|it| trigger(words, it)));
    let values = [
        ("before", seconds(l2.before_s)),
        ("after", seconds(l2.after_s)),
        ("signs", signs),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, &**value));
    let history = match &l2.history {
        History::OnDevice => words.say("collects.on_device").to_owned(),
        History::Provisional {
            why_not_on_device,
            delete_within_minutes,
        } => {
            let delay = words.minutes(*delete_within_minutes);
            let values = [("delay", &*delay), ("why", why_not_on_device)];
            words.fill("collects.provisional", &values)
        }
    };
    vec![words.fill("collects.L2", &values), history]
}

fn analysed(words: &Words, l3: &Analysed) -> String {
    let delay = words.minutes(l3.delete_within_minutes.into());
    let signs = words.list(l3.keep.iter().map(|it| criterion(words, *it)));
    words.fill("collects.L3", &[("delay", &delay), ("signs", &signs)])
}

fn trigger(words: &Words, trigger: &Trigger) -> String {
    match trigger {
        Trigger::Url { pattern } => words.fill("sign.url", &[("what", &name_of(pattern))]),
        Trigger::Element { selector } => words.fill("sign.element", &[("what", selector.as_str())]),
        Trigger::Custom { name } => words.fill("sign.custom", &[("what", name)]),
        plain => {
            let named = serde_json::to_value(plain).unwrap_or_default();
            let name = named.get("on").and_then(Value::as_str);
            words.at("sign", name.unwrap_or_default()).to_owned()
        }
    }
}

fn criterion(words: &Words, criterion: Criterion) -> String {
    let sign = words.at("sign", &name_of(&criterion.marker));
    if criterion.at_least < 2 {
        return sign.to_owned();
    }
    let count = criterion.at_least.to_string();
    words.fill("sign.times", &[("sign", sign), ("count", &count)])
}

/// What becomes of masked content.
pub(crate) fn masking(words: &Words, policy: &Policy) -> Vec<String> {
    let mut said = vec![words.at("collects", &name_of(&policy.masking)).to_owned()];
    if !policy.block.is_empty() {
        let count = policy.block.len().to_string();
        said.push(words.fill("collects.block", &[("count", &count)]));
    }
    if !policy.unmask.is_empty() {
        let dynamic = policy.unmask.iter().filter(|rule| rule.dynamic).count();
        let values = [policy.unmask.len(), dynamic].map(|it| it.to_string());
        let [count, dynamic] = values.each_ref();
        let values = [("count", &**count), ("dynamic", dynamic)];
        said.push(words.fill("collects.unmask", &values));
    }
    said
}

/// Which identifiers a recording carries.
pub(crate) fn identifiers(words: &Words, policy: &Policy) -> String {
    let lifespan = words.minutes(policy.lifespan_minutes.into());
    let place = match policy.identifiers {
        Identifiers::I1 => "collects.I1",
        Identifiers::I2 => "collects.I2",
        Identifiers::I3 => "collects.I3",
    };
    words.fill(place, &[("lifespan", &lifespan)])
}

/// How long, what else ends or prolongs that, and whether recordings may leave before.
pub(crate) fn keeping(words: &Words, policy: &Policy) -> Vec<String> {
    let time = words.retention(policy.retention_minutes);
    let export = if policy.export {
        "collects.export"
    } else {
        "collects.no_export"
    };
    let mut said = vec![words.fill("collects.kept", &[("time", &time)])];
    said.extend(policy.until.map(|until| match until {
        Until::TicketClosed { longest_minutes } => {
            let longest = words.minutes(longest_minutes);
            words.fill("collects.ticket_closed", &[("longest", &longest)])
        }
        Until::Release => words.say("collects.release").to_owned(),
    }));
    said.push(words.say(export).to_owned());
    said
}

/// Which data a recording holds.
pub(crate) fn data(words: &Words, policy: &Policy) -> Vec<String> {
    let sealed = policy.masking != Masking::M3;
    let known = policy.identifiers != Identifiers::I1;
    let pointer = match policy.pointer {
        Pointer::Path => "data.path",
        Pointer::Targets => "data.targets",
        Pointer::None => "data.none",
    };
    let places = [
        ("data.browsing", true),
        ("data.acts", true),
        (pointer, true),
        ("data.context", true),
        ("data.friction", true),
        ("data.shown", !policy.unmask.is_empty()),
        ("data.sealed", sealed),
        ("data.pseudonym", known),
        ("data.ticket", known && policy.purpose == Purpose::Support),
        ("data.not", true),
    ];
    let held = places.into_iter().filter(|(_, held)| *held);
    held.map(|(place, _)| words.say(place).to_owned()).collect()
}

/// What is asked, and what the policy says of it.
pub(super) fn standing(
    words: &Words,
    standing: &Standing,
    (row, policy): (&Row, &Policy),
) -> (String, String) {
    match standing.measure {
        Judged::Retention => {
            let most = words.retention(row.retention_at_most_minutes);
            (
                words.fill("unit.at_most", &[("time", &most)]),
                words.retention(policy.retention_minutes),
            )
        }
        Judged::PublisherMarks | Judged::Unmask => (
            words.say("term.none").to_owned(),
            words.say("term.some").to_owned(),
        ),
        Judged::Collection | Judged::Masking | Judged::Identifiers => (
            terms(words, &standing.asked),
            terms(words, &standing.chosen),
        ),
    }
}

/// `L1 ≤ 25 %, L3` in words.
fn terms(words: &Words, text: &str) -> String {
    words.list(text.split(", ").map(|term| {
        let (code, rest) = term.split_once(' ').unwrap_or((term, ""));
        let named = words.at("term", code);
        if rest.is_empty() {
            named.to_owned()
        } else {
            format!("{named} {}", words.decimal(rest))
        }
    }))
}
