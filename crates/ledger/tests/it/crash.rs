//! A process that dies, a disk that is full, a file that is cut: what was acknowledged is there, once.
//!
//! The process that dies is this test program itself, run again with [`child_appends`]. `RAPPORTEUR_KILLS` sets how
//! often it is killed, `RAPPORTEUR_EVERY_BYTE` cuts at every byte.

use crate::{NOON, entries, new, sound};
use rapporteur_ledger::{Entry, Ledger};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The payload of the n-th entry: unique, from a few bytes to some pages.
fn payload(n: u64) -> Vec<u8> {
    let size = [40, 900, 3000, 9000][n as usize % 4];
    format!("{n:08}").into_bytes().into_iter().cycle().take(size).collect()
}

/// Not a test: the process that is killed. Appends one to three entries at a time, from where the ledger stands, and
/// says so once they are acknowledged; after an error it says that, tries once more, and ends.
#[test]
#[ignore = "run by the other tests of this file"]
fn child_appends() {
    let Some(path) = std::env::var_os("LEDGER_OF_CHILD") else { return };
    let until: u64 = std::env::var("ENTRIES_OF_CHILD").unwrap().parse().unwrap();
    let mut out = std::io::stdout().lock();
    let mut failures = 0;
    while failures < 2 {
        let did = Ledger::open(&path).and_then(|mut ledger| {
            let mut n = ledger.len()?;
            while n < until {
                let batch: Vec<u64> = (n..n + 1 + n % 3).collect();
                let news = batch.iter().map(|n| new(Some(&n.to_string()), &payload(*n)));
                let receipts = ledger.append_all(news, NOON)?;
                for r in &receipts {
                    writeln!(out, "ack {}", r.seq).unwrap();
                }
                out.flush().unwrap();
                n += batch.len() as u64;
            }
            Ok(())
        });
        match did {
            Ok(()) => return,
            Err(e) => {
                failures += 1;
                writeln!(out, "error {e}").unwrap();
                out.flush().unwrap();
            }
        }
    }
}

/// The child as a command, behind a prefix of other words.
fn child(prefix: &[&str], path: &Path, until: u64) -> Command {
    let me = std::env::current_exe().unwrap().display().to_string();
    let mut words: Vec<&str> = prefix.to_vec();
    words.extend([me.as_str(), "crash::child_appends", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).env("LEDGER_OF_CHILD", path).env("ENTRIES_OF_CHILD", until.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Run the child; kill it after some time, where one is given. Numbers that it acknowledged, and its errors.
fn run(mut command: Command, kill: Option<Duration>) -> (Vec<u64>, Vec<String>) {
    let mut child = command.spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).collect::<Vec<_>>());
    if let Some(after) = kill {
        std::thread::sleep(after);
        child.kill().unwrap();
    }
    child.wait().unwrap();
    let (mut acks, mut errors) = (Vec::new(), Vec::new());
    for line in reader.join().unwrap() {
        // the test runner writes "test … " before the first line
        if let Some(seq) = line.split("ack ").nth(1).and_then(|n| n.parse().ok()) {
            acks.push(seq);
        } else if let Some(e) = line.split("error ").nth(1) {
            errors.push(e.to_string());
        }
    }
    (acks, errors)
}

/// The ledger opens within a second, is sound, holds everything acknowledged, and nothing twice. Returns its entries.
fn check(path: &Path, acknowledged: &BTreeSet<u64>) -> Vec<Entry> {
    let start = Instant::now();
    let ledger = Ledger::open(path).unwrap();
    let all = ledger.len().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "opened after {:?}", start.elapsed());
    sound(&ledger);
    let entries = entries(&ledger);
    assert!(acknowledged.last().is_none_or(|a| *a <= all), "{all} entries, acknowledged {acknowledged:?}");
    for e in &entries {
        assert_eq!(e.payload, payload(e.seq - 1), "entry {}", e.seq);
    }
    entries
}

/// Small numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn killed_at_any_time_it_loses_nothing_and_doubles_nothing() {
    let kills: u64 = std::env::var("RAPPORTEUR_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let folder = TempDir::new().unwrap();
    let mut dice = Dice(6);
    let (mut path, mut acknowledged) = (PathBuf::new(), BTreeSet::new());
    let mut in_the_middle = 0;
    for kill in 0..kills {
        // a new ledger now and then, so that its making is hit too
        if kill % 20 == 0 {
            path = folder.path().join(format!("{kill}.ledger"));
            acknowledged.clear();
        }
        let (acks, errors) = run(child(&[], &path, u64::MAX), Some(Duration::from_micros(dice.below(60_000))));
        assert!(errors.is_empty(), "{errors:?}");
        in_the_middle += u64::from(!acks.is_empty());
        acknowledged.extend(acks);
        check(&path, &acknowledged);
    }
    assert!(in_the_middle * 3 >= kills, "killed before it wrote anything: {in_the_middle} of {kills}");
}

/// `ulimit -f` sets how far any file may grow; a write beyond it ends the process, or fails where the signal is ignored.
fn limited(blocks: u64, ignore: bool) -> Vec<String> {
    let trap = if ignore { "trap '' XFSZ; " } else { "" };
    vec!["sh".into(), "-c".into(), format!("{trap}ulimit -c 0; ulimit -f {blocks}; exec \"$@\""), "sh".into()]
}

