//! Any bytes as a web archive, packed or not, and as a file of GDELT: it ends, and each document or problem is told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_collect::collect_from;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let whole = [b"WARC/1.0\r\n", bytes].concat();
    let taken = collect_from(["-"], Cursor::new(whole)).count();
    assert!(taken > 0);
    let _ = collect_from(["-"], Cursor::new(bytes.to_vec())).count();
    let _ = rapporteur_collect::gdelt::addresses(bytes);
});
