//! Where articles come from: the sources that are watched, and what happened to them.

use serde::{Deserialize, Serialize};

/// A source, as a dossier file (`[[source]]`) or an entry of the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Its address.
    pub url: String,
    /// What stands there.
    #[serde(default)]
    pub kind: SourceKind,
    /// Name of the publisher, where it is to count instead of what its pages say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// For people: the title of the feed or page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What stands at the address of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// RSS, Atom, RDF or JSON Feed.
    #[default]
    Feed,
    /// A page whose links to articles are followed.
    Page,
    /// A sitemap, a news sitemap or an index of them.
    Sitemap,
}

impl SourceKind {
    /// For people, and in OPML.
    pub fn label(self) -> &'static str {
        match self {
            SourceKind::Feed => "feed",
            SourceKind::Page => "page",
            SourceKind::Sitemap => "sitemap",
        }
    }
}

/// What happened to a source; the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum SourceChange {
    /// Somebody added it.
    Added {
        /// As it was added.
        source: SourceSpec,
    },
    /// Its server says that it has moved for good.
    Moved {
        /// The new address.
        to: String,
    },
    /// Its server says that it is gone for good; it is asked no more.
    Gone {
        /// In the words of the program.
        reason: String,
    },
    /// Somebody removed it.
    Removed,
}

/// A source as it stands after everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// With its present address.
    pub spec: SourceSpec,
    /// Why it is asked no more, where that is so.
    pub gone: Option<String>,
}

/// The sources, in the order in which they came: those given, and then what happened, in order.
pub fn sources<'a>(
    given: impl IntoIterator<Item = &'a SourceSpec>,
    changes: impl IntoIterator<Item = &'a (String, SourceChange)>,
) -> Vec<Source> {
    let mut list: Vec<Source> = Vec::new();
    let add = |list: &mut Vec<Source>, spec: &SourceSpec| match list.iter_mut().find(|s| s.spec.url == spec.url) {
        Some(known) => *known = Source { spec: spec.clone(), gone: None },
        None => list.push(Source { spec: spec.clone(), gone: None }),
    };
    given.into_iter().for_each(|spec| add(&mut list, spec));
    for (url, change) in changes {
        let at = list.iter().position(|s| &s.spec.url == url);
        match (change, at) {
            (SourceChange::Added { source }, _) => add(&mut list, source),
            (SourceChange::Removed, Some(at)) => {
                list.remove(at);
            }
            (SourceChange::Gone { reason }, Some(at)) => list[at].gone = Some(reason.clone()),
            (SourceChange::Moved { to }, Some(at)) => {
                // it may have moved to one that is watched already
                if list.iter().any(|s| &s.spec.url == to) {
                    list.remove(at);
                } else {
                    list[at].spec.url.clone_from(to);
                }
            }
            (_, None) => {}
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(url: &str) -> SourceSpec {
        SourceSpec { url: url.into(), kind: SourceKind::Feed, outlet: None, title: None }
    }

    #[test]
    fn what_happened_to_a_source_decides_where_it_is_asked() {
        let happened = [
            ("b", SourceChange::Added { source: spec("b") }),
            ("a", SourceChange::Moved { to: "a2".into() }),
            ("b", SourceChange::Gone { reason: "410".into() }),
            ("c", SourceChange::Added { source: spec("c") }),
            ("c", SourceChange::Removed),
            ("nobody", SourceChange::Removed),
        ]
        .map(|(url, change)| (url.to_string(), change));
        let list = sources(&[spec("a")], &happened);
        let urls: Vec<_> = list.iter().map(|s| (s.spec.url.as_str(), s.gone.as_deref())).collect();
        assert_eq!(urls, [("a2", None), ("b", Some("410"))]);
        // added again, it is asked again
        let again = [happened.to_vec(), vec![("b".to_string(), SourceChange::Added { source: spec("b") })]].concat();
        assert!(sources(&[], &again).iter().all(|s| s.gone.is_none()));
        // two that move to one place are one
        let merged = [("a".to_string(), SourceChange::Moved { to: "b".into() })];
        assert_eq!(sources(&[spec("a"), spec("b")], &merged).len(), 1);
    }
}
