//! Whether an event keeps to `tests/vectors/README.md`, told slowly and simply, over a JSON tree and the tables.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod css;
mod words;

use revoir_domain::mask;
use serde_json::Value;
use words::{has, is_custom_property, is_name};

/// Says where an event that came out does not keep to the contract.
pub(crate) fn fault(event: &Value) -> Option<String> {
    let keys: Vec<_> = event.as_object()?.keys().collect();
    if keys != ["data", "timestamp", "type"] {
        return Some(format!("keys {keys:?}"));
    }
    let reader = Reader {
        kind: &event["type"],
        source: &event["data"]["source"],
    };
    reader.object(&event["data"], "data").err()
}

type Kept = Result<(), String>;

/// An error that names the place, unless all is well.
fn ensure(kept: bool, path: &str, value: &Value) -> Kept {
    if kept {
        Ok(())
    } else {
        Err(format!("{path}: {value}"))
    }
}

struct Reader<'e> {
    kind: &'e Value,
    source: &'e Value,
}

impl Reader<'_> {
    fn object(&self, value: &Value, path: &str) -> Kept {
        for (key, value) in value.as_object().unwrap() {
            let path = format!("{path}.{key}");
            match value {
                _ if key == "node" => self.node(value, &path, false)?,
                _ if key == "attributes" && value.is_object() => {
                    Self::attributes(value, &path, None)?;
                }
                Value::Object(_) => self.object(value, &path)?,
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    for item in items {
                        self.object(item, &format!("{path}[]"))?;
                    }
                }
                _ => self.field(value, &path)?,
            }
        }
        Ok(())
    }

    fn node(&self, value: &Value, path: &str, in_style: bool) -> Kept {
        let tag = value["tagName"].as_str();
        for (key, field) in value.as_object().unwrap() {
            match key.as_str() {
                "childNodes" => {
                    let style = tag.is_some_and(|tag| tag.eq_ignore_ascii_case("style"));
                    for child in field.as_array().unwrap() {
                        self.node(child, path, style)?;
                    }
                }
                "attributes" => Self::attributes(field, &format!("{path}.{key}"), tag)?,
                "textContent" if in_style && value["type"].as_f64() == Some(3.0) => {
                    self.field(field, &format!("{path}(style).{key}"))?;
                }
                _ => self.field(field, &format!("{path}.{key}"))?,
            }
        }
        Ok(())
    }

    fn class(&self, path: &str) -> &'static str {
        let entries = words::fields()["events"].as_array().unwrap();
        let source = |entry: &Value| entry["source"].as_f64() == self.source.as_f64();
        let is_it = |entry: &&Value| {
            let same = entry["path"] == path || (path == "data.source" && entry["type"] == 3);
            same && entry["type"] == *self.kind
                && (self.kind != 3 || source(entry) || path == "data.source")
        };
        let entry = entries.iter().find(is_it);
        entry.map_or("unknown", |entry| entry["class"].as_str().unwrap())
    }

    fn field(&self, value: &Value, path: &str) -> Kept {
        let Some(text) = value.as_str() else {
            let known = *value == serde_json::json!([]) || self.class(path) != "unknown";
            return ensure(known && is_plain(value), path, value);
        };
        let is_word = |words: &[&str]| words.contains(&text);
        let kept = match self.class(path) {
            "structural" if path.rsplit('.').next() == Some("name") => text == "html",
            "structural" => is_word(&[
                "BackCompat",
                "CSS1Compat",
                "",
                "important",
                "revoir.trigger",
                "revoir.sign",
                "javascript_error",
                "unhandled_rejection",
                "failed_request",
            ]),
            "name" => is_tag(text),
            "text" | "value" => mask::is_masked(text),
            "css" if path.ends_with(".property") => is_property(text),
            "css" => css::is_clean(text),
            "address" => {
                text.starts_with('/') && text.split('/').all(|part| part.is_empty() || part == "*")
            }
            "dropped" => text.is_empty(),
            _ => false,
        };
        ensure(kept && !holds_s1(text), path, value)
    }

    fn attributes(value: &Value, path: &str, tag: Option<&str>) -> Kept {
        for (name, value) in value.as_object().unwrap() {
            let path = format!("{path}.{name}");
            ensure(attribute(name, value, tag), &path, value)?;
            ensure(!value.as_str().is_some_and(holds_s1), &path, value)?;
        }
        Ok(())
    }
}

