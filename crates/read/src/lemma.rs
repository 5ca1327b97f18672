//! Lemmas by edit scripts (Chrupała et al. 2008; Straka 2018): `K|2|y` keeps case, cuts two characters, adds "y".

/// The lemma that the most likely applicable script gives.
pub fn best(form: &str, scores: &[f32], scripts: &[String]) -> String {
    let mut order: Vec<usize> = (0..scripts.len().min(scores.len())).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    order.into_iter().take(8).find_map(|i| apply(form, &scripts[i])).unwrap_or_else(|| form.to_lowercase())
}

/// One script, where it fits the form: `K` keeps case, `L` lowers it, `T` leaves the first letter and lowers the rest.
fn apply(form: &str, script: &str) -> Option<String> {
    let mut parts = script.splitn(3, '|');
    let (rule, cut, add) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?);
    let base: Vec<char> = match rule {
        "L" => form.to_lowercase().chars().collect(),
        "T" => form.chars().take(1).chain(form.to_lowercase().chars().skip(1)).collect(),
        _ => form.chars().collect(),
    };
    // a script that cuts a whole word ("was" to "be") fits words of just that length
    let keep = base.len().checked_sub(cut)?;
    let out: String = base[..keep].iter().copied().chain(add.chars()).collect();
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_edit_the_end() {
        assert_eq!(apply("Parties", "L|3|y").unwrap(), "party");
        assert_eq!(apply("was", "L|3|be").unwrap(), "be");
        assert_eq!(apply("OMAN", "T|0|").unwrap(), "Oman");
        assert_eq!(apply("a", "L|3|be"), None);
    }
}
