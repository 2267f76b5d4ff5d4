//! Change the policy, and the text changes: every figure, in both languages.

use super::{Content, Told};
use crate::founding::PRESETS;
use revoir_domain::policy::Policy;
use serde_json::{Value, json};

pub(super) fn changed(purpose: usize, fields: &Value) -> Policy {
    let preset: Policy = toml::from_str(PRESETS[purpose]).unwrap();
    let mut document = serde_json::to_value(preset).unwrap();
    for (name, value) in fields.as_object().unwrap() {
        document[name] = value.clone();
    }
    serde_json::from_value(document).unwrap()
}

fn told(policy: Policy) -> [Told; 2] {
    let texts = Content::of(("shop", "Lumière & Co"), "3", &[policy]).texts;
    [texts.en, texts.fr]
}

fn all(told: &Told) -> String {
    serde_json::to_string(told).unwrap()
}

/// Every figure of a policy, by the fields that set it and how each language writes it.
fn figures() -> Vec<(usize, Value, [&'static str; 2])> {
    let l2 = |before: u16, after: u16| {
        json!({ "collection": { "L2": { "history": "on_device", "before_s": before, "after_s": after,
            "triggers": [{ "on": "custom", "name": "lost" }] } } })
    };
    let provisional = json!({ "collection": { "L2": { "history": { "provisional": {
        "why_not_on_device": "w", "delete_within_minutes": 37 } }, "before_s": 1, "after_s": 2,
        "triggers": [{ "on": "url", "pattern": "/help/*" }] } } });
    let analysed = json!({ "collection": { "L3": { "delete_within_minutes": 17,
        "keep": [{ "marker": "rage_click", "at_least": 4 }] } } });
    vec![
        (
            1,
            json!({ "collection": { "L1": { "rate": 0.125 } } }),
            ["12.5 % are", "12,5 % sont"],
        ),
        (1, l2(23, 45), ["from 23 seconds", "deux fois 23 secondes"]),
        (1, l2(23, 45), ["45 seconds after", "à 45 secondes après"]),
        (1, l2(23, 45), ["“lost”", "« lost »"]),
        (
            1,
            provisional.clone(),
            ["within 37 minutes", "un délai de 37 minutes"],
        ),
        (1, provisional, ["the page /help/*", "la page /help/*"]),
        (
            1,
            analysed.clone(),
            ["within 17 minutes", "un délai de 17 minutes"],
        ),
        (1, analysed, ["at least 4 times", "au moins 4 fois"]),
        (
            1,
            json!({ "keep_after_withdrawal": "w" }),
            [
                "keeps until their time is over: User experience.",
                "conserve jusqu’à leur terme : Expérience utilisateur.",
            ],
        ),
        (
            1,
            json!({ "retention_minutes": 17 * 1_440 }),
            ["kept for 17 days", "conservé 17 jours"],
        ),
        (
            1,
            json!({ "retention_minutes": 17 * 1_440 }),
            ["UX”). Kept 17 days", "Conservé 17 jours"],
        ),
        (
            1,
            json!({ "retention_minutes": 17 * 1_440 }),
            ["experience: 17 days", "17 jours après"],
        ),
        (
            1,
            json!({ "retention_minutes": 17 * 1_440 }),
            [
                "over, 17 days after the visit at",
                "17 jours au plus après la visite",
            ],
        ),
        (
            1,
            json!({ "lifespan_minutes": 11 }),
            ["lasts 11 minutes", "au plus 11 minutes"],
        ),
        (
            1,
            json!({ "identifiers": "I2" }),
            ["key of this site and", "propre à ce site et"],
        ),
        (
            0,
            json!({ "identifiers": "I3" }),
            ["part of the site and", "partie du site et"],
        ),
        (
            1,
            json!({ "export": true }),
            ["take it out as a file", "l’extraire sous forme"],
        ),
        (
            1,
            json!({ "export": true }),
            ["be taken out as files", "être extraits sous forme"],
        ),
        (
            1,
            json!({ "pointer": "path" }),
            ["all moves of the", "tous les mouvements"],
        ),
        (
            1,
            json!({ "pointer": "none" }),
            ["no moves of the", "aucun mouvement"],
        ),
        (
            1,
            json!({ "block": [".a", ".b"] }),
            ["never recorded: 2", "jamais enregistrées : 2"],
        ),
        (
            1,
            json!({ "pages": { "never_record": ["/me/*"] } }),
            ["never recorded: /me/*", "enregistrées : /me/*"],
        ),
        (
            1,
            json!({ "pages": { "record_only": ["/shop"] } }),
            ["are recorded: /shop", "enregistrées : /shop"],
        ),
        (
            1,
            json!({ "legal_basis": "public_task" }),
            ["public interest", "d’intérêt public"],
        ),
        (
            1,
            json!({ "until": { "event": "release" } }),
            ["site is next renewed", "le site est renouvelé"],
        ),
        (
            0,
            json!({ "until": { "event": "ticket_closed", "longest_minutes": 9 * 1_440 } }),
            ["9 days after", "9 jours après"],
        ),
        (
            1,
            json!({ "masking": "M1" }),
            ["a second person", "d’une seconde personne"],
        ),
    ]
}

#[test]
fn change_the_policy_and_the_text_changes() {
    for (purpose, fields, expected) in figures() {
        let before = told(changed(
            purpose,
            &json!({ "identifiers": "I1", "lifespan_minutes": 30 }),
        ));
        let after = told(changed(purpose, &fields));

        for ((before, after), expected) in before.iter().zip(&after).zip(expected) {
            let expected = expected.replace("UX”). Kept", "Kept");
            assert!(all(after).contains(&expected), "{expected}: {}", all(after));
            assert!(
                !all(before).contains(&expected),
                "{expected} was there before"
            );
        }
    }
}

#[test]
fn nothing_is_left_unfilled_and_the_publisher_is_named_in_both_languages() {
    for purpose in 0..3 {
        for told in told(changed(purpose, &json!({}))) {
            let all = all(&told);

            assert!(!all.contains("\"\"") && !all.contains("  "), "{all}");
            assert!(
                told.purposes
                    .values()
                    .all(|it| it.description.contains("Lumière & Co"))
            );
            assert!(told.intro.contains("Lumière & Co"));
        }
    }
}

#[test]
fn the_first_level_tells_of_replay_while_one_policy_does_not_leave_it_out() {
    let off = json!({ "off_first_level": "a closed site, whose users were told in writing" });
    let of = |policies: &[Policy]| Content::of(("shop", "p"), "1", policies).first_level;

    assert!(of(&[changed(1, &json!({}))]));
    assert!(of(&[changed(0, &off), changed(1, &json!({}))]));
    assert!(!of(&[changed(0, &off), changed(1, &off)]));
}

#[test]
fn the_sentences_of_the_cnil_name_the_publisher() {
    let texts = Content::of(("shop", "ACME"), "1", &[changed(2, &json!({}))]).texts;
    let said = &texts.en.purposes[&revoir_domain::purpose::Purpose::Errors];

    assert_eq!(
        said.description,
        "ACME uses trackers (user journey recording tools) to identify technical errors and resolve them."
    );
}
