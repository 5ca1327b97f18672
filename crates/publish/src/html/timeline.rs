//! The timeline: three lanes on one axis; days are dots, months and years bars; what is not told as done is hollow.

use super::markup::Markup;
use super::matrix::line;
use crate::brief::{Lane, Moment};
use jiff::civil::Date;
use rapporteur_types::When;

const LEFT: f64 = 20.0;
const RIGHT: f64 = 980.0;
/// Radius of a dot.
const R: f64 = 7.0;
const ROW: f64 = 19.0;
/// Narrowest distance of two labels on the axis.
const LABEL: f64 = 128.0;

/// Draw the moments, which are in order of time.
pub(super) fn draw(m: &mut Markup, moments: &[Moment]) {
    if moments.is_empty() {
        return;
    }
    let axis = Axis::new(moments);
    let lanes = [Lane::Talks, Lane::Cooperation, Lane::Conflict];
    let rows: Vec<Vec<(&Moment, usize)>> = lanes.iter().map(|l| stack(&axis, moments, *l)).collect();
    let depth = |lane: &Vec<(&Moment, usize)>| lane.iter().map(|r| r.1 + 1).max().unwrap_or(0);
    let height: f64 = rows.iter().filter(|r| !r.is_empty()).map(|r| 40.0 + depth(r) as f64 * ROW).sum::<f64>() + 44.0;
    m.raw("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Timeline\">\n");
    m.raw("<svg class=\"timeline\" viewBox=\"0 0 1000 ").at(height).raw("\">\n");
    let floor = height - 34.0;
    ticks(m, &axis, floor);
    let mut top = 6.0;
    for (i, (lane, row)) in lanes.iter().zip(&rows).enumerate() {
        if row.is_empty() {
            continue;
        }
        m.raw("<text class=\"lane\" x=\"")
            .at(LEFT - 8.0)
            .raw("\" y=\"")
            .at(top + 14.0)
            .raw("\">")
            .text(lane.label())
            .raw("</text>\n");
        for (moment, level) in row {
            draw_moment(m, &axis, moment, i, top + 34.0 + *level as f64 * ROW);
        }
        top += 40.0 + depth(row) as f64 * ROW;
    }
    m.raw("</svg>\n</div>\n<figcaption>Dots are days, bars months or years; hollow marks are planned, called for, ");
    m.raw("conditional or otherwise not told as done. A break in the axis skips empty time. Each mark opens its sentence.");
    m.raw("</figcaption>\n</figure>\n");
}

fn draw_moment(m: &mut Markup, axis: &Axis, moment: &Moment, lane: usize, y: f64) {
    let (from, to) = axis.extent(moment.when);
    m.raw("<a href=\"#c").int(moment.cite.number()).raw("\"").attr("aria-label", &moment.label).raw("><title>");
    m.text(&moment.label).raw("</title>");
    m.raw(if moment.when.day.is_some() { "<circle class=\"moment l" } else { "<rect class=\"moment l" }).int(lane);
    m.raw(if moment.hollow { " hollow\"" } else { "\"" });
    if moment.when.day.is_some() {
        m.raw(" cx=\"").at(from).raw("\" cy=\"").at(y).raw("\" r=\"6\"/>");
    } else {
        m.raw(" x=\"").at(from).raw("\" y=\"").at(y - 4.0).raw("\" width=\"").at((to - from).max(10.0));
        m.raw("\" height=\"8\" rx=\"4\"/>");
    }
    m.raw("</a>\n");
}

/// Put the moments of a lane into rows such that none covers another.
fn stack<'m>(axis: &Axis, moments: &'m [Moment], lane: Lane) -> Vec<(&'m Moment, usize)> {
    let mut ends: Vec<f64> = Vec::new();
    let mut out = Vec::new();
    for moment in moments.iter().filter(|m| m.lane == lane) {
        let (from, to) = axis.extent(moment.when);
        let (from, to) = if moment.when.day.is_some() { (from - R, from + R) } else { (from, to.max(from + 10.0)) };
        let row = ends.iter().position(|end| *end + 2.0 < from).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(to);
        }
        ends[row] = to;
        out.push((moment, row));
    }
    out
}

