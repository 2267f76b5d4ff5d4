//! Publishing: what a policy must pass to become a version. [`Publication`] is the only way into the store.

use crate::{
    available::NotAvailable,
    collection::{History, Triggered},
    conformance::{Deviation, Judged},
    framework::Framework,
    limits,
    measure::Retention,
    policy::{Draft, Policy, PolicyError, flaw},
};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done instead of a measure, and how that meets the obligation (§40).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Justification {
    /// Which deviation.
    pub measure: Judged,
    /// What is done instead.
    pub alternative: String,
    /// How that meets the obligation.
    pub meets: String,
    /// Who says so.
    pub author: String,
    /// When it is looked at again.
    #[schema(value_type = String)]
    pub review_on: Date,
}

/// A justification as its author writes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Justified {
    /// Which deviation.
    pub measure: Judged,
    /// What is done instead.
    pub alternative: String,
    /// How that meets the obligation.
    pub meets: String,
    /// When it is looked at again; in twelve months unless said.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = false)]
    pub review_on: Option<Date>,
}

/// Who publishes.
#[derive(Clone, Copy, Debug)]
pub struct Publisher<'a> {
    /// Their name.
    pub name: &'a str,
    /// Whether they may publish what deviates.
    pub may_deviate: bool,
    /// The day (UTC).
    pub today: Date,
}

/// A policy that may be published, with everything that is remembered of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Publication {
    policy: Policy,
    by: String,
    why: String,
    framework: String,
    deviations: Vec<Deviation>,
    justifications: Vec<Justification>,
}

