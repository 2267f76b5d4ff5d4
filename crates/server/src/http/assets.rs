//! What is embedded: console, player, SDK and the demo shop.

use super::{extract::Path, problem::ApiError};
use crate::app::App;
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web-player/dist"]
#[allow_missing = true]
struct Console;

#[derive(RustEmbed)]
#[folder = "../../sdk-js/dist"]
#[allow_missing = true]
struct Sdk;

#[derive(RustEmbed)]
#[folder = "../../demo/shop"]
struct Shop;

const CONSOLE: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types default";
const PLAYER: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
    frame-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const RIGHTS: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types";
const SHOP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a build without the front ends lacks: each page that is missing or empty.
pub(crate) fn missing() -> Vec<&'static str> {
    let there = |file: Option<EmbeddedFile>| file.is_some_and(|file| !file.data.is_empty());
    [
        ("console", there(Console::get("index.html"))),
        ("player", there(Console::get("player/index.html"))),
        ("rights page", there(Console::get("r/index.html"))),
        ("SDK", there(Sdk::get("revoir.js"))),
    ]
    .into_iter()
    .filter_map(|(page, there)| (!there).then_some(page))
    .collect()
}

/// The files that browsers are served, by their path below `/sdk/`.
pub(crate) fn sdk_files() -> impl Iterator<Item = (String, Vec<u8>)> {
    Sdk::iter().filter_map(|path| {
        let file = Sdk::get(&path)?;
        Some((path.into_owned(), file.data.into_owned()))
    })
}

/// A script of the player, if this build has the front ends.
pub(crate) fn player_script(name: &str) -> Option<String> {
    let file = Console::get(&format!("player/{name}"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// Where the console has a screen. `web-player/src/router.tsx` has the same.
const SCREENS: [&str; 18] = [
    "/",
    "/sign-in",
    "/forgotten",
    "/link",
    "/account",
    "/members",
    "/members/{member}",
    "/sites",
    "/sites/{*rest}",
    "/policies",
    "/policies/{*rest}",
    "/register",
    "/texts",
    "/requests",
    "/deletions",
    "/incidents",
    "/audit",
    "/installation",
];

/// The pages and what they load.
pub(crate) fn pages() -> Router<App> {
    let console = SCREENS.iter().fold(Router::new(), |router, path| {
        router.route(path, get(show_console))
    });
    console
        .route("/assets/{*file}", get(show_asset))
        .route("/player/", get(show_relay))
        .route("/player/{*file}", get(show_player))
        .route("/r/", get(show_rights))
        .route("/r/{file}", get(show_rights_file))
        .route("/sdk/{*file}", get(show_sdk))
        .route("/demo", get(|| async { Redirect::permanent("/demo/") }))
        .route("/demo/", get(show_shop))
        .route("/demo/{*page}", get(show_shop_page))
}

async fn show_console(request: Request) -> Response {
    page(
        Console::get("index.html"),
        "index.html",
        CONSOLE,
        request.headers(),
    )
}

async fn show_asset(Path(file): Path<String>, request: Request) -> Response {
    let name = format!("assets/{file}");
    let response = send(Console::get(&name), &name, request.headers());
    with(
        response,
        header::CACHE_CONTROL,
        "public, max-age=31536000, immutable",
    )
}

async fn show_relay(request: Request) -> Response {
    page(
        Console::get("player/index.html"),
        "index.html",
        PLAYER,
        request.headers(),
    )
}

/// The player's document has an opaque origin, to which everything here is foreign.
async fn show_player(Path(file): Path<String>, request: Request) -> Response {
    let name = format!("player/{file}");
    with(
        send(Console::get(&name), &name, request.headers()),
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    )
}

/// A visitor's own page; nothing of the console is on it.
async fn show_rights(request: Request) -> Response {
    page(
        Console::get("r/index.html"),
        "index.html",
        RIGHTS,
        request.headers(),
    )
}

async fn show_rights_file(Path(file): Path<String>, request: Request) -> Response {
    send(Console::get(&format!("r/{file}")), &file, request.headers())
}

async fn show_sdk(Path(file): Path<String>, request: Request) -> Response {
    // The loaders have no hash in their names: `revoir.js`, and one for each consent management platform.
    let hashed = !file.starts_with("revoir");
    let caching = if hashed {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let response = with(
        send(Sdk::get(&file), &file, request.headers()),
        header::CACHE_CONTROL,
        caching,
    );
    // The detectors are fetched, not loaded as a script; the files are public and the same for everyone.
    let response = with(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    with(
        response,
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    )
}

async fn show_shop(request: Request) -> Response {
    page(
        Shop::get("index.html"),
        "index.html",
        SHOP,
        request.headers(),
    )
}

async fn show_shop_page(Path(page_name): Path<String>, request: Request) -> Response {
    if Shop::get(&page_name).is_some() {
        return send(Shop::get(&page_name), &page_name, request.headers());
    }
    let first = page_name.split('/').next().unwrap_or_default();
    let name = format!("{first}.html");
    page(Shop::get(&name), &name, SHOP, request.headers())
}

fn page(
    file: Option<EmbeddedFile>,
    name: &str,
    policy: &'static str,
    asked: &HeaderMap,
) -> Response {
    let response = with(
        send(file, name, asked),
        header::CONTENT_SECURITY_POLICY,
        policy,
    );
    with(response, header::CACHE_CONTROL, "no-cache")
}

fn send(file: Option<EmbeddedFile>, name: &str, asked: &HeaderMap) -> Response {
    let Some(file) = file else {
        return ApiError::NotFound("page").into_response();
    };
    let tag = format!(
        "\"{}\"",
        BASE64_URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash())
    );
    let known = asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let head = [
        (header::CONTENT_TYPE, kind(name).to_owned()),
        (header::ETAG, tag),
    ];
    let caching = [(header::CACHE_CONTROL, "no-cache")];
    if known {
        return (StatusCode::NOT_MODIFIED, head, caching).into_response();
    }
    (head, caching, file.data.into_owned()).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "md" | "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Sets a header on a file, also on "not modified": a browser puts that answer's headers in the place of those it has.
fn with(mut response: Response, name: header::HeaderName, value: &'static str) -> Response {
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
