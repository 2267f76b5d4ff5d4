//! The conformance report: how each measure of the framework is met, purpose by purpose, and what is done where it
//! is not (§40).

use super::{
    RegisterHead,
    facts::Facts,
    say::{self, name_of},
    words::Words,
};
use revoir_domain::{
    framework::Framework,
    policy::Policy,
    publication::Justification,
    purpose::Purpose,
    standing::{Met, Standing},
};
use revoir_store::policies::{Judgement, Version};
use serde::Serialize;
use utoipa::ToSchema;

/// What the software does for every policy, with the framework's name of it.
const ALWAYS: [&str; 3] = ["M0", "S1", "S2"];

/// How each measure of the framework is met.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterConformance)]
pub(crate) struct ConformanceReport {
    #[serde(flatten)]
    pub(super) head: RegisterHead,
    pub(super) purposes: Vec<RegisterPurpose>,
    /// Purposes without a policy.
    pub(super) unset: Vec<UnsetPurpose>,
}

/// A purpose for which nothing is recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnsetPurpose {
    #[schema(value_type = String)]
    purpose: Purpose,
    pub(super) name: String,
    pub(super) says: String,
}

/// A purpose, and how the policy in force meets each measure.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterPurpose {
    #[schema(value_type = String)]
    pub(super) purpose: Purpose,
    pub(super) name: String,
    pub(super) version: u32,
    pub(super) published_at: String,
    /// Which version, and since when, in words.
    pub(super) in_force: String,
    /// Said while its collecting is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) stopped: Option<String>,
    /// Absent in what was published before that was remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) published_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) why: Option<String>,
    pub(super) conforms: bool,
    /// The same in words.
    pub(super) verdict: String,
    pub(super) measures: Vec<RegisterMeasure>,
    pub(super) warnings: Vec<String>,
    /// Why measures that conform are looser than the preset.
    pub(super) reasons: Vec<RegisterReason>,
}

/// A measure, and how it is met.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterMeasure {
    /// `collection`, `masking`, `identifiers`, `retention`, `publisher_marks`, `unmask`, `M0`, `S1` or `S2`.
    pub(super) measure: String,
    pub(super) name: String,
    pub(super) met: Met,
    /// The same in words.
    pub(super) met_words: String,
    pub(super) paragraph: String,
    pub(super) asked: String,
    pub(super) chosen: String,
    /// What is done instead; absent where the measure is kept, and where nothing was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) justification: Option<RegisterJustification>,
}

/// What is done instead of a measure, and how that meets the obligation (§40).
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterJustification {
    pub(super) alternative: String,
    pub(super) meets: String,
    pub(super) author: String,
    pub(super) review_on: String,
    /// The same in words.
    pub(super) review: String,
    /// Whether that day is over.
    pub(super) overdue: bool,
}

/// Why a choice is looser than the preset.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterReason {
    pub(super) measure: String,
    /// The same in words.
    pub(super) name: String,
    pub(super) why: String,
}

impl ConformanceReport {
    pub(super) fn of(head: RegisterHead, words: &Words, facts: &Facts) -> Self {
        let unset = facts.unset().map(|purpose| UnsetPurpose {
            purpose,
            name: words.at("purpose", purpose.name()).to_owned(),
            says: words.say("nothing_recorded").to_owned(),
        });
        let purposes = facts.versions.iter();
        Self {
            head,
            purposes: purposes
                .map(|version| RegisterPurpose::of(words, facts, version))
                .collect(),
            unset: unset.collect(),
        }
    }
}