/// Days to places, where long empty stretches are shortened.
struct Axis {
    /// Day, place in (shortened) days, and whether the stretch before it is shortened.
    anchors: Vec<(Date, f64, bool)>,
}

impl Axis {
    fn new(moments: &[Moment]) -> Self {
        let mut days: Vec<Date> = moments.iter().flat_map(|m| [m.when.first(), m.when.last()]).collect();
        days.sort();
        days.dedup();
        let span = match (days.first(), days.last()) {
            (Some(a), Some(b)) => between(*a, *b),
            _ => 0.0,
        };
        // No empty stretch takes more than an eighth of the whole.
        let longest = (span / 8.0).max(10.0);
        let mut anchors: Vec<(Date, f64, bool)> = Vec::new();
        for day in days {
            let at = anchors.last().map_or((0.0, false), |(before, at, _)| {
                let gap = between(*before, day);
                (at + gap.min(longest), gap > longest)
            });
            anchors.push((day, at.0, at.1));
        }
        Axis { anchors }
    }

    fn x(&self, day: Date) -> f64 {
        let whole = self.anchors.last().map_or(0.0, |a| a.1);
        let i = self.anchors.partition_point(|a| a.0 <= day).max(1) - 1;
        let Some((from, at, _)) = self.anchors.get(i) else { return LEFT };
        let at = match self.anchors.get(i + 1) {
            Some((to, end, _)) => at + (end - at) * between(*from, day) / between(*from, *to).max(1.0),
            None => *at,
        };
        let inner = RIGHT - LEFT - 2.0 * R;
        if whole > 0.0 { LEFT + R + inner * at / whole } else { (LEFT + RIGHT) / 2.0 }
    }

    fn extent(&self, when: When) -> (f64, f64) {
        (self.x(when.first()), self.x(when.last()))
    }
}

fn between(a: Date, b: Date) -> f64 {
    a.until(b).map_or(0.0, |s| f64::from(s.get_days()))
}

/// The days that something starts or ends on, as labels, as many as find room; and the breaks.
fn ticks(m: &mut Markup, axis: &Axis, floor: f64) {
    line(m, "axis", [LEFT - 12.0, floor, RIGHT + 12.0, floor]);
    let mut free = f64::MIN;
    let last = axis.anchors.last().map(|a| axis.x(a.0)).unwrap_or(RIGHT);
    let count = axis.anchors.len();
    for (i, (day, _, broken)) in axis.anchors.iter().enumerate() {
        let x = axis.x(*day);
        if *broken {
            let before = axis.anchors.get(i.wrapping_sub(1)).map_or(x, |a| axis.x(a.0));
            let mid = (before + x) / 2.0;
            m.raw("<path class=\"gap\" d=\"M").at(mid - 5.0).raw(" ").at(floor + 6.0).raw(" l4 -12 M").at(mid + 1.0);
            m.raw(" ").at(floor + 6.0).raw(" l4 -12\"/>");
        }
        line(m, "tick", [x, floor - 4.0, x, floor + 4.0]);
        let is_last = i + 1 == count;
        if is_last || (x >= free && x + LABEL <= last.max(LABEL)) || (i == 0 && count > 1) {
            let anchor = if i == 0 && count > 1 {
                "start"
            } else if is_last && count > 1 {
                "end"
            } else {
                "middle"
            };
            let shift = match anchor {
                "start" => -R,
                "end" => R,
                _ => 0.0,
            };
            m.raw("<text")
                .attr("text-anchor", anchor)
                .raw(" x=\"")
                .at(x + shift)
                .raw("\" y=\"")
                .at(floor + 25.0)
                .raw("\">");
            m.text(&short(*day)).raw("</text>");
            free = x + LABEL;
        }
    }
}

/// "6 Feb 2026".
fn short(day: Date) -> String {
    let words = When::day(day).words();
    let parts: Vec<&str> = words.split(' ').collect();
    match parts.as_slice() {
        [d, m, y] => format!("{d} {} {y}", m.get(..3).unwrap_or(m)),
        _ => words,
    }
}
