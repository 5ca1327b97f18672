//! The bytes of an answer: unpacked, and never more than was agreed to.

use super::FetchError;
use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{BufReader, Read};

/// Read to the end. `coding` is the header `Content-Encoding`; `limit` holds for the unpacked bytes.
pub(super) fn read(packed: impl Read, coding: &str, limit: u64) -> Result<Vec<u8>, FetchError> {
    // what is packed cannot be larger than what it holds, but for a header or two
    let mut bytes = take(packed, limit + 4096, limit)?;
    // the coding that was put on last comes off first
    for coding in coding.split(',').rev().map(|c| c.trim().to_ascii_lowercase()) {
        bytes = match coding.as_str() {
            "" | "identity" => bytes,
            "gzip" | "x-gzip" => take(MultiGzDecoder::new(&bytes[..]), limit, limit)?,
            // some servers mean the bare stream, some the one with a header
            "deflate" => match take(ZlibDecoder::new(&bytes[..]), limit, limit) {
                Err(FetchError::Broken(_)) => take(DeflateDecoder::new(&bytes[..]), limit, limit)?,
                unpacked => unpacked?,
            },
            "br" => take(BufReader::new(Decompressor::new(&bytes[..], 4096)), limit, limit)?,
            other => return Err(FetchError::Broken(format!("it is packed as `{other}`, which was not asked for"))),
        };
    }
    if bytes.len() as u64 > limit {
        return Err(FetchError::TooLarge(limit));
    }
    Ok(bytes)
}

fn take(from: impl Read, most: u64, limit: u64) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes).map_err(|e| FetchError::of_io(&e))?;
    if bytes.len() as u64 > most { Err(FetchError::TooLarge(limit)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    #[test]
    fn every_coding_that_is_asked_for_is_unpacked() {
        let text = b"The delegations met again.";
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(text).unwrap();
        assert_eq!(read(&gz.finish().unwrap()[..], "gzip", 100).unwrap(), text);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(text).unwrap();
        assert_eq!(read(&zlib.finish().unwrap()[..], "deflate", 100).unwrap(), text);
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(text).unwrap();
        assert_eq!(read(&bare.finish().unwrap()[..], "deflate", 100).unwrap(), text);
        // brotli's empty stream
        assert_eq!(read(&[0x06][..], "br", 100).unwrap(), b"");
        assert!(matches!(read(&text[..], "zstd", 100), Err(FetchError::Broken(_))));
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let mut gz = GzEncoder::new(Vec::new(), Compression::best());
        gz.write_all(&vec![0; 10_000_000]).unwrap();
        assert!(matches!(read(&gz.finish().unwrap()[..], "gzip", 1_000_000), Err(FetchError::TooLarge(1_000_000))));
        assert!(matches!(read(std::io::repeat(7), "", 1_000), Err(FetchError::TooLarge(1_000))));
    }
}
