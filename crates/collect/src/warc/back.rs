//! An input to which bytes can be given back.

use std::io::{self, BufRead, Read};

/// What was given back is read first.
pub(crate) struct Back<R> {
    back: Vec<u8>,
    at: usize,
    pub(crate) inner: R,
}

impl<R: BufRead> Back<R> {
    pub(crate) fn new(inner: R) -> Back<R> {
        Back { back: Vec::new(), at: 0, inner }
    }

    pub(crate) fn give_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.back[self.at..]);
        self.back = bytes;
        self.at = 0;
    }
}

impl<R: BufRead> Read for Back<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let given = self.fill_buf()?;
        let n = given.len().min(buf.len());
        buf[..n].copy_from_slice(&given[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Back<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.back.len() { Ok(&self.back[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.back.len() { self.at += n } else { self.inner.consume(n) }
    }
}
