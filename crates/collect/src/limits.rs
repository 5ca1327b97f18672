//! How large things may be. They stop accidents and bombs, not honest texts: a book has about one megabyte.

/// One megabyte, 2^20 bytes.
pub(crate) const MB: u64 = 1 << 20;

/// Bytes of a text file, unpacked.
pub(crate) const TEXT: u64 = 64 * MB;

/// Bytes of a web page or a Markdown file, unpacked; taking it apart needs many times as much memory.
pub(crate) const MARKUP: u64 = 16 * MB;

/// Depth to which the elements of a page may be nested; browsers stop there, too.
pub(crate) const PAGE_DEPTH: usize = 512;

/// Tags of a page that may be open at once before it is parsed at all; sloppy pages leave some hundreds open.
pub(crate) const PAGE_UNCLOSED: usize = 8192;

/// Bytes of one line of JSON lines; the number of lines is free.
pub(crate) const RECORD: u64 = 64 * MB;

/// Bytes of one line of a document's text. Prose has paragraphs; a line of this size is data.
pub(crate) const LINE: u64 = 8 * MB;

/// Unpacked bytes for each packed byte, above [`TEXT`] unpacked bytes. Prose packs three to five times, repetitive
/// JSON thirty times, a bomb a thousand times.
pub(crate) const UNPACK: u64 = 200;
