//! Where the buttons of well-known consent platforms are, by their published markup.

/// What is clicked, one after the other.
pub(super) type Clicks = Vec<String>;

/// How a visitor decides on a page.
#[derive(Clone)]
pub(super) struct Mechanism {
    pub(super) name: String,
    pub(super) accept: Clicks,
    pub(super) refuse: Clicks,
    /// Nothing where the page's own way is not known: then the SDK is told.
    pub(super) withdraw: Clicks,
}

/// Name, and what to click to accept, to refuse and to withdraw.
type Known = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const KNOWN: [Known; 7] = [
    (
        "Revoir's banner",
        "[aria-labelledby=title] .row > .same + .same",
        "[aria-labelledby=title] .row > .same:first-child",
        &[],
    ),
    (
        "tarteaucitron",
        "#tarteaucitronPersonalize2",
        "#tarteaucitronAllDenied2",
        &["#tarteaucitronManager", "#tarteaucitronAllDenied"],
    ),
    ("Klaro", ".klaro .cm-btn-success", ".klaro .cn-decline", &[]),
    (
        "vanilla-cookieconsent",
        "#cc-main [data-role=all]",
        "#cc-main [data-role=necessary]",
        &[],
    ),
    (
        "Didomi",
        "#didomi-notice-agree-button",
        "#didomi-notice-disagree-button",
        &[],
    ),
    (
        "OneTrust",
        "#onetrust-accept-btn-handler",
        "#onetrust-reject-all-handler",
        &[],
    ),
    (
        "Axeptio",
        "#axeptio_btn_acceptAll",
        "#axeptio_btn_dismiss",
        &[],
    ),
];

/// Those that are known, to be looked for.
pub(super) fn known() -> impl Iterator<Item = Mechanism> {
    KNOWN
        .iter()
        .map(|(name, accept, refuse, withdraw)| Mechanism {
            name: (*name).to_owned(),
            accept: vec![(*accept).to_owned()],
            refuse: vec![(*refuse).to_owned()],
            withdraw: withdraw.iter().map(|it| (*it).to_owned()).collect(),
        })
}
