//! Where something was masked: never what.

use crate::attributes;

/// Where strings were masked that should have come masked: a type, a source and a path of `fields.json`, and how often.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MaskedAt {
    /// The type of the events.
    pub kind: u8,
    /// The source, of increments.
    pub source: Option<u8>,
    /// The field, or an attribute that is known.
    pub path: String,
    /// How many strings.
    pub count: u64,
}

/// An event's type, and the source of an increment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(crate) struct Origin {
    pub(crate) kind: u8,
    pub(crate) source: Option<u8>,
}

/// A string of an event that may be masked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Spot {
    Route,
    TagName,
    DocumentName,
    PublicId,
    SystemId,
    TextContent,
    StyleContent,
    /// Of a node; by its place in the table.
    NodeAttribute(u8),
    /// Of a mutation.
    Attribute(u8),
    Text,
    Input,
    Rule,
    Replace,
    ReplaceSync,
    SetProperty,
    SetValue,
    RemoveProperty,
}

impl Spot {
    /// Its path, as `fields.json` has it, but for the names of attributes.
    pub(crate) fn path(self, origin: Origin) -> String {
        let node = if origin.kind == 2 {
            "data.node"
        } else {
            "data.adds[].node"
        };
        let field = match self {
            Self::TagName => "tagName",
            Self::DocumentName => "name",
            Self::PublicId => "publicId",
            Self::SystemId => "systemId",
            Self::TextContent => "textContent",
            Self::StyleContent => return format!("{node}(style).textContent"),
            Self::NodeAttribute(place) => {
                return format!("{node}.attributes.{}", attributes::name(place));
            }
            Self::Attribute(place) => {
                return format!("data.attributes[].attributes.{}", attributes::name(place));
            }
            elsewhere => return String::from(elsewhere.path_elsewhere(origin)),
        };
        format!("{node}.{field}")
    }

    /// The path of what is in no node.
    fn path_elsewhere(self, origin: Origin) -> &'static str {
        match self {
            Self::Route => "data.href",
            Self::Text => "data.texts[].value",
            Self::Input => "data.text",
            Self::Rule if origin.source == Some(15) => "data.styles[].rules[].rule",
            Self::Rule => "data.adds[].rule",
            Self::Replace => "data.replace",
            Self::ReplaceSync => "data.replaceSync",
            Self::SetProperty => "data.set.property",
            Self::SetValue => "data.set.value",
            Self::RemoveProperty => "data.remove.property",
            _ => "data",
        }
    }
}

/// Counts, place by place, in order.
pub(crate) fn counted(mut masked: Vec<(Origin, Spot)>) -> Vec<MaskedAt> {
    masked.sort_unstable();
    masked
        .chunk_by(|left, right| left == right)
        .filter_map(|same| {
            let (origin, spot) = *same.first()?;
            Some(MaskedAt {
                kind: origin.kind,
                source: origin.source,
                path: spot.path(origin),
                count: u64::try_from(same.len()).unwrap_or(u64::MAX),
            })
        })
        .collect()
}
