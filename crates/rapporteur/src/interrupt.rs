//! Ctrl-C: the current item is finished, then the work stops and says how to go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once somebody has asked for an end.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listen for Ctrl-C and for a request to end. A second one ends the program at once: nothing durable is lost.
    pub fn listen() -> Interrupt {
        let asked = Interrupt::default();
        let heard = asked.clone();
        // where no handler can be set, Ctrl-C ends the program as ever
        let _ = ctrlc::set_handler(move || {
            if heard.0.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            eprintln!("rapporteur: finishing what is under way; once more ends at once");
        });
        asked
    }

    /// Has somebody asked for an end?
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