#[cfg(unix)]
#[test]
fn ended_at_every_write_that_lengthens_a_file_it_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let mut reached = BTreeSet::new();
    for blocks in (0..4).chain((60..220).step_by(4)) {
        let path = folder.path().join(format!("{blocks}.ledger"));
        let prefix = limited(blocks, false);
        let prefix: Vec<&str> = prefix.iter().map(String::as_str).collect();
        let (acks, _) = run(child(&prefix, &path, 7), None);
        let acknowledged: BTreeSet<u64> = acks.into_iter().collect();
        reached.insert(check(&path, &acknowledged).len());
        // it goes on where it stopped
        let (acks, errors) = run(child(&[], &path, 7), None);
        assert!(errors.is_empty(), "{errors:?}");
        assert!(check(&path, &acks.into_iter().collect()).len() >= 7);
    }
    assert!(reached.len() > 3, "the limits hit too few places: {reached:?}");
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_is_a_clear_error_and_nothing_acknowledged_is_lost() {
    let folder = TempDir::new().unwrap();
    let mut told = 0;
    for blocks in [0, 3, 9, 20, 30, 45, 60, 80] {
        let path = folder.path().join(format!("{blocks}.ledger"));
        let prefix = limited(blocks, true);
        let prefix: Vec<&str> = prefix.iter().map(String::as_str).collect();
        let (acks, errors) = run(child(&prefix, &path, 7), None);
        for e in &errors {
            assert!(e.contains(".ledger") && (e.contains("disk") || e.contains("folder")), "{e}");
            told += 1;
        }
        check(&path, &acks.into_iter().collect());
    }
    assert!(told >= 6, "{told}");
}

/// Every n-th call that changes a file, exactly: needs strace.
#[test]
#[ignore = "needs strace and minutes"]
fn killed_at_every_nth_call_that_writes_it_loses_nothing() {
    let folder = TempDir::new().unwrap();
    for call in ["pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "openat"] {
        for n in 1.. {
            let path = folder.path().join(format!("{call}-{n}.ledger"));
            let inject = format!("inject={call}:signal=KILL:when={n}");
            let prefix = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject];
            let (acks, errors) = run(child(&prefix, &path, 7), None);
            assert!(errors.is_empty(), "{errors:?}");
            let done = acks.len() >= 7;
            let (whole, acknowledged) = (acks.len(), acks.into_iter().collect());
            check(&path, &acknowledged);
            if done {
                println!("{call}: {n} places, the last after {whole} entries");
                break;
            }
        }
    }
}

#[test]
fn what_was_acknowledged_survives_without_the_index_of_the_log() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..20u8 {
        ledger.append(new(None, &[i; 500]), NOON).unwrap();
    }
    // The process dies here: its files stay as they are, nothing is closed, and the log's index is lost.
    let survivor = folder.path().join("survivor.ledger");
    std::fs::copy(&path, &survivor).unwrap();
    std::fs::copy(folder.path().join("talks.ledger-wal"), folder.path().join("survivor.ledger-wal")).unwrap();
    let reopened = Ledger::open(&survivor).unwrap();
    assert_eq!(entries(&reopened), entries(&ledger));
    assert_eq!(sound(&reopened), sound(&ledger));
}

/// Lengths to which a file is cut: each of the last page with `RAPPORTEUR_EVERY_BYTE`, each 23rd without; each 509th
/// before.
fn cuts(len: usize) -> Vec<usize> {
    let step = if std::env::var_os("RAPPORTEUR_EVERY_BYTE").is_some() { 1 } else { 23 };
    let tail = len - 4200;
    (0..tail).step_by(509).chain((tail..len).step_by(step)).chain([len - 1, len]).collect()
}

#[test]
fn a_log_cut_at_any_byte_of_its_tail_leaves_a_sound_beginning() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..5u8 {
        ledger.append(new(None, &[i; 500]), NOON).unwrap();
    }
    let (all, log) = (entries(&ledger), std::fs::read(folder.path().join("talks.ledger-wal")).unwrap());
    let cuts = cuts(log.len());
    let copy = folder.path().join("cut.ledger");
    let mut kept = Vec::new();
    for cut in cuts {
        std::fs::copy(&path, &copy).unwrap();
        std::fs::write(folder.path().join("cut.ledger-wal"), &log[..cut]).unwrap();
        let mut cut_ledger = Ledger::open(&copy).unwrap();
        let n = sound(&cut_ledger).entries;
        assert_eq!(entries(&cut_ledger), all[..n as usize]);
        if cut % 3 == 0 {
            assert_eq!(cut_ledger.append(new(None, b"goes on"), NOON).unwrap().seq, n + 1);
        }
        kept.push(n);
        drop(cut_ledger);
        std::fs::remove_file(&copy).unwrap();
    }
    assert!(kept.is_sorted() && kept.first() < kept.last() && kept.last() == Some(&5), "{kept:?}");
}

#[test]
fn a_file_cut_at_any_byte_of_its_tail_is_known_as_damaged() {
    let folder = TempDir::new().unwrap();
    let path = crate::filled(&folder, 60);
    let bytes = std::fs::read(&path).unwrap();
    let copy = folder.path().join("cut.ledger");
    for cut in cuts(bytes.len()).into_iter().filter(|c| (1..bytes.len()).contains(c)) {
        std::fs::write(&copy, &bytes[..cut]).unwrap();
        let found = Ledger::look(&copy).and_then(|l| l.verify(|_| ()));
        assert!(!found.as_ref().is_ok_and(|v| v.is_sound()), "cut to {cut} of {} bytes: {found:?}", bytes.len());
    }
}

#[test]
fn two_processes_take_turns() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let runs: Vec<_> = (0..2)
        .map(|_| {
            let command = child(&[], &path, 40);
            std::thread::spawn(move || run(command, None))
        })
        .collect();
    let mut acks = Vec::new();
    for r in runs {
        let (a, errors) = r.join().unwrap();
        assert!(errors.is_empty(), "{errors:?}");
        acks.extend(a);
    }
    let acknowledged: BTreeSet<u64> = acks.into_iter().collect();
    assert!(check(&path, &acknowledged).len() >= 40);
}
