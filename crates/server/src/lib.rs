//! The Revoir server: configuration, HTTP, ingest, jobs, the embedded console and SDK, and the commands.
//!
//! From `http::router` any endpoint is two hops away: handler, then store function.

mod accounts;
mod admin;
mod app;
mod auditing;
mod clock;
mod command_line;
mod commands;
mod config;
mod demo;
mod drafting;
mod erasing;
mod failures;
mod fence;
mod founding;
mod http;
mod importing;
mod ingest;
mod installation;
mod jobs;
mod keys;
mod known;
mod limiter;
mod linking;
mod mail;
mod opening;
mod passwords;
mod random;
mod reading;
mod sighting;
mod watching;

pub use commands::run;
