//! Values of one kind each.

use revoir_domain::mask;
use revoir_scrub::{Events, Rules, scrub};
use serde_json::{Map, Value, json};

/// What is kept of a value.
pub(super) type Rule<'r> = &'r dyn Fn(&Value) -> Option<Value>;

pub(super) fn whole(value: &Value) -> Option<u32> {
    value.as_f64()?.to_string().parse().ok()
}

pub(super) fn number(value: &Value) -> Option<Value> {
    value
        .as_f64()
        .filter(|n| n.abs() <= 9_007_199_254_740_992.0)
        .map(|_| value.clone())
}

pub(super) fn boolean(value: &Value) -> Option<Value> {
    value.is_boolean().then(|| value.clone())
}

pub(super) fn nullable(value: &Value) -> Option<Value> {
    if value.is_null() {
        Some(Value::Null)
    } else {
        number(value)
    }
}

pub(super) fn numbers(value: &Value) -> Option<Value> {
    value
        .as_array()?
        .iter()
        .map(number)
        .collect::<Option<Vec<_>>>()
        .map(Value::Array)
}

pub(super) fn index(value: &Value) -> Option<Value> {
    number(value).or_else(|| numbers(value))
}

pub(super) fn text(value: &Value) -> Option<Value> {
    Some(json!(mask::text(value.as_str()?)))
}

pub(super) fn form_value(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    Some(json!(if mask::is_masked(text) {
        text
    } else {
        mask::VALUE
    }))
}

fn one(data: &Value) -> Value {
    let batch = json!([{"type": 3, "timestamp": 0, "data": data}]);
    let events = Events::parse(serde_json::to_vec(&batch).unwrap()).unwrap();
    let out: Value = serde_json::from_slice(scrub(&events, &Rules::default()).bytes()).unwrap();
    out[0]["data"].clone()
}

pub(super) fn css(value: &Value) -> Option<Value> {
    Some(one(&json!({"source": 8, "replace": value.as_str()?}))["replace"].clone())
}

pub(super) fn declared(name: &str, value: &Value) -> Option<Value> {
    Some(one(&json!({"source": 13, "set": {"property": name, "value": value.as_str()?}}))["set"]["value"].clone())
}

/// An object of the keys that `rules` keep; none without the first `required` of them.
pub(super) fn keys(value: &Value, required: usize, rules: &[(&str, Rule<'_>)]) -> Option<Value> {
    let object = value.as_object()?;
    let mut out = Map::new();
    for (place, (name, rule)) in rules.iter().enumerate() {
        match object.get(*name).and_then(rule) {
            Some(kept) => _ = out.insert(String::from(*name), kept),
            None if place < required => return None,
            None => {}
        }
    }
    Some(Value::Object(out))
}

pub(super) fn each(value: &Value, rule: impl Fn(&Value) -> Option<Value>) -> Option<Value> {
    Some(value.as_array()?.iter().filter_map(rule).collect())
}

pub(super) fn all_numbers(value: &Value, names: &[&'static str]) -> Option<Value> {
    let rules: Vec<(&str, Rule<'_>)> = names.iter().map(|name| (*name, &number as _)).collect();
    keys(value, names.len(), &rules)
}
