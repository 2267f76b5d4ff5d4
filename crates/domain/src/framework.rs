//! Frameworks: what an authority asks of each purpose, as data. `config/frameworks` holds them.

use crate::{
    collection::Limit,
    measure::{Identifiers, Masking, Rate, Retention},
    policy::Nature,
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The CNIL's draft recommendation of February 2026.
const CNIL_DRAFT: &str = include_str!("../../../config/frameworks/cnil-draft-2026-02.toml");

/// What an authority asks of each purpose.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// What a policy version names it by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub authority: String,
    /// Of its words here.
    pub language: String,
    /// How far it has come.
    pub status: Status,
    /// Where its words are from.
    pub source: String,
    /// Which of the values here it leaves open, and are our reading.
    pub ours: Vec<String>,
    /// Where it speaks of what.
    pub paragraphs: Paragraphs,
    /// When L1 limits anything.
    pub sampling: Sampling,
    /// What is asked of sites of a sensitive nature besides.
    pub sensitive: Sensitive,
    /// The measures, in its words.
    pub measures: BTreeMap<String, Measure>,
    /// What each purpose must apply.
    pub purposes: Purposes,
}

/// How far a framework has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkStatus)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In consultation.
    Draft,
    /// Adopted.
    Adopted,
}

/// Where a framework speaks of what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkParagraphs)]
#[serde(deny_unknown_fields)]
pub struct Paragraphs {
    /// Of limiting the sessions.
    pub collection: String,
    /// Of masking.
    pub masking: String,
    /// Of identifiers.
    pub identifiers: String,
    /// Of retention.
    pub retention: String,
    /// Of sensitive sites.
    pub sensitive: String,
}

/// When L1 limits anything.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkSampling)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The greatest share of visits.
    pub at_most: Rate,
}

/// What is asked of sites of a sensitive nature besides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkSensitive)]
#[serde(deny_unknown_fields)]
pub struct Sensitive {
    /// Which are.
    pub natures: Vec<Nature>,
    /// What masking they accept.
    pub masking: Vec<Masking>,
}

/// A measure, in a framework's words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkMeasure)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Where.
    pub paragraph: String,
    /// What it says.
    pub says: String,
}

/// A row for each purpose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkPurposes)]
#[serde(deny_unknown_fields)]
pub struct Purposes {
    support: Row,
    ux: Row,
    errors: Row,
}

/// What one purpose must apply.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrameworkRow)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What the purpose is called.
    pub title: String,
    /// The business need.
    pub need: String,
    /// Any one of these.
    pub collection: Vec<Limit>,
    /// Any one of these, or a stricter one.
    pub masking: Vec<Masking>,
    /// Any one of these, or a stricter one.
    pub identifiers: Vec<Identifiers>,
    /// All of these.
    pub always: Vec<String>,
    /// How long, in its words.
    pub retention: String,
    /// How long at most.
    pub retention_at_most_minutes: Retention,
    /// Whether the retention must be justified in writing.
    pub retention_in_writing: bool,
    /// What it says of unmasking.
    pub unmasking: String,
}

impl Framework {
    /// The one that policies are judged by.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(CNIL_DRAFT)
    }

    /// What a purpose must apply.
    #[must_use]
    pub fn row(&self, purpose: Purpose) -> &Row {
        match purpose {
            Purpose::Support => &self.purposes.support,
            Purpose::Ux => &self.purposes.ux,
            Purpose::Errors => &self.purposes.errors,
        }
    }
}
