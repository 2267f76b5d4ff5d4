//! What chance does: how many visitors a guess finds of itself.

use crate::linker::Place;

/// The least and the most visitors that a guess finds by chance, outside of which lies at most `doubt`.
///
/// A guess is judged by its own tries: `right` says of each first and second recording whether it pairs them. Were the
/// seconds dealt out to the visitors at random, it would find `mean` visitors in the mean, and their number has
/// Poisson's tails: they are those of the dealing's many rare hits, each of which makes the others hardly likelier.
pub(crate) fn interval(
    pairs: &[(Place, Place)],
    doubt: f64,
    right: impl Fn(Place, Place) -> bool,
) -> (usize, usize) {
    let tries = pairs
        .iter()
        .flat_map(|first| pairs.iter().map(|second| (first.0, second.1)));
    let hits = tries
        .filter(|&(first, second)| right(first, second))
        .count();
    let mean = real(hits) / real(pairs.len());
    let mut chance = (-mean).exp();
    let mut up_to = chance;
    let (mut count, mut least) = (0, None);
    loop {
        if up_to > doubt / 2.0 {
            least = least.or(Some(count));
        }
        if up_to >= 1.0 - doubt / 2.0 || count == pairs.len() {
            return (least.unwrap_or_default(), count);
        }
        count += 1;
        chance *= mean / real(count);
        up_to += chance;
    }
}

/// A count as a real number: those here are small.
pub(crate) fn real(count: usize) -> f64 {
    u32::try_from(count).unwrap().into()
}
