//! Tags: what was handed out is recognised when it comes back, without being kept.

use crate::mac::{self, Secret};
use hmac::Mac;

/// The key of the tags of one use; [`crate::GrantKey::derive`] makes it.
pub struct TagKey(Secret);

impl TagKey {
    pub(crate) fn new(secret: Secret) -> Self {
        Self(secret)
    }

    /// The tag of `parts`, which must be told apart by their lengths: all but the last have a fixed one.
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac::of(&self.0, parts)
    }

    /// Whether `tag` is that of `parts`, in constant time.
    #[must_use]
    pub fn matches(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        let expected = parts.iter().fold(mac::keyed(&self.0), Mac::chain_update);
        expected.verify_slice(tag).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_these_parts_and_this_use_alone() {
        let secret = Secret::new([7; 32]);
        let one = TagKey::new(mac::derived(&secret, b"one"));
        let other = TagKey::new(mac::derived(&secret, b"other"));

        let tag = one.tag(&[b"ab", b"c"]);

        assert!(one.matches(&[b"ab", b"c"], &tag));
        assert!(!one.matches(&[b"ab", b"d"], &tag));
        assert!(!one.matches(&[b"ab", b"c"], &tag[..31]));
        assert!(!other.matches(&[b"ab", b"c"], &tag));
    }
}
