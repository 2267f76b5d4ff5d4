//! Reading a draft from JSON, so that whatever cannot be names its field.

use crate::http::problem::ApiError;
use revoir_domain::{
    policy::{Draft, Policy, PolicyError},
    purpose::Purpose,
};
use serde_json::Value;

/// The policy that a document says, if it holds together and is of this purpose.
pub(crate) fn read(document: Value, purpose: Purpose) -> Result<Policy, ApiError> {
    let draft: Draft = serde_path_to_error::deserialize(document).map_err(|error| {
        let field = error.path().to_string();
        let reason = error.into_inner().to_string();
        named(field, &reason)
    })?;
    if draft.purpose != purpose {
        let reason = format!("must be {purpose}, as in the address");
        return Err(named("purpose".to_owned(), &reason).into());
    }
    Ok(Policy::try_from(draft)?)
}

/// Where the reason itself begins with a field that the reader could not know, that one.
fn named(field: String, reason: &str) -> PolicyError {
    let within = reason
        .split_once(": ")
        .filter(|(inner, _)| inner.starts_with(&field) && !inner.contains(' '));
    match within {
        Some((inner, reason)) => PolicyError {
            field: inner.to_owned(),
            reason: reason.to_owned(),
        },
        None => PolicyError {
            field,
            reason: reason.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(field: &str, value: Value) -> String {
        let draft: Draft = toml::from_str(crate::founding::PRESETS[1]).unwrap();
        let mut document = serde_json::to_value(draft).unwrap();
        document[field] = value;
        read(document, Purpose::Ux).unwrap_err().to_string()
    }

    #[test]
    fn whatever_cannot_be_names_its_field_and_why() {
        let element = json!({"on": "element", "selector": ""});
        for (field, value, expected) in [
            (
                "collection",
                json!({"L1": {"rate": 1.5}}),
                "collection.L1.rate: rate 1.5: must lie between 0 and 1",
            ),
            (
                "collection",
                json!({}),
                "collection: must name at least one of L1, L2, L3",
            ),
            (
                "collection",
                json!({"L1": {"rate": "all"}}),
                "collection.L1.rate: invalid type",
            ),
            (
                "collection",
                json!({"L2": {"triggers": [element]}}),
                "collection.L2.triggers[0]: selector \"\": must be",
            ),
            (
                "retention_minutes",
                json!(0),
                "retention_minutes: retention of 0 minutes",
            ),
            (
                "routes",
                json!(["/a", "b"]),
                "routes[1]: route \"b\": must start with /",
            ),
            (
                "purpose",
                json!("support"),
                "purpose: must be ux, as in the address",
            ),
            ("surprise", json!(1), "surprise: unknown field"),
        ] {
            let said = refused(field, value.clone());
            assert!(said.starts_with(expected), "{field} {value}: {said}");
        }
    }
}
