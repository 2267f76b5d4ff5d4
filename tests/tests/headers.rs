//! Headers: what every answer carries.

use revoir_tests::Revoir;

#[test]
fn every_answer_carries_its_headers() {
    let revoir = Revoir::demo();

    for path in [
        "/",
        "/demo/",
        "/player/",
        "/sdk/revoir.js",
        "/api/session",
        "/nowhere",
        "/healthz",
        "/metrics",
        "/v1/sites/x/policy",
    ] {
        let answer = revoir.ask("GET", path, &[], b"");
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-resource-policy",
        ] {
            assert!(answer.header(name).is_some(), "{path} lacks {name}");
        }
    }
}

#[test]
fn a_page_that_has_not_changed_keeps_its_own_headers() {
    let revoir = Revoir::demo();

    for path in [
        "/",
        "/demo/",
        "/player/",
        "/player/replay.js",
        "/sdk/revoir.js",
    ] {
        let fresh = revoir.ask("GET", path, &[], b"");
        let tag = fresh.header("etag").unwrap().to_owned();
        let known = revoir.ask("GET", path, &[("if-none-match", &tag)], b"");
        assert_eq!((known.status, known.body.len()), (304, 0), "{path}");
        for name in [
            "content-security-policy",
            "cross-origin-resource-policy",
            "cache-control",
        ] {
            assert_eq!(known.header(name), fresh.header(name), "{path}: {name}");
        }
    }
}

#[test]
fn every_screen_of_the_console_is_served_at_its_address() {
    let revoir = Revoir::demo();
    let router = include_str!("../../web-player/src/router.tsx");
    let paths = router.split("path: \"").skip(1);
    let screens: Vec<&str> = paths.filter_map(|rest| rest.split('"').next()).collect();
    assert!(screens.len() > 10, "{screens:?}");

    for screen in screens {
        let answer = revoir.ask("GET", &screen.replace('$', ""), &[], b"");
        assert_eq!(answer.status, 200, "{screen}");
        assert!(answer.text().contains("id=\"root\""), "{screen}");
    }
}
