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
//! | `html`, `prose` | a web page to its main text |
//! | `page` | what a web page says of itself: date, outlet, address, language |
//! | `flow` | words and blocks to plain text |
//! | `jsonl` | one document a line |
//! | [`published`] | dates of publication in the forms that sources write |
//! | [`problem`] | what went wrong, where, why, and what to do |
//! | `limits` | how large things may be |

mod clean;
pub mod collect;
mod encoding;
pub mod feed;
mod flow;
mod header;
mod html;
mod jsonl;
mod limits;
mod markdown;
mod open;
mod page;
pub mod problem;
mod prose;
pub mod published;
mod text;
mod walk;

pub use collect::{Collect, collect, collect_from};
pub use problem::{Problem, Severity};