/// Neither text nor anything that could hold some.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().unwrap().abs() <= 9_007_199_254_740_992.0,
        Value::Array(items) => items.iter().all(Value::is_number),
        Value::Object(object) => object.is_empty(),
        other => other.is_boolean() || other.is_null(),
    }
}

fn attribute(name: &str, value: &Value, tag: Option<&str>) -> bool {
    let table = &words::fields()["attributes"];
    let lists = [
        "names", "text", "value", "css", "path", "plain", "number", "length",
    ];
    let listed = |list: &&&str| {
        table[**list]
            .as_array()
            .unwrap()
            .iter()
            .any(|known| known == name)
    };
    let text = value.as_str();
    match lists.iter().find(listed).copied() {
        _ if value.is_null() => {
            listed(&&"plain")
                || lists.iter().any(|list| listed(&list))
                || refers(None, name)
                || name == "rr_open_mode"
        }
        Some("names") => text.is_some_and(|text| {
            text.split([' ', '\t', '\n', '\r', '\x0C'])
                .all(|name| name.is_empty() || is_name(name))
        }),
        Some("text" | "value") => text.is_some_and(mask::is_masked),
        Some("css") => text.is_some_and(css::is_clean) || (name == "style" && is_properties(value)),
        Some("path") => text.is_some_and(is_path),
        Some("plain") => value.is_boolean() || text.is_some_and(css::is_clean),
        Some("number") => value.is_number(),
        Some("length") => {
            value.is_number()
                || text.is_some_and(|text| {
                    text.ends_with("px")
                        && text.len() <= 32
                        && text.bytes().all(|byte| b"0123456789.px".contains(&byte))
                })
        }
        Some(_) => false,
        None if name == "rr_open_mode" => table["word"][name].as_array().unwrap().contains(value),
        None => {
            refers(tag, name)
                && text.is_some_and(|text| {
                    text.strip_prefix('#').is_some_and(|target| {
                        is_name(target) || (target.is_empty() && matches!(tag, Some("a" | "area")))
                    })
                })
        }
    }
}

fn refers(tag: Option<&str>, name: &str) -> bool {
    let table = words::fields()["attributes"]["reference"]
        .as_object()
        .unwrap();
    let mut rows = table
        .iter()
        .filter(|(of, _)| tag.is_none_or(|tag| tag.eq_ignore_ascii_case(of)));
    rows.any(|(_, names)| names.as_array().unwrap().iter().any(|known| known == name))
}

fn is_properties(value: &Value) -> bool {
    let is_value = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| css::is_clean(text) && !holds_s1(text))
    };
    let is_set = |value: &Value| match value {
        Value::Array(pair) => {
            pair.len() == 2 && is_value(&pair[0]) && (pair[1] == "" || pair[1] == "important")
        }
        other => *other == Value::Bool(false) || is_value(other),
    };
    value.as_object().is_some_and(|object| {
        object
            .iter()
            .all(|(name, value)| is_property(name) && is_set(value))
    })
}

fn is_property(name: &str) -> bool {
    has("properties", name) || is_custom_property(name)
}

fn is_tag(tag: &str) -> bool {
    has("elements", tag) || tag.strip_prefix("x-").is_some_and(is_name)
}

fn is_path(text: &str) -> bool {
    let mut whole = Some(0);
    text.len() <= 65_536
        && text.chars().all(|c| {
            whole = match c {
                '0'..='9' => whole.map(|digits| digits + 1),
                '.' => None,
                _ => Some(0),
            };
            whole.unwrap_or(0) <= 7
                && "MmLlHhVvCcSsQqTtAaZzEe0123456789.,+-* \t\n\r\x0C".contains(c)
        })
}

fn holds_s1(text: &str) -> bool {
    let mut found = false;
    revoir_detect::scan(text, &mut |_| found = true);
    found
}
