//! `revoir serve` and `revoir demo`: everything starts in order, and stops in reverse.

use super::{Failure, client, print};
use crate::{
    admin, app::App, config::Config, demo, evidence, fence, http, installation::Installation, jobs,
    texts,
};
use anyhow::Context;
use axum::Router;
use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use tokio::{
    net::{TcpListener, UnixListener},
    sync::watch,
    task::JoinHandle,
};
use tracing_subscriber::EnvFilter;

/// Runs the server until it is told to stop.
pub(super) async fn serve(config: Config) -> Result<(), Failure> {
    run(config, false).await
}

/// The same, with the demo.
pub(super) async fn demo(config: Config) -> Result<(), Failure> {
    if !config.is_loopback() {
        return Err(Failure::usage(
            "the demo runs on loopback only: unset server.host and server.public_url",
        ));
    }
    run(config, true).await
}

async fn run(config: Config, with_demo: bool) -> Result<(), Failure> {
    if let Some(fault) = fence::fault(&config) {
        return Err(Failure::usage(format!("configuration: {fault}")));
    }
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,revoir_server=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    http::machines::counters();
    let address = config.address();
    let mut told = told_to_stop()?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| Failure::environment(format!("cannot listen on {address}: {error}")))?;
    let installation = tokio::select! {
        opened = Installation::open(config) => opened?,
        _ = told.changed() => return Ok(()),
    };
    let app = installation.app.clone();
    let served = start(&app, listener, with_demo, told).await;
    let closed = installation.close().await;
    served?;
    Ok(closed?)
}

async fn start(
    app: &App,
    listener: TcpListener,
    with_demo: bool,
    told: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let admin = listen_for_commands(&app.config)?;
    jobs::schedule(app).await?;
    if with_demo {
        demo::seed(app).await.context("bringing in the demo")?;
    }
    evidence::keep_served(app).await?;
    texts::keep_all(app).await?;
    let worker = tokio::spawn(jobs::work(app.clone(), told.clone()));
    let commands = serve_until(admin, admin::router(app.clone()), told.clone());
    announce(
        &app.config,
        listener.local_addr().map_err(anyhow::Error::from)?,
        with_demo,
    );
    http::listening::serve(listener, http::router(app.clone()), told).await;
    worker.await.map_err(anyhow::Error::from)?;
    commands.abort();
    Ok(())
}

fn serve_until(
    socket: UnixListener,
    router: Router,
    told: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = axum::serve(socket, router)
            .with_graceful_shutdown(heard(told))
            .await
        {
            tracing::warn!(%error, "commands are not heard");
        }
    })
}

/// Listens on `run/admin.sock`, for who may write in the data directory.
fn listen_for_commands(config: &Config) -> anyhow::Result<UnixListener> {
    let path: PathBuf = client::socket(config);
    let directory = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(directory)
        .with_context(|| format!("cannot write to {}", directory.display()))?;
    if path.exists() {
        fs::remove_file(&path)?;
    }
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("cannot listen on {}", path.display()))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Says where it is reached, in one piece. That nobody listens is no reason to stop.
fn announce(config: &Config, address: SocketAddr, with_demo: bool) {
    let url = if config.server.public_url.is_empty() {
        format!("http://{address}")
    } else {
        config.url()
    };
    let mut lines = vec![format!("Revoir is ready: {url}")];
    if with_demo {
        lines.push(format!("  the shop   {url}/demo/"));
        lines.push(format!(
            "  accounts   password {}, refused off loopback",
            demo::PASSWORD
        ));
        lines.extend(demo::ACCOUNTS.iter().map(|(email, _, role)| {
            let watches = role
                .bound_to()
                .map_or(String::new(), |purpose| format!(", watches {purpose}"));
            format!("    {email:22} {role}{watches}")
        }));
    }
    drop(print(&lines.join("\n")));
}

/// Becomes true at SIGINT or SIGTERM.
fn told_to_stop() -> Result<watch::Receiver<bool>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let (tell, told) = watch::channel(false);
    let mut interrupt = signal(SignalKind::interrupt()).map_err(anyhow::Error::from)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(anyhow::Error::from)?;
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tell.send_replace(true);
        // held open, so that who asks later still hears it
        std::future::pending::<()>().await;
    });
    Ok(told)
}

async fn heard(mut told: watch::Receiver<bool>) {
    drop(told.wait_for(|told| *told).await);
}
