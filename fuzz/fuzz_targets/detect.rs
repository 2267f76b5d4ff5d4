//! Any text: both ways of looking find the same, in order, on character boundaries; and what is masked is not found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use revoir_detect::{Span, scan, scan_all};

fuzz_target!(|text: &str| {
    let mut found = Vec::new();
    scan(text, &mut |span| found.push(span));

    let mut all = Vec::new();
    scan_all(text.as_bytes(), &mut |span| all.push(span));
    assert_eq!(found, all);
    let mut last = 0;
    for span in &found {
        assert!(last <= span.start && span.start < span.end);
        last = span.end;
    }
    let masked = masked(text, &found);
    scan(&masked, &mut |span| {
        panic!("{span:?} is left in {masked:?}")
    });
});

fn masked(text: &str, found: &[Span]) -> String {
    let mut masked = text.to_owned();
    for span in found.iter().rev() {
        let star = |found: char| if found.is_whitespace() { found } else { '*' };
        let stars: String = text[span.start..span.end].chars().map(star).collect();
        masked.replace_range(span.start..span.end, &stars);
    }
    masked
}
