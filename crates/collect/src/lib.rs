//! The collect stage: files in, documents out. What cannot be taken becomes a [`Problem`]; the rest goes on.
//!
//! | file | what |
//! | --- | --- |
//! | [`mod@collect`] | `collect`: paths in, documents and problems out, in order |
//! | `walk` | folders to files |
//! | `open` | one file or standard input: unpacked, and its format known |
//! | `encoding` | bytes to text |
//! | `text`, `header` | plain text and the `Key: value` lines before it |
//! | `markdown` | Markdown to plain text |
//! | `html` | a saved web page to its document |
//! | [`mod@page`] | a web page taken apart: main text, title, author, dates, walls |
//! | `warc` | web archives, record by record |
//! | `mhtml` | pages saved in one file |
//! | [`gdelt`] | addresses of articles in GDELT's files |
//! | `flow` | words and blocks to plain text |
//! | `jsonl` | one document a line |
//! | [`published`] | dates of publication in the forms that sources write |
//! | [`problem`] | what went wrong, where, why, and what to do |
//! | `limits` | how large things may be |

pub mod collect;
mod encoding;
mod flow;
pub mod gdelt;
mod header;
mod html;
mod jsonl;
mod limits;
mod markdown;
mod mhtml;
mod open;
pub mod page;
pub mod problem;
pub mod published;
mod text;
mod walk;
mod warc;

pub use collect::{Collect, collect, collect_from};
pub use page::{Origin, Page, page};
pub use problem::{Problem, Severity};
