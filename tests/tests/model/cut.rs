//! A server that is killed while it answers.

use crate::{
    visit::{State, Visit},
    world::{World, hex},
};
use revoir_tests::{http, visitor::PLAIN};
use serde_json::json;
use std::{thread, time::Duration};

/// A request takes about as long, in microseconds.
const ANSWERED: u64 = 80_000;

/// What is asked for when the server dies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Batch,
    Erasure,
    Withdrawal,
}

impl World {
    /// Kills the server while it answers for one visit: what was asked for was done, or it was not begun, and
    /// what was answered was done.
    pub(crate) fn cut(&mut self) {
        let asked = [Asked::Batch, Asked::Erasure, Asked::Withdrawal][self.below(3)];
        let now = self.now;
        let fits = |visit: &&Visit| match asked {
            Asked::Batch => visit.state == State::Open && visit.is_granted(now),
            Asked::Erasure => visit.is_visible(now),
            Asked::Withdrawal => visit.state != State::Gone,
        };
        let those: Vec<Visit> = self.lists.iter().flatten().filter(fits).cloned().collect();
        if those.is_empty() {
            return;
        }
        let before = &those[self.below(those.len())];
        let mut visit = before.clone();
        let status = self.ask_and_kill(asked, &visit);
        let there = |table: &str, column: &str| {
            let query = format!(
                "select count(*) from {table} where {column} = '{}'",
                visit.id
            );
            self.revoir.sql(&query).parse::<usize>().unwrap()
        };
        if asked == Asked::Batch {
            let chunks = there("chunks", "recording_id");
            if chunks > visit.sent.len() {
                visit.sent.push(visit.next(false));
                visit.last = self.now;
            }
            assert_eq!(chunks, visit.sent.len(), "{status} {visit:?}");
        } else if there("recordings", "id") == 0 {
            visit.state = State::Gone;
        }
        let is_done = match asked {
            Asked::Batch => status != 202 || visit.sent.len() > before.sent.len(),
            _ => status != 204 || visit.state == State::Gone,
        };
        assert!(is_done, "{asked:?} was answered with {status}: {visit:?}");
        let all = self.lists.iter_mut().flatten();
        for one in all.filter(|one| one.id == visit.id) {
            one.clone_from(&visit);
        }
    }

    /// The status of the answer; 0 where the server died before it.
    fn ask_and_kill(&mut self, asked: Asked, visit: &Visit) -> u16 {
        let (method, path, header, body) = match asked {
            Asked::Batch => ("POST", "/v1/batches".to_owned(), None, visit.next(false)),
            Asked::Withdrawal => {
                let body = json!({ "receipt": hex(&visit.receipt) });
                (
                    "POST",
                    "/v1/withdrawals".to_owned(),
                    None,
                    body.to_string().into(),
                )
            }
            Asked::Erasure => {
                let path = format!("/api/sites/demo/recordings/{}", visit.id);
                let cookie = self.sign_in(visit.purpose.account());
                let body = json!({ "reason": "other" });
                ("DELETE", path, Some(cookie), body.to_string().into())
            }
        };
        let port = self.revoir.port;
        let asking = thread::spawn(move || {
            let headers = match &header {
                Some(cookie) => vec![
                    ("cookie", cookie.as_str()),
                    ("content-type", "application/json"),
                ],
                None => vec![PLAIN, ("origin", "http://localhost")],
            };
            http::ask(port, method, &path, &headers, &body).status
        });
        thread::sleep(Duration::from_micros(self.dice.below(ANSWERED)));
        self.revoir.kill();
        let status = asking.join().unwrap();
        self.revoir.start();
        status
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.dice.below(u64::try_from(end).unwrap())).unwrap()
    }
}
