//! Tables that ship in the reader. Of names: lines of names between semicolons, some in sections under "= title"; "#" opens a comment. Of weights: a
//! name and whole numbers between tabs, thousandths or ten-thousandths.

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

/// The rows of a table of weights: what a row is of, and its numbers.
pub(crate) fn weights<const N: usize>(table: &'static str) -> impl Iterator<Item = (&'static str, [f32; N])> {
    table.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let mut row = [0.0; N];
        for (w, x) in row.iter_mut().zip(cells) {
            *w = x.parse::<f32>().map_or(0.0, |x| x / 1000.0);
        }
        Some((name, row))
    })
}

/// The rows of a table of networks that are of `part`: the name behind it, if there is one, and the numbers, written as ten-thousandths.
pub(crate) fn rows(table: &'static str, part: &str) -> impl Iterator<Item = (&'static str, impl Iterator<Item = f32>)> {
    table.lines().filter_map(move |line| {
        let (name, cells) = line.split_once('\t')?;
        let name = name.strip_prefix(part)?.trim_start();
        Some((name, cells.split('\t').map(|x| x.parse::<f32>().map_or(0.0, |x| x / 10_000.0))))
    })
}
