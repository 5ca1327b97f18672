//! What is worth a line: doubtful positions give way to firm ones, and one thing is told once.

use super::{Composer, place};
use crate::line::{Line, Mark, Run};
use rapporteur_types::{ActorRef, Claim, Span, Stance, Statement, Topic};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// After so many days a statement counts half.
const HALF: f64 = 60.0;
/// A report without a day counts as so many days old beside those that have one.
const UNDATED: i32 = 180;
/// What a statement counts of which nothing is known, and what a position in its sentence adds, beside how likely that tells something of the talks.
const BASE: f64 = 0.05;
const STAND: f64 = 0.3;

impl<'a> Composer<'a> {
    /// Is a position hardly to be relied on? The coder doubts it, or it is said to be the stand of both principals
    /// against somebody, who can only be one of them.
    pub(super) fn doubtful(&self, claim: &Claim) -> bool {
        let Some(p) = claim.position() else { return claim.is_doubtful() };
        let sides: BTreeSet<usize> = p
            .holders
            .iter()
            .filter_map(|h| self.side(h))
            .filter(|i| self.dossier.parties.get(*i).is_some_and(|p| p.principal))
            .collect();
        let alike = matches!(p.stance, Stance::Accepts | Stance::Supports | Stance::Offers | Stance::Neutral);
        claim.is_doubtful() || (sides.len() > 1 && !alike)
    }

    /// Does only the other principal tell of a position?
    pub(super) fn hearsay(&self, claim: &Claim) -> bool {
        let Some(p) = claim.position() else { return false };
        let own: BTreeSet<usize> = p.holders.iter().chain(&p.side).filter_map(|h| self.side(h)).collect();
        let told: Vec<usize> = claim.according_to.iter().filter_map(|a| self.side(a)).collect();
        !own.is_empty() && !told.is_empty() && !told.iter().any(|i| own.contains(i))
    }

