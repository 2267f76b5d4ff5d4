//! The image, and what reaches it.

use crate::{Faults, holds_secret, is_held, is_nobody_special, is_pinned, read};

const IMAGE: &str = "Dockerfile";

/// The instructions of a Dockerfile, each with its lines joined.
fn instructions(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    let instructions = joined
        .lines()
        .filter_map(|line| line.trim().split_once(' '));
    instructions
        .map(|(word, rest)| (word.to_owned(), rest.trim().to_owned()))
        .collect()
}

fn image_faults(text: &str) -> Vec<String> {
    let mut faults = Faults::default();
    let all = instructions(text);
    let of = |word: &str| -> Vec<&str> {
        let found = all.iter().filter(|(found, _)| found == word);
        found.map(|(_, rest)| rest.as_str()).collect()
    };
    faults.unless(of("FROM").len() == 3, "there are not three stages");
    for image in of("FROM") {
        let image = image.split(' ').next().unwrap_or_default();
        faults.unless(is_pinned(image), format!("{image} is not pinned"));
    }
    let last = all.iter().rposition(|(word, _)| word == "FROM").unwrap();
    let user = all[last..].iter().rfind(|(word, _)| word == "USER");
    faults.unless(
        user.is_some_and(|(_, user)| is_nobody_special(user)),
        "it runs as root",
    );
    faults.unless(
        of("HEALTHCHECK")
            .iter()
            .any(|check| check.ends_with(r#"CMD ["revoir", "health"]"#)),
        "there is no health check",
    );
    faults.unless(
        of("ENTRYPOINT") == [r#"["revoir"]"#],
        "it does not start the binary itself",
    );
    faults.unless(of("ADD").is_empty(), "it adds what may lie elsewhere");
    settings(&of("ENV"), &of("ARG"), &mut faults);
    faults.0
}

fn settings(kept: &[&str], built: &[&str], faults: &mut Faults) {
    let settings = [kept, built].concat().join(" ");
    for setting in settings.split_whitespace() {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        faults.unless(
            !holds_secret(name, value),
            format!("{name} would lie in a layer"),
        );
    }
    faults.unless(
        settings.contains("REVOIR_KEYS__DIR=/var/lib/revoir-keys"),
        "the key ring is not where its volume is",
    );
}

#[test]
fn the_image_is_pinned_and_runs_the_binary_as_nobody_special() {
    assert_eq!(image_faults(&read(IMAGE)), Vec::<String>::new());
    is_held(
        IMAGE,
        image_faults,
        &[
            ("node:22.22.2-", "node:22-", "node:22-bookworm-slim is not"),
            ("rust:1.95.0-bookworm", "rust:latest", "rust:latest is not"),
            (
                "debian:12.13-slim",
                "debian:12-slim",
                "debian:12-slim is not",
            ),
            ("FROM debian", "#FROM debian", "three stages"),
            ("USER 10001:10001", "USER root", "runs as root"),
            ("CMD [\"revoir\", \"health\"]", "NONE", "no health check"),
            (
                "ENTRYPOINT [\"revoir\"]",
                "ENTRYPOINT revoir",
                "binary itself",
            ),
            ("COPY LICENSE", "ADD https://x.example/LICENSE", "adds what"),
            ("EXPOSE", "ARG DATABASE_URL\nEXPOSE", "lie in a layer"),
            ("REVOIR_DATA=", "SMTP_PASSWORD=", "lie in a layer"),
            ("revoir-keys\nEXPOSE", "revoir\nEXPOSE", "where its volume"),
        ],
    );
}

#[test]
fn nothing_but_what_is_named_reaches_an_image_and_no_secret_reaches_the_repository() {
    let ignored = read(".dockerignore");
    let rules: Vec<&str> = ignored
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();

    assert_eq!(rules[0], "*");
    for hidden in ["!secrets", "!var", "!.git", "!target", "!packaging"] {
        assert!(!rules.contains(&hidden), "{hidden}");
    }
    assert!(read(".gitignore").lines().any(|line| line == "/secrets"));
}
