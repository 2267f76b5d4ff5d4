//! A page in a Chromium context of its own: nothing that another visit left is there.

use super::{super::Failure, browser::Browser};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(250);
/// Moves as a visitor does, so that whatever records has something to record.
const STIR: &str = "scrollBy(0, 300); \
    { const sign = document.createElement('p'); sign.textContent = '.'; document.body.append(sign); \
      setTimeout(() => sign.remove(), 300); }";
const LEFT: &str = "(async () => { \
    const keys = (name) => { try { return Object.keys(window[name]); } catch { return []; } }; \
    const databases = await indexedDB.databases().catch(() => []); \
    return { local: keys('localStorage'), session: keys('sessionStorage'), \
             databases: databases.map((database) => database.name) }; })()";

/// What a page keeps on the terminal: names, no values.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Left {
    pub(super) local: Vec<String>,
    pub(super) session: Vec<String>,
    pub(super) databases: Vec<String>,
    #[serde(default)]
    pub(super) cookies: Vec<String>,
}

pub(super) struct Page<'a> {
    pub(super) browser: &'a mut Browser,
    context: String,
    session: String,
}

impl<'a> Page<'a> {
    /// Opens an empty page that is watched from before its first request.
    pub(super) async fn open(browser: &'a mut Browser) -> Result<Self, Failure> {
        let context = browser
            .ask(None, "Target.createBrowserContext", json!({}))
            .await?;
        let context = text(&context, "browserContextId");
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = browser.ask(None, "Target.createTarget", target).await?;
        let attach = json!({ "targetId": text(&target, "targetId"), "flatten": true });
        let session = browser.ask(None, "Target.attachToTarget", attach).await?;
        let session = text(&session, "sessionId");
        let mut page = Self {
            browser,
            context,
            session,
        };
        for domain in [
            "Page.enable",
            "Network.enable",
            "DOM.enable",
            "DOMStorage.enable",
        ] {
            page.ask(domain, json!({})).await?;
        }
        Ok(page)
    }

    pub(super) async fn close(self) -> Result<(), Failure> {
        let context = json!({ "browserContextId": self.context });
        let closed = self
            .browser
            .ask(None, "Target.disposeBrowserContext", context);
        closed.await.map(drop)
    }

    /// Goes to an address and waits until the page has loaded.
    pub(super) async fn go(&mut self, url: &str) -> Result<(), Failure> {
        let went = self.ask("Page.navigate", json!({ "url": url })).await?;
        match went.get("errorText").and_then(Value::as_str) {
            Some(error) => Err(Failure::refused(format!("{url}: {error}"))),
            None => self.loaded().await,
        }
    }

    pub(super) async fn reload(&mut self) -> Result<(), Failure> {
        self.ask("Page.reload", json!({})).await?;
        self.loaded().await
    }

