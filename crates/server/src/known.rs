//! Known browsers: a value that only we can make tells that a member has signed in here before, so that
//! guesses made elsewhere do not lock them out. It opens nothing, and ends with the password.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::ids::MemberId;
use revoir_store::members::Credentials;
use revoir_vault::TagKey;

/// How long a browser stays known without another sign-in.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// One browser of one member.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Browser(MemberId, [u8; 16]);

/// The value for the browser in which `member` has just proved this password.
pub(crate) fn issue(
    key: &TagKey,
    (member, password_hash): (MemberId, &str),
    nonce: [u8; 16],
    now: Timestamp,
) -> String {
    let since = now.as_second().to_be_bytes();
    let tag = key.tag(&[
        member.uuid().as_bytes(),
        &nonce,
        &since,
        password_hash.as_bytes(),
    ]);
    BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &since, &tag].concat())
}

/// The browser, if the value was made for this member and the password that they still have.
pub(crate) fn recognise(
    key: &TagKey,
    value: &str,
    of: &Credentials,
    now: Timestamp,
) -> Option<Browser> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(value).ok()?;
    let (nonce, rest) = bytes.split_first_chunk::<16>()?;
    let (since, tag) = rest.split_first_chunk::<8>()?;
    let password_hash = of.password_hash.as_deref()?.as_bytes();
    let member = of.member.uuid();
    let parts: [&[u8]; 4] = [member.as_bytes(), nonce, since, password_hash];
    let end = Timestamp::from_second(i64::from_be_bytes(*since)).ok()?;
    let end = end.checked_add(LIFE).ok()?;
    (key.matches(&parts, tag) && now < end).then_some(Browser(of.member, *nonce))
}

#[cfg(test)]
mod tests {
    use super::*;
    use revoir_domain::ids::{OrganisationId, untimed};
    use revoir_vault::GrantKey;

    fn someone(n: u8, password_hash: &str) -> Credentials {
        Credentials {
            member: MemberId::from_uuid(untimed([n; 16])),
            organisation: OrganisationId::from_uuid(untimed([9; 16])),
            password_hash: Some(password_hash.to_owned()),
        }
    }

    #[test]
    fn a_browser_is_known_to_one_member_with_one_password_for_half_a_year() {
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        let grants = GrantKey::open(&keys, &mut crate::random::rng()).unwrap();
        let (key, other_key) = (grants.derive("one"), grants.derive("other"));
        let now = Timestamp::from_second(1_000_000).unwrap();
        let jo = someone(1, "hash");
        let value = issue(&key, (jo.member, "hash"), [5; 16], now);

        let later = now + LIFE;
        assert_eq!(
            recognise(&key, &value, &jo, now),
            Some(Browser(jo.member, [5; 16]))
        );
        assert_eq!(recognise(&key, &value, &jo, later), None);
        assert_eq!(recognise(&key, &value, &someone(1, "new hash"), now), None);
        assert_eq!(recognise(&key, &value, &someone(2, "hash"), now), None);
        assert_eq!(recognise(&other_key, &value, &jo, now), None);
        assert_eq!(
            recognise(&key, &format!("A{}", &value[1..]), &jo, now),
            None
        );
        assert_eq!(recognise(&key, "", &jo, now), None);
    }
}
