//! What each attribute is: the one table, as `tests/vectors/fields.json` has it.

use Class::{Css, Length, Names, Number, Path, Plain, Reference, Text, Value, Words};

/// What an attribute may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Names,
    Text,
    Value,
    Css,
    Path,
    Reference,
    Plain,
    Number,
    Length,
    Words(&'static [&'static str]),
}

/// The place of the attribute `name` in the table, and its class; none is dropped.
pub(crate) fn find(name: &str) -> Option<(u8, Class)> {
    let at = TABLE
        .binary_search_by(|(known, _)| (*known).cmp(name))
        .ok()?;
    let (_, class) = TABLE.get(at)?;
    Some((u8::try_from(at).ok()?, *class))
}

/// The name of the attribute at a place in the table.
pub(crate) fn name(place: u8) -> &'static str {
    TABLE.get(usize::from(place)).map_or("", |(name, _)| name)
}

/// Whether an element `tag` refers to another one by the attribute `name`.
pub(crate) fn refers(tag: &str, name: &str) -> bool {
    match tag {
        "a" | "area" => name == "href",
        "use" | "pattern" | "mpath" | "linearGradient" | "lineargradient" | "radialGradient"
        | "radialgradient" | "textPath" | "textpath" => true,
        _ => false,
    }
}

/// Whether an element `tag` leads elsewhere, so that an address keeps its place.
pub(crate) fn is_link(tag: &str) -> bool {
    matches!(tag, "a" | "area")
}

/// Every attribute that is known, sorted.
#[rustfmt::skip]
pub(crate) const TABLE: &[(&str, Class)] = &[
    ("_cssText", Css), ("align", Plain), ("bgcolor", Plain), ("border", Plain), ("cellpadding", Plain),
    ("cellspacing", Plain), ("checked", Plain), ("class", Names), ("clip-path", Plain),
    ("clip-rule", Plain), ("clipPathUnits", Plain), ("color", Plain), ("cols", Plain),
    ("colspan", Plain), ("contenteditable", Plain), ("cursor", Plain), ("cx", Plain), ("cy", Plain),
    ("d", Path), ("dir", Plain), ("direction", Plain), ("disabled", Plain), ("display", Plain),
    ("dominant-baseline", Plain), ("dx", Plain), ("dy", Plain), ("fill", Plain),
    ("fill-opacity", Plain), ("fill-rule", Plain), ("filter", Plain), ("font-family", Plain),
    ("font-size", Plain), ("font-stretch", Plain), ("font-style", Plain), ("font-variant", Plain),
    ("font-weight", Plain), ("fx", Plain), ("fy", Plain), ("gradientTransform", Plain),
    ("gradientUnits", Plain), ("height", Plain), ("hidden", Plain), ("href", Reference), ("id", Names),
    ("inert", Plain), ("label", Text), ("letter-spacing", Plain), ("marker", Plain),
    ("marker-end", Plain), ("marker-mid", Plain), ("marker-start", Plain), ("markerHeight", Plain),
    ("markerUnits", Plain), ("markerWidth", Plain), ("mask", Plain), ("maskUnits", Plain),
    ("media", Plain), ("multiple", Plain), ("nowrap", Plain), ("offset", Plain), ("opacity", Plain),
    ("open", Plain), ("orient", Plain), ("overflow", Plain), ("paint-order", Plain), ("part", Names),
    ("patternTransform", Plain), ("patternUnits", Plain), ("placeholder", Text),
    ("pointer-events", Plain), ("points", Path), ("popover", Plain), ("preserveAspectRatio", Plain),
    ("r", Plain), ("readonly", Plain), ("refX", Plain), ("refY", Plain), ("required", Plain),
    ("reversed", Plain), ("role", Plain), ("rotate", Plain), ("rows", Plain), ("rowspan", Plain),
    ("rr_height", Length), ("rr_open_mode", Words(&["modal", "non-modal"])), ("rr_scrollLeft", Number),
    ("rr_scrollTop", Number), ("rr_width", Length), ("rx", Plain), ("ry", Plain), ("selected", Plain),
    ("size", Plain), ("slot", Names), ("span", Plain), ("spreadMethod", Plain), ("start", Plain),
    ("stop-color", Plain), ("stop-opacity", Plain), ("stroke", Plain), ("stroke-dasharray", Plain),
    ("stroke-dashoffset", Plain), ("stroke-linecap", Plain), ("stroke-linejoin", Plain),
    ("stroke-miterlimit", Plain), ("stroke-opacity", Plain), ("stroke-width", Plain), ("style", Css),
    ("text-anchor", Plain), ("text-decoration", Plain), ("transform", Plain), ("type", Plain),
    ("valign", Plain), ("value", Value), ("vector-effect", Plain), ("viewBox", Plain),
    ("visibility", Plain), ("width", Plain), ("word-spacing", Plain), ("wrap", Plain),
    ("writing-mode", Plain), ("x", Plain), ("x1", Plain), ("x2", Plain), ("xlink:href", Reference),
    ("y", Plain), ("y1", Plain), ("y2", Plain),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;
    use std::collections::BTreeMap;

    fn listed(table: &Json) -> BTreeMap<String, Class> {
        let classes = [
            ("names", Names),
            ("text", Text),
            ("value", Value),
            ("css", Css),
            ("path", Path),
            ("plain", Plain),
            ("number", Number),
            ("length", Length),
        ];
        let names = |list: &Json| serde_json::from_value::<Vec<String>>(list.clone()).unwrap();
        let mut listed = BTreeMap::new();
        for (list, class) in classes {
            listed.extend(names(&table[list]).into_iter().map(|name| (name, class)));
        }
        for list in table["reference"].as_object().unwrap().values() {
            listed.extend(names(list).into_iter().map(|name| (name, Reference)));
        }
        listed
    }

    #[test]
    fn the_table_is_the_shared_one() {
        let fields = include_str!("../../../tests/vectors/fields.json");
        let fields: Json = serde_json::from_str(fields).unwrap();
        let mut wanted = listed(&fields["attributes"]);
        wanted.insert(String::from("rr_open_mode"), Words(&["modal", "non-modal"]));

        let table = TABLE
            .iter()
            .map(|(name, class)| (String::from(*name), *class));

        assert_eq!(
            table.collect::<Vec<_>>(),
            wanted.into_iter().collect::<Vec<_>>()
        );
        assert_eq!(
            fields["attributes"]["word"]["rr_open_mode"],
            serde_json::json!(["modal", "non-modal"])
        );
        assert_eq!(
            find("class").map(|(at, class)| (name(at), class)),
            Some(("class", Names))
        );
        assert_eq!(find("data-user"), None);
    }

    #[test]
    fn the_references_are_the_shared_ones() {
        let fields = include_str!("../../../tests/vectors/fields.json");
        let fields: Json = serde_json::from_str(fields).unwrap();
        let table = fields["attributes"]["reference"].as_object().unwrap();

        for (tag, names) in table {
            for name in ["href", "xlink:href"] {
                let listed = names
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|listed| listed == name);
                assert_eq!(refers(tag, name), listed, "{tag} {name}");
            }
        }
        assert_eq!(table.len(), 8);
        assert!(!refers("link", "href") && !refers("image", "href"));
    }
}
