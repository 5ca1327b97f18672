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
        let form = format!("{what} {{human_pos}}/{{human_len}} {{wide_bar}} {{per_sec}}, {{eta}} left");
        Progress::shown(what, &form, (total > 1).then(|| ProgressBar::new(total)), Some(total))
    }

    /// Of work whose end is not known.
    pub fn endless(what: &'static str) -> Progress {
        let form = format!("{{spinner}} {what} {{human_pos}}, {{per_sec}}");
        Progress::shown(what, &form, Some(ProgressBar::no_length()), None)
    }

    fn shown(what: &'static str, form: &str, bar: Option<ProgressBar>, total: Option<u64>) -> Progress {
        let live = std::io::stderr().is_terminal();
        let bar = bar.filter(|_| live).unwrap_or_else(ProgressBar::hidden);
        if let Some(total) = total {
            bar.set_length(total);
        }
        if let Ok(style) = ProgressStyle::with_template(form) {
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
            let of = self.bar.length().map(|n| format!("/{n}")).unwrap_or_default();
            eprintln!("{} {}{of}", self.what, self.bar.position());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
