//! The collect stage: files and the web in, documents out. What cannot be taken becomes a [`Problem`]; the rest goes on.
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
//! | [`mod@feed`] | RSS, RDF, Atom, JSON Feed, damaged or not |
//! | `links`, `sitemap` | what a page links to, and what a sitemap lists |
//! | [`listing`] | what a source lists, the same for all of them |
//! | [`discover`] | what can be watched at an address |
//! | [`opml`] | lists of sources |
//! | [`http`], [`manners`], `robots` | the web, warily and politely |
//! | [`mod@round`], [`state`], `article` | a round over the sources, what is known of them, an item to its document |
//! | [`clock`] | the time, as an argument |
//! | `clean`, `address`, `tags` | markup to text; which parts of an address name an article; bombs of attributes |
//! | [`dateline`] | what the head of a text says of its own publication |
//! | [`published`] | dates of publication in the forms that sources write |
//! | [`problem`] | what went wrong, where, why, and what to do |
//! | `limits` | how large things may be |

mod address;
mod article;
mod clean;
pub mod clock;
pub mod collect;
pub mod dateline;
pub mod discover;
mod encoding;
pub mod feed;
mod flow;
pub mod gdelt;
mod header;
mod html;
pub mod http;
mod jsonl;
mod limits;
mod links;
pub mod listing;
pub mod manners;
mod markdown;
mod mhtml;
mod open;
pub mod opml;
pub mod page;
pub mod problem;
pub mod published;
mod robots;
pub mod round;
mod sitemap;
pub mod state;
mod tags;
mod text;
mod walk;
mod warc;

pub use collect::{Collect, collect, collect_from};
pub use page::{Origin, Page, page};
pub use problem::{Problem, Severity};
