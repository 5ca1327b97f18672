//! How far long work is, on standard error: a bar where somebody sits before it, else a line now and then.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Between two lines where there is no terminal.
const QUIET: Duration = Duration::from_secs(30);

/// One piece of long work. Any thread may step it.
pub struct Progress {
    bar: ProgressBar,
    /// When the last line was written; none where a bar is shown.
    last: Option<Mutex<Instant>>,
    what: &'static str,
}

impl Progress {
    /// `what` is done, as in "read 12/50"; nothing is shown for less than two items.
    pub fn new(what: &'static str, total: u64) -> Progress {
        let live = std::io::stderr().is_terminal() && total > 1;
        let bar = if live { ProgressBar::new(total) } else { ProgressBar::hidden() };
        bar.set_length(total);
        let form = format!("{what} {{human_pos}}/{{human_len}} {{wide_bar}} {{per_sec}}, {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&form) {
            bar.set_style(style);
        }
        Progress { bar, last: (!live).then(|| Mutex::new(Instant::now())), what }
    }

    /// `n` more are done.
    pub fn step(&self, n: u64) {
        self.bar.inc(n);
        let Some(Ok(mut last)) = self.last.as_ref().map(Mutex::lock) else { return };
        if last.elapsed() >= QUIET {
            *last = Instant::now();
            eprintln!("{} {}/{}", self.what, self.bar.position(), self.bar.length().unwrap_or_default());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
