//! What belongs to the page and not to the article. Patterns are lower case; add one line to teach one more.

/// A short block that starts so is furniture.
const STARTS: &[&str] = &[
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "comments",
    "you may also like",
    "you might also",
    "read more",
    "read also",
    "read next",
    "also read",
    "more on this",
    "more from",
    "more stories",
    "see also:",
    "related articles",
    "related stories",
    "related:",
    "related posts",
    "related topics",
    "related news",
    "recommended",
    "continue reading",
    "keep reading",
    "click here",
    "tap here",
    "share this",
    "share on",
    "share:",
    "follow us",
    "follow @",
    "subscribe",
    "sign up",
    "sign in",
    "log in",
    "join our",
    "join the conversation",
    "newsletter",
    "get the latest",
    "get our",
    "download our",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "by using this site",
    "by continuing to",
    "accept all",
    "accept cookies",
    "cookie",
    "privacy policy",
    "terms of",
    "all rights reserved",
    "copyright",
    "©",
    "(c) 20",
    "pro tip",
    "quick tip",
    "did you know",
    "explore more",
    "explore our",
    "discover more",
    "learn more",
    "find out more",
    "advertisement",
    "sponsored",
    "promoted",
    "skip to",
    "back to top",
    "previous article",
    "next article",
    "previous post",
    "next post",
    "print this",
    "email this",
    "e-mail this",
    "image credit",
    "image:",
    "photo:",
    "photo credit",
    "photograph:",
    "photo by",
    "image by",
    "picture:",
    "file photo",
    "getty images",
    "watch:",
    "listen:",
    "live updates:",
    "tags:",
    "filed under",
    "topics:",
    "categories:",
    "category:",
    "share your",
    "have your say",
    "what do you think?",
    "tell us",
    "contact us",
    "about us",
    "about the author",
    "editor's note",
    "editor’s note",
    "editing by",
    "reporting by",
    "additional reporting",
    "writing by",
    "compiled by",
    "last updated",
    "updated on",
    "published on",
    "published:",
    "updated:",
    "posted on",
    "posted by",
    "first published",
    "reading time",
    "min read",
    "table of contents",
    "support our",
    "donate",
    "home >",
    "home »",
    "menu",
    "search",
    "loading",
    "show more",
    "view all",
    "view comments",
    "your email address",
    "required fields",
    "save my name",
    "disclaimer",
    "source:",
    "sources:",
    "via teleconference",
    "follow the latest",
    "stay informed",
    "stay up to date",
    "stay tuned",
    "trending",
    "most read",
    "most popular",
    "popular posts",
    "latest news",
    "breaking news alerts",
    "don't miss",
    "don’t miss",
    "check out our",
    "for more information",
    "for more insights",
    "for more stories",
    "want more",
];

/// A short block that holds one of these is furniture.
const HOLDS: &[&str] = &[
    "our newsletter",
    "all rights reserved",
    "our privacy policy",
    "cookie policy",
    "in the comments",
    "comments below",
    "comment below",
    "subscribe to our",
    "sign up for our",
    "follow us on",
    "share this article",
    "share this story",
    "share your thoughts",
    "enable javascript",
    "press briefing room",
    "ad blocker",
    "getty images",
    "/reuters",
    "afp/",
    "on our website",
    " affairs page",
    "affiliate link",
    "min read",
    "minute read",
    "minutes read",
];

/// Labels before a colon that no person bears.
const LABELS: &[&str] = &[
    "note",
    "update",
    "updated",
    "analysis",
    "opinion",
    "background",
    "summary",
    "breaking",
    "exclusive",
    "source",
    "sources",
    "published",
    "outlet",
    "title",
    "url",
    "date",
    "location",
    "place",
    "time",
    "key points",
    "warning",
    "example",
    "result",
    "conclusion",
    "context",
    "tip",
    "pro tip",
    "read more",
    "related",
    "faq",
    "photo",
    "image",
];

