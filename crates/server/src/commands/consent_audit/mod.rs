//! `revoir consent-audit`: visits a live site as a visitor who refuses, and as one who agrees and withdraws, and files
//! what it asked and kept, signed.

mod browser;
mod cmp;
mod judge;
mod page;
mod report;

use super::{
    Failure,
    client::Client,
    evidence::{make, refuse_used, write},
    print,
    site::key,
};
use crate::{
    admin::AuditOfConsent,
    clock,
    config::Config,
    evidence::{Evidence, EvidenceFile},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use browser::Browser;
use clap::Args;
use cmp::Mechanism;
use hyper::Method;
use jiff::tz::TimeZone;
use page::{Page, text};
use report::{Report, Step, StepReport, sort};
use revoir_vault::audit::sha256;
use serde_json::json;
use std::{
    io::{IsTerminal, stderr},
    path::PathBuf,
    time::{Duration, Instant},
};

/// How long a page is watched after each act, unless it is said.
const SETTLE_SECONDS: u64 = 6;
const SITE: &str = "document.querySelector('script[data-site]')?.dataset.site ?? ''";

const STATUS: &str = "(window.revoir?.status?.() ?? []).map(({ purpose, state, reason }) => \
    ({ purpose, state, reason: reason ?? null }))";

#[derive(Args)]
pub(super) struct ConsentAuditArguments {
    /// A page that has the snippet and asks for consent
    #[arg(value_name = "URL", value_parser = address)]
    url: String,
    /// The site's key; else the one of the page's snippet
    #[arg(long, value_name = "KEY", value_parser = key)]
    site: Option<String>,
    /// What is clicked to agree, where the page's platform is not a known one; several, one after the other
    #[arg(long, value_name = "SELECTOR", requires = "refuse")]
    accept: Vec<String>,
    /// What is clicked to refuse
    #[arg(long, value_name = "SELECTOR", requires = "accept")]
    refuse: Vec<String>,
    /// What is clicked to withdraw; else the page's SDK is told
    #[arg(long, value_name = "SELECTOR")]
    withdraw: Vec<String>,
    /// How long the page is watched after each act
    #[arg(long, value_name = "SECONDS", default_value_t = SETTLE_SECONDS, value_parser = clap::value_parser!(u64).range(1..=120))]
    settle: u64,
    /// Where to write, a directory that is empty or not there yet
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
}

/// Steps, and a picture of the page at the end of each.
type Seen = Vec<(StepReport, String)>;

/// `revoir consent-audit`: exits 1 when something was found that must not be.
pub(super) async fn run(config: Config, arguments: ConsentAuditArguments) -> Result<(), Failure> {
    if let Some(dir) = &arguments.out {
        refuse_used(dir)?;
    }
    let mut browser = Browser::start(&config).await?;
    let visited = visit(&mut browser, &arguments).await;
    browser.stop().await;
    let (mut report, pictures) = visited?;
    report.findings = judge::judge(&report.steps);
    let day = report.made_at.to_zoned(TimeZone::UTC).date();
    let dir = arguments.out.clone();
    let dir = dir.unwrap_or_else(|| format!("revoir-consent-audit-{}-{day}", report.site).into());
    let evidence = file(config, &report, pictures).await?;
    make(&dir)?;
    write(&dir, &evidence)?;
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    if arguments.json {
        print(&text)?;
    } else {
        tell(&report)?;
        let manifest = sha256(evidence.manifest.as_bytes());
        print(&format!("{}: signed, manifest {manifest}", dir.display()))?;
    }
    match report.findings.len() {
        0 => Ok(()),
        1 => Err(Failure::failed("1 thing must not be")),
        count => Err(Failure::failed(format!("{count} things must not be"))),
    }
}

fn address(text: &str) -> Result<String, &'static str> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_web {
        Ok(text.to_owned())
    } else {
        Err("must be an address such as https://www.example.com/")
    }
}

/// Visits twice: refusing, and agreeing to withdraw.
async fn visit(
    browser: &mut Browser,
    arguments: &ConsentAuditArguments,
) -> Result<(Report, Vec<(String, String)>), Failure> {
    let version = browser.ask(None, "Browser.getVersion", json!({})).await?;
    let settle = Duration::from_secs(arguments.settle);
    let mut page = Page::open(browser).await?;
    let (mut seen, mechanism, site) = refuse(&mut page, arguments, settle).await?;
    page.close().await?;
    let mut page = Page::open(browser).await?;
    seen.extend(agree(&mut page, &arguments.url, &mechanism, settle).await?);
    page.close().await?;
    let mut pictures = Vec::new();
    let mut steps = Vec::new();
    for (step, picture) in seen {
        pictures.push((format!("{}.png", step.step.name()), picture));
        steps.push(step);
    }
    let report = Report {
        version: 1,
        url: arguments.url.clone(),
        site,
        made_at: clock::now(),
        browser: text(&version, "product"),
        mechanism: mechanism.name,
        steps,
        findings: Vec::new(),
    };
    Ok((report, pictures))
}

