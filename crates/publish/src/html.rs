//! Brief → one self-contained HTML page: no script, nothing loaded, citations open in a drawer by `:target`.

mod evidence;
mod markup;
mod matrix;
mod timeline;

use crate::brief::{Brief, Group, Section};
use crate::line::{Line, Mark};
use crate::markdown::{count_of, head, is_web, source_notes};
use markup::Markup;

const STYLE: &str = include_str!("../../../templates/brief.css");

/// The brief as a page.
pub fn html(brief: &Brief) -> String {
    let mut m = Markup::default();
    m.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    m.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Even a reader's browser that is told to load something must not.
    m.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    m.raw("<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
        .text(&brief.head.title)
        .raw("</title>\n<style>\n");
    m.raw(STYLE)
        .raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#bottom-line\">Skip to the bottom line</a>\n");
    m.raw("<span id=\"closed\"></span>\n<header>\n<h1 dir=\"auto\">").text(&brief.head.title).raw("</h1>\n");
    for sentence in head(&brief.head) {
        m.raw("<p class=\"meta\">").text(&sentence).raw("</p>\n");
    }
    contents(&mut m, brief);
    m.raw("</header>\n<main>\n");
    for s in &brief.sections {
        section(&mut m, brief, s);
    }
    left_out(&mut m, brief);
    sources(&mut m, brief);
    evidence::list(&mut m, &brief.citations);
    m.raw("</main>\n<footer>\n<h2 id=\"words\">Words and marks</h2>\n<dl>\n");
    for (word, meaning) in &brief.definitions {
        m.raw("<dt>").text(word).raw("</dt><dd>").text(meaning).raw("</dd>\n");
    }
    m.raw("</dl>\n</footer>\n</body>\n</html>\n");
    m.finish()
}

fn contents(m: &mut Markup, brief: &Brief) {
    m.raw("<nav aria-label=\"Sections\">\n");
    for s in brief.sections.iter().skip(1) {
        m.raw("<a href=\"#").text(s.id).raw("\">").text(s.title).raw("</a>\n");
    }
    m.raw("<a href=\"#sources\">Sources</a>\n</nav>\n");
}

fn section(m: &mut Markup, brief: &Brief, s: &Section) {
    m.raw("<section").attr("id", s.id).raw(" aria-labelledby=\"h-").text(s.id).raw("\">\n");
    m.raw("<h2 id=\"h-").text(s.id).raw("\">").text(s.title).raw("</h2>\n");
    match s.id {
        "positions" => matrix::draw(m, &brief.matrix),
        "timeline" => timeline::draw(m, &brief.timeline),
        _ => {}
    }
    s.groups.iter().for_each(|g| group(m, g));
    m.raw("</section>\n");
}

fn group(m: &mut Markup, g: &Group) {
    if let Some(title) = &g.title {
        m.raw("<h3 dir=\"auto\">").text(title).raw("</h3>\n");
    }
    m.raw("<ul class=\"lines\">\n");
    g.lines.iter().for_each(|l| line(m, l));
    m.raw("</ul>\n");
    if g.more > 0 {
        m.raw("<p class=\"more\">… and ").int(g.more).raw(" more in the JSON form</p>\n");
    }
}

fn line(m: &mut Markup, l: &Line) {
    m.raw(if l.is_not_stated() { "<li class=\"none\">" } else { "<li dir=\"auto\">" }).runs(l.runs());
    for mark in l.marks() {
        let standing = matches!(mark, Mark::Standing(_));
        m.raw(if standing { " <span class=\"mark standing\">" } else { " <span class=\"mark\">· " });
        m.text(&mark.words()).raw("</span>");
    }
    m.raw("</li>\n");
}

fn left_out(m: &mut Markup, brief: &Brief) {
    if brief.left_out.is_empty() {
        return;
    }
    m.raw("<section id=\"left-out\">\n<h2>Left out</h2>\n<ul class=\"lines\">\n");
    for (reason, count) in &brief.left_out {
        m.raw("<li>").text(&count_of(*count, "claim")).raw(": ").text(reason).raw("</li>\n");
    }
    m.raw("</ul>\n</section>\n");
}

fn sources(m: &mut Markup, brief: &Brief) {
    m.raw("<section id=\"sources\">\n<h2>Sources</h2>\n<ul class=\"sources\">\n");
    for s in &brief.sources {
        let what = s.title.as_deref().unwrap_or(&s.name);
        m.raw("<li dir=\"auto\">");
        match s.url.as_deref().filter(|u| is_web(u)) {
            Some(url) => m.raw("<a rel=\"noopener noreferrer\"").attr("href", url).raw(">").text(what).raw("</a>"),
            None => m.text(what),
        };
        m.raw(" <span class=\"figures\">").text(&source_notes(s)).raw("</span></li>\n");
    }
    m.raw("</ul>\n</section>\n");
}