    /// Of more statements than there is room for, those that matter most to the talks, in the order in which they came: whose sentences are likely to
    /// tell something of them, or hold a position, the newer before the older, the surer before the doubtful.
    pub(super) fn weightiest(&self, claims: &mut Vec<&'a Claim>, most: usize) {
        if claims.len() <= most {
            return;
        }
        let stands: BTreeSet<_> =
            self.dossier.claims.iter().filter(|c| c.position().is_some()).map(|c| place(c.first())).collect();
        let weight = |c: &Claim| {
            let stand = if stands.contains(&place(c.first())) { STAND } else { 0.0 };
            let age = self.age(c).unwrap_or(if self.dossier.as_of.is_some() { UNDATED } else { 0 });
            let fresh = HALF / (HALF + f64::from(age.max(0)));
            (BASE + stand + self.tells(c, &Topic::ALL)) * fresh * f64::from(c.confidence)
        };
        let mut order: Vec<(f64, usize)> = claims.iter().enumerate().map(|(i, c)| (weight(c), i)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let kept: BTreeSet<usize> = order.into_iter().take(most).map(|x| x.1).collect();
        *claims = kept.into_iter().map(|i| claims[i]).collect();
    }

    /// Does another statement of its sentence (`beside`) tell the same words of the same side, and better: of a person where this is of his state or
    /// ministry, or of the same speaker with less doubt?
    pub(super) fn said_better(&self, claim: &Claim, beside: &[&Claim]) -> bool {
        let Some(x) = claim.statement() else { return false };
        let whole = |s: &Statement| s.content.iter().copied().reduce(Span::cover);
        let person = |s: &Statement| s.speakers.iter().all(ActorRef::is_person);
        let side = |s: &Statement| s.speakers.first().and_then(|a| self.side(a));
        let better = |c: &&&Claim| {
            let Some(y) = c.statement().filter(|_| c.id != claim.id) else { return false };
            let (Some(a), Some(b)) = (whole(x), whole(y)) else { return false };
            let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
            if common * 10 < a.len().min(b.len()) * 8 {
                return false;
            }
            if x.speakers == y.speakers {
                let order = |c: &Claim, s: Span| (c.is_doubtful(), Reverse(s.len()), c.id.clone());
                return order(c, b) < order(claim, a);
            }
            side(x).is_some() && side(x) == side(y) && person(y) && !person(x)
        };
        beside.iter().any(|c| better(&c))
    }

    /// Is a position to be shown? A doubtful one only where nothing firmer stands on its issue.
    pub(super) fn worth_a_line(&self, claim: &Claim) -> bool {
        let Some(p) = claim.position() else { return true };
        let firmer = |c: &&Claim| c.position().is_some_and(|q| q.issue == p.issue) && !self.doubtful(c);
        !self.doubtful(claim) || !self.dossier.claims.iter().any(|c| firmer(&c))
    }
}

/// Drop lines that say in fewer words what another line says: the same words of ours, and a quotation that stands in
/// the other's; or the same speaker, whose whole sentence the other shows.
pub(super) fn once(lines: &mut Vec<Line>) {
    let told: Vec<(String, String)> = lines.iter().map(apart).collect();
    let again = |i: usize| {
        told.iter().enumerate().any(|(j, (own, quoted))| {
            let longer = quoted.len() > told[i].1.len() || j < i;
            let doubted = |l: &Line| l.marks().contains(&Mark::LowConfidence);
            let whole = shows_all(&lines[j])
                && who(&lines[i]) == who(&lines[j])
                && lines[i].cites() == lines[j].cites()
                && (doubted(&lines[i]) || !doubted(&lines[j]));
            let within = quoted.contains(told[i].1.trim_matches(['…', ' ']));
            i != j && (*own == told[i].0 || whole) && longer && within
        })
    };
    let keep: Vec<bool> = (0..lines.len()).map(|i| lines[i].is_not_stated() || !again(i)).collect();
    let mut keep = keep.into_iter();
    lines.retain(|_| keep.next().unwrap_or(true));
}

/// Does a line show a whole sentence, with no verb of ours before it?
fn shows_all(line: &Line) -> bool {
    let mut texts = line.runs().iter().filter_map(|r| if let Run::Text(s) = r { Some(s.as_str()) } else { None });
    texts.next_back() == Some(": ")
}

/// Whom a line is about: its weighty words.
fn who(line: &Line) -> Vec<&str> {
    line.runs().iter().filter_map(|r| if let Run::Strong(s) = r { Some(s.as_str()) } else { None }).collect()
}

/// A line's own words, and what it quotes.
fn apart(line: &Line) -> (String, String) {
    let (mut own, mut quoted) = (String::new(), String::new());
    for run in line.runs() {
        match run {
            Run::Text(s) | Run::Strong(s) => own.push_str(s),
            Run::Quote(s) => quoted.push_str(s),
            Run::Cite(_) => {}
        }
    }
    (own.trim_end().to_string(), quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Phrase;

    fn line(own: &str, quoted: &str) -> Line {
        let phrase = Phrase::new().strong(own).quote(quoted).cite([crate::citation::CiteId::of_test(1)]);
        Line::cited(phrase, Vec::new(), Vec::new()).unwrap()
    }

    #[test]
    fn one_thing_is_told_once_and_in_the_fuller_words() {
        let mut lines = vec![
            line("Mali said", "no deal"),
            line("Mali said", "no deal before spring"),
            line("Chad said", "no deal"),
        ];
        lines.push(line("Mali said", "no deal before spring"));
        once(&mut lines);
        let left: Vec<String> = lines.iter().map(Line::plain).collect();
        assert_eq!(left, ["Mali said“no deal before spring” [1]", "Chad said“no deal” [1]"]);
    }

    #[test]
    fn of_a_whole_sentence_and_a_part_of_it_one_is_told() {
        let said = |own: &str, quoted: &str, marks: Vec<Mark>| {
            let phrase = Phrase::new().strong("Mali").text(own).quote(quoted);
            Line::cited(phrase.cite([crate::citation::CiteId::of_test(1)]), Vec::new(), marks).unwrap()
        };
        let left = |marks: Vec<Mark>| {
            let mut lines = vec![said(" said ", "no deal", vec![]), said(": ", "Mali said no deal, it hopes.", marks)];
            lines.push(said(" rejects ", "the dam", vec![]));
            once(&mut lines);
            lines.len()
        };
        assert_eq!(left(Vec::new()), 2);
        assert_eq!(left(vec![Mark::LowConfidence]), 3, "a firm line does not give way to a doubtful one");
    }
}
