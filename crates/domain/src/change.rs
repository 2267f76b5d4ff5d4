//! What changes from one policy to the next, field by field.

use crate::policy::Policy;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A field that two policies do not have alike.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyChange)]
pub struct Change {
    /// Where, such as `collection.L1.rate`; a list is one field.
    pub field: String,
    /// What it said; absent where it said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub before: Option<Value>,
    /// What it says; absent where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub after: Option<Value>,
}

/// The fields in which `after` differs from `before`, by name.
#[must_use]
pub fn changes(before: Option<&Policy>, after: &Policy) -> Vec<Change> {
    let (before, after) = (before.map(fields).unwrap_or_default(), fields(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let differing = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    let change = |name: &String| Change {
        field: name.clone(),
        before: before.get(name).cloned(),
        after: after.get(name).cloned(),
    };
    differing.map(change).collect()
}

fn fields(policy: &Policy) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Ok(document) = serde_json::to_value(policy) {
        flatten(String::new(), document, &mut fields);
    }
    fields
}

fn flatten(at: String, value: Value, fields: &mut Map<String, Value>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                let inner = if at.is_empty() {
                    name
                } else {
                    format!("{at}.{name}")
                };
                flatten(inner, part, fields);
            }
        }
        value => {
            fields.insert(at, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_names_field_before_and_after() {
        let preset: Policy =
            toml::from_str(include_str!("../../../config/presets/ux.toml")).unwrap();
        let mut document = serde_json::to_value(&preset).unwrap();
        document["collection"] = json!({"L2": {"before_s": 10}});
        document["routes"] = json!(["/a"]);
        let next: Policy = serde_json::from_value(document).unwrap();

        let found = serde_json::to_value(changes(Some(&preset), &next)).unwrap();

        assert_eq!(
            found,
            json!([
                {"field": "collection.L1.rate", "before": 0.01},
                {"field": "collection.L2.after_s", "after": 120},
                {"field": "collection.L2.before_s", "after": 10},
                {"field": "collection.L2.history", "after": "on_device"},
                {"field": "collection.L2.triggers", "after": []},
                {"field": "routes", "before": [], "after": ["/a"]},
            ])
        );
        assert_eq!(changes(Some(&next), &next), []);
        assert!(changes(None, &next).iter().all(|it| it.before.is_none()));
    }
}
