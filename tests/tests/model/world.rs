//! A server and the visits that the model knows of it.

use crate::visit::{HELD, Purpose, State, Visit};
use revoir_tests::{
    Revoir,
    accounts::{publish, publish_again, send as send_json, told},
    dice::Dice,
    http::Answer,
    traces::{SWIFT, keys_in, told as seqs},
    visitor::{PLAIN, grant_request, raw, send},
    wait_for,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    time::Duration,
};

/// How much time may pass after a round, in minutes.
const STEPS: [i64; 12] = [1, 1, 3, 5, 9, 16, 31, 40, 130, 400, 1_500, 18_000];
/// Longer than a job's lease.
const LEASE: i64 = 310;
/// The retentions of `ux` that are published one after another, in minutes.
const STRICTER: [i64; 2] = [10 * 24 * 60, 4 * 24 * 60];

pub(crate) struct World {
    pub(crate) revoir: Revoir,
    pub(crate) dice: Dice,
    pub(crate) lists: Vec<Vec<Visit>>,
    pub(crate) now: i64,
    /// How many stricter policies for `ux` were published.
    stricter: usize,
    /// The lists whose customer an open ticket names, and since when.
    tickets: BTreeMap<usize, i64>,
    /// Who has signed in at this instant: sign-ins are limited.
    cookies: RefCell<BTreeMap<(i64, String), String>>,
}

