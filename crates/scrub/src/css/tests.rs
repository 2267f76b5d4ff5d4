use super::*;
use proptest::prelude::*;

fn scrubbed(css: &str) -> String {
    let mut out = String::new();
    scrub(css, &Names::new([0; 16]), &mut out);
    out
}

fn likely() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z-]{1,3}",
        "[\"'(){}\\[\\];:=@/*<>\\\\ \n!#,.+%_-]{1,2}",
        ".{0,2}",
        "[0-9a-f.e+-]{1,9}",
        prop::sample::select(vec![
            "url(",
            "URL(#c1)",
            "url(#c12)",
            "@import ",
            "@media ",
            "@charset",
            "--x:",
            "--c1",
            "--Marie",
            "/*",
            "*/",
            "/* rr_split */",
            "\\75",
            "\\31 ",
            "behavior",
            "expression(",
            "</style",
            "src(",
            "u",
            "rl(",
            "\\69",
            "@",
            "x-c1",
            "red",
            "12px",
            "1e100",
            "12345678",
            ".red",
            ".c1",
            "#c1",
            "#fff",
            "xlink\\:href",
            "'red c1 ..'",
            "\"Marie",
            "\\\n",
            "{",
            "}",
            "\u{0}",
            "\u{7f}",
            "\u{a0}",
            "é",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn twice_is_once(css in prop_oneof![likely(), any::<String>()]) {
        let once = scrubbed(&css);
        prop_assert_eq!(scrubbed(&once), once);
    }

    #[test]
    fn what_comes_out_is_not_much_longer(css in likely()) {
        prop_assert!(scrubbed(&css).len() <= css.len() * 10);
    }
}

#[test]
fn long_sheets_take_time_in_proportion() {
    for piece in [
        "(", "\\", "\"", "/*", "@a{", "url(", "@a(", "#", "--", "1e", "<", "\"\\\n",
    ] {
        let css = piece.repeat(200_000);
        let once = scrubbed(&css);
        assert_eq!(scrubbed(&once), once, "{piece}");
    }
}
