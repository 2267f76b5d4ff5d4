//! The rule again, slow and simple, over a JSON tree. Only CSS is taken from the crate itself: it
//! has cases and properties of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod attributes;
mod nodes;
mod values;

use attributes::{attributes, declaration, property};
use nodes::node;
use serde_json::{Value, json};
use values::{
    Rule, all_numbers, boolean, css, each, form_value, index, keys, nullable, number, numbers,
    text, whole,
};

/// What the rule makes of an event; nothing if it is dropped. Without declared routes.
pub(crate) fn event(event: &Value) -> Option<Value> {
    let data = match whole(&event["type"])? {
        0 | 1 => json!({}),
        2 => snapshot(&event["data"])?,
        3 => incremental(&event["data"])?,
        4 => meta(&event["data"])?,
        _ => return None,
    };
    let ms = event["timestamp"].as_f64()?.floor();
    Some(json!({"type": whole(&event["type"]), "data": data, "timestamp": ms}))
}

fn snapshot(data: &Value) -> Option<Value> {
    let offset = |value: &Value| keys(value, 0, &[("left", &number), ("top", &number)]);
    keys(
        data,
        1,
        &[
            ("node", &|value| node(value, false)),
            ("initialOffset", &offset),
        ],
    )
}

fn meta(data: &Value) -> Option<Value> {
    let route = |value: &Value| Some(json!(revoir_domain::route::reduce(value.as_str()?, &[])));
    keys(
        data,
        3,
        &[("href", &route), ("width", &number), ("height", &number)],
    )
}

fn incremental(data: &Value) -> Option<Value> {
    let source: (&str, Rule<'_>) = ("source", &number);
    match whole(&data["source"])? {
        0 => mutation(data),
        1 | 6 => keys(
            data,
            2,
            &[
                source,
                ("positions", &|list| {
                    each(list, |p| all_numbers(p, &["x", "y", "id", "timeOffset"]))
                }),
            ],
        ),
        2 => keys(
            data,
            3,
            &[
                source,
                ("type", &number),
                ("id", &number),
                ("x", &number),
                ("y", &number),
                ("pointerType", &number),
            ],
        ),
        3 => keys(
            data,
            4,
            &[source, ("id", &number), ("x", &number), ("y", &number)],
        ),
        4 => keys(data, 3, &[source, ("width", &number), ("height", &number)]),
        5 => keys(
            data,
            3,
            &[
                source,
                ("text", &form_value),
                ("id", &number),
                ("isChecked", &boolean),
                ("userTriggered", &boolean),
            ],
        ),
        7 => keys(
            data,
            3,
            &[
                source,
                ("type", &number),
                ("id", &number),
                ("currentTime", &number),
                ("volume", &number),
                ("playbackRate", &number),
                ("muted", &boolean),
                ("loop", &boolean),
            ],
        ),
        14 => keys(
            data,
            2,
            &[
                source,
                ("ranges", &|list| {
                    each(list, |r| {
                        all_numbers(r, &["start", "startOffset", "end", "endOffset"])
                    })
                }),
            ],
        ),
        source => styles(source, data),
    }
}

fn styles(kind: u32, data: &Value) -> Option<Value> {
    let source: (&str, Rule<'_>) = ("source", &number);
    let rule = |value: &Value| keys(value, 1, &[("rule", &css), ("index", &index)]);
    let rules = |value: &Value| each(value, rule);
    match kind {
        8 => keys(
            data,
            1,
            &[
                source,
                ("id", &nullable),
                ("styleId", &nullable),
                ("adds", &rules),
                ("removes", &|list| {
                    each(list, |entry| keys(entry, 1, &[("index", &index)]))
                }),
                ("replace", &css),
                ("replaceSync", &css),
            ],
        ),
        13 => keys(
            data,
            1,
            &[
                source,
                ("id", &nullable),
                ("styleId", &nullable),
                ("index", &index),
                ("set", &declaration),
                ("remove", &|value| {
                    keys(value, 1, &[("property", &property)])
                }),
            ],
        ),
        15 => keys(
            data,
            3,
            &[
                source,
                ("id", &number),
                ("styleIds", &numbers),
                ("styles", &|list| {
                    each(list, |style| {
                        keys(style, 2, &[("styleId", &number), ("rules", &rules)])
                    })
                }),
            ],
        ),
        _ => None,
    }
}

fn mutation(data: &Value) -> Option<Value> {
    let list = |name: &str, rule: Rule<'_>| each(&data[name], rule).unwrap_or_else(|| json!([]));
    let value = |value: &Value| {
        if value.is_null() {
            Some(Value::Null)
        } else {
            text(value)
        }
    };
    let mut out = keys(
        data,
        1,
        &[("source", &number), ("isAttachIframe", &boolean)],
    )?;
    out["texts"] = list("texts", &|entry| {
        keys(entry, 2, &[("id", &number), ("value", &value)])
    });
    out["attributes"] = list("attributes", &|entry| {
        keys(
            entry,
            2,
            &[
                ("id", &number),
                ("attributes", &|value| attributes(value, "")),
            ],
        )
    });
    out["removes"] = list("removes", &|entry| {
        keys(
            entry,
            2,
            &[
                ("id", &number),
                ("parentId", &number),
                ("isShadow", &boolean),
            ],
        )
    });
    out["adds"] = list("adds", &|entry| {
        let added = |value: &Value| node(value, false);
        keys(
            entry,
            2,
            &[
                ("parentId", &number),
                ("node", &added),
                ("nextId", &nullable),
                ("previousId", &nullable),
            ],
        )
    });
    Some(out)
}
