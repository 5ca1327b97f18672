//! Several hands for one list of jobs: as many hosts at once as there are hands, each host by one hand.

use crate::clock::Clock;
use crate::manners::lock;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Hosts that are asked at the same time.
const HANDS: usize = 8;

/// Jobs of one host in one queue, hosts in the order in which they first come.
pub(super) fn by_host<J>(
    jobs: impl IntoIterator<Item = J>,
    host: impl Fn(&J) -> Option<&str>,
) -> VecDeque<VecDeque<J>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut queues: VecDeque<VecDeque<J>> = VecDeque::new();
    for job in jobs {
        let name = host(&job).unwrap_or_default().to_string();
        let place = *places.entry(name).or_insert(queues.len());
        if place == queues.len() {
            queues.push_back(VecDeque::new());
        }
        queues[place].push_back(job);
    }
    queues
}

/// Do all jobs and take their results as they come, here. The first error, or the clock's wish to stop, ends it; what
/// has been begun is finished and taken.
pub(super) fn work<J: Send, R: Send, E>(
    queues: VecDeque<VecDeque<J>>,
    clock: &dyn Clock,
    job: impl Fn(J) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let hands = queues.len().min(HANDS);
    let queues = Mutex::new(queues);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        // no longer than the hands: what has been fetched waits in memory
        let (give, results) = sync_channel(hands.max(1));
        for _ in 0..hands {
            let (give, queues, over, job) = (give.clone(), &queues, &over, &job);
            scope.spawn(move || {
                while let Some(queue) = next(queues) {
                    for j in queue {
                        if over.load(Ordering::Relaxed) || clock.stopped() || give.send(job(j)).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(give);
        let mut result = Ok(());
        for r in results {
            if result.is_ok() {
                result = take(r);
                over.store(result.is_err(), Ordering::Relaxed);
            }
        }
        result
    })
}

fn next<J>(queues: &Mutex<VecDeque<VecDeque<J>>>) -> Option<VecDeque<J>> {
    lock(queues).pop_front()
}
