//! Texts for visitors, made from the policies in force in both languages: what a banner shows, and the paragraphs of a
//! privacy policy. What a text version said is kept.

mod keeping;
pub(crate) mod letters;
pub(crate) mod page;
mod picture;
mod privacy;
pub(crate) mod words;

pub(crate) use keeping::{keep, keep_all};

use crate::register::{Language, say, words::Words};
use revoir_domain::{
    limits,
    measure::Identifiers,
    policy::{Policy, Published},
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What visitors of a site are told, in both languages.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = VisitorTexts)]
pub(crate) struct Content {
    pub(crate) site: String,
    pub(crate) publisher: String,
    pub(crate) text_version: String,
    /// Whether the first level tells of session replay (§25).
    pub(crate) first_level: bool,
    /// For how long a consent counts.
    pub(crate) consent_months: u64,
    pub(crate) purposes: Vec<Purpose>,
    pub(crate) texts: ByLanguage,
}

/// The same in each language.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ByLanguage {
    pub(crate) en: Told,
    pub(crate) fr: Told,
}

/// What visitors are told in one language.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) intro: String,
    /// What session replay is and does here (§24–26).
    pub(crate) replay: String,
    pub(crate) purposes: BTreeMap<Purpose, ToldOf>,
    /// By what each button does.
    pub(crate) buttons: BTreeMap<String, String>,
    /// By what there is to say.
    pub(crate) status: BTreeMap<String, String>,
    pub(crate) withdrawn: String,
    /// For a privacy policy.
    pub(crate) privacy: Vec<Paragraphs>,
}

/// What visitors are told of a purpose.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ToldOf {
    pub(crate) label: String,
    pub(crate) description: String,
    /// A sentence each.
    pub(crate) details: Vec<String>,
}

/// Paragraphs under one heading.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Paragraphs {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
}

/// What is told, and from what.
pub(super) struct Telling<'a> {
    words: &'static Words,
    publisher: &'a str,
    site: &'a str,
    policies: &'a [Policy],
}

impl Content {
    /// The texts of a site under these policies, with the version that a consent to them names.
    pub(crate) fn of(
        (site, publisher): (&str, &str),
        text_version: &str,
        policies: &[Policy],
    ) -> Self {
        let tell = |language| {
            let words = words::of(language);
            Telling {
                words,
                publisher,
                site,
                policies,
            }
            .told()
        };
        Self {
            site: site.to_owned(),
            publisher: publisher.to_owned(),
            text_version: text_version.to_owned(),
            first_level: policies.iter().any(|it| it.off_first_level.is_none()),
            consent_months: consent_months(),
            purposes: policies.iter().map(|it| it.purpose).collect(),
            texts: ByLanguage {
                en: tell(Language::En),
                fr: tell(Language::Fr),
            },
        }
    }
}

pub(super) const fn consent_months() -> u64 {
    limits::CONSENT_LIFE.as_secs() / (30 * 24 * 3_600)
}

/// The policies of what is published.
pub(crate) fn policies_of(published: Vec<Published>) -> Vec<Policy> {
    published.into_iter().map(|it| it.policy).collect()
}

const BUTTONS: [&str; 8] = [
    "accept", "refuse", "choose", "save", "close", "reopen", "rights", "more",
];
const STATUS: [&str; 7] = [
    "granted",
    "refused",
    "unknown",
    "saved",
    "recording",
    "paused",
    "stopped",
];

impl Telling<'_> {
    fn told(&self) -> Told {
        let purposes = self
            .policies
            .iter()
            .map(|it| (it.purpose, self.purpose(it)));
        Told {
            title: self.words.say("title").to_owned(),
            intro: self.by_publisher("intro"),
            replay: self.replay(),
            purposes: purposes.collect(),
            buttons: self.each("buttons", &BUTTONS),
            status: self.each("status", &STATUS),
            withdrawn: self.withdrawn(),
            privacy: self.privacy(),
        }
    }

    fn each(&self, area: &str, terms: &[&str]) -> BTreeMap<String, String> {
        let said = terms
            .iter()
            .map(|term| ((*term).to_owned(), self.words.at(area, term).to_owned()));
        said.collect()
    }

    fn withdrawn(&self) -> String {
        let policies = self.policies.iter();
        let kept = policies.filter(|it| it.keep_after_withdrawal.is_some());
        let kept: Vec<String> = kept
            .map(|it| self.of_purpose(it.purpose, "short"))
            .collect();
        if kept.is_empty() {
            return self.by_publisher("withdrawn");
        }
        let values = [
            ("publisher", self.publisher),
            ("purposes", &*kept.join(", ")),
        ];
        self.words.fill("withdrawn_kept", &values)
    }

    fn by_publisher(&self, place: &str) -> String {
        self.words.fill(place, &[("publisher", self.publisher)])
    }

    fn of_purpose(&self, purpose: Purpose, term: &str) -> String {
        self.by_publisher(&format!("purpose.{purpose}.{term}"))
    }

    fn watched(&self, purpose: Purpose) -> &str {
        self.words.at("watched", purpose.name())
    }

    fn purpose(&self, policy: &Policy) -> ToldOf {
        let words = self.words;
        let data = words.list(say::data(words, policy));
        let basis = words.at("basis", &say::name_of(&policy.legal_basis));
        let watched = [
            ("publisher", self.publisher),
            ("watched", self.watched(policy.purpose)),
        ];
        let mut details = say::visits(words, policy);
        details.push(words.fill("collects.data", &[("data", &data)]));
        details.extend(say::masking(words, policy));
        details.push(say::identifiers(words, policy));
        details.extend(say::keeping(words, policy));
        details.push(words.fill("collects.watched", &watched));
        details.push(words.fill("collects.basis", &[("basis", basis)]));
        ToldOf {
            label: self.of_purpose(policy.purpose, "label"),
            description: self.of_purpose(policy.purpose, "description"),
            details,
        }
    }

    /// The specific information on session replay: the tool, what it collects, how that is masked, and for each purpose
    /// how it is identified, how long it is kept and who watches.
    fn replay(&self) -> String {
        let words = self.words;
        let mut data: Vec<String> = Vec::new();
        for said in self.policies.iter().flat_map(|it| say::data(words, it)) {
            if !data.contains(&said) {
                data.push(said);
            }
        }
        let mut said = vec![
            words.say("replay.what").to_owned(),
            words.fill("replay.data", &[("data", &words.list(data))]),
            words.say("replay.masked").to_owned(),
        ];
        said.extend(self.policies.iter().map(|it| self.in_brief(it)));
        said.push(words.say("replay.ask").to_owned());
        said.join(" ")
    }

    fn in_brief(&self, policy: &Policy) -> String {
        let identified = match policy.identifiers {
            Identifiers::I1 => "identified.I1",
            Identifiers::I2 => "identified.I2",
            Identifiers::I3 => "identified.I3",
        };
        let values = [
            ("purpose", &*self.of_purpose(policy.purpose, "short")),
            ("identified", self.words.say(identified)),
            ("time", &self.words.retention(policy.retention_minutes)),
            ("watched", self.watched(policy.purpose)),
        ];
        self.words.fill("replay.purpose", &values)
    }
}

#[cfg(test)]
mod tests;
