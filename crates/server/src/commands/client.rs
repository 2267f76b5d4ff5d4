//! How a command reaches an installation: over the socket of a running server, else in this process.

use super::Failure;
use crate::{admin, config::Config, installation::Installation};
use axum::{
    Router,
    body::{Body, Bytes},
};
use http_body_util::{BodyExt, Collected};
use hyper::{Method, Request, Response, StatusCode, body::Incoming};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::path::PathBuf;
use tokio::net::{TcpStream, UnixStream};
use tower::ServiceExt;

/// Where a running server hears commands.
pub(super) fn socket(config: &Config) -> PathBuf {
    let data = config.data_dir();
    let data = std::path::absolute(&data).unwrap_or(data);
    revoir_postgres::socket_directory(&data.canonicalize().unwrap_or(data)).join("admin.sock")
}

/// An installation, to be asked.
pub(super) enum Client {
    /// Another process serves it.
    Running(PathBuf),
    /// This process has opened it.
    Here(Box<Installation>, Router),
}

impl Client {
    /// Asks one thing of the installation, and answers with the whole of what it said.
    pub(crate) async fn ask_once(
        config: Config,
        method: Method,
        uri: &str,
        body: Vec<u8>,
    ) -> Result<Bytes, Failure> {
        let client = Self::reach(config).await?;
        let answer = match client.ask(method, uri, body).await {
            Ok(body) => body
                .collect()
                .await
                .map(http_body_util::Collected::to_bytes)
                .map_err(|error| Failure::failed(error.to_string())),
            Err(failure) => Err(failure),
        };
        client.close().await?;
        answer
    }

    /// Reaches the installation that `config` names.
    pub(super) async fn reach(config: Config) -> Result<Self, Failure> {
        let path = socket(&config);
        if UnixStream::connect(&path).await.is_ok() {
            return Ok(Self::Running(path));
        }
        let installation = Installation::open(config).await?;
        let router = admin::router(installation.app.clone());
        Ok(Self::Here(Box::new(installation), router))
    }

    /// Asks, and returns the answer's body; a problem becomes a failure.
    pub(super) async fn ask(
        &self,
        method: Method,
        uri: &str,
        body: Vec<u8>,
    ) -> Result<Body, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "revoir");
        let request = request
            .header("content-type", "application/json")
            .body(Body::from(body));
        let request = request.map_err(|error| Failure::failed(error.to_string()))?;
        let response = match self {
            Self::Running(path) => {
                let stream = UnixStream::connect(path)
                    .await
                    .map_err(anyhow::Error::from)?;
                over(TokioIo::new(stream), request).await?.map(Body::new)
            }
            Self::Here(_, router) => {
                let Ok(response) = router.clone().oneshot(request).await;
                response
            }
        };
        answered(response).await
    }

    /// Closes what this process has opened.
    pub(super) async fn close(self) -> Result<(), Failure> {
        match self {
            Self::Running(_) => Ok(()),
            Self::Here(installation, router) => {
                drop(router);
                Ok(installation.close().await?)
            }
        }
    }
}

async fn over<S>(stream: TokioIo<S>, request: Request<Body>) -> Result<Response<Incoming>, Failure>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let lost =
        |error: hyper::Error| Failure::environment(format!("the server did not answer: {error}"));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream)
        .await
        .map_err(lost)?;
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(lost)
}

/// What is refused, and not for want of something.
const REFUSED: [&str; 7] = [
    "/problems/deviation-not-justified",
    "/problems/draft-changed",
    "/problems/import-refused",
    "/problems/measure-not-available",
    "/problems/nobody-findable",
    "/problems/policy-not-valid",
    "/problems/sealing-not-available",
];

async fn answered(response: Response<Body>) -> Result<Body, Failure> {
    let status = response.status();
    if status.is_success() {
        return Ok(response.into_body());
    }
    let body = response
        .into_body()
        .collect()
        .await
        .map(Collected::to_bytes)
        .unwrap_or_default();
    let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
    let title = problem
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or("no reason given")
        .to_owned();
    let kind = problem.get("type").and_then(Value::as_str);
    Err(match status {
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::FORBIDDEN => Failure::refused(title),
        _ if kind.is_some_and(|kind| REFUSED.contains(&kind)) => Failure::refused(title),
        _ if kind.is_some_and(|kind| {
            kind.starts_with("/problems/password-") || kind == "/problems/request-not-valid"
        }) =>
        {
            Failure::usage(title)
        }
        StatusCode::SERVICE_UNAVAILABLE => Failure::environment(title),
        _ => Failure::failed(title),
    })
}

/// `revoir health`: asks `/readyz` of the server that the configuration names.
pub(super) async fn health(config: &Config) -> Result<(), Failure> {
    let status = readiness(config).await?;
    if status.is_success() {
        return super::print("ready");
    }
    let address = config.address();
    Err(Failure::failed(format!(
        "the server on {address} cannot serve now (status {status})"
    )))
}

/// What `/readyz` answers.
pub(super) async fn readiness(config: &Config) -> Result<StatusCode, Failure> {
    let address = config.address();
    let silent =
        |error: std::io::Error| Failure::failed(format!("no server answers on {address}: {error}"));
    let stream = TcpStream::connect(address).await.map_err(silent)?;
    let request = Request::builder()
        .uri("/readyz")
        .header("host", address.to_string())
        .body(Body::empty());
    let request = request.map_err(|error| Failure::failed(error.to_string()))?;
    Ok(over(TokioIo::new(stream), request).await?.status())
}
