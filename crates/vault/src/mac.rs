//! HMAC-SHA-256, and the one step of HKDF that we need. Neither can fail.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 32 secret bytes, zeroed when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Starts an HMAC. A key is padded to the block of the hash (RFC 2104).
pub(crate) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    Hmac::new((&*block).into())
}

/// The HMAC of `parts`, one after the other.
pub(crate) fn of(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    parts
        .iter()
        .fold(keyed(key), Mac::chain_update)
        .finalize()
        .into_bytes()
        .into()
}

/// The key that HKDF-SHA-256 (RFC 5869, without salt) derives from `key` for the use `info`.
pub(crate) fn derived(key: &[u8; 32], info: &[u8]) -> Secret {
    let extracted = Zeroizing::new(of(&[0; 32], &[key]));
    Zeroizing::new(of(&extracted, &[info, &[1]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_key_is_the_one_of_hkdf() {
        let key = [7; 32];
        let mut expected = [0; 32];
        hkdf::Hkdf::<Sha256>::new(None, &key)
            .expand(b"some use", &mut expected)
            .unwrap();

        assert_eq!(*derived(&key, b"some use"), expected);
    }
}
