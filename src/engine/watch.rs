//! Whether the Worker hangs, by what it said it would go through and by the time it was silent. The clock is handed in.
//!
//! A slow machine is not a hung template: before each stretch of work the Worker says how much of it comes, and has
//! the time for it that a very slow machine needs. Where the page itself stood still, nobody's time ran.

/// How often the page looks after the Worker, in ms.
pub const TICK: u32 = 250;
/// How long the Worker may be silent beyond its work, in ms.
const PATIENCE: f64 = 1_000.0;
/// What the slowest machine goes through in a ms, in bytes of files.
const BYTES_PER_MS: f64 = 300.0;
/// The most of one look that counts, in ms: a later one shows that the page stood still, and so may have the Worker.
const MOST: f64 = 2.0 * TICK as f64;

/// Watches over one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    /// How much more patience than usual.
    factor: f64,
    /// What the Worker may be silent now, in ms, at the usual patience.
    allowed: f64,
    /// How long it was, in ms.
    silent: f64,
    /// When the page last looked or heard of it, in ms.
    looked: f64,
}

impl Watch {
    /// From now on. `ahead` is what the Worker goes through before its first word, in bytes.
    pub fn new(now: f64, ahead: u64, factor: f64) -> Watch {
        Watch { factor, allowed: time(ahead), silent: 0.0, looked: now }
    }

    /// Over something that takes this long by itself, in ms, and `ahead` bytes.
    pub fn for_ms(now: f64, ms: f64, ahead: u64) -> Watch {
        Watch { factor: 1.0, allowed: ms + time(ahead), silent: 0.0, looked: now }
    }

    /// A sign of life. `ahead` is what the Worker goes through before the next one, in bytes.
    pub fn hear(&mut self, now: f64, ahead: u64) {
        self.allowed = time(ahead);
        self.silent = 0.0;
        self.looked = now;
    }

    /// Somebody waits: no more patience than usual.
    pub fn hurry(&mut self) {
        self.factor = self.factor.min(1.0);
    }

    /// Looks after the Worker. True: it hangs.
    pub fn look(&mut self, now: f64) -> bool {
        self.silent += (now - self.looked).clamp(0.0, MOST);
        self.looked = now;
        self.silent > self.allowed * self.factor
    }
}

fn time(bytes: u64) -> f64 {
    PATIENCE + bytes as f64 / BYTES_PER_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a Worker that is silent from the start is found to hang, looking every `tick` ms.
    fn found(ahead: u64, factor: f64, tick: f64) -> f64 {
        let mut watch = Watch::new(0.0, ahead, factor);
        let mut now = 0.0;
        loop {
            now += tick;
            if watch.look(now) {
                return now;
            }
        }
    }

    #[test]
    fn silence_is_measured_against_the_work() {
        assert_eq!(found(0, 1.0, 250.0), 1_250.0);
        assert_eq!(found(0, 8.0, 250.0), 8_250.0);
        assert_eq!(found(3_000_000, 1.0, 250.0), 11_250.0);
    }

    #[test]
    fn a_page_that_stood_still_accuses_nobody() {
        let mut watch = Watch::new(0.0, 0, 1.0);
        assert!(!watch.look(60_000.0), "the machine slept for a minute");
        assert!(!watch.look(60_250.0));
        assert!(!watch.look(30_000.0), "a clock may be set back");
        watch.hear(30_500.0, 0);
        assert!(!watch.look(31_000.0));
        assert!(!watch.look(31_500.0));
        assert!(watch.look(31_750.0));
    }

    #[test]
    fn who_waits_has_the_usual_patience() {
        let mut watch = Watch::new(0.0, 0, 8.0);
        for now in 1..=8 {
            assert!(!watch.look(f64::from(now) * 250.0));
        }
        watch.hurry();
        assert!(watch.look(2_250.0));
    }
}
