//! Tables that ship in the reader: lines of names between semicolons, some in sections under "= title"; "#" opens a comment.

/// The lines of a section.
pub(crate) fn section(table: &'static str, title: &str) -> impl Iterator<Item = &'static str> {
    let mut lines = table.lines();
    lines.by_ref().find(|l| l.strip_prefix("= ") == Some(title));
    lines.take_while(|l| !l.starts_with('=')).filter(|l| !l.starts_with('#'))
}

/// The names of some lines.
pub(crate) fn names<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lines.flat_map(|l| l.split(';')).map(str::trim).filter(|n| !n.is_empty())
}
