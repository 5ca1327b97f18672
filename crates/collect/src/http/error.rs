//! Why something could not be had, in words for people.

use super::public::Private;
use crate::limits;
use jiff::Timestamp;
use std::io;

/// Why something could not be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FetchError {
    /// The address is none of the public web.
    #[error("{0}")]
    Refused(String),
    /// No such host, no connection, no secure connection, an answer that breaks off.
    #[error("{0}")]
    Unreachable(String),
    /// It took too long.
    #[error("it did not answer in time")]
    TimedOut,
    /// It is larger than was agreed to.
    #[error("it is larger than {} MB", .0 / limits::MB)]
    TooLarge(u64),
    /// The answer is damaged.
    #[error("{0}")]
    Broken(String),
    /// The redirects lead nowhere.
    #[error("{0}")]
    Redirects(String),
    /// The server says no.
    #[error("the server answers {}", status(*.0))]
    Status(u16),
    /// The server says that it is gone for good.
    #[error("the server says that it is gone for good (410)")]
    Gone,
    /// The host wants to be left alone until then; nothing more is sent to it.
    #[error("the host asked to be left alone until {0}")]
    Paused(Timestamp),
    /// robots.txt forbids it.
    #[error("robots.txt forbids it")]
    Forbidden,
    /// The program is to stop.
    #[error("stopped")]
    Stopped,
}

fn status(code: u16) -> String {
    let words = match code {
        400 => " (bad request)",
        401 => " (log in)",
        403 => " (forbidden)",
        404 => " (not found)",
        429 => " (too many requests)",
        451 => " (not available for legal reasons)",
        500..=599 => " (its fault)",
        _ => "",
    };
    format!("{code}{words}")
}

impl FetchError {
    pub(super) fn of_io(e: &io::Error) -> FetchError {
        if let Some(inner) = e.get_ref() {
            if let Some(private) = inner.downcast_ref::<Private>() {
                return FetchError::Refused(format!("{private}: it is asked only with --allow-private HOST"));
            }
            if let Some(ureq::Error::Timeout(_)) = inner.downcast_ref::<ureq::Error>() {
                return FetchError::TimedOut;
            }
        }
        match e.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => FetchError::TimedOut,
            io::ErrorKind::UnexpectedEof => FetchError::Broken("the answer breaks off".into()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                FetchError::Broken(format!("the answer is damaged ({e})"))
            }
            _ => FetchError::Unreachable(format!("it cannot be reached ({e})")),
        }
    }

    pub(super) fn of(e: &ureq::Error) -> FetchError {
        match e {
            ureq::Error::Io(e) => FetchError::of_io(e),
            ureq::Error::Timeout(_) => FetchError::TimedOut,
            ureq::Error::HostNotFound => FetchError::Unreachable("there is no such host".into()),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                FetchError::Refused("this is no address that can be asked for".into())
            }
            ureq::Error::Protocol(e) => FetchError::Broken(format!("the answer is no HTTP ({e})")),
            e => FetchError::Unreachable(format!("it cannot be reached ({e})")),
        }
    }
}
