//! Nodes.

use serde_json::{Value, json};

use super::attributes::attributes;
use super::values::{Rule, boolean, css, each, keys, number, text, whole};

pub(super) fn node(value: &Value, in_style: bool) -> Option<Value> {
    let object = value.as_object()?;
    let kind = object.get("type").and_then(whole).filter(|kind| *kind < 6);
    let Some(kind) = kind else {
        let mut out = json!({"type": 5, "textContent": ""});
        if let Some(id) = object.get("id").and_then(number) {
            out["id"] = id;
        }
        return Some(out);
    };
    let common = [
        ("type", &number as Rule<'_>),
        ("id", &number),
        ("rootId", &number),
        ("isShadow", &boolean),
        ("isShadowHost", &boolean),
    ];
    let mut out = keys(value, 1, &common)?;
    let tag = value["tagName"].as_str().unwrap_or("");
    let style = kind == 2 && tag.eq_ignore_ascii_case("style");
    let children =
        each(&value["childNodes"], |child| node(child, style)).unwrap_or_else(|| json!([]));
    let content = |rule: Rule<'_>| rule(&value["textContent"]).unwrap_or_else(|| json!(""));
    match kind {
        0 => {
            out["childNodes"] = children;
            let mode = &value["compatMode"];
            if mode == "BackCompat" || mode == "CSS1Compat" {
                out["compatMode"] = mode.clone();
            }
        }
        1 => {
            out["name"] = json!(
                value["name"]
                    .as_str()
                    .filter(|name| is_name(name))
                    .unwrap_or("html")
            );
            (out["publicId"], out["systemId"]) = (json!(""), json!(""));
        }
        2 => {
            out["tagName"] = json!(tag_name(tag));
            out["attributes"] = attributes(&value["attributes"], tag).unwrap_or_else(|| json!({}));
            out["childNodes"] = children;
            for mark in ["isSVG", "isCustom", "needBlock"] {
                if value[mark].is_boolean() {
                    out[mark] = value[mark].clone();
                }
            }
        }
        3 if in_style => {
            out["textContent"] = content(&css);
            if value["isStyle"].is_boolean() {
                out["isStyle"] = value["isStyle"].clone();
            }
        }
        _ => out["textContent"] = content(&text),
    }
    Some(out)
}

fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == ':' || c == '-')
        && name.chars().filter(char::is_ascii_digit).count() <= 8
}

fn tag_name(tag: &str) -> &str {
    let is_script = tag.to_ascii_lowercase().split(':').next_back() == Some("script");
    if !is_name(tag) {
        "div"
    } else if is_script {
        "noscript"
    } else {
        tag
    }
}
