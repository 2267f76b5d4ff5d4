//! Attributes and properties.

use revoir_domain::mask;
use serde_json::{Value, json};

use super::values::{boolean, css, declared, form_value, keys, number, text};

fn fields() -> &'static Value {
    static FIELDS: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    FIELDS.get_or_init(|| {
        serde_json::from_str(include_str!("../../../../tests/vectors/fields.json")).unwrap()
    })
}

pub(super) fn attributes(value: &Value, tag: &str) -> Option<Value> {
    let kept =
        |(name, value): (&String, &Value)| Some((name.clone(), attribute(name, value, tag)?));
    Some(Value::Object(
        value.as_object()?.iter().filter_map(kept).collect(),
    ))
}

fn attribute(name: &str, value: &Value, tag: &str) -> Option<Value> {
    let table = &fields()["attributes"];
    let has = |list: &str| {
        table[list]
            .as_array()
            .unwrap()
            .iter()
            .any(|known| known == name)
    };
    let words = &table["word"][name];
    let known = has("structural")
        || has("textual")
        || has("value")
        || has("css")
        || has("number")
        || has("length");
    match () {
        () if value.is_null() => {
            (known || has("boolean") || name == "href" || !words.is_null()).then_some(Value::Null)
        }
        () if name == "href" => {
            (value.is_string() && !table["address"][tag].is_null()).then(|| json!("#"))
        }
        () if has("structural") => boolean(value).or_else(|| structural(value)),
        () if has("textual") => text(value),
        () if has("value") => form_value(value),
        () if has("css") && name == "style" && value.is_object() => Some(properties(value)),
        () if has("css") => css(value),
        () if has("number") => number(value),
        () if has("length") => number(value).or_else(|| length(value)),
        () if has("boolean") => boolean(value),
        () => words.as_array()?.contains(value).then(|| value.clone()),
    }
}

fn structural(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    let control = text
        .chars()
        .any(|c| c.is_control() && !"\t\n\r".contains(c));
    let mut out = String::from(text);
    revoir_detect::scan(text, &mut |span| {
        let masked = text[span.start..span.end]
            .chars()
            .map(|c| mask::text(&c.to_string()))
            .collect::<Vec<_>>();
        out = out.replacen(&text[span.start..span.end], &masked.concat(), 1);
    });
    (text.len() <= 4_096 && !control).then(|| json!(out))
}

fn length(value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    let parts: Vec<_> = text.strip_suffix("px")?.split('.').collect();
    let digits = parts
        .iter()
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    (text.len() <= 32 && parts.len() <= 2 && digits).then(|| value.clone())
}

fn is_property(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let binding = ["behavior", "-moz-binding"].contains(&name.to_ascii_lowercase().as_str());
    let starts = name.starts_with(|c: char| plain(c) && !c.is_ascii_digit());
    let digits = name.chars().filter(char::is_ascii_digit).count();
    starts && !binding && name.len() <= 64 && digits <= 8 && name.chars().all(plain)
}

pub(super) fn property(value: &Value) -> Option<Value> {
    value
        .as_str()
        .filter(|name| is_property(name))
        .map(|_| value.clone())
}

fn priority(value: &Value) -> Option<Value> {
    (value == "" || value == "important").then(|| value.clone())
}

fn properties(value: &Value) -> Value {
    let one = |name: &str, value: &Value| match value {
        Value::Bool(false) => Some(json!(false)),
        Value::Array(pair) if pair.len() == 2 => {
            Some(json!([declared(name, &pair[0])?, priority(&pair[1])?]))
        }
        _ => declared(name, value),
    };
    let kept = |(name, value): (&String, &Value)| Some((name.clone(), one(name, value)?));
    let known = value
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| is_property(name));
    Value::Object(known.filter_map(kept).collect())
}

pub(super) fn declaration(value: &Value) -> Option<Value> {
    let name = property(value.get("property")?)?;
    let set = |value: &Value| {
        if value.is_null() {
            Some(Value::Null)
        } else {
            declared(name.as_str()?, value)
        }
    };
    keys(
        value,
        1,
        &[
            ("property", &property),
            ("value", &set),
            ("priority", &priority),
        ],
    )
}
