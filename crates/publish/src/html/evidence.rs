//! The cited sentences, each in its paragraph: a list below the brief, and a drawer when a citation is followed.

use super::markup::Markup;
use crate::citation::{Citation, Coded, Piece, Role};
use crate::markdown::{is_web, origin};

pub(super) fn list(m: &mut Markup, citations: &[Citation]) {
    m.raw("<section id=\"evidence\">\n<h2>Cited sentences</h2>\n<p class=\"legend\">");
    for role in Role::ALL {
        m.raw("<mark class=\"r-").text(role.label()).raw("\">").text(role.label()).raw("</mark>");
    }
    m.raw("</p>\n<ol class=\"evidence\">\n");
    citations.iter().for_each(|c| one(m, c));
    m.raw("</ol>\n</section>\n");
}

fn one(m: &mut Markup, c: &Citation) {
    m.raw("<li class=\"drawer\" tabindex=\"-1\" id=\"c").int(c.id.number()).raw("\">");
    m.raw("<a class=\"close\" href=\"#closed\">Close</a><div class=\"origin\" dir=\"auto\"><strong>[");
    m.int(c.id.number()).raw("]</strong> ").text(&origin(c));
    if let Some(title) = &c.title {
        m.raw(" · ");
        match c.url.as_deref().filter(|u| is_web(u)) {
            Some(url) => m.raw("<a rel=\"noopener noreferrer\"").attr("href", url).raw(">").text(title).raw("</a>"),
            None => m.text(title),
        };
    }
    m.raw("</div>\n<blockquote dir=\"auto\">");
    c.paragraph.iter().for_each(|p| piece(m, p));
    m.raw("</blockquote>");
    if !c.coded.is_empty() {
        m.raw("<ul class=\"coded\">");
        c.coded.iter().for_each(|k| coded(m, k));
        m.raw("</ul>");
    }
    m.raw("</li>\n");
}

fn coded(m: &mut Markup, k: &Coded) {
    m.raw("<li dir=\"auto\">").text(&k.what).raw(" · ").text(k.standing);
    if !k.according_to.is_empty() {
        m.raw(" · according to ").text(&k.according_to.join(", "));
    }
    let (coder, reader) = k.coder.split_once('/').unwrap_or((&k.coder, ""));
    m.raw(" · ").text(k.confidence).raw(" confidence <span class=\"versions\">coder ").text(coder);
    m.raw(", reader ").text(reader).raw("</span></li>");
}

fn piece(m: &mut Markup, p: &Piece) {
    match (p.cited, p.role) {
        (_, Some(role)) => {
            m.raw("<mark class=\"cited r-").text(role.label()).raw("\" title=\"").text(role.label()).raw("\">");
            m.text(&p.text).raw("</mark>");
        }
        (true, None) => {
            m.raw("<span class=\"cited\">").text(&p.text).raw("</span>");
        }
        (false, None) => {
            m.text(&p.text);
        }
    }
}
