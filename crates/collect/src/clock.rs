//! The time, as an argument: months can be played through in seconds.

use jiff::Timestamp;
use std::time::Duration;

/// Something that knows the time and can wait. The program's looks at the machine's clock, that of the tests at nothing.
pub trait Clock: Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;

    /// Wait this long; false where somebody wants the program to stop.
    fn wait(&self, long: Duration) -> bool;

    /// Does somebody want the program to stop?
    fn stopped(&self) -> bool;
}

/// `at` and `long` after it, at the end of time where that is nearer.
pub(crate) fn after(at: Timestamp, long: Duration) -> Timestamp {
    at.checked_add(long).unwrap_or(Timestamp::MAX)
}

/// From `now` until `then`; nothing where that is past.
pub(crate) fn until(now: Timestamp, then: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or_default()
}
