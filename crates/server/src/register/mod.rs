//! The register: what a data protection officer hands over about a site, made from the policies in force. Each
//! document is one value, from which both JSON and HTML are made, in French and English.

pub(crate) mod conformance;
mod dpia;
mod facts;
mod html;
mod recipients;
mod record;
pub(crate) mod say;
mod sections;
pub(crate) mod words;

pub(crate) use facts::Facts;
pub(crate) use html::Page;
pub(crate) use words::Language;

use conformance::ConformanceReport;
use dpia::ImpactAssessment;
use record::Record;
use revoir_domain::framework::{Framework, Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Words;

/// Which document of the register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The record of processing of article 30.
    Record,
    /// How each measure of the framework is met.
    Conformance,
    /// What an impact assessment needs to know.
    Dpia,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Record, Self::Conformance, Self::Dpia];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Conformance => "conformance",
            Self::Dpia => "dpia",
        }
    }
}

/// A document of the register, in one language.
#[derive(Serialize, ToSchema)]
#[serde(tag = "document", rename_all = "snake_case")]
pub(crate) enum RegisterDocument {
    /// The record of processing of article 30.
    Record(Record),
    /// How each measure of the framework is met.
    Conformance(ConformanceReport),
    /// What an impact assessment needs to know.
    Dpia(ImpactAssessment),
}

impl RegisterDocument {
    /// The document of this kind, in this language.
    pub(crate) fn of(kind: Kind, language: Language, facts: &Facts) -> Self {
        let words = language.words();
        let head = RegisterHead::of(kind, words, facts);
        match kind {
            Kind::Record => Self::Record(Record::of(head, words, facts)),
            Kind::Conformance => Self::Conformance(ConformanceReport::of(head, words, facts)),
            Kind::Dpia => Self::Dpia(ImpactAssessment::of(head, words, facts)),
        }
    }
}

/// What each document begins with.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterHead {
    /// `en` or `fr`.
    language: &'static str,
    title: String,
    /// What it is, and what it is not.
    intro: String,
    organisation: String,
    site: RegisterSite,
    /// RFC 3339.
    made_at: String,
    /// From what it was made, in words.
    made: String,
    framework: RegisterFramework,
    /// Said where some purposes of the site are left out, because they may not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    partial: Option<String>,
}

/// The site that it is about.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterSite {
    key: String,
    name: String,
}

/// What policies are judged by.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterFramework {
    id: String,
    title: String,
    authority: String,
    status: Status,
    /// The status, in words.
    status_words: String,
    source: String,
    /// What may be said of a policy without deviations; never more.
    wording: String,
    /// What the framework is and what here is our reading of it.
    note: String,
}

impl RegisterHead {
    fn of(kind: Kind, words: &Words, facts: &Facts) -> Self {
        let moment = words.moment(facts.now);
        Self {
            language: words.language(),
            title: words.at("title", kind.name()).to_owned(),
            intro: words.at("intro", kind.name()).to_owned(),
            organisation: facts.organisation.clone(),
            site: RegisterSite {
                key: facts.site.key.clone(),
                name: facts.site.name.clone(),
            },
            made_at: facts.now.to_string(),
            made: words.fill("generated", &[("moment", &moment)]),
            framework: RegisterFramework::of(words, &facts.framework),
            partial: facts.is_partial().then(|| words.say("partial").to_owned()),
        }
    }
}

impl RegisterFramework {
    fn of(words: &Words, framework: &Framework) -> Self {
        let status = match framework.status {
            Status::Draft => "draft",
            Status::Adopted => "adopted",
        };
        Self {
            id: framework.id.clone(),
            title: framework.title.clone(),
            authority: framework.authority.clone(),
            status: framework.status,
            status_words: words.say(status).to_owned(),
            source: framework.source.clone(),
            wording: words.say("wording").to_owned(),
            note: words.say("framework_note").to_owned(),
        }
    }
}
