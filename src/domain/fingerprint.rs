//! A short name that follows from what something is.

use sha2::{Digest as _, Sha256};

/// The first `bytes` (at most 32) of the SHA-256 of something, in hexadecimal.
pub fn fingerprint(of: impl AsRef<[u8]>, bytes: usize) -> String {
    let digest = Sha256::digest(of);
    let bytes = digest.iter().take(bytes);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_beginning_of_the_digest() {
        // The first test vector of FIPS 180-2.
        assert_eq!(fingerprint("abc", 4), "ba7816bf");
        assert_eq!(fingerprint("abc", 32).len(), 64);
    }
}
