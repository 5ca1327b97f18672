//! The short lists that tokenisation needs, lower case where case does not matter.

/// Titles and ranks: keep their period where capitalised, and no sentence ends after them.
pub(super) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "messrs", "mlle", "dr", "drs", "prof", "rev", "hon", "gen", "lt", "col", "maj", "capt", "cmdr",
    "adm", "sgt", "brig", "cpl", "pvt", "sen", "sens", "rep", "reps", "gov", "pres", "amb", "st", "sts", "mt", "ft",
    "fr", "supt", "insp",
];

/// Keep their period in any case.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "inc", "ltd", "corp", "co", "bros", "dept", "assn", "assoc", "univ", "jr", "sr", "esq", "vs", "etc", "al", "eg",
    "ie", "cf", "viz", "approx", "ca", "est", "jan", "feb", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "tues",
    "wed", "thurs", "thur", "ave", "blvd", "ext", "attn", "div", "vol", "eds", "esp", "incl", "lb", "lbs", "oz", "yr",
    "yrs", "mins", "hrs", "conn", "calif", "fla", "penn", "ala", "ariz", "tenn", "que", "refrig", "phd", "resp",
    "intl", "natl", "govt",
];

/// Keep their period only before a number ("No. 5"), because they are words of their own too.
pub(super) const BEFORE_NUMBER: &[&str] =
    &["no", "nos", "art", "arts", "sec", "fig", "figs", "p", "pp", "para", "ch", "mar", "c", "eq", "res"];

/// Spelt with an apostrophe in front.
pub(super) const ELISIONS: &[&str] = &["em", "cause", "cuz", "til", "till", "tis", "twas", "bout", "round", "n"];

/// Written together with a number, yet words of their own.
pub(super) const UNITS: &[&str] = &[
    "am", "pm", "AM", "PM", "k", "K", "m", "M", "mm", "cm", "km", "kg", "g", "mg", "lb", "lbs", "ft", "bn", "b", "B",
    "mn", "tn", "trn", "mph", "kph", "kb", "KB", "mb", "MB", "gb", "GB", "TB", "MW", "GW", "kW", "Hz", "GHz", "MHz",
    "mins", "hrs", "min", "sec", "hr", "days", "years", "x", "p", "C", "F", "percent", "pct", "million", "billion",
];

/// Last parts of host and file names.
pub(super) const DOMAIN_ENDS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "biz", "eu", "uk", "us", "de", "fr", "ru", "ir", "il",
    "in", "cn", "jp", "au", "ca", "nz", "io", "tv", "co", "me", "doc", "docx", "pdf", "xls", "xlsx", "txt", "html",
    "htm", "jpg", "jpeg", "png", "gif", "zip", "exe", "ppt", "mp3", "mp4", "csv", "url",
];

/// Words with a slash that stay whole.
pub(super) const SLASHED: &[&str] = &["w/", "w/o", "b/c", "l/c", "i/c", "s/he"];

/// Prefixes that the treebanks leave on their word: "e-mail", "anti-ship", "co-operate".
pub(super) const GLUED_PREFIXES: &[&str] = &[
    "e", "co", "re", "pre", "non", "anti", "pro", "post", "mid", "ex", "multi", "semi", "neo", "sub", "inter", "intra",
    "counter", "cross", "over", "micro", "mini", "socio", "psycho", "un", "arch", "super", "proto", "mis", "de", "bi",
    "tri", "ultra", "trans", "quasi", "pseudo", "hyper", "mega", "uni", "poly", "extra", "infra", "electro", "geo",
];

/// Faces, longest first where one starts another.
pub(super) const EMOTICONS: &[&str] = &[
    ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":'(", "^_^", "-_-", ":)", ":(", ";)", ":D", ":P", "=)", "=(", "(:",
    "<3", "->", "<-", "US$",
];
