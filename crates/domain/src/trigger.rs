//! What justifies keeping: triggers, told while a visit lasts (L2), and criteria, applied when it has ended (L3).

use crate::{page::PagePattern, selector::Selector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A predefined event that justifies keeping a recording under L2.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "on", rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// A JavaScript error.
    JavascriptError,
    /// A promise whose failure nothing handles.
    UnhandledRejection,
    /// A request that fails.
    FailedRequest,
    /// Many clicks on one place.
    RageClick,
    /// A click that changes nothing.
    DeadClick,
    /// A page, by its path.
    Url {
        /// Which.
        pattern: PagePattern,
    },
    /// An element that appears.
    Element {
        /// Which.
        selector: Selector,
    },
    /// What the publisher's page calls by this name.
    Custom {
        /// Its name.
        name: String,
    },
    /// The visitor, or a ticket that names them, asks for help.
    SupportRequest,
}

/// A point on a recording's timeline that tells of friction or of an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Friction {
    /// A JavaScript error.
    JavascriptError,
    /// A promise whose failure nothing handles.
    UnhandledRejection,
    /// A request that fails.
    FailedRequest,
    /// Many clicks on one place.
    RageClick,
    /// A click that changes nothing.
    DeadClick,
    /// A pointer that moves to and fro.
    Thrashing,
    /// Pages that are left and come back to at once.
    BackAndForth,
    /// A form that is begun and not sent.
    AbandonedForm,
    /// A page that lets one wait.
    LongWait,
}

/// What justifies keeping a recording under L3.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What must be found.
    pub marker: Friction,
    /// How often.
    #[serde(default = "once")]
    pub at_least: u16,
}

const fn once() -> u16 {
    1
}

/// Elements that every page has.
const EVERYWHERE: [&str; 5] = ["*", ":root", "html", "head", "body"];

impl Trigger {
    /// Whether it can be one: what fires on every page, the entry page included, records everyone.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::Url { pattern } if pattern.is_every_page() => {
                Err("pattern matches every page, the entry page too")
            }
            Self::Element { selector } if !selector.parses() => {
                Err("selector does not parse as CSS")
            }
            Self::Element { selector } if is_everywhere(selector.as_str()) => {
                Err("selector is on every page, the entry page too")
            }
            Self::Custom { name } if !is_name(name) => {
                Err("name must have 1 to 64 letters, digits, dots, dashes or underscores")
            }
            _ => Ok(()),
        }
    }
}

fn is_everywhere(selector: &str) -> bool {
    let named = |one: &str| EVERYWHERE.contains(&one.trim().to_ascii_lowercase().as_str());
    selector.split(',').any(named)
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (1..=64).contains(&text.len()) && text.chars().all(plain)
}
