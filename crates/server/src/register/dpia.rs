//! What an impact assessment of article 35 GDPR needs to know. What a person must judge is left empty.

use super::{
    RegisterHead,
    facts::Facts,
    record, say,
    sections::{RegisterBlank, RegisterEntry, RegisterSection},
    words::Words,
};
use revoir_domain::policy::Policy;
use serde::Serialize;
use utoipa::ToSchema;

/// The feared events.
const RISKS: [&str; 4] = ["risk.access", "risk.change", "risk.loss", "risk.link"];

/// What is known for an impact assessment.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterAssessment)]
pub(crate) struct ImpactAssessment {
    #[serde(flatten)]
    pub(super) head: RegisterHead,
    pub(super) sections: Vec<RegisterSection>,
    pub(super) risks: RegisterRisks,
    /// Opinions and decision: all of it for a person.
    pub(super) validation: RegisterSection,
}

/// The feared events, with what is known of each.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterRisks {
    pub(super) title: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<RegisterRisk>,
}

/// A feared event.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterRisk {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) sources: String,
    pub(super) reduces: String,
    pub(super) impacts: RegisterBlank,
    pub(super) severity: RegisterBlank,
    pub(super) likelihood: RegisterBlank,
}

impl ImpactAssessment {
    pub(super) fn of(head: RegisterHead, words: &Words, facts: &Facts) -> Self {
        let section = |place: &str, entries| RegisterSection {
            key: place.rsplit('.').next().unwrap_or(place).to_owned(),
            title: words.say(place).to_owned(),
            entries,
        };
        let mut sections = vec![
            section("dpia.description", description(words, facts)),
            section("dpia.necessity", proportion(words)),
        ];
        for version in &facts.versions {
            let policy = &version.published.policy;
            sections.push(RegisterSection {
                key: policy.purpose.name().to_owned(),
                title: words.at("purpose", policy.purpose.name()).to_owned(),
                entries: necessity(words, facts, policy),
            });
        }
        sections.push(section("dpia.measures", vec![record::security(words)]));
        let asked = ["dpia.advice", "dpia.views", "dpia.plan", "dpia.decision"];
        let asked = asked.map(|place| RegisterEntry::blank(words, place));
        Self {
            head,
            sections,
            risks: risks(words),
            validation: section("dpia.validation", asked.into()),
        }
    }
}

fn description(words: &Words, facts: &Facts) -> Vec<RegisterEntry> {
    let values = [
        ("organisation", &*facts.organisation),
        ("site", &facts.site.name),
    ];
    let context = vec![words.fill("dpia.context_text", &values)];
    let way = vec![words.say("dpia.lifecycle_text").to_owned()];
    vec![
        RegisterEntry::known(words, "dpia.context", context).completed(words, "dpia.context_blank"),
        RegisterEntry::known(words, "dpia.lifecycle", way),
    ]
}

fn proportion(words: &Words) -> Vec<RegisterEntry> {
    let rights = vec![words.say("dpia.rights_text").to_owned()];
    let processors = RegisterEntry::known(words, "dpia.processors", Vec::new());
    vec![
        RegisterEntry::known(words, "dpia.rights", rights).completed(words, "dpia.rights_blank"),
        processors.completed(words, "dpia.processors_blank"),
    ]
}

fn necessity(words: &Words, facts: &Facts, policy: &Policy) -> Vec<RegisterEntry> {
    let version = [("version", &*policy.text_version)];
    let informed = vec![words.fill("dpia.information_text", &version)];
    let known = vec![say::identifiers(words, policy)];
    let informed = RegisterEntry::known(words, "dpia.information", informed);
    let mut entries = record::reasons(words, facts, policy);
    entries.extend([
        RegisterEntry::known(words, "record.visits", say::visits(words, policy)),
        RegisterEntry::known(words, "record.data", say::data(words, policy)),
        RegisterEntry::known(words, "measure.masking", say::masking(words, policy)),
        RegisterEntry::known(words, "measure.identifiers", known),
        RegisterEntry::known(words, "measure.retention", say::keeping(words, policy)),
        informed.completed(words, "dpia.information_blank"),
    ]);
    entries
}

fn risks(words: &Words) -> RegisterRisks {
    let blank = || RegisterBlank::controller(words, "");
    let columns = [
        "dpia.risk",
        "dpia.sources",
        "dpia.reduces",
        "dpia.impacts",
        "dpia.severity",
        "dpia.likelihood",
    ];
    let rows = RISKS.map(|area| RegisterRisk {
        key: area.rsplit('.').next().unwrap_or(area).to_owned(),
        name: words.at(area, "name").to_owned(),
        sources: words.at(area, "sources").to_owned(),
        reduces: words.at(area, "reduces").to_owned(),
        impacts: blank(),
        severity: blank(),
        likelihood: blank(),
    });
    RegisterRisks {
        title: words.say("dpia.risks").to_owned(),
        columns: columns.map(|place| words.say(place).to_owned()).into(),
        rows: rows.into(),
    }
}
