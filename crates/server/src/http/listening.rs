//! Accepting connections: a client that never ends its request's head is not waited for, and what is
//! under way when the server is told to stop is given a moment.

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use revoir_domain::limits;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::ServiceExt;

/// How long requests under way may take once the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How long to wait when no connection can be accepted, as when descriptors run out.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `told` is heard, and then what is under way.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut told: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, client)) => answer(stream, client, router.clone(), &graceful),
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
            _ = told.wait_for(|told| *told) => break,
        }
    }
    drop(listener);
    // what takes longer is cut
    drop(tokio::time::timeout(LAST_REQUESTS, graceful.shutdown()).await);
}

fn answer(stream: TcpStream, client: SocketAddr, router: Router, graceful: &GracefulShutdown) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(client));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEAD_TIME)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    // how a client's connection ends is the client's business
    tokio::spawn(async move { drop(connection.await) });
}
