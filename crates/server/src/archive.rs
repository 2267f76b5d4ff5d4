//! A recording as one HTML file that plays alone, from disk and without network.
//!
//! It is as untrusted as in the console: its policy, which the `data:` document inside inherits, runs two scripts by
//! their hashes and asks nothing of any host, and the replayed page lies in the same sandbox (`docs/viewer-safety.md`).
//! The script that shows it stands after the events, so that a file that was cut off says so instead of playing.

use crate::{app::App, http::assets::player_script, http::problem::ApiError, rights, watching};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use futures::{StreamExt, TryStreamExt, stream};
use revoir_domain::permission::Watch;
use revoir_store::{TenantTx, search::Recording};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Streams a recording, frame by frame; what is gone meanwhile breaks the answer off.
pub(crate) async fn send(
    app: App,
    tx: TenantTx<Watch>,
    found: Recording,
) -> Result<Response, ApiError> {
    let replay = script("replay.js")?;
    let boot = script("archive.js")?;
    let organisation = tx.scope().organisation();
    let site = app.site_by_id(organisation, found.site).await?;
    let about = json!({
        "site": site.name,
        "purpose": found.purpose,
        "opened_hour": found.opened_hour.to_string(),
        "statement": rights::statement(&app, &found).await?,
    });
    let head = head(&replay, &boot, &about.to_string());
    let tail = format!("</script>\n<script>{boot}</script>\n</body>\n</html>\n");
    let name = format!("attachment; filename=\"revoir-{}.html\"", found.id);
    let events = watching::events(app, tx, found, None).await?;
    let whole = stream::once(async { Ok(Bytes::from(head)) })
        .chain(events.map_ok(|piece| inert(&piece)))
        .chain(stream::once(async { Ok(Bytes::from(tail)) }));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(whole)).into_response())
}

/// A script as it may stand in a page: nothing in it ends it.
fn script(name: &str) -> Result<String, ApiError> {
    let text = player_script(name).ok_or(ApiError::Unavailable)?;
    let text = text.replace('\r', "").replace("<!--", "<\\!--");
    Ok(text.replace("</script", "<\\/script"))
}

/// JSON in which no character can end or begin an element: outside of texts it has none of them.
fn inert(json: &[u8]) -> Bytes {
    let mut safe = Vec::with_capacity(json.len());
    for byte in json {
        match byte {
            b'<' => safe.extend_from_slice(b"\\u003c"),
            byte => safe.push(*byte),
        }
    }
    safe.into()
}

fn head(replay: &str, boot: &str, about: &str) -> String {
    let (replay_hash, boot_hash) = (hash(replay), hash(boot));
    let about = String::from_utf8_lossy(&inert(about.as_bytes())).into_owned();
    let replay = BASE64_STANDARD.encode(replay);
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{replay_hash}' '{boot_hash}'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Revoir</title>
</head>
<body>
<p id="incomplete">This file is incomplete: download it again. — Ce fichier est incomplet : téléchargez-le à nouveau.</p>
<script type="application/json" id="about">{about}</script>
<script type="text/plain" id="replay">{replay}</script>
<script type="application/json" id="events">"#
    )
}

fn hash(script: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_recording_ends_the_element_it_stands_in() {
        let json = br#"["</script><script>alert(1)</script>","<!-- <script>"]"#;

        let safe = inert(json);

        assert!(!safe.contains(&b'<'));
        let read: serde_json::Value = serde_json::from_slice(&safe).unwrap();
        assert_eq!(
            read,
            serde_json::from_slice::<serde_json::Value>(json).unwrap()
        );
    }
}
