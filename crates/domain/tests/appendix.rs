//! Appendix 1 of the CNIL's draft recommendation, typed by hand from its rows: for each purpose every combination
//! of L, M, I and retention, and what deviates.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_domain::{
    conformance::Judged,
    framework::{Framework, Status},
    policy::Policy,
    purpose::Purpose,
};
use serde_json::{Value, json};

/// Whether a choice keeps to a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Kept,
    Deviating,
}

use Is::{Deviating, Kept};

/// What a purpose's row says of each choice.
struct Row {
    purpose: Purpose,
    /// In the order of [`collections`].
    collection: [Is; 13],
    /// M1, M2, M3.
    masking: [Is; 3],
    /// I1, I2, I3.
    identifiers: [Is; 3],
    /// In minutes.
    retention: [(u32, Is); 7],
}

/// Every set of L measures, L1 at most at a quarter of the visits and above it.
fn collections() -> [(&'static str, Value); 13] {
    let (few, many) = (json!({"rate": 0.25}), json!({"rate": 0.26}));
    let l2 = json!({"triggers": [{"on": "javascript_error"}]});
    let held = json!({"history": {"provisional": {"why_not_on_device": "x", "delete_within_minutes": 60}}});
    let l3 = json!({"keep": [{"marker": "rage_click"}]});
    [
        ("L1 at 25 %", json!({"L1": few})),
        ("L1 at 26 %", json!({"L1": many})),
        ("L1 at 100 %", json!({"L1": {"rate": 1}})),
        ("L2 on the device", json!({"L2": l2})),
        ("L2 provisional", json!({"L2": held})),
        ("L3", json!({"L3": l3})),
        ("L1 at 25 %, L2", json!({"L1": few, "L2": l2})),
        ("L1 at 26 %, L2", json!({"L1": many, "L2": l2})),
        ("L1 at 25 %, L3", json!({"L1": few, "L3": l3})),
        ("L1 at 26 %, L3", json!({"L1": many, "L3": l3})),
        ("L2, L3", json!({"L2": l2, "L3": l3})),
        ("L1 at 25 %, L2, L3", json!({"L1": few, "L2": l2, "L3": l3})),
        (
            "L1 at 26 %, L2, L3",
            json!({"L1": many, "L2": l2, "L3": l3}),
        ),
    ]
}

const HOURS: u32 = 60;
const DAYS: u32 = 24 * 60;

/// "L2 and (M3 or M2 or M1) and (I2 or I3) […] Retention period limited to a few hours after the end of the
/// session": up to 24 h. I1 is stricter than either.
const SUPPORT: Row = Row {
    purpose: Purpose::Support,
    collection: [
        Deviating, // L1 at 25 %
        Deviating, // L1 at 26 %
        Deviating, // L1 at 100 %
        Kept,      // L2 on the device
        Kept,      // L2 provisional
        Deviating, // L3
        Kept,      // L1 at 25 %, L2
        Kept,      // L1 at 26 %, L2
        Deviating, // L1 at 25 %, L3
        Deviating, // L1 at 26 %, L3
        Kept,      // L2, L3
        Kept,      // L1 at 25 %, L2, L3
        Kept,      // L1 at 26 %, L2, L3
    ],
    masking: [Kept, Kept, Kept],
    identifiers: [Kept, Kept, Kept],
    retention: [
        (HOURS, Kept),
        (4 * HOURS, Kept),
        (24 * HOURS, Kept),
        (24 * HOURS + 1, Deviating),
        (30 * DAYS, Deviating),
        (183 * DAYS, Deviating),
        (366 * DAYS, Deviating),
    ],
};

/// "(L1 or L3) and (M2 or M3) and I1 […] Retention period of a few months": up to 183 days.
const UX: Row = Row {
    purpose: Purpose::Ux,
    collection: [
        Kept,      // L1 at 25 %
        Deviating, // L1 at 26 %
        Deviating, // L1 at 100 %
        Deviating, // L2 on the device
        Deviating, // L2 provisional
        Kept,      // L3
        Kept,      // L1 at 25 %, L2
        Deviating, // L1 at 26 %, L2
        Kept,      // L1 at 25 %, L3
        Kept,      // L1 at 26 %, L3
        Kept,      // L2, L3
        Kept,      // L1 at 25 %, L2, L3
        Kept,      // L1 at 26 %, L2, L3
    ],
    masking: [Deviating, Kept, Kept],
    identifiers: [Kept, Deviating, Deviating],
    retention: [
        (HOURS, Kept),
        (24 * HOURS, Kept),
        (24 * HOURS + 1, Kept),
        (30 * DAYS, Kept),
        (183 * DAYS, Kept),
        (183 * DAYS + 1, Deviating),
        (366 * DAYS, Deviating),
    ],
};

/// "(L2 or L3) and (M1 or M2 or M3) and I1 […] retention period of a few months": up to 183 days.
const ERRORS: Row = Row {
    purpose: Purpose::Errors,
    collection: [
        Deviating, // L1 at 25 %
        Deviating, // L1 at 26 %
        Deviating, // L1 at 100 %
        Kept,      // L2 on the device
        Kept,      // L2 provisional
        Kept,      // L3
        Kept,      // L1 at 25 %, L2
        Kept,      // L1 at 26 %, L2
        Kept,      // L1 at 25 %, L3
        Kept,      // L1 at 26 %, L3
        Kept,      // L2, L3
        Kept,      // L1 at 25 %, L2, L3
        Kept,      // L1 at 26 %, L2, L3
    ],
    masking: [Kept, Kept, Kept],
    identifiers: [Kept, Deviating, Deviating],
    retention: [
        (HOURS, Kept),
        (24 * HOURS, Kept),
        (24 * HOURS + 1, Kept),
        (30 * DAYS, Kept),
        (183 * DAYS, Kept),
        (183 * DAYS + 1, Deviating),
        (366 * DAYS, Deviating),
    ],
};

fn policy(purpose: Purpose, (l, m, i, minutes): (&Value, &str, &str, u32)) -> Policy {
    let document = json!({
        "purpose": purpose, "collection": l, "masking": m, "identifiers": i, "retention_minutes": minutes,
        "nature": "ordinary", "lifespan_minutes": 30, "text_version": "1", "routes": [],
    });
    serde_json::from_value(document).unwrap()
}

/// Walks every combination of a row and returns how many there are.
fn walk(row: &Row, framework: &Framework) -> usize {
    let mut walked = 0;
    for ((name, l), l_is) in collections().iter().zip(row.collection) {
        for (m, m_is) in ["M1", "M2", "M3"].into_iter().zip(row.masking) {
            for (i, i_is) in ["I1", "I2", "I3"].into_iter().zip(row.identifiers) {
                for (minutes, r_is) in row.retention {
                    let found = policy(row.purpose, (l, m, i, minutes)).conformance(framework);
                    let measures: Vec<Judged> = found.iter().map(|it| it.measure).collect();
                    let expected: Vec<Judged> = [
                        (l_is, Judged::Collection),
                        (m_is, Judged::Masking),
                        (i_is, Judged::Identifiers),
                        (r_is, Judged::Retention),
                    ]
                    .into_iter()
                    .filter(|(is, _)| *is == Deviating)
                    .map(|(_, measure)| measure)
                    .collect();
                    let purpose = row.purpose;
                    assert_eq!(
                        measures, expected,
                        "{purpose}: {name}, {m}, {i}, {minutes} min"
                    );
                    walked += 1;
                }
            }
        }
    }
    walked
}

#[test]
fn each_combination_deviates_where_the_appendix_says() {
    let framework = Framework::embedded().unwrap();

    let walked: usize = [SUPPORT, UX, ERRORS]
        .iter()
        .map(|row| walk(row, &framework))
        .sum();

    assert_eq!(walked, 3 * 13 * 3 * 3 * 7);
}

#[test]
fn presets_conform() {
    let framework = Framework::embedded().unwrap();
    for text in [
        include_str!("../../../config/presets/support.toml"),
        include_str!("../../../config/presets/ux.toml"),
        include_str!("../../../config/presets/errors.toml"),
    ] {
        let preset: Policy = toml::from_str(text).unwrap();

        assert_eq!(preset.conformance(&framework), []);
        assert_eq!(preset.unsaid(), []);
        assert_eq!(preset.not_available(), []);
    }
}

#[test]
fn of_the_demos_policies_ux_alone_deviates_and_by_its_sampling() {
    let framework = Framework::embedded().unwrap();
    let deviations = [
        include_str!("../../../config/demo/support.toml"),
        include_str!("../../../config/demo/ux.toml"),
        include_str!("../../../config/demo/errors.toml"),
    ]
    .map(|text| {
        toml::from_str::<Policy>(text)
            .unwrap()
            .conformance(&framework)
    });

    assert_eq!(deviations.each_ref().map(Vec::len), [0, 1, 0]);
    assert_eq!(deviations.concat().first().unwrap().chosen, "L1 100 %");
}

#[test]
fn the_framework_is_a_draft_and_says_which_measure_stands_where() {
    let framework = Framework::embedded().unwrap();

    assert_eq!(framework.status, Status::Draft);
    let paragraphs = framework
        .measures
        .iter()
        .map(|(name, it)| (name.as_str(), it.paragraph.as_str()));
    assert_eq!(
        paragraphs.collect::<Vec<_>>(),
        [
            ("I1", "44"),
            ("I2", "44"),
            ("I3", "44"),
            ("L1", "42"),
            ("L2", "42"),
            ("L3", "42"),
            ("M0", "43"),
            ("M1", "43"),
            ("M2", "43"),
            ("M3", "43"),
            ("S1", "48"),
            ("S2", "48"),
        ]
    );
    for purpose in Purpose::ALL {
        assert_eq!(framework.row(purpose).always, ["S1", "S2"]);
    }
}
