//! What a visit must not be seen to do.

use super::report::{Finding, Request, Step, StepReport};

/// What may stand on the terminal without consent: the banner's choice, and a withdrawal that waits.
const ALLOWED_KEYS: [&str; 2] = ["revoir:choice:", "revoir:pending:"];

/// Judges the steps of two visits: one that refuses, one that agrees and withdraws.
pub(super) fn judge(steps: &[StepReport]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !steps.iter().flat_map(|step| &step.requests).any(is_loader) {
        let first = steps.first().map_or(Step::Untouched, |step| step.step);
        findings.push(finding(first, 39, "the page does not load the SDK", ""));
        return findings;
    }
    for step in steps {
        findings.extend(match step.step {
            Step::Untouched | Step::Refused => before(step),
            Step::Granted => granted(step),
            Step::Withdrawn => withdrawn(step, steps),
        });
    }
    findings
}

/// Without consent: no request but the loader and the banner's public files, and no storage but the two exceptions.
fn before(step: &StepReport) -> Vec<Finding> {
    let what = "a request without consent";
    let asked = ours(step).filter(|request| !is_loader(request) && !is_banners(request));
    let asked = asked.map(|request| finding(step.step, 19, what, &request.url));
    asked
        .chain(kept(step, 19, "storage without consent"))
        .collect()
}

fn granted(step: &StepReport) -> Vec<Finding> {
    let refused = ours(step).filter(|request| {
        path(request) == "/v1/grants" && request.status.is_some_and(|status| status >= 400)
    });
    let refused = refused.map(|request| request.purpose.as_deref().unwrap_or_default());
    // The SDK looks itself whether the texts are those in force.
    let lapsed = step
        .status
        .iter()
        .filter(|it| it.reason.as_deref() == Some("changed"));
    let lapsed = lapsed.map(|it| it.purpose.as_str());
    let mut findings: Vec<Finding> = refused
        .chain(lapsed)
        .map(|purpose| finding(step.step, 20, "the consent does not count", purpose))
        .collect();
    if !ours(step).any(|request| path(request).starts_with("/sdk/recorder-")) {
        let what = "agreeing starts nothing: the choice does not reach the SDK";
        findings.push(finding(step.step, 20, what, ""));
    }
    findings
}

/// After it: nothing more is sent, the withdrawal was told, and nothing is kept.
fn withdrawn(step: &StepReport, steps: &[StepReport]) -> Vec<Finding> {
    let sends = ["/v1/grants", "/v1/batches"];
    let sent = ours(step).filter(|request| sends.contains(&path(request)));
    let mut findings: Vec<Finding> = sent
        .map(|request| {
            finding(
                step.step,
                35,
                "something is sent after the withdrawal",
                &request.url,
            )
        })
        .collect();
    let agreed = steps
        .iter()
        .filter(|it| matches!(it.step, Step::Granted | Step::Withdrawn));
    let mut agreed = agreed.flat_map(ours);
    let (mut opened, mut told) = (false, false);
    for request in agreed.by_ref() {
        opened |= path(request) == "/v1/batches";
        told |= path(request) == "/v1/withdrawals";
    }
    if opened && !told {
        findings.push(finding(
            step.step,
            35,
            "the server is not told of the withdrawal",
            "",
        ));
    }
    findings.extend(kept(step, 35, "storage after the withdrawal"));
    findings
}

/// What of ours stands on the terminal, or was written and is gone again, that may not.
fn kept(step: &StepReport, paragraph: u32, what: &'static str) -> Vec<Finding> {
    let left = &step.left;
    let databases = left
        .databases
        .iter()
        .filter(|name| name.starts_with("revoir"));
    let keys = left.local.iter().chain(&left.session);
    let written = step.writes.iter().map(|write| &write.key);
    // What was written before the withdrawal was allowed then.
    let written = written.filter(|_| step.step != Step::Withdrawn);
    let mut found: Vec<&String> = keys
        .chain(written)
        .filter(|key| key.starts_with("revoir") && !is_allowed(key))
        .chain(databases)
        .collect();
    found.sort();
    found.dedup();
    let found = found.into_iter();
    found
        .map(|key| finding(step.step, paragraph, what, key))
        .collect()
}

fn is_allowed(key: &str) -> bool {
    ALLOWED_KEYS.iter().any(|allowed| key.starts_with(allowed))
}

/// The requests to the server's places, wherever it is: the site's own pages may lie on the same host.
fn ours(step: &StepReport) -> impl Iterator<Item = &Request> {
    let requests = step.requests.iter();
    requests.filter(|request| {
        ["/sdk/", "/v1/"]
            .iter()
            .any(|place| path(request).starts_with(place))
    })
}

fn is_loader(request: &Request) -> bool {
    path(request).starts_with("/sdk/revoir")
}

fn is_banners(request: &Request) -> bool {
    let path = path(request);
    path.starts_with("/sdk/banner-") || (path.starts_with("/v1/sites/") && path.ends_with("/texts"))
}

fn path(request: &Request) -> &str {
    let host = request.url.split_once("://").map_or("", |(_, host)| host);
    host.find('/').and_then(|at| host.get(at..)).unwrap_or("/")
}

fn finding(step: Step, paragraph: u32, what: &'static str, place: &str) -> Finding {
    Finding {
        step,
        paragraph,
        what,
        place: place.to_owned(),
    }
}
