//! What each attribute is: the one table, as `tests/vectors/fields.json` has it.

/// What an attribute may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Structural,
    Text,
    Value,
    Css,
    Address,
    Number,
    Length,
    Boolean,
    Words(&'static [&'static str]),
}

/// The class of the attribute `name`; none is dropped.
pub(crate) fn class(name: &str) -> Option<Class> {
    Some(match name {
        "class" | "id" | "type" | "role" => Class::Structural,
        "href" => Class::Address,
        "value" => Class::Value,
        "rr_width" | "rr_height" => Class::Length,
        "rr_scrollLeft"
        | "rr_scrollTop"
        | "rr_mediaCurrentTime"
        | "rr_mediaPlaybackRate"
        | "rr_mediaVolume" => Class::Number,
        "rr_mediaMuted" | "rr_mediaLoop" => Class::Boolean,
        "rr_mediaState" => Class::Words(&["paused", "played"]),
        "rr_open_mode" => Class::Words(&["modal", "non-modal"]),
        _ if has(CSS, name) => Class::Css,
        _ if has(TEXTUAL, name) => Class::Text,
        _ if has(STRUCTURAL, name) => Class::Structural,
        _ => return None,
    })
}

/// Whether `sorted` has `name`.
pub(crate) fn has(sorted: &[&str], name: &str) -> bool {
    sorted.binary_search(&name).is_ok()
}

/// Attributes that hold CSS, sorted.
#[rustfmt::skip]
pub(crate) const CSS: &[&str] = &[
    "_cssText", "clip-path", "cursor", "fill", "filter", "font-family", "marker", "marker-end",
    "marker-mid", "marker-start", "mask", "stroke", "style",
];

/// Attributes that people read, sorted.
#[rustfmt::skip]
pub(crate) const TEXTUAL: &[&str] = &[
    "abbr", "alt", "aria-braillelabel", "aria-brailleroledescription", "aria-description",
    "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext", "label",
    "placeholder", "summary", "title",
];

/// Attributes that the layout needs, sorted.
#[rustfmt::skip]
pub(crate) const STRUCTURAL: &[&str] = &[
    "align", "alignment-baseline", "aria-atomic", "aria-busy", "aria-checked", "aria-current",
    "aria-disabled", "aria-expanded", "aria-haspopup", "aria-hidden", "aria-invalid", "aria-level",
    "aria-live", "aria-modal", "aria-multiline", "aria-multiselectable", "aria-orientation",
    "aria-pressed", "aria-readonly", "aria-relevant", "aria-required", "aria-selected", "aria-sort",
    "baseProfile", "baseline-shift", "bgcolor", "border", "cellpadding", "cellspacing", "char",
    "charoff", "checked", "class", "clear", "clip-rule", "clipPathUnits", "color",
    "color-interpolation", "color-interpolation-filters", "cols", "colspan", "compact",
    "contenteditable", "controls", "coords", "cx", "cy", "d", "dir", "direction", "disabled",
    "display", "dominant-baseline", "draggable", "dx", "dy", "enable-background", "face",
    "fill-opacity", "fill-rule", "filterUnits", "flood-color", "flood-opacity", "font-size",
    "font-stretch", "font-style", "font-variant", "font-weight", "fr", "frame", "frameborder", "fx",
    "fy", "gradientTransform", "gradientUnits", "height", "hidden", "hspace", "id",
    "image-rendering", "in", "in2", "indeterminate", "inert", "k1", "k2", "k3", "k4", "lang",
    "lengthAdjust", "letter-spacing", "lighting-color", "loading", "loop", "marginheight",
    "marginwidth", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits",
    "media", "mode", "multiple", "muted", "noshade", "nowrap", "offset", "opacity", "open",
    "operator", "orient", "overflow", "paint-order", "part", "pathLength", "patternContentUnits",
    "patternTransform", "patternUnits", "playsinline", "pointer-events", "points", "popover",
    "preserveAspectRatio", "primitiveUnits", "r", "readonly", "refX", "refY", "rel", "required",
    "result", "reversed", "role", "rotate", "rows", "rowspan", "rules", "rx", "ry", "scope",
    "scrolling", "selected", "shape", "shape-rendering", "size", "slot", "span", "spreadMethod",
    "start", "stdDeviation", "stop-color", "stop-opacity", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "tabindex", "text-anchor", "text-decoration", "text-rendering", "textLength", "transform",
    "translate", "type", "unicode-bidi", "valign", "vector-effect", "version", "viewBox",
    "visibility", "vspace", "width", "word-spacing", "wrap", "writing-mode", "x", "x1", "x2",
    "xml:space", "y", "y1", "y2",
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn names(list: &Value) -> Vec<&str> {
        let mut names: Vec<_> = list
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_table_is_the_shared_one() {
        let fields = include_str!("../../../tests/vectors/fields.json");
        let fields: Value = serde_json::from_str(fields).unwrap();
        let table = &fields["attributes"];

        assert_eq!(names(&table["structural"]), STRUCTURAL);
        assert_eq!(names(&table["textual"]), TEXTUAL);
        assert_eq!(names(&table["css"]), CSS);
        for (list, wanted) in [
            ("structural", Class::Structural),
            ("textual", Class::Text),
            ("value", Class::Value),
            ("css", Class::Css),
            ("number", Class::Number),
            ("length", Class::Length),
            ("boolean", Class::Boolean),
        ] {
            for name in names(&table[list]) {
                assert_eq!(class(name), Some(wanted), "{name}");
            }
        }
        for (name, words) in table["word"].as_object().unwrap() {
            assert!(matches!(class(name), Some(Class::Words(known)) if known == names(words)));
        }
        assert_eq!(class("data-user"), None);
    }
}
