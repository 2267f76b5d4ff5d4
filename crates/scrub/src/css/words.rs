//! What custom properties and selectors may say: the one list, as `tests/vectors/fields.json` has it.

/// Words that are CSS's own, sorted.
#[rustfmt::skip]
pub(crate) const WORDS: &[&str] = &[
    "-apple-system", "absolute", "accentcolor", "alternate", "aqua", "arial", "at", "auto",
    "backwards", "baseline", "beige", "black", "blinkmacsystemfont", "block", "blue", "bold",
    "bolder", "border-box", "both", "bottom", "brown", "buttonface", "buttontext", "canvas",
    "canvastext", "capitalize", "center", "chocolate", "circle", "closest-corner", "closest-side",
    "collapse", "color", "column", "column-reverse", "consolas", "contain", "content-box",
    "contents", "coral", "courier", "cover", "crimson", "currentcolor", "cursive", "cyan", "dark",
    "darkblue", "darkgray", "darkgreen", "darkgrey", "darkred", "dashed", "default", "dimgray",
    "dodgerblue", "dotted", "double", "ease", "ease-in", "ease-in-out", "ease-out", "ellipse",
    "emoji", "end", "fantasy", "farthest-corner", "farthest-side", "field", "fieldtext", "fill",
    "firebrick", "fit-content", "fixed", "flex", "flex-end", "flex-start", "flow-root",
    "forestgreen", "forwards", "from", "fuchsia", "gainsboro", "georgia", "gold", "grab", "gray",
    "graytext", "green", "grey", "grid", "groove", "helvetica", "hidden", "highlight",
    "highlighttext", "horizontal", "hsl", "important", "in", "indigo", "infinite", "inherit",
    "initial", "inline", "inline-block", "inline-flex", "inline-grid", "inset", "italic", "ivory",
    "khaki", "left", "light", "lightblue", "lighter", "lightgray", "lightgreen", "lightgrey",
    "lime", "limegreen", "line-through", "linear", "linktext", "list-item", "lowercase", "magenta",
    "maroon", "max-content", "menlo", "middle", "midnightblue", "min-content", "monaco",
    "monospace", "navy", "neue", "new", "no-repeat", "none", "normal", "not-allowed", "noto",
    "nowrap", "oblique", "oklab", "oklch", "olive", "only", "orange", "orchid", "outset",
    "overline", "padding-box", "paused", "pink", "plum", "pointer", "purple", "rebeccapurple",
    "red", "relative", "repeat", "repeat-x", "repeat-y", "revert", "revert-layer", "ridge", "right",
    "roboto", "roman", "row", "row-reverse", "royalblue", "rr_split", "running", "salmon", "sans",
    "sans-serif", "scroll", "seagreen", "segoe", "serif", "silver", "skyblue", "slategray",
    "small-caps", "solid", "space-around", "space-between", "space-evenly", "srgb", "start",
    "static", "steelblue", "step-end", "step-start", "sticky", "stretch", "symbol", "system-ui",
    "table", "tahoma", "tan", "teal", "text", "times", "to", "tomato", "top", "transparent",
    "turquoise", "ui", "ui-monospace", "ui-rounded", "ui-sans-serif", "ui-serif", "underline",
    "unset", "uppercase", "verdana", "vertical", "violet", "visible", "white", "whitesmoke", "wrap",
    "wrap-reverse", "x", "yellow",
];

/// Words besides those that a selector may ask an attribute for, sorted.
#[rustfmt::skip]
pub(crate) const VALUES: &[&str] = &[
    "ascending", "button", "checkbox", "date", "datetime-local", "descending", "dialog",
    "email", "false", "file", "group", "image", "ltr", "menu", "mixed", "month", "number",
    "option", "page", "password", "radio", "range", "reset", "rtl", "search", "submit", "tab",
    "tel", "time", "true", "url", "week",
];

/// Units of numbers, sorted.
#[rustfmt::skip]
pub(crate) const UNITS: &[&str] = &[
    "%", "cap", "ch", "cm", "cqb", "cqh", "cqi", "cqmax", "cqmin", "cqw", "deg", "dpcm", "dpi",
    "dppx", "dvb", "dvh", "dvi", "dvw", "em", "ex", "fr", "grad", "hz", "ic", "in", "khz", "lh",
    "lvb", "lvh", "lvi", "lvw", "mm", "ms", "pc", "pt", "px", "q", "rad", "rem", "rlh", "s", "svb",
    "svh", "svi", "svw", "turn", "vb", "vh", "vi", "vmax", "vmin", "vw",
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_lists_are_the_shared_ones() {
        let fields = include_str!("../../../../tests/vectors/fields.json");
        let fields: Value = serde_json::from_str(fields).unwrap();
        for (list, ours) in [("words", WORDS), ("values", VALUES), ("units", UNITS)] {
            let mut shared: Vec<_> = fields["css"][list]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            shared.sort_unstable();
            assert_eq!(shared, ours);
        }
    }
}
