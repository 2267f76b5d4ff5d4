//! Recipients: who may watch the recordings of a purpose, by role and number; and who is the officer.

use super::{facts::Facts, words::Words};
use revoir_domain::{
    permission::{Permission, Watch},
    purpose::Purpose,
    role::Role,
};
use std::collections::{BTreeMap, BTreeSet};

/// Who may watch, in words.
pub(super) fn watching(words: &Words, facts: &Facts, purpose: Purpose) -> Vec<String> {
    let mut by_role: BTreeMap<Role, BTreeSet<_>> = BTreeMap::new();
    for holder in &facts.holders {
        let role = holder.role;
        let watches = Watch::ROLES.contains(&role) && role.bound_to() == Some(purpose);
        if watches && holder.purpose.is_none_or(|only| only == purpose) {
            by_role.entry(role).or_default().insert(holder.member);
        }
    }
    let mut said: Vec<String> = by_role
        .iter()
        .map(|(role, members)| {
            let role = words.at("role", role.name());
            let count = members.len().to_string();
            words.fill(
                "record.recipients_role",
                &[("role", role), ("count", &count)],
            )
        })
        .collect();
    if said.is_empty() {
        said.push(words.say("record.recipients_none").to_owned());
    }
    said.push(words.say("record.recipients_provider").to_owned());
    said
}

/// Who holds the officer's role, in words.
pub(super) fn officers(words: &Words, facts: &Facts) -> String {
    let officers = facts.holders.iter().filter(|it| it.role == Role::Dpo);
    let names: BTreeSet<&String> = officers.map(|it| &it.name).collect();
    if names.is_empty() {
        return words.say("record.dpo_none").to_owned();
    }
    let names = words.list(names.into_iter().cloned());
    words.fill("record.dpo_held", &[("names", &names)])
}
