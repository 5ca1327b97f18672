//! The position matrix: a scale from one pole to the other for each issue, with a mark for each side, and the words.

use super::markup::Markup;
use crate::brief::{MatrixIssue, MatrixSide};
use crate::markdown::figures;
use crate::wording;

/// Half the width of the scale, and where its middle is.
const REACH: f64 = 280.0;
const MIDDLE: f64 = 300.0;
/// Marks nearer than this to another are raised above it.
const NEAR: f64 = 26.0;
const STEP: f64 = 24.0;

pub(super) fn draw(m: &mut Markup, issues: &[MatrixIssue]) {
    if issues.is_empty() {
        return;
    }
    m.raw("<ul class=\"matrix\">\n");
    for issue in issues {
        m.raw("<li>\n<h3>").text(&wording::capital(&issue.label)).raw("</h3>\n");
        let placed: Vec<(&MatrixSide, f64)> = issue.sides.iter().filter_map(|s| s.value.map(|v| (s, v))).collect();
        if !placed.is_empty() {
            scale(m, &placed);
            if let Some((low, high)) = &issue.poles {
                m.raw("<div class=\"poles\"><span>−1 · ")
                    .text(low)
                    .raw("</span><span>")
                    .text(high)
                    .raw(" · +1</span></div>\n");
            }
        }
        m.raw("<ul>\n");
        for s in &issue.sides {
            m.raw("<li><svg class=\"key\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">");
            mark(m, s.rank, 12.0, 12.0);
            m.raw("</svg><strong>").text(&s.side).raw("</strong> <span class=\"figures\">").text(&figures(s));
            m.raw("</span>").runs(&s.words.runs).raw("</li>\n");
        }
        m.raw("</ul>\n</li>\n");
    }
    m.raw("</ul>\n");
}

fn scale(m: &mut Markup, placed: &[(&MatrixSide, f64)]) {
    let mut spots: Vec<(f64, f64)> = Vec::new();
    for (_, v) in placed {
        let x = MIDDLE + REACH * v.clamp(-1.0, 1.0);
        let level = spots.iter().filter(|(other, _)| (other - x).abs() < NEAR).count();
        spots.push((x, level as f64 * STEP));
    }
    let top = spots.iter().map(|s| s.1).fold(0.0, f64::max);
    let base = top + 18.0;
    m.raw("<svg class=\"scale\" role=\"img\" viewBox=\"0 0 600 ").at(base + 18.0).raw("\"><title>");
    for (i, (s, _)) in placed.iter().enumerate() {
        m.text(if i == 0 { "" } else { "; " }).text(&s.side).raw(" ").text(&figures(s));
    }
    m.raw("</title>");
    line(m, "axis", [MIDDLE - REACH, base, MIDDLE + REACH, base]);
    for x in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let h = if x == 0.0 { 13.0 } else { 7.0 };
        line(m, "tick", [MIDDLE + REACH * x, base - h, MIDDLE + REACH * x, base + h]);
    }
    for ((s, _), (x, up)) in placed.iter().zip(&spots) {
        let cite = s.words.cites().next();
        if let Some(c) = cite {
            m.raw("<a href=\"#c").int(c.number()).raw("\"").attr("aria-label", &s.side).raw(">");
        }
        mark(m, s.rank, *x, base - up);
        if cite.is_some() {
            m.raw("</a>");
        }
    }
    m.raw("</svg>\n");
}

pub(super) fn line(m: &mut Markup, class: &'static str, [x1, y1, x2, y2]: [f64; 4]) {
    m.raw("<line class=\"").raw(class).raw("\" x1=\"").at(x1).raw("\" y1=\"").at(y1);
    m.raw("\" x2=\"").at(x2).raw("\" y2=\"").at(y2).raw("\"/>");
}

/// The sign of a side: colour and shape, so that either alone tells it.
fn mark(m: &mut Markup, rank: usize, x: f64, y: f64) {
    m.raw("<g transform=\"translate(").at(x).raw(" ").at(y).raw(")\">");
    m.raw(match rank % 5 {
        0 => "<circle class=\"s0 halo\" r=\"11\"/>",
        1 => "<rect class=\"s1 halo\" x=\"-10\" y=\"-10\" width=\"20\" height=\"20\"/>",
        2 => "<path class=\"s2 halo\" d=\"M0 -12 L12 9 L-12 9 Z\"/>",
        3 => "<path class=\"s3 halo\" d=\"M0 -13 L13 0 L0 13 L-13 0 Z\"/>",
        _ => "<path class=\"s4 halo\" d=\"M0 12 L12 -9 L-12 -9 Z\"/>",
    });
    m.raw("</g>");
}