    /// A page that never finishes loading is looked at as it is.
    async fn loaded(&mut self) -> Result<(), Failure> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end && !self.browser.has_heard("Page.loadEventFired") {
            self.browser.listen(LOOK).await?;
        }
        Ok(())
    }

    /// Moves on the page, changes it, and waits.
    pub(super) async fn stir(&mut self, time: Duration) -> Result<(), Failure> {
        for at in [200, 260, 320] {
            let event = json!({ "type": "mouseMoved", "x": at, "y": at });
            self.ask("Input.dispatchMouseEvent", event).await?;
        }
        self.evaluate(STIR).await?;
        self.browser.listen(time).await
    }

    /// Clicks what a selector finds first that can be seen, in shadow trees and frames too; false where nothing is.
    pub(super) async fn click(&mut self, selector: &str) -> Result<bool, Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some((x, y)) = self.find(selector).await? {
                for (kind, buttons) in
                    [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)]
                {
                    let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
                    self.ask("Input.dispatchMouseEvent", event).await?;
                }
                return Ok(true);
            }
            if Instant::now() > end {
                return Ok(false);
            }
            self.browser.listen(LOOK).await?;
        }
    }

    /// Where the middle is of what a selector finds first that can be seen.
    pub(super) async fn find(&mut self, selector: &str) -> Result<Option<(f64, f64)>, Failure> {
        let whole = json!({ "depth": -1, "pierce": true });
        let document = self.ask("DOM.getDocument", whole).await?;
        let mut roots = Vec::new();
        gather(
            document.get("root").unwrap_or(&Value::Null),
            true,
            &mut roots,
        );
        for root in roots {
            let ask = json!({ "nodeId": root, "selector": selector });
            let found = self.ask("DOM.querySelector", ask).await;
            let found = found.map_err(|_| Failure::usage(format!("{selector}: is no selector")))?;
            let node = json!({ "nodeId": found.get("nodeId") });
            if found.get("nodeId").and_then(Value::as_u64) == Some(0) {
                continue;
            }
            // What cannot be seen has no quads, and cannot be scrolled to.
            drop(self.ask("DOM.scrollIntoViewIfNeeded", node.clone()).await);
            let quads = self.ask("DOM.getContentQuads", node).await.ok();
            if let Some(middle) = quads.as_ref().and_then(middle) {
                return Ok(Some(middle));
            }
        }
        Ok(None)
    }

    /// Runs a script of ours in the page.
    pub(super) async fn evaluate(&mut self, script: &str) -> Result<Value, Failure> {
        let script = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.ask("Runtime.evaluate", script).await?;
        let value = answer.pointer_mut("/result/value").map(Value::take);
        Ok(value.unwrap_or_default())
    }

    pub(super) async fn left(&mut self) -> Result<Left, Failure> {
        let mut left: Left = serde_json::from_value(self.evaluate(LEFT).await?).unwrap_or_default();
        let context = json!({ "browserContextId": self.context });
        let cookies = self
            .browser
            .ask(None, "Storage.getCookies", context)
            .await?;
        let cookies = cookies.get("cookies").and_then(Value::as_array);
        let named = cookies.into_iter().flatten();
        left.cookies = named
            .map(|cookie| format!("{} ({})", text(cookie, "name"), text(cookie, "domain")))
            .collect();
        Ok(left)
    }

    /// A picture of the page as PNG, in base64.
    pub(super) async fn screenshot(&mut self) -> Result<String, Failure> {
        let picture = self
            .ask("Page.captureScreenshot", json!({ "format": "png" }))
            .await?;
        Ok(text(&picture, "data"))
    }

    async fn ask(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        self.browser.ask(Some(&self.session), method, params).await
    }
}

pub(super) fn text(value: &Value, field: &str) -> String {
    let text = value.get(field).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// The nodes in which a selector looks: the document, each frame's and each shadow tree.
fn gather(node: &Value, is_root: bool, roots: &mut Vec<u64>) {
    if let (true, Some(id)) = (is_root, node.get("nodeId").and_then(Value::as_u64)) {
        roots.push(id);
    }
    for (field, is_root) in [("children", false), ("shadowRoots", true)] {
        let within = node.get(field).and_then(Value::as_array);
        for child in within.into_iter().flatten() {
            gather(child, is_root, roots);
        }
    }
    if let Some(document) = node.get("contentDocument") {
        gather(document, true, roots);
    }
}

fn middle(quads: &Value) -> Option<(f64, f64)> {
    let corners: Vec<f64> = serde_json::from_value(quads.pointer("/quads/0")?.clone()).ok()?;
    let (left, right) = corners
        .iter()
        .step_by(2)
        .fold((f64::MAX, f64::MIN), |(least, most), x| {
            (least.min(*x), most.max(*x))
        });
    let (top, bottom) = corners
        .iter()
        .skip(1)
        .step_by(2)
        .fold((f64::MAX, f64::MIN), |(least, most), y| {
            (least.min(*y), most.max(*y))
        });
    (right > left && bottom > top).then(|| (left.midpoint(right), top.midpoint(bottom)))
}
