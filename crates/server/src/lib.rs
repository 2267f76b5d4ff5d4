//! The Revoir server: configuration, HTTP, ingest, jobs, the embedded console and SDK, and the commands.
//!
//! From `http::router` any endpoint is two hops away: handler, then store function.

mod accounts;
mod admin;
mod answering;
mod app;
mod archive;
mod auditing;
mod backup;
mod clock;
mod command_line;
mod commands;
mod config;
mod demo;
mod drafting;
mod erasing;
mod evidence;
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
mod pseudonyms;
mod random;
mod reading;
mod register;
mod restoring;
mod rights;
mod sighting;
mod texts;
mod watching;

pub use commands::run;
