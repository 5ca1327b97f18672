//! A file of gzip members, one after the other: read through all of them, and past a damaged one to the next.

use super::back::Back;
use crate::limits;
use crate::open::Counted;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// Unpacked bytes. A damaged member gives one error of the kind `InvalidData`; what is read after it is the next member.
pub(crate) struct Members {
    state: State,
    /// Bytes unpacked so far.
    out: u64,
}

type Raw = Back<BufReader<Counted>>;

enum State {
    Between(Raw),
    Within(Box<GzDecoder<Raw>>),
    Ended,
}

impl Members {
    pub(crate) fn new(input: Box<dyn Read + Send>) -> Members {
        Members { state: State::Between(Back::new(BufReader::new(Counted { inner: input, count: 0 }))), out: 0 }
    }

    /// Before the next member; false at the end.
    fn next_member(&mut self) -> io::Result<bool> {
        let State::Between(mut raw) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(true) };
        if !find_mark(&mut raw)? {
            return Ok(false);
        }
        self.state = State::Within(Box::new(GzDecoder::new(raw)));
        Ok(true)
    }
}

impl Read for Members {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(raw) => {
                    self.state = State::Between(raw);
                    if !self.next_member()? {
                        return Ok(0);
                    }
                }
                State::Within(mut gz) => match gz.read(buf) {
                    Ok(0) => self.state = State::Between(gz.into_inner()),
                    Ok(n) => {
                        self.out += n as u64;
                        let packed = gz.get_ref().inner.get_ref().count;
                        if self.out > limits::TEXT && self.out > packed.saturating_mul(limits::UNPACK) {
                            return Err(io::Error::other(format!(
                                "it unpacks to more than {} times its size, as no archive does",
                                limits::UNPACK
                            )));
                        }
                        self.state = State::Within(gz);
                        return Ok(n);
                    }
                    Err(e) => {
                        // the bytes from here to the next member's mark are lost
                        self.state = State::Between(gz.into_inner());
                        return Err(io::Error::new(io::ErrorKind::InvalidData, e.to_string()));
                    }
                },
            }
        }
    }
}

/// How a member begins: gzip, deflate.
const MARK: [u8; 3] = [0x1F, 0x8B, 0x08];

/// Go before the next mark; false where there is none.
fn find_mark(raw: &mut Raw) -> io::Result<bool> {
    let mut matched = 0;
    loop {
        let bytes = raw.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let mut end = None;
        for (i, b) in bytes.iter().enumerate() {
            matched = if *b == MARK[matched] { matched + 1 } else { usize::from(*b == MARK[0]) };
            if matched == MARK.len() {
                end = Some(i + 1);
                break;
            }
        }
        let n = end.unwrap_or(bytes.len());
        raw.consume(n);
        if end.is_some() {
            raw.give_back(MARK.to_vec());
            return Ok(true);
        }
    }
}
