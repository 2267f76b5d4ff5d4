//! The tables, as the files have them.

use serde_json::Value;
use std::collections::HashSet;
use std::sync::OnceLock;

pub(super) fn fields() -> &'static Value {
    static FIELDS: OnceLock<Value> = OnceLock::new();
    FIELDS.get_or_init(|| {
        serde_json::from_str(include_str!("../../../../tests/vectors/fields.json")).unwrap()
    })
}

/// Whether `word`, in any case, is on the list.
pub(super) fn has(list: &str, word: &str) -> bool {
    known(list).contains(&word.to_ascii_lowercase())
}

/// Whether `word` is on any list that identifiers may be of.
pub(super) fn is_public(word: &str) -> bool {
    let lists = [
        "properties",
        "words",
        "values",
        "functions",
        "pseudos",
        "elements",
        "at_rules",
        "attributes",
    ];
    lists.iter().any(|list| has(list, word))
}

pub(super) fn is_name(text: &str) -> bool {
    let digits = text.strip_prefix('c').unwrap_or("");
    (1..=7).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_custom_property(text: &str) -> bool {
    text.strip_prefix("--").is_some_and(is_name)
}

fn known(list: &str) -> &'static HashSet<String> {
    static LISTS: OnceLock<Vec<(String, HashSet<String>)>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let words = include_str!("../../../../tests/vectors/words.json");
        let words: Value = serde_json::from_str(words).unwrap();
        let mut lists: Vec<_> = words
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, words)| (name.clone(), strings(words)))
            .collect();
        lists.push((String::from("attributes"), strings(&fields()["attributes"])));
        lists
    });
    &lists.iter().find(|(name, _)| name == list).unwrap().1
}

/// All strings in `value`, and of objects in it the keys too, in lower case.
fn strings(value: &Value) -> HashSet<String> {
    match value {
        Value::String(text) => HashSet::from([text.to_ascii_lowercase()]),
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(object) => object
            .iter()
            .flat_map(|(key, value)| {
                let mut all = strings(value);
                all.insert(key.to_ascii_lowercase());
                all
            })
            .collect(),
        _ => HashSet::new(),
    }
}
