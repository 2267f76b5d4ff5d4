use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn scrubbed(css: &str) -> String {
    sheet(css, &mut Room::default()).clone()
}

#[test]
fn the_shared_cases_come_out_exactly() {
    let cases = include_str!("../../../../tests/vectors/css.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    for case in &cases {
        assert_eq!(
            scrubbed(case["in"].as_str().unwrap()),
            case["out"].as_str().unwrap(),
            "{case}"
        );
    }
}

fn likely() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z-]{1,3}",
        "[\"'(){}\\[\\];:=@/*<>\\\\ \n!#,.]{1,2}",
        ".{0,2}",
        "[0-9a-f]{1,7}",
        prop::sample::select(vec![
            "url(",
            "URL(",
            "@import ",
            "@charset",
            "--x:",
            "--Marie",
            "/*",
            "*/",
            "/* rr_split */",
            "\\75",
            "behavior",
            "-moz-binding:",
            "expression(",
            "</style",
            "src(",
            "u",
            "rl(",
            "import",
            "\\69",
            "@",
            "x",
            "red",
            "12px",
            "[type=",
            "[type='text'",
            "[x=\"x\"",
            "\"radio\" i]",
            "button]",
            "]",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn twice_is_once(css in prop_oneof![likely(), any::<String>()]) {
        let once = scrubbed(&css);
        prop_assert_eq!(scrubbed(&once), once);
    }

    #[test]
    fn nothing_that_loads_or_ends_a_sheet_is_left(css in likely()) {
        let out = scrubbed(&css).to_ascii_lowercase().replace("\\@", "_");
        prop_assert!(!out.contains("</style"));
        for (at, rule) in out.match_indices("@import") {
            prop_assert!(out[at + rule.len()..].starts_with(|c: char| !c.is_ascii() || skip::in_name(u8::try_from(c).unwrap()) || c == '\\'));
        }
        for (at, _) in out.match_indices("url(") {
            let inside_a_name = out[..at].ends_with(|c: char| !c.is_ascii() || skip::in_name(u8::try_from(c).unwrap()));
            prop_assert!(inside_a_name || out[at..].starts_with("url()"));
        }
    }

    #[test]
    fn custom_values_twice_are_once(css in likely()) {
        let mut room = Room::default();
        let once = value("--x", &css, &mut room).clone();
        prop_assert_eq!(value("--x", &once, &mut room).clone(), once);
    }
}