impl RegisterPurpose {
    fn of(words: &Words, facts: &Facts, version: &Version) -> Self {
        let policy = &version.published.policy;
        let judgement = version.judgement.as_ref();
        let measures = measures(words, facts, version);
        let deviating = measures.iter().filter(|it| it.met == Met::Deviating);
        let deviating = u32::try_from(deviating.count()).unwrap_or(u32::MAX);
        let verdict = match deviating {
            0 => words.say("conformance.conforms").to_owned(),
            count => words.count("conformance.deviates", count),
        };
        let number = version.published.version.to_string();
        let since = words.day_of(version.published_at);
        let warnings = policy.warnings(&facts.framework);
        let warnings = warnings.iter().map(|it| words.at("warning", &name_of(it)));
        let reasons = policy.reasons.iter().map(|it| RegisterReason {
            measure: it.measure.clone(),
            name: words.measure(&it.measure).to_owned(),
            why: it.why.clone(),
        });
        Self {
            purpose: policy.purpose,
            name: words.at("purpose", policy.purpose.name()).to_owned(),
            version: version.published.version,
            published_at: version.published_at.to_string(),
            in_force: words.fill(
                "conformance.version",
                &[("version", &number), ("day", &since)],
            ),
            stopped: facts.stopped(words, policy.purpose),
            published_by: judgement.map(|it| author(words, &it.by)),
            why: judgement.map(|it| it.why.clone()),
            conforms: deviating == 0,
            verdict,
            measures,
            warnings: warnings.map(str::to_owned).collect(),
            reasons: reasons.collect(),
        }
    }
}

/// Who did something; what the log calls `cli` is no person.
fn author(words: &Words, name: &str) -> String {
    let is_person = name != "cli";
    let name = if is_person {
        name
    } else {
        words.say("conformance.cli")
    };
    name.to_owned()
}

fn measures(words: &Words, facts: &Facts, version: &Version) -> Vec<RegisterMeasure> {
    let policy = &version.published.policy;
    let standings = policy.standings(&facts.framework);
    let judged = standings.iter().map(|standing| {
        let mut measure = judged(words, &facts.framework, policy, standing);
        if standing.met == Met::Deviating {
            let said = version.judgement.as_ref();
            let said = said.and_then(|it| said_of(it, standing));
            measure.justification = said.map(|it| justification(words, facts, it));
        }
        measure
    });
    let always = ALWAYS
        .iter()
        .filter_map(|name| always(words, &facts.framework, name));
    judged.chain(always).collect()
}

fn said_of<'a>(judgement: &'a Judgement, standing: &Standing) -> Option<&'a Justification> {
    let mut said = judgement.justifications.iter();
    said.find(|it| it.measure == standing.measure)
}

fn judged(
    words: &Words,
    framework: &Framework,
    policy: &Policy,
    standing: &Standing,
) -> RegisterMeasure {
    let row = framework.row(policy.purpose);
    let (asked, chosen) = say::standing(words, standing, (row, policy));
    let measure = name_of(&standing.measure);
    RegisterMeasure {
        name: words.at("measure", &measure).to_owned(),
        measure,
        met: standing.met,
        met_words: words.at("met", &name_of(&standing.met)).to_owned(),
        paragraph: words.paragraph(&standing.paragraph),
        asked,
        chosen,
        justification: None,
    }
}

fn always(words: &Words, framework: &Framework, name: &str) -> Option<RegisterMeasure> {
    let measure = framework.measures.get(name)?;
    Some(RegisterMeasure {
        measure: name.to_owned(),
        name: words.at("measure", name).to_owned(),
        met: Met::Kept,
        met_words: words.say("met.kept").to_owned(),
        paragraph: words.paragraph(&measure.paragraph),
        asked: words.at("always", &format!("asked_{name}")).to_owned(),
        chosen: words.at("always", &format!("chosen_{name}")).to_owned(),
        justification: None,
    })
}

fn justification(words: &Words, facts: &Facts, said: &Justification) -> RegisterJustification {
    let today = facts.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    RegisterJustification {
        alternative: said.alternative.clone(),
        meets: said.meets.clone(),
        author: author(words, &said.author),
        review_on: said.review_on.to_string(),
        review: words.day(said.review_on),
        overdue: said.review_on < today,
    }
}
