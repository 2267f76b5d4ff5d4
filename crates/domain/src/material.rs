//! Material changes: what a visitor who has agreed to the texts did not agree to, computed from policies and never
//! from words.

use crate::{
    collection::{Collection, History},
    measure::Until,
    policy::{Policy, PolicyError, Unmask, flaw},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In what the policies of a site go further than those that a visitor agreed to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// A purpose was added.
    Purpose,
    /// More kinds of event, pages or elements are recorded.
    Events,
    /// More of a visit leaves the browser, or stays: its history before a trigger, or what no trigger and no criterion
    /// asks for.
    Collection,
    /// Less is masked.
    Masking,
    /// More of an identity is kept.
    Identifiers,
    /// It is kept for longer.
    Retention,
    /// More people may have it: it may be taken out.
    Recipients,
    /// What was recorded is kept although its visitor withdraws.
    Withdrawal,
}

impl Material {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Events => "events",
            Self::Collection => "collection",
            Self::Masking => "masking",
            Self::Identifiers => "identifiers",
            Self::Retention => "retention",
            Self::Recipients => "recipients",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// In what `after` goes further than `before`; each once.
#[must_use]
pub fn material(before: &[Policy], after: &[Policy]) -> Vec<Material> {
    let mut found: Vec<Material> = after
        .iter()
        .flat_map(|after| {
            let known = before.iter().find(|it| it.purpose == after.purpose);
            known.map_or_else(|| vec![Material::Purpose], |before| further(before, after))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// That a policy does not name a version of the texts under which visitors agreed to less: to `told`. They would not be
/// asked again, and a proof of what they agreed to would be one of this.
///
/// # Errors
/// On `text_version`, with in what it goes further.
pub fn asks_again(
    policy: &Policy,
    told: Option<&[Policy]>,
    in_force: &[Policy],
) -> Result<(), PolicyError> {
    let others = in_force.iter().filter(|it| it.purpose != policy.purpose);
    let after: Vec<Policy> = others.chain([policy]).cloned().collect();
    let further = told.map_or_else(Vec::new, |told| material(told, &after));
    if further.is_empty() {
        return Ok(());
    }
    let further: Vec<&str> = further.iter().map(|it| it.name()).collect();
    let reason = format!(
        "goes further than what visitors who agreed to it were told ({}): name a new version, and they are asked again",
        further.join(", ")
    );
    Err(flaw("text_version", &reason))
}

fn further(before: &Policy, after: &Policy) -> Vec<Material> {
    let weaker = after.masking < before.masking
        || after.publisher_marks && !before.publisher_marks
        || after.unmask.iter().any(|rule| !is_known(before, rule));
    let stronger = after.identifiers.strictness() < before.identifiers.strictness();
    let found = [
        (Material::Events, records_more(before, after)),
        (
            Material::Collection,
            reach(&after.collection) > reach(&before.collection),
        ),
        (Material::Masking, weaker),
        (Material::Identifiers, stronger),
        (Material::Retention, keeps_longer(before, after)),
        (Material::Recipients, after.export && !before.export),
        (
            Material::Withdrawal,
            after.keep_after_withdrawal.is_some() && before.keep_after_withdrawal.is_none(),
        ),
    ];
    let found = found.into_iter().filter(|(_, is_further)| *is_further);
    found.map(|(what, _)| what).collect()
}

/// How far the rest of a visit comes that nothing asks for: 0 where it stays in the browser, 1 where the server deletes it
/// unseen, 2 where it is kept. How many visits, which triggers and how much around them is another thing.
fn reach(collection: &Collection) -> u8 {
    match (&collection.l2, &collection.l3) {
        (Some(l2), _) if l2.history == History::OnDevice => 0,
        (Some(_), _) | (None, Some(_)) => 1,
        (None, None) => 2,
    }
}

/// Why it is shown says nothing of what is.
fn is_known(before: &Policy, rule: &Unmask) -> bool {
    let mut known = before.unmask.iter();
    known.any(|it| it.selector == rule.selector && it.dynamic >= rule.dynamic)
}

fn records_more(before: &Policy, after: &Policy) -> bool {
    let (only, now_only) = (&before.pages.record_only, &after.pages.record_only);
    let wider = !only.is_empty()
        && (now_only.is_empty() || now_only.iter().any(|page| !only.contains(page)));
    let never = &after.pages.never_record;
    after.pointer < before.pointer
        || wider
        || before
            .pages
            .never_record
            .iter()
            .any(|page| !never.contains(page))
        || before.block.iter().any(|it| !after.block.contains(it))
}

fn keeps_longer(before: &Policy, after: &Policy) -> bool {
    let longest = |policy: &Policy| match policy.until {
        Some(Until::TicketClosed { longest_minutes }) => longest_minutes,
        Some(Until::Release) | None => policy.retention_minutes.into(),
    };
    let released = before.until == Some(Until::Release) && after.until.is_none();
    after.retention_minutes > before.retention_minutes
        || longest(after) > longest(before)
        || released
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ux(fields: &Value) -> Policy {
        let preset: Policy =
            toml::from_str(include_str!("../../../config/presets/ux.toml")).unwrap();
        let mut document = serde_json::to_value(preset).unwrap();
        for (name, value) in fields.as_object().unwrap() {
            document[name] = value.clone();
        }
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn each_figure_that_goes_further_is_material_and_its_way_back_is_not() {
        let retention = json!({ "retention_minutes": 50_000 });
        let release = json!({ "until": { "event": "release" } });
        let l2 = |history: Value| json!({ "collection": { "L2": { "triggers": [{ "on": "javascript_error" }], "history": history } } });
        let on_device = l2(json!("on_device"));
        let held =
            l2(json!({ "provisional": { "why_not_on_device": "w", "delete_within_minutes": 10 } }));
        let analysed = json!({ "collection": { "L3": { "keep": [{ "marker": "rage_click" }] } } });
        let every = json!({ "collection": { "L1": { "rate": 0.25 } } });
        for (looser, stricter, what) in [
            (retention, json!({}), Material::Retention),
            (json!({}), release, Material::Retention),
            (json!({ "export": true }), json!({}), Material::Recipients),
            (every.clone(), held.clone(), Material::Collection),
            (every.clone(), analysed.clone(), Material::Collection),
            (held, on_device.clone(), Material::Collection),
            (analysed, on_device, Material::Collection),
            (
                json!({ "keep_after_withdrawal": "w" }),
                json!({}),
                Material::Withdrawal,
            ),
            (
                json!({ "identifiers": "I2" }),
                json!({ "identifiers": "I3" }),
                Material::Identifiers,
            ),
            (
                json!({ "identifiers": "I3" }),
                json!({}),
                Material::Identifiers,
            ),
            (
                json!({ "masking": "M1" }),
                json!({ "masking": "M2" }),
                Material::Masking,
            ),
            (
                json!({ "publisher_marks": true }),
                json!({}),
                Material::Masking,
            ),
            (
                json!({ "unmask": [{ "selector": "h1", "why": "w" }] }),
                json!({}),
                Material::Masking,
            ),
            (json!({ "pointer": "path" }), json!({}), Material::Events),
            (json!({}), json!({ "block": [".a"] }), Material::Events),
            (
                json!({}),
                json!({ "pages": { "record_only": ["/a"] } }),
                Material::Events,
            ),
            (
                json!({}),
                json!({ "pages": { "never_record": ["/a"] } }),
                Material::Events,
            ),
        ] {
            let (looser, stricter) = ([ux(&looser)], [ux(&stricter)]);

            assert_eq!(material(&stricter, &looser), [what], "{looser:?}");
            assert_eq!(material(&looser, &stricter), [], "{looser:?}");
        }
    }

    #[test]
    fn a_purpose_that_is_added_is_material_and_other_words_are_not() {
        let named = ux(&json!({ "text_version": "2", "routes": ["/a"], "lifespan_minutes": 10 }));

        assert_eq!(material(&[], &[ux(&json!({}))]), [Material::Purpose]);
        assert_eq!(material(&[ux(&json!({}))], &[named]), []);
    }
}
