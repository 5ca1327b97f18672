//! The raw text behind a CoNLL-U file, as in the CoNLL-2018 shared task.

/// Sentences of a paragraph on one line, paragraphs and documents set apart by an empty line.
pub fn raw_text(conllu: &str) -> String {
    let mut paragraphs: Vec<String> = vec![String::new()];
    let mut inside = 0usize;
    for line in conllu.lines() {
        if line.starts_with("# newdoc") || (line.starts_with("# newpar") && !line.starts_with("# newpar_block")) {
            paragraphs.push(String::new());
        }
        if line.is_empty() {
            inside = 0;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || fields.len() != 10 || fields[0].contains('.') {
            continue;
        }
        let space = if fields[9].split('|').any(|f| f == "SpaceAfter=No") { "" } else { " " };
        let first: usize = fields[0].split('-').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let covered = !fields[0].contains('-') && first <= inside;
        if let Some(end) = fields[0].split_once('-').and_then(|x| x.1.parse().ok()) {
            inside = end;
        }
        if !covered && let Some(p) = paragraphs.last_mut() {
            p.push_str(fields[1]);
            p.push_str(space);
        }
    }
    paragraphs.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).map(|p| format!("{p}\n\n")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn multiword_tokens_and_paragraphs() {
        let row = |id: &str, form: &str, misc: &str| format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
        let file = format!(
            "# newpar\n{}{}{}{}\n# newpar\n{}\n",
            row("1-2", "don't", "_"),
            row("1", "do", "_"),
            row("2", "n't", "_"),
            row("3", "go", "SpaceAfter=No"),
            row("1", "Stop", "_")
        );
        assert_eq!(super::raw_text(&file), "don't go\n\nStop\n\n");
    }
}