async fn refuse(
    page: &mut Page<'_>,
    arguments: &ConsentAuditArguments,
    settle: Duration,
) -> Result<(Seen, Mechanism, String), Failure> {
    let begun = Instant::now();
    progress("the page before any choice");
    page.go(&arguments.url).await?;
    page.stir(settle).await?;
    let site = match &arguments.site {
        Some(site) => site.clone(),
        None => page
            .evaluate(SITE)
            .await?
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    };
    if site.is_empty() {
        let what = "no script on this page has data-site: it does not load the SDK, or name the site with --site";
        return Err(Failure::refused(format!("{}: {what}", arguments.url)));
    }
    let mechanism = mechanism(page, arguments).await?;
    let untouched = end(
        page,
        Step::Untouched,
        begun,
        vec!["opened the page".to_owned()],
    )
    .await?;
    progress("after refusing");
    let mut did = click(page, &mechanism.refuse).await?;
    page.stir(settle).await?;
    page.reload().await?;
    page.stir(settle).await?;
    did.push("reloaded the page".to_owned());
    let refused = end(page, Step::Refused, begun, did).await?;
    Ok((vec![untouched, refused], mechanism, site))
}

async fn agree(
    page: &mut Page<'_>,
    url: &str,
    mechanism: &Mechanism,
    settle: Duration,
) -> Result<Seen, Failure> {
    let begun = Instant::now();
    progress("after agreeing");
    page.go(url).await?;
    let did = click(page, &mechanism.accept).await?;
    page.stir(settle).await?;
    // Streams open within 5 s of each other, so that they do not tell that they are of one visit.
    page.stir(settle).await?;
    let picture = page.screenshot().await?;
    let left = page.left().await?;
    let status = serde_json::from_value(page.evaluate(STATUS).await?).unwrap_or_default();
    progress("after withdrawing");
    let undone = if mechanism.withdraw.is_empty() {
        page.evaluate("void window.revoir?.withdraw()").await?;
        vec!["withdrew by the SDK".to_owned()]
    } else {
        click(page, &mechanism.withdraw).await?
    };
    let (requests, writes) = sort(page.browser.heard(Instant::now()), begun);
    let granted = StepReport {
        step: Step::Granted,
        did,
        requests,
        writes,
        left,
        status,
    };
    page.stir(settle).await?;
    page.stir(settle).await?;
    let withdrawn = end(page, Step::Withdrawn, begun, undone).await?;
    Ok(vec![(granted, picture), withdrawn])
}

/// What was asked for, else the first known platform that can be seen.
async fn mechanism(
    page: &mut Page<'_>,
    arguments: &ConsentAuditArguments,
) -> Result<Mechanism, Failure> {
    if !arguments.accept.is_empty() {
        return Ok(Mechanism {
            name: "as given".to_owned(),
            accept: arguments.accept.clone(),
            refuse: arguments.refuse.clone(),
            withdraw: arguments.withdraw.clone(),
        });
    }
    for known in cmp::known() {
        let button = known.accept.first().map_or("", String::as_str);
        if page.find(button).await?.is_some() {
            return Ok(known);
        }
    }
    Err(Failure::usage(
        "no known consent platform can be seen on the page: say what is clicked with --accept and --refuse",
    ))
}

async fn click(page: &mut Page<'_>, clicks: &[String]) -> Result<Vec<String>, Failure> {
    let mut did = Vec::new();
    for selector in clicks {
        if !page.click(selector).await? {
            let what = "is not on the page, or cannot be seen";
            return Err(Failure::refused(format!("{selector}: {what}")));
        }
        did.push(format!("clicked {selector}"));
    }
    Ok(did)
}

async fn end(
    page: &mut Page<'_>,
    step: Step,
    begun: Instant,
    did: Vec<String>,
) -> Result<(StepReport, String), Failure> {
    let picture = page.screenshot().await?;
    let left = page.left().await?;
    let (requests, writes) = sort(page.browser.heard(Instant::now()), begun);
    let report = StepReport {
        step,
        did,
        requests,
        writes,
        left,
        status: Vec::new(),
    };
    Ok((report, picture))
}

/// Has the installation sign and log what was seen.
async fn file(
    config: Config,
    report: &Report,
    pictures: Vec<(String, String)>,
) -> Result<Evidence, Failure> {
    let text = serde_json::to_vec_pretty(report).unwrap_or_default();
    let own = ("report.json".to_owned(), BASE64_STANDARD.encode(text));
    let files = [own].into_iter().chain(pictures);
    let of = AuditOfConsent {
        site: report.site.clone(),
        findings: report.findings.len(),
        files: files
            .map(|(name, bytes)| EvidenceFile { name, bytes })
            .collect(),
    };
    let of = serde_json::to_vec(&of).unwrap_or_default();
    let body = Client::ask_once(config, Method::POST, "/evidence/consent", of).await?;
    serde_json::from_slice(&body)
        .map_err(|error| Failure::failed(format!("the server's answer: {error}")))
}

fn tell(report: &Report) -> Result<(), Failure> {
    print(&format!("{} · {}", report.url, report.mechanism))?;
    for step in &report.steps {
        let of = |it: &&report::Finding| it.step == step.step;
        let found: Vec<_> = report.findings.iter().filter(of).collect();
        let (requests, left) = (step.requests.len(), &step.left);
        let kept =
            left.local.len() + left.session.len() + left.databases.len() + left.cookies.len();
        let verdict = if found.is_empty() { "ok" } else { "broken" };
        print(&format!(
            "{:9} {verdict}: {requests} requests, {kept} things on the terminal, all of them in report.json",
            step.step.name()
        ))?;
        for finding in found {
            let (paragraph, what, place) = (finding.paragraph, finding.what, &finding.place);
            print(format!("          §{paragraph} {what} {place}").trim_end())?;
        }
    }
    Ok(())
}

fn progress(what: &str) {
    if stderr().is_terminal() {
        eprintln!("revoir: looking at {what} …");
    }
}