/// Why a policy is not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The server cannot carry it out.
    #[error(transparent)]
    NotAvailable(#[from] NotAvailable),
    /// Something is not said, or cannot be.
    #[error(transparent)]
    Flaw(#[from] PolicyError),
    /// It deviates, and whoever publishes may not do so.
    #[error("{field} deviates from the framework: only a DPO publishes that", field = .0.field())]
    NeedsDpo(Judged),
    /// It says what a DPO alone decides, in this field, and whoever publishes is none.
    #[error("{0}: only a DPO decides that")]
    OnlyDpo(&'static str),
    /// It deviates, and nobody has said why.
    #[error("{field} deviates from the framework and has no justification", field = .0.field())]
    NotJustified(Judged),
}

impl Policy {
    /// The same, as it is tried on the test origins of its site: kept for a day at most. It may deviate and leave
    /// things unsaid, since nobody but the site's own people is subject to it.
    pub fn to_be_tried(self) -> Result<Self, Refused> {
        if let Some(not_available) = self.not_available().into_iter().next() {
            return Err(not_available.into());
        }
        let mut draft = Draft::from(self);
        let day = Retention::try_from(24 * 60).unwrap_or(draft.retention_minutes);
        draft.retention_minutes = draft.retention_minutes.min(day);
        if let Some(Triggered {
            history:
                History::Provisional {
                    delete_within_minutes: delay,
                    ..
                },
            ..
        }) = &mut draft.collection.l2
        {
            *delay = (*delay).min(draft.retention_minutes.into());
        }
        draft.until = None;
        draft.keep_after_withdrawal = None;
        Ok(Self::try_from(draft)?)
    }
}

impl Publication {
    /// Judges a policy; it passes where the server can carry it out, everything is said, and each deviation is
    /// justified by someone who may.
    pub fn of(
        policy: Policy,
        framework: &Framework,
        by: &Publisher<'_>,
        (why, justified): (&str, &[Justified]),
    ) -> Result<Self, Refused> {
        if let Some(not_available) = policy.not_available().into_iter().next() {
            return Err(not_available.into());
        }
        if let Some(unsaid) = policy.unsaid().into_iter().next() {
            return Err(unsaid.into());
        }
        let why = written("why", why)?;
        let deviations = policy.conformance(framework);
        if let (Some(first), false) = (deviations.first(), by.may_deviate) {
            return Err(Refused::NeedsDpo(first.measure));
        }
        if let (Some((field, _)), false) = (policy.sole_decisions().first(), by.may_deviate) {
            return Err(Refused::OnlyDpo(field));
        }
        let justifications = match_up(&deviations, justified, by)?;
        Ok(Self {
            policy,
            by: by.name.to_owned(),
            why,
            framework: framework.id.clone(),
            deviations,
            justifications,
        })
    }

    /// What is published.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// By whom.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Why now.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Which framework it was judged by.
    #[must_use]
    pub fn framework(&self) -> &str {
        &self.framework
    }

    /// Where it is looser than asked.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// What is done instead, one for each deviation.
    #[must_use]
    pub fn justifications(&self) -> &[Justification] {
        &self.justifications
    }
}

/// One justification for each deviation, and none besides.
fn match_up(
    deviations: &[Deviation],
    justified: &[Justified],
    by: &Publisher<'_>,
) -> Result<Vec<Justification>, Refused> {
    for (at, said) in justified.iter().enumerate() {
        let field = format!("justifications[{at}].measure");
        if !deviations.iter().any(|it| it.measure == said.measure) {
            return Err(flaw(&field, "does not deviate").into());
        }
        if justified
            .iter()
            .take(at)
            .any(|it| it.measure == said.measure)
        {
            return Err(flaw(&field, "is justified twice").into());
        }
    }
    if let Some(bare) = deviations
        .iter()
        .find(|it| !justified.iter().any(|said| said.measure == it.measure))
    {
        return Err(Refused::NotJustified(bare.measure));
    }
    let signed = justified.iter().enumerate();
    Ok(signed
        .map(|(at, said)| sign(at, said, by))
        .collect::<Result<_, _>>()?)
}

fn sign(at: usize, said: &Justified, by: &Publisher<'_>) -> Result<Justification, PolicyError> {
    let field = |name: &str| format!("justifications[{at}].{name}");
    let in_months = |months: i32| by.today.saturating_add(Span::new().months(months));
    let review_on = said.review_on.unwrap_or_else(|| in_months(12));
    if review_on <= by.today || review_on > in_months(24) {
        let reason = "must be a day within the next 24 months";
        return Err(flaw(&field("review_on"), reason));
    }
    Ok(Justification {
        measure: said.measure,
        alternative: written(&field("alternative"), &said.alternative)?,
        meets: written(&field("meets"), &said.meets)?,
        author: by.name.to_owned(),
        review_on,
    })
}

fn written(field: &str, text: &str) -> Result<String, PolicyError> {
    let (text, most) = (text.trim(), limits::WRITTEN_CHARS);
    if (1..=most).contains(&text.chars().count()) && !text.contains('\0') {
        return Ok(text.to_owned());
    }
    Err(flaw(field, &format!("must have 1 to {most} characters")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Draft;

    const DPO: Publisher<'_> = Publisher {
        name: "Jo",
        may_deviate: true,
        today: jiff::civil::date(2026, 11, 22),
    };

    /// Two deviations: identifiers and retention.
    fn loose() -> Draft {
        let text = include_str!("../../../config/presets/ux.toml");
        let mut draft: Draft = toml::from_str(text).unwrap();
        draft.identifiers = crate::measure::Identifiers::I2;
        draft.retention_minutes = 500_000.try_into().unwrap();
        draft
    }

    fn justified(measure: Judged) -> Justified {
        Justified {
            measure,
            alternative: "we ask".to_owned(),
            meets: "they know".to_owned(),
            review_on: None,
        }
    }

    fn publish(
        draft: Draft,
        by: &Publisher<'_>,
        said: &[Justified],
    ) -> Result<Publication, Refused> {
        let framework = Framework::embedded().unwrap();
        Publication::of(
            Policy::try_from(draft).unwrap(),
            &framework,
            by,
            ("a try", said),
        )
    }

    fn both() -> Vec<Justified> {
        vec![justified(Judged::Retention), justified(Judged::Identifiers)]
    }

    #[test]
    fn what_is_tried_is_kept_for_a_day_at_most_wherever_its_history_lies() {
        let text = include_str!("../../../config/presets/support.toml");
        let mut draft: Draft = toml::from_str(text).unwrap();
        draft.retention_minutes = 2_880.try_into().unwrap();
        draft.collection = serde_json::from_str(
            r#"{ "L2": { "triggers": [{ "on": "support_request" }], "history":
                { "provisional": { "why_not_on_device": "a kiosk", "delete_within_minutes": 2000 } } } }"#,
        )
        .unwrap();

        let tried = Policy::try_from(draft).unwrap().to_be_tried().unwrap();

        assert_eq!(u32::from(tried.retention_minutes), 1_440);
        let history = tried.collection.l2.as_ref().map(|l2| &l2.history);
        assert!(
            matches!(
                history,
                Some(History::Provisional {
                    delete_within_minutes: 1_440,
                    ..
                })
            ),
            "{history:?}"
        );
    }

    #[test]
    fn each_deviation_is_justified_by_a_dpo_and_looked_at_again_in_a_year() {
        let someone = Publisher {
            may_deviate: false,
            ..DPO
        };

        let published = publish(loose(), &DPO, &both()).unwrap();

        assert_eq!(published.framework(), "cnil-draft-2026-02");
        assert_eq!(published.deviations().len(), 2);
        let first = &published.justifications()[0];
        assert_eq!(
            (first.author.as_str(), first.review_on.to_string().as_str()),
            ("Jo", "2027-11-22")
        );
        assert_eq!(
            publish(loose(), &someone, &both()),
            Err(Refused::NeedsDpo(Judged::Identifiers))
        );
        assert_eq!(
            publish(loose(), &DPO, &[justified(Judged::Identifiers)]),
            Err(Refused::NotJustified(Judged::Retention))
        );
    }

    #[test]
    fn a_justification_says_something_of_a_deviation_once() {
        let refused = |said: &[Justified]| publish(loose(), &DPO, said).unwrap_err().to_string();
        let with = |change: fn(&mut Justified)| {
            let mut said = both();
            change(&mut said[1]);
            refused(&said)
        };

        assert_eq!(
            with(|it| it.meets = " ".to_owned()),
            "justifications[1].meets: must have 1 to 2000 characters"
        );
        assert_eq!(
            with(|it| it.measure = Judged::Masking),
            "justifications[1].measure: does not deviate"
        );
        assert_eq!(
            with(|it| it.measure = Judged::Retention),
            "justifications[1].measure: is justified twice"
        );
        for day in ["2026-11-22", "2028-11-23"] {
            let mut said = both();
            said[0].review_on = Some(day.parse().unwrap());
            assert_eq!(
                refused(&said),
                "justifications[0].review_on: must be a day within the next 24 months"
            );
        }
    }

    #[test]
    fn what_is_not_said_or_cannot_be_carried_out_is_not_published() {
        let mut silent = loose();
        silent.necessity.less_intrusive = String::new();
        let mut sealed = loose();
        sealed.masking = crate::measure::Masking::M1;

        assert!(
            matches!(publish(silent, &DPO, &both()), Err(Refused::Flaw(it)) if it.field == "necessity.less_intrusive")
        );
        assert!(
            matches!(publish(sealed, &DPO, &both()), Err(Refused::NotAvailable(it)) if it.measure == "M1" && it.sealing)
        );
    }
}