impl World {
    pub(crate) fn new(seed: u64, lists: usize) -> Self {
        let mut settings = SWIFT.to_vec();
        settings.push(("REVOIR_LIMITS__OPENINGS_PER_MINUTE", "1000000"));
        let revoir = Revoir::with(&settings);
        publish(&revoir, "errors", |policy| {
            policy["collection"] = json!({ "L3": { "keep": [{ "marker": "rage_click" }] } });
            policy["retention_minutes"] = json!(Purpose::Errors.retention());
            policy["text_version"] = json!("2");
        });
        let held = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 60 });
        publish(&revoir, "support", |policy| {
            policy["collection"]["L2"] = json!({ "history": { "provisional": held },
                "triggers": [{ "on": "custom", "name": "help" }, { "on": "support_request" }] });
            policy["until"] = json!({ "event": "ticket_closed", "longest_minutes": HELD });
            policy["retention_minutes"] = json!(Purpose::Support.retention());
            policy["text_version"] = json!("3");
        });
        let hour = "select extract(epoch from date_trunc('hour', now()))::bigint";
        let now = revoir.sql(hour).parse::<i64>().unwrap() + 3_600 + 60;
        revoir.set_clock(now);
        Self {
            revoir,
            dice: Dice::new(seed),
            lists: vec![Vec::new(); lists],
            now,
            stricter: 0,
            tickets: BTreeMap::new(),
            cookies: RefCell::default(),
        }
    }

    /// One operation of each list, then time passes, and what is there is compared with the model.
    pub(crate) fn round(&mut self, round: u32) {
        for list in 0..self.lists.len() {
            self.operate(list);
        }
        if round == 4 || round == 8 {
            self.publish_stricter();
        }
        if self.stricter > 0 && self.dice.below(2) == 0 {
            drop(told(
                &self.revoir,
                &["policy", "remask", "demo", "ux", "--why", "a test"],
            ));
            let (now, retention) = (self.now, STRICTER[self.stricter - 1]);
            self.each(|visit| {
                if visit.purpose == Purpose::Ux {
                    visit.remask(retention, now);
                }
            });
        }
        for _ in 0..=(self.lists.len() / 100) {
            self.cut();
        }
        self.pass(LEASE);
        let minutes = STEPS[usize::try_from(self.dice.below(12)).unwrap()];
        self.pass(minutes * 60);
        if self.dice.below(3) == 0 {
            self.kill();
        }
        self.rest();
        self.compare();
    }

    /// A month and more later nothing is left.
    pub(crate) fn end(&mut self) {
        self.compare_contents();
        for _ in 0..2 {
            self.pass(20 * 86_400);
            self.rest();
            self.pass(LEASE);
            self.rest();
        }
        self.compare();
        assert!(self.visits().all(|visit| visit.state == State::Gone));
    }

    fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.lists.iter().flatten()
    }

    fn each(&mut self, change: impl FnMut(&mut Visit)) {
        self.lists.iter_mut().flatten().for_each(change);
    }

    /// At the very second at which something is over it is read no more, whether or not it was swept.
    fn pass(&mut self, seconds: i64) {
        self.now += seconds;
        self.revoir.set_clock(self.now);
        let ending = |visit: &&Visit| matches!(visit.state, State::Kept(until) if !visit.rewriting && visit.lasts_until(until) <= self.now);
        let over: Vec<Visit> = self.visits().filter(ending).take(5).cloned().collect();
        for visit in over {
            let cookie = self.sign_in(visit.purpose.account());
            assert_eq!(self.read(&cookie, &visit), 404, "past its time: {visit:?}");
        }
    }

    /// Ends the server while it does what is due, and starts it again.
    fn kill(&mut self) {
        std::thread::sleep(Duration::from_millis(self.dice.below(1_600)));
        self.revoir.kill();
        self.revoir.start();
        self.pass(LEASE);
    }

    /// Waits until all that is due was done.
    fn rest(&mut self) {
        // A sweep takes up five hundred recordings of a kind at most: what many lists leave is several sweeps' work.
        for _ in 0..2 + self.lists.len() / 50 {
            self.pass(2);
            let now = self.now;
            let due = format!(
                "select count(*) from jobs where kind <> 'sweep' and run_at <= to_timestamp({now})
                 union all select count(*) from jobs where kind = 'sweep' and done_at is distinct from to_timestamp({now})"
            );
            wait_for("what is due", 60, || self.revoir.sql(&due) == "0\n0");
        }
        self.forget_tickets();
        let now = self.now;
        self.each(|visit| {
            visit.settle(now, false);
            visit.rewriting = false;
        });
    }

    fn publish_stricter(&mut self) {
        let retention = STRICTER[self.stricter];
        let revision = u32::try_from(self.stricter * 2).unwrap();
        self.stricter += 1;
        publish_again(&self.revoir, "ux", revision, |policy| {
            policy["collection"] = json!({ "L3": { "keep": [{ "marker": "rage_click" }] } });
            policy["retention_minutes"] = json!(retention);
            policy["routes"] = json!([]);
            policy["text_version"] = json!("3");
        });
        // what was opened under the older version has ended, and nothing more is opened here for it
        let now = self.now;
        self.each(|visit| {
            if visit.purpose == Purpose::Ux {
                visit.settle(now, true);
            }
        });
    }

    fn operate(&mut self, list: usize) {
        let count = u64::try_from(self.lists[list].len()).unwrap();
        let chosen = self.dice.below(15);
        if chosen > 12 {
            return self.ticket(list);
        }
        if count == 0 || (chosen < 3 && count < 4) {
            let purpose = Purpose::ALL[usize::try_from(self.dice.below(3)).unwrap()];
            if !(purpose == Purpose::Ux && self.stricter > 0) {
                let visit = self.open(purpose, list);
                self.lists[list].push(visit);
            }
            return;
        }
        let at = usize::try_from(self.dice.below(count)).unwrap();
        let mut visit = self.lists[list][at].clone();
        match chosen {
            0..=5 => self.send_next(&mut visit, false),
            6 | 7 => self.send_next(&mut visit, true),
            8 => self.send_again(&visit),
            9 => self.send_other(&visit),
            10 => self.erase(&mut visit),
            11 => self.withdraw(&mut visit),
            _ => {}
        }
        self.lists[list][at] = visit;
    }

    fn open(&mut self, purpose: Purpose, list: usize) -> Visit {
        let receipt: [u8; 32] = std::array::from_fn(|_| self.dice.roll().to_le_bytes()[0]);
        let mut request = grant_request(&self.revoir, purpose.name());
        request["policy_version"] = json!(if purpose == Purpose::Ux { 1 } else { 2 });
        request["receipt_hash"] = json!(hex(&Sha256::digest(receipt)));
        if purpose == Purpose::Support {
            request["pseudonym_input"] = json!({ "id": customer(list) });
        }
        let body = request.to_string();
        let answer = self
            .revoir
            .ask("POST", "/v1/grants", &[PLAIN], body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let hash = hex(&Sha256::digest(receipt));
        let id = format!("select id from recordings where receipt_hash = decode('{hash}', 'hex')");
        Visit {
            purpose,
            receipt,
            grant: answer.json()["grant"].as_str().unwrap().to_owned(),
            id: self.revoir.sql(&id),
            opened: self.now,
            last: self.now,
            sent: Vec::new(),
            signed: false,
            state: State::Open,
            retention: purpose.retention(),
            asked: purpose == Purpose::Support && self.tickets.contains_key(&list),
            rewriting: false,
        }
    }

    pub(crate) fn sign_in(&self, account: &str) -> String {
        let mut cookies = self.cookies.borrow_mut();
        let cookie = cookies.entry((self.now, account.to_owned()));
        let signed_in = cookie.or_insert_with(|| self.revoir.sign_in(account));
        signed_in.clone()
    }

    /// Opens a ticket that names the customer of a list, or closes it.
    fn ticket(&mut self, list: usize) {
        let opens = self.tickets.remove(&list).is_none();
        let state = if opens { "open" } else { "closed" };
        let ticket =
            json!({ "ticket": format!("T{list}"), "state": state, "customer": customer(list) });
        let cookie = self.sign_in("agent");
        let path = "/api/sites/demo/tickets";
        let answer = send_json(&self.revoir, &cookie, "POST", path, &ticket);
        assert_eq!(answer.status, 204, "{}", answer.text());
        let heeding = "select count(*) from jobs where kind in ('heed', 'hold')";
        wait_for("heeding", 30, || self.revoir.sql(heeding) == "0");
        if opens {
            self.tickets.insert(list, self.now);
        }
        let now = self.now;
        let those = self.lists[list].iter_mut();
        for visit in those.filter(|visit| visit.purpose == Purpose::Support) {
            if opens {
                visit.ask();
            } else {
                visit.asked = false;
                visit.settle(now, false);
            }
        }
    }

    /// A ticket counts for thirty days.
    fn forget_tickets(&mut self) {
        let now = self.now;
        let over: Vec<usize> = self
            .tickets
            .extract_if(.., |_, asked| *asked + 30 * 86_400 <= now)
            .map(|(list, _)| list)
            .collect();
        for list in over {
            self.lists[list]
                .iter_mut()
                .for_each(|visit| visit.asked = false);
        }
    }

    fn send_next(&self, visit: &mut Visit, sign: bool) {
        let body = visit.next(sign);
        let answer = send(&self.revoir, &body);
        assert_eq!(answer.status, self.expected(visit, 202), "{visit:?}");
        if answer.status == 202 {
            visit.sent.push(body);
            visit.signed |= sign;
            visit.last = self.now;
        }
    }

    /// The same bytes again are harmless.
    fn send_again(&self, visit: &Visit) {
        if let Some(body) = visit.sent.last() {
            let answer = send(&self.revoir, body);
            assert_eq!(answer.status, self.expected(visit, 202), "{visit:?}");
        }
    }

    /// Other bytes under a sequence number that was used are refused.
    fn send_other(&self, visit: &Visit) {
        if !visit.sent.is_empty() {
            let header = json!({ "grant": visit.grant, "seq": 0, "coding": "none" });
            let answer = send(&self.revoir, &raw(&header, b"[]"));
            assert_eq!(answer.status, self.expected(visit, 409), "{visit:?}");
        }
    }

    /// `open` while it takes batches; without a grant that is believed nothing is looked at.
    fn expected(&self, visit: &Visit, open: u16) -> u16 {
        if !visit.is_granted(self.now) {
            401
        } else if visit.state == State::Open {
            open
        } else {
            410
        }
    }

    fn erase(&self, visit: &mut Visit) {
        let cookie = self.sign_in(visit.purpose.account());
        let path = format!("/api/sites/demo/recordings/{}", visit.id);
        let why = json!({ "reason": "other" });
        let answer = send_json(&self.revoir, &cookie, "DELETE", &path, &why);
        let seen = visit.is_visible(self.now);
        assert_eq!(answer.status, if seen { 204 } else { 404 }, "{visit:?}");
        if seen {
            visit.state = State::Gone;
        }
    }

    fn withdraw(&self, visit: &mut Visit) {
        let body = json!({ "receipt": hex(&visit.receipt) }).to_string();
        let answer = self
            .revoir
            .ask("POST", "/v1/withdrawals", &[PLAIN], body.as_bytes());
        assert_eq!(answer.status, 204, "{visit:?}");
        visit.state = State::Gone;
    }

    fn read(&self, cookie: &str, visit: &Visit) -> u16 {
        let path = format!("/api/sites/demo/recordings/{}/timeline", visit.id);
        let answer: Answer = self.revoir.get_as(cookie, &path);
        answer.status
    }

    /// Rows, bytes and keys are those of the model, and people see what they may.
    fn compare(&self) {
        let ids = |states: fn(&Visit) -> bool| -> BTreeSet<String> {
            let those = self.visits().filter(|visit| states(visit));
            those.map(|visit| visit.id.clone()).collect()
        };
        let stored = |query: &str| -> BTreeSet<String> {
            let rows = self.revoir.sql(query);
            rows.lines().map(str::to_owned).collect()
        };
        let open = ids(Visit::is_unjudged);
        let kept = ids(|visit| matches!(visit.state, State::Kept(_)));
        let rows = "select id from recordings where not imported and state =";
        let said = || {
            let those = self.visits().filter(|visit| visit.state != State::Gone);
            let those: Vec<_> = those
                .map(|visit| {
                    (
                        &visit.id,
                        visit.purpose,
                        visit.last,
                        visit.state,
                        visit.asked,
                    )
                })
                .collect();
            let jobs = self.revoir.sql("select kind, attempts, failure from jobs");
            format!("{}: {jobs}\n{those:?}", self.now)
        };
        assert_eq!(stored(&format!("{rows} 'open'")), open, "{}", said());
        assert_eq!(stored(&format!("{rows} 'settled'")), kept, "{}", said());
        let imported = "(select id from recordings where imported)";
        let framed = format!(
            "select distinct recording_id from frames where recording_id not in {imported}"
        );
        assert_eq!(stored(&framed), kept);
        let chunks = self.revoir.sql("select count(*) from chunks");
        let sent = self.visits().filter(|visit| visit.is_unjudged());
        let sent: usize = sent.map(|visit| visit.sent.len()).sum();
        assert_eq!(chunks, sent.to_string());
        self.compare_keys();
        for purpose in Purpose::ALL {
            let cookie = self.sign_in(purpose.account());
            let those = self.visits().filter(|visit| visit.purpose == purpose);
            for visit in those.filter(|visit| self.now - visit.opened < 3 * 3_600) {
                let expected = if visit.is_visible(self.now) { 200 } else { 404 };
                assert_eq!(self.read(&cookie, visit), expected, "{visit:?}");
            }
        }
    }

    /// No slot waits to be zeroed, each recording has its own, and there is no other.
    fn compare_keys(&self) {
        let waiting = "select count(*) from jobs where kind = 'destroy_slot'";
        assert_eq!(self.revoir.sql(waiting), "0", "{}", self.now);
        let keys = keys_in(&self.revoir.data.path().join("keys"), "");
        let rows = self.revoir.sql("select count(*) from recordings");
        assert_eq!(keys.to_string(), rows, "{}", self.now);
    }

    /// What is kept for `ux` holds each batch once, in order.
    fn compare_contents(&self) {
        let cookie = self.sign_in("analyst");
        let those = self.visits().filter(|visit| visit.purpose == Purpose::Ux);
        for visit in those.filter(|visit| visit.is_visible(self.now)) {
            let path = format!("/api/sites/demo/recordings/{}/export", visit.id);
            let events: Value = self.revoir.get_as(&cookie, &path).json();
            let sent: Vec<u64> = (1..u64::try_from(visit.sent.len()).unwrap().max(1)).collect();
            assert_eq!(seqs(&events), sent, "{visit:?}");
        }
    }
}

fn customer(list: usize) -> String {
    format!("customer {list}")
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
