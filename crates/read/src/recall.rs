//! Vectors of chunks that were read lately: wire copy, syndicated paragraphs and boilerplate come again and again.
//!
//! A chunk is only recalled where every piece and shape is the same, so that a reading does not depend on what was read
//! before. Chunks tend to end at the same paragraphs in every copy of a text ([`closes`]), wherever the copies begin.

use crate::heads::Vectors;
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

/// Chunks that are kept: some 40 MB.
const KEPT: NonZeroUsize = NonZeroUsize::new(96).unwrap();
/// A chunk of fewer pieces is not closed early.
const FULL_ENOUGH: usize = 128;

/// Pieces, shapes, and which piece is the first of each word.
pub type Key = (Vec<u32>, Vec<usize>, Vec<usize>);

/// The chunks that were read last.
#[derive(Debug)]
pub struct Recall(Mutex<LruCache<Key, Arc<Vectors>>>);

impl Recall {
    /// Nothing yet.
    pub fn new() -> Recall {
        Recall(Mutex::new(LruCache::new(KEPT)))
    }

    /// The vectors of a chunk: recalled, or computed and kept.
    pub fn vectors(&self, key: Key, compute: impl FnOnce(&Key) -> Vectors) -> Arc<Vectors> {
        // a thread that panicked while it held the lock left a whole cache behind: entries are complete
        let lock = || self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(found) = lock().get(&key) {
            return found.clone();
        }
        let vectors = Arc::new(compute(&key));
        lock().put(key, vectors.clone());
        vectors
    }
}

/// Does a chunk of so many pieces end behind this paragraph? Every fourth paragraph says so by its own words, so that
/// chunks of two copies fall into step again behind a difference.
pub fn closes(size: usize, paragraph: &str) -> bool {
    // FNV-1a (Fowler, Noll and Vo): the same on every machine
    let hash =
        paragraph.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    size >= FULL_ENOUGH && (hash >> 32) & 3 == 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_kernels::Level;

    #[test]
    fn the_same_chunk_is_computed_once_and_another_anew() {
        let recall = Recall::new();
        let mut count = 0;
        for pieces in [vec![1, 2], vec![1, 2], vec![1, 3], vec![1, 2]] {
            let vectors = recall.vectors((pieces, vec![0, 0], vec![0]), |_| {
                count += 1;
                Vectors::new(Level::base(), vec![0.0; crate::encoder::WIDTH])
            });
            assert_eq!(vectors.count(), 1);
        }
        assert_eq!(count, 2);
    }
}
