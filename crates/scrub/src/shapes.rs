//! The shape of every event that is kept: its keys, what each may hold, which it needs.

use crate::place::Spot;

/// What a key may hold.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Number,
    NullableNumber,
    Boolean,
    Numbers,
    Index,
    Words(&'static [&'static str]),
    Text,
    NullableText,
    Value,
    Css(Spot),
    NullableCss,
    Route,
    Property(Spot),
    Object(Shape),
    Objects(Shape),
    Node,
    Children,
    Attributes,
    TagName,
    DocumentName,
    Emptied(Spot),
    NodeText,
    StyleMark,
    Trigger,
}

/// Whether a key must be there, and what stands in for it.
#[derive(Clone, Copy)]
pub(crate) enum Need {
    Optional,
    Required,
    Default(&'static str),
}

/// A key of an object.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) need: Need,
}

/// The keys of an object; at most 32.
pub(crate) type Shape = &'static [Field];

const fn some(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        need: Need::Optional,
    }
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        need: Need::Required,
    }
}

const fn or(name: &'static str, kind: Kind, default: &'static str) -> Field {
    Field {
        name,
        kind,
        need: Need::Default(default),
    }
}

use Kind::{
    Attributes, Boolean, Children, Css, DocumentName, Emptied, Index, Node, NodeText, NullableCss,
    NullableNumber, NullableText, Number, Numbers, Object, Objects, Property, Route, StyleMark,
    TagName, Trigger, Value, Words,
};

/// The shape of a node of `kind`.
pub(crate) fn node(kind: u32) -> Option<Shape> {
    Some(match kind {
        0 => DOCUMENT,
        1 => DOCUMENT_TYPE,
        2 => ELEMENT,
        3 => TEXT,
        4 | 5 => REMARK,
        _ => return None,
    })
}

const DOCUMENT: Shape = &[
    some("type", Number),
    or("childNodes", Children, "[]"),
    some("id", Number),
    some("compatMode", Words(&["BackCompat", "CSS1Compat"])),
    some("rootId", Number),
    some("isShadow", Boolean),
    some("isShadowHost", Boolean),
];
const DOCUMENT_TYPE: Shape = &[
    some("type", Number),
    or("name", DocumentName, "\"html\""),
    or("publicId", Emptied(Spot::PublicId), "\"\""),
    or("systemId", Emptied(Spot::SystemId), "\"\""),
    some("id", Number),
    some("rootId", Number),
    some("isShadow", Boolean),
    some("isShadowHost", Boolean),
];
const ELEMENT: Shape = &[
    some("type", Number),
    or("tagName", TagName, "\"div\""),
    or("attributes", Attributes, "{}"),
    or("childNodes", Children, "[]"),
    some("id", Number),
    some("isSVG", Boolean),
    some("isCustom", Boolean),
    some("needBlock", Boolean),
    some("rootId", Number),
    some("isShadow", Boolean),
    some("isShadowHost", Boolean),
];
const TEXT: Shape = &[
    some("type", Number),
    or("textContent", NodeText, "\"\""),
    some("id", Number),
    some("isStyle", StyleMark),
    some("rootId", Number),
    some("isShadow", Boolean),
    some("isShadowHost", Boolean),
];
const REMARK: Shape = &[
    some("type", Number),
    or("textContent", Kind::Text, "\"\""),
    some("id", Number),
    some("rootId", Number),
    some("isShadow", Boolean),
    some("isShadowHost", Boolean),
];

/// The shapes that the data of an event of `kind` may have, the first that fits; incremental ones by their source.
pub(crate) fn data(kind: u32, source: Option<u32>) -> &'static [Shape] {
    match (kind, source) {
        (2, _) => &[SNAPSHOT],
        (4, _) => &[META],
        (5, _) => &[FIRED, SIGN],
        (3, Some(0)) => &[MUTATION],
        (3, Some(1 | 6)) => &[MOVES],
        (3, Some(2)) => &[INTERACTION],
        (3, Some(3)) => &[SCROLL],
        (3, Some(4)) => &[RESIZE],
        (3, Some(5)) => &[INPUT],
        (3, Some(8)) => &[SHEET_RULES],
        (3, Some(13)) => &[DECLARATION],
        (3, Some(15)) => &[ADOPTED],
        _ => &[],
    }
}

