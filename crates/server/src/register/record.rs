//! The record of processing activities of article 30 GDPR, the controller's and the processor's.

use super::{
    RegisterHead,
    facts::Facts,
    recipients, say,
    sections::{RegisterEntry, RegisterSection},
    words::Words,
};
use revoir_domain::policy::Policy;
use serde::Serialize;
use utoipa::ToSchema;

/// What the framework and the software do for every policy.
const SECURITY: [&str; 6] = [
    "security.masks",
    "security.keys",
    "security.roles",
    "security.log",
    "security.tenants",
    "security.player",
];

/// The record of processing activities.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterRecord)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(super) head: RegisterHead,
    pub(super) sections: Vec<RegisterSection>,
}

impl Record {
    pub(super) fn of(head: RegisterHead, words: &Words, facts: &Facts) -> Self {
        let mut sections = vec![controller(words, facts)];
        for version in &facts.versions {
            sections.push(processing(words, facts, &version.published.policy));
        }
        sections.push(RegisterSection {
            key: "security".to_owned(),
            title: words.say("record.security").to_owned(),
            entries: vec![security(words)],
        });
        sections.push(processor(words, facts));
        Self { head, sections }
    }
}

fn controller(words: &Words, facts: &Facts) -> RegisterSection {
    let name = vec![facts.organisation.clone()];
    let dpo = vec![recipients::officers(words, facts)];
    RegisterSection {
        key: "controller".to_owned(),
        title: words.say("record.controller").to_owned(),
        entries: vec![
            RegisterEntry::known(words, "record.name", name).completed(words, "record.name_blank"),
            RegisterEntry::blank(words, "record.representative"),
            RegisterEntry::blank(words, "record.joint"),
            RegisterEntry::known(words, "record.dpo", dpo).completed(words, "record.dpo_blank"),
        ],
    }
}

fn processing(words: &Words, facts: &Facts, policy: &Policy) -> RegisterSection {
    let recipients = recipients::watching(words, facts, policy.purpose);
    let mut entries = reasons(words, facts, policy);
    entries.extend([
        RegisterEntry::known(words, "record.visits", visits(words, facts, policy)),
        RegisterEntry::known(words, "record.data", say::data(words, policy)),
        RegisterEntry::known(words, "record.recipients", recipients),
        transfers(words),
        RegisterEntry::known(words, "record.erasure", say::keeping(words, policy)),
    ]);
    RegisterSection {
        key: policy.purpose.name().to_owned(),
        title: words.at("purpose", policy.purpose.name()).to_owned(),
        entries,
    }
}

/// Which visits, and that none is recorded while collecting is stopped.
fn visits(words: &Words, facts: &Facts, policy: &Policy) -> Vec<String> {
    let stopped = facts.stopped(words, policy.purpose).into_iter();
    stopped.chain(say::visits(words, policy)).collect()
}

/// What for, why not by less, on which ground, and of whom.
pub(super) fn reasons(words: &Words, facts: &Facts, policy: &Policy) -> Vec<RegisterEntry> {
    let basis = words.at("basis", &say::name_of(&policy.legal_basis));
    let nature = policy.nature.map(|nature| say::name_of(&nature));
    let nature = words.at("nature", nature.as_deref().unwrap_or("unsaid"));
    let subjects = vec![
        words.fill("record.subjects_text", &[("site", &facts.site.name)]),
        words.fill("record.subjects_nature", &[("nature", nature)]),
    ];
    let necessity = &policy.necessity;
    vec![
        RegisterEntry::written(words, "record.what_for", &necessity.what_for),
        RegisterEntry::written(words, "record.less_intrusive", &necessity.less_intrusive),
        RegisterEntry::known(words, "record.basis", vec![basis.to_owned()]),
        RegisterEntry::known(words, "record.subjects", subjects),
    ]
}

fn transfers(words: &Words) -> RegisterEntry {
    let said = vec![words.say("record.transfers_text").to_owned()];
    let entry = RegisterEntry::known(words, "record.transfers", said);
    entry.completed(words, "record.transfers_blank")
}

/// What the software does for every policy, and what is around it.
pub(super) fn security(words: &Words) -> RegisterEntry {
    let said = SECURITY.map(|place| words.say(place).to_owned());
    let entry = RegisterEntry::known(words, "record.security", said.to_vec());
    entry.completed(words, "record.security_blank")
}

fn processor(words: &Words, facts: &Facts) -> RegisterSection {
    let purposes = facts.versions.iter().map(|it| {
        let purpose = it.published.policy.purpose;
        words.at("purpose", purpose.name()).to_owned()
    });
    let values = [
        ("site", &*facts.site.name),
        ("purposes", &words.list(purposes)),
    ];
    let processing = vec![words.fill("record.processing_text", &values)];
    let name = RegisterEntry::known(words, "record.processor_name", Vec::new());
    RegisterSection {
        key: "processor".to_owned(),
        title: words.say("record.processor").to_owned(),
        entries: vec![
            name.for_provider(words, "record.processor_blank"),
            RegisterEntry::known(words, "record.on_behalf", vec![facts.organisation.clone()]),
            RegisterEntry::known(words, "record.processing", processing),
            transfers(words),
            security(words),
        ],
    }
}
