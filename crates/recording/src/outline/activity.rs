//! How much the visitor did, over time.

/// Bins that are kept while the length is not known; beyond, each becomes twice as wide.
const MOST: usize = 4_096;

/// Acts, weighed and counted in equal bins.
#[derive(Debug)]
pub(super) struct Activity {
    width_ms: u64,
    bins: Vec<u32>,
}

impl Activity {
    pub(super) fn new() -> Self {
        Self {
            width_ms: 250,
            bins: Vec::new(),
        }
    }

    /// Counts an act at a position.
    pub(super) fn add(&mut self, at_ms: u64, weight: u32) {
        while at_ms / self.width_ms >= u64::try_from(MOST).unwrap_or(u64::MAX) {
            self.widen();
        }
        let bin = usize::try_from(at_ms / self.width_ms).unwrap_or_default();
        if self.bins.len() <= bin {
            self.bins.resize(bin + 1, 0);
        }
        if let Some(count) = self.bins.get_mut(bin) {
            *count = count.saturating_add(weight);
        }
    }

    fn widen(&mut self) {
        self.width_ms = self.width_ms.saturating_mul(2);
        self.bins = self
            .bins
            .chunks(2)
            .map(|pair| pair.iter().fold(0_u32, |sum, bin| sum.saturating_add(*bin)))
            .collect();
    }

    /// The counts over `length_ms` in `bins` equal parts, each from 0 to `top`: the root of the share
    /// of the busiest, so that little is still seen beside much.
    pub(super) fn shape(&self, length_ms: u64, bins: u32, top: u8) -> Vec<u8> {
        let mut sums = vec![0_u32; usize::try_from(bins).unwrap_or_default()];
        let length = length_ms.max(1);
        for (at, count) in (0_u64..).zip(&self.bins) {
            let middle = at * self.width_ms + self.width_ms / 2;
            let bin = (middle.min(length - 1)).saturating_mul(u64::from(bins)) / length;
            if let Some(sum) = usize::try_from(bin).ok().and_then(|bin| sums.get_mut(bin)) {
                *sum = sum.saturating_add(*count);
            }
        }
        levels(&sums, top)
    }
}

/// Each value from 0 to `top`, by the root of its share of the largest; what is not nothing is at least 1.
fn levels(values: &[u32], top: u8) -> Vec<u8> {
    let largest = f64::from(values.iter().copied().max().unwrap_or_default().max(1));
    let level = |value: &u32| {
        let share = (f64::from(*value) / largest).sqrt();
        (0..=top)
            .find(|level| f64::from(*level) >= share * f64::from(top))
            .unwrap_or(top)
    };
    values.iter().map(level).collect()
}

/// The same in fewer bins, each from 0 to `top`.
pub(super) fn coarser(bins: &[u8], count: usize, top: u8) -> Vec<u8> {
    let most = bins.len().max(1);
    let of = |at: usize| {
        let within = bins.iter().skip(at * most / count);
        let width = ((at + 1) * most / count)
            .saturating_sub(at * most / count)
            .max(1);
        u32::from(within.take(width).copied().max().unwrap_or_default())
    };
    let sums: Vec<u32> = (0..count).map(of).collect();
    let squared: Vec<u32> = sums.iter().map(|level| level * level).collect();
    levels(&squared, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_stands_where_it_was_done() {
        let mut activity = Activity::new();
        activity.add(0, 4);
        activity.add(9_900, 1);

        assert_eq!(activity.shape(10_000, 4, 8), [8, 0, 0, 4]);
        assert_eq!(activity.shape(0, 2, 8), [8, 0]);
    }

    #[test]
    fn a_recording_of_any_length_takes_a_bounded_place() {
        let mut activity = Activity::new();
        for hour in 0..10_000 {
            activity.add(hour * 3_600_000, 1);
        }

        assert!(activity.bins.len() <= MOST);
        assert!(
            activity
                .shape(36_000_000_000, 10, 9)
                .iter()
                .all(|level| *level > 0)
        );
    }

    #[test]
    fn the_same_in_fewer_bins_keeps_its_peaks() {
        assert_eq!(coarser(&[0, 100, 0, 0, 0, 50], 3, 10), [10, 0, 5]);
        assert_eq!(coarser(&[], 2, 9), [0, 0]);
    }
}
