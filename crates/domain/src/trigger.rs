//! What justifies keeping: triggers, told while a visit lasts (L2), and criteria, applied when it has ended (L3).

use crate::{page::PagePattern, selector::Selector};
use serde::{Deserialize, Serialize};
use std::fmt;
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
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

impl Friction {
    /// Whether the browser tells of it; the rest is found in what it records.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(
            self,
            Self::JavascriptError | Self::UnhandledRejection | Self::FailedRequest
        )
    }

    /// All there are.
    pub const ALL: [Self; 9] = [
        Self::JavascriptError,
        Self::UnhandledRejection,
        Self::FailedRequest,
        Self::RageClick,
        Self::DeadClick,
        Self::Thrashing,
        Self::BackAndForth,
        Self::AbandonedForm,
        Self::LongWait,
    ];

    /// The name used in SQL and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JavascriptError => "javascript_error",
            Self::UnhandledRejection => "unhandled_rejection",
            Self::FailedRequest => "failed_request",
            Self::RageClick => "rage_click",
            Self::DeadClick => "dead_click",
            Self::Thrashing => "thrashing",
            Self::BackAndForth => "back_and_forth",
            Self::AbandonedForm => "abandoned_form",
            Self::LongWait => "long_wait",
        }
    }
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
    /// The kinds that name nothing of a policy's own.
    pub const PLAIN: [&str; 6] = [
        "javascript_error",
        "unhandled_rejection",
        "failed_request",
        "rage_click",
        "dead_click",
        "support_request",
    ];

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

impl fmt::Display for Trigger {
    /// Its kind, and what its policy names: `rage_click`, `custom:lost`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JavascriptError => f.write_str("javascript_error"),
            Self::UnhandledRejection => f.write_str("unhandled_rejection"),
            Self::FailedRequest => f.write_str("failed_request"),
            Self::RageClick => f.write_str("rage_click"),
            Self::DeadClick => f.write_str("dead_click"),
            Self::Url { pattern } => write!(f, "url:{}", pattern.as_str()),
            Self::Element { selector } => write!(f, "element:{}", selector.as_str()),
            Self::Custom { name } => write!(f, "custom:{name}"),
            Self::SupportRequest => f.write_str("support_request"),
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
