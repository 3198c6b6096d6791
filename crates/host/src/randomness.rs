//! Chance from the operating system.

use engine::ports::Randomness;
use uuid::Uuid;

/// The generator of the operating system, fit for keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandomness;

/// Fills an array with random bytes.
///
/// Ends the program when the system has none. Every identity and key rests on them: going on with guessable bytes
/// would be worse than stopping, and the outbox stands any stop.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}

impl Randomness for OsRandomness {
    fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(random_bytes()).into_uuid()
    }

    fn key_bytes(&self) -> [u8; 32] {
        random_bytes()
    }

    #[allow(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    fn fraction(&self) -> f64 {
        const BITS_OF_A_DOUBLE: u32 = 53;
        let bits = u64::from_le_bytes(random_bytes()) >> (u64::BITS - BITS_OF_A_DOUBLE);
        bits as f64 / (1_u64 << BITS_OF_A_DOUBLE) as f64
    }
}

#[cfg(test)]
mod tests {
    use engine::ports::Randomness;

    use super::OsRandomness;

    #[test]
    fn identities_and_keys_do_not_repeat_and_fractions_stay_below_one() {
        let mut identities: Vec<_> = (0..200).map(|_| OsRandomness.uuid()).collect();
        assert!(identities.iter().all(|id| id.get_version_num() == 4));
        identities.sort_unstable();
        identities.dedup();
        assert_eq!(identities.len(), 200);
        assert_ne!(OsRandomness.key_bytes(), OsRandomness.key_bytes());

        let fractions: Vec<_> = (0..2_000).map(|_| OsRandomness.fraction()).collect();
        assert!(fractions.iter().all(|fraction| (0.0..1.0).contains(fraction)));
        let mean = fractions.iter().sum::<f64>() / 2_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