const SNAPSHOT: Shape = &[
    must("node", Node),
    some(
        "initialOffset",
        Object(&[some("left", Number), some("top", Number)]),
    ),
];
const META: Shape = &[
    must("href", Route),
    must("width", Number),
    must("height", Number),
];
/// That a trigger fired. Of custom events this and the next alone are kept.
const FIRED: Shape = &[
    must("tag", Words(&["revoir.trigger"])),
    must("payload", Object(&[must("trigger", Trigger)])),
];
/// That something failed on the page: what kind of thing, and no more.
const SIGN: Shape = &[
    must("tag", Words(&["revoir.sign"])),
    must("payload", Object(&[must("kind", Words(SIGNS))])),
];
const SIGNS: &[&str] = &["javascript_error", "unhandled_rejection", "failed_request"];
const MUTATION: Shape = &[
    must("source", Number),
    or(
        "texts",
        Objects(&[must("id", Number), must("value", NullableText)]),
        "[]",
    ),
    or(
        "attributes",
        Objects(&[must("id", Number), must("attributes", Attributes)]),
        "[]",
    ),
    or(
        "removes",
        Objects(&[
            must("parentId", Number),
            must("id", Number),
            some("isShadow", Boolean),
        ]),
        "[]",
    ),
    or("adds", Objects(ADDED), "[]"),
    some("isAttachIframe", Boolean),
];
const ADDED: Shape = &[
    must("parentId", Number),
    some("previousId", NullableNumber),
    some("nextId", NullableNumber),
    must("node", Node),
];
const MOVES: Shape = &[must("source", Number), must("positions", Objects(POSITION))];
const POSITION: Shape = &[
    must("x", Number),
    must("y", Number),
    must("id", Number),
    must("timeOffset", Number),
];
const INTERACTION: Shape = &[
    must("source", Number),
    must("type", Number),
    must("id", Number),
    some("x", Number),
    some("y", Number),
    some("pointerType", Number),
];
const SCROLL: Shape = &[
    must("source", Number),
    must("id", Number),
    must("x", Number),
    must("y", Number),
];
const RESIZE: Shape = &[
    must("source", Number),
    must("width", Number),
    must("height", Number),
];
const INPUT: Shape = &[
    must("source", Number),
    must("text", Value),
    must("id", Number),
    some("isChecked", Boolean),
    some("userTriggered", Boolean),
];
const SHEET_RULES: Shape = &[
    must("source", Number),
    some("id", NullableNumber),
    some("styleId", NullableNumber),
    some("adds", Objects(RULE)),
    some("removes", Objects(&[must("index", Index)])),
    some("replace", Css(Spot::Replace)),
    some("replaceSync", Css(Spot::ReplaceSync)),
];
const RULE: Shape = &[must("rule", Css(Spot::Rule)), some("index", Index)];
const DECLARATION: Shape = &[
    must("source", Number),
    some("id", NullableNumber),
    some("styleId", NullableNumber),
    some("index", Index),
    some("set", Object(SET)),
    some(
        "remove",
        Object(&[must("property", Property(Spot::RemoveProperty))]),
    ),
];
const SET: Shape = &[
    must("property", Property(Spot::SetProperty)),
    some("value", NullableCss),
    some("priority", Words(PRIORITIES)),
];
/// What a declaration may be beside its value.
pub(crate) const PRIORITIES: &[&str] = &["", "important"];
const ADOPTED: Shape = &[
    must("source", Number),
    must("id", Number),
    must("styleIds", Numbers),
    some(
        "styles",
        Objects(&[must("styleId", Number), must("rules", Objects(RULE))]),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn class(kind: Kind) -> &'static str {
        match kind {
            Kind::Text | NullableText | NodeText => "text",
            Kind::Value => "value",
            TagName => "name",
            Css(_) | NullableCss | Property(_) => "css",
            Route => "address",
            Emptied(_) => "dropped",
            _ => "structural",
        }
    }

    /// The class of what `path` leads to, the fields of attributes and declarations apart.
    fn class_at(shapes: &[Shape], path: &[&str]) -> &'static str {
        let Some((name, rest)) = path.split_first() else {
            return "structural";
        };
        let name = name.trim_end_matches("[]").trim_end_matches("(style)");
        let fields = shapes.iter().flat_map(|shape| shape.iter());
        let kinds: Vec<_> = fields
            .filter(|field| field.name == name)
            .map(|field| field.kind)
            .collect();
        let nested = kinds.iter().filter_map(|kind| match kind {
            Object(shape) | Objects(shape) => Some(*shape),
            _ => None,
        });
        match kinds.first() {
            None => "dropped",
            Some(Object(_) | Objects(_)) => class_at(&nested.collect::<Vec<_>>(), rest),
            Some(Node) => class_at(&[DOCUMENT, DOCUMENT_TYPE, ELEMENT, TEXT, REMARK], rest),
            Some(kind) => class(*kind),
        }
    }

    #[test]
    fn the_shapes_are_the_shared_table() {
        let fields = include_str!("../../../tests/vectors/fields.json");
        let fields: Value = serde_json::from_str(fields).unwrap();
        let number = |value: &Value| value.as_u64().map(|number| u32::try_from(number).unwrap());
        for entry in fields["events"].as_array().unwrap() {
            let path: Vec<_> = entry["path"].as_str().unwrap().split('.').skip(1).collect();
            if path.contains(&"attributes") || path.contains(&"attributes[]") {
                continue;
            }
            let shapes = data(number(&entry["type"]).unwrap(), number(&entry["source"]));
            let found = class_at(shapes, &path);
            let in_style = path
                .first()
                .is_some_and(|_| entry["path"].as_str().unwrap().contains("(style)"));

            assert_eq!(
                if in_style { "css" } else { found },
                entry["class"],
                "{entry}"
            );
        }
    }
}