/// Headings under which questions with answers stand.
const FAQ: &[&str] = &[
    "faq",
    "faqs",
    "frequently asked questions",
    "frequently asked questions (faq)",
    "frequently asked questions (faqs)",
    "questions and answers",
    "q&a",
    "q & a",
    "your questions answered",
    "common questions",
    "people also ask",
];

/// Longest block in bytes that may be furniture for how it starts; longer ones are running text.
const SHORT: usize = 260;

pub(super) fn opens_faq(words: &str) -> bool {
    let low = words.trim_end_matches([':', '.', '!']).to_lowercase();
    words.len() < 60 && (FAQ.contains(&low.as_str()) || low.starts_with("faq:") || low.starts_with("faq about"))
}

pub(super) fn is_label(label: &str) -> bool {
    LABELS.contains(&label.to_lowercase().as_str())
}

/// Does the block belong to the page? `at_edge`: among the first or last blocks, where bylines stand.
pub(super) fn is_furniture(words: &str, at_edge: bool) -> bool {
    if words.len() > SHORT {
        return false;
    }
    let low = words.to_lowercase();
    let starts = |p: &&&str| {
        low.strip_prefix(**p).is_some_and(|rest| {
            // A pattern ends where its word ends, and only a mark or a count may follow the shortest ones.
            let next = rest.chars().next();
            let ends = next.is_none_or(|c| !c.is_alphabetic()) || p.ends_with(|c: char| !c.is_alphanumeric());
            ends && (p.contains(' ')
                || p.ends_with(|c: char| !c.is_alphanumeric())
                || words.len() < 70 && !is_sentence(words))
        })
    };
    STARTS.iter().any(|p| starts(&p))
        || HOLDS.iter().any(|p| {
            low.contains(p)
                && words.len() < 160
                && (!is_sentence(words) || p.starts_with("our ") || p.contains(" our "))
        })
        || is_byline(words, at_edge)
        || is_stage_direction(words)
        || is_stamp(words)
}

/// Ends like a sentence and is longer than a label.
fn is_sentence(words: &str) -> bool {
    words.ends_with(['.', '!', '?', '”']) && words.split_whitespace().count() > 4
}

/// "by Chief Editor", "By Jane Roe and John Doe, Agency".
fn is_byline(words: &str, at_edge: bool) -> bool {
    let Some(rest) = words.strip_prefix("by ").or(words.strip_prefix("By ")).or(words.strip_prefix("BY ")) else {
        return false;
    };
    let n = rest.split_whitespace().count();
    let names = rest.split_whitespace().all(|w| {
        w.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
            || matches!(w, "and" | "in" | "for" | "of" | "the" | "|")
    });
    at_edge && n > 0 && n <= 12 && names && !words.ends_with('.')
}

/// "(Cross-talk.)", "(Video plays.)", "END", "(CONTINUED)".
fn is_stage_direction(words: &str) -> bool {
    (words.len() < 60 && words.starts_with('(') && words.ends_with(')') && !words[1..].contains('('))
        || matches!(words, "END" | "End" | "###" | "MORE" | "(more)" | "-30-")
}

/// A time or date alone: "2:48 P.M. EDT", "February 6, 2026", "6 Feb 2026, 14:05 GMT".
fn is_stamp(words: &str) -> bool {
    const PARTS: &[&str] = &[
        "am",
        "pm",
        "a.m",
        "p.m",
        "edt",
        "est",
        "gmt",
        "utc",
        "ist",
        "cet",
        "cest",
        "bst",
        "pdt",
        "pst",
        "msk",
        "at",
        "on",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "h",
    ];
    if words.len() > 60 || !words.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '–' | '-' | '/')).all(|w| {
        let w = w.trim_matches(['.', ':']).to_lowercase();
        w.is_empty()
            || PARTS.contains(&w.as_str())
            || w.trim_end_matches(|c: char| c.is_ascii_lowercase()).bytes().all(|b| b.is_ascii_digit() || b == b':')
                && w.len() <= 8
                && w.starts_with(|c: char| c.is_ascii_digit())
    })
}
