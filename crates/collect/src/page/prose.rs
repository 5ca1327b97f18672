//! The elements of a page to plain text: headings get `#`, list items `-`, so that they are seen as such.

use crate::flow::Flow;
use dom_query::NodeRef;

/// A step of a walk through a tree, at its depth below the start.
pub(crate) enum Step<'a> {
    Enter(NodeRef<'a>, usize),
    Leave(NodeRef<'a>),
}

/// All nodes below and with `root`, without recursion: pages may be deeper than the stack.
pub(crate) fn walk<'a>(root: NodeRef<'a>, mut visit: impl FnMut(&Step<'a>) -> Children) {
    let mut todo = vec![Step::Enter(root, 0)];
    while let Some(step) = todo.pop() {
        let children = visit(&step);
        if let Step::Enter(node, depth) = step {
            let below: Vec<_> = match children {
                Children::Visit => node.children_it(true).map(|child| Step::Enter(child, depth + 1)).collect(),
                Children::Skip => Vec::new(),
            };
            todo.push(Step::Leave(node));
            todo.extend(below);
        }
    }
}

#[derive(PartialEq)]
pub(crate) enum Children {
    Visit,
    Skip,
}

/// How deep the tree is.
pub(crate) fn depth(root: NodeRef<'_>) -> usize {
    let mut most = 0;
    walk(root, |step| {
        if let Step::Enter(_, depth) = step {
            most = most.max(*depth);
        }
        Children::Visit
    });
    most
}

/// The text under a node on one line, where it has at most so many bytes: looks no further, so that elements inside one
/// another do not cost the square of a page.
pub(crate) fn short(node: &NodeRef, most: usize) -> Option<String> {
    let mut out = String::new();
    for text in node.descendants_it().filter(|n| n.is_text()).map(|n| n.text()) {
        out.push_str(&text);
        if out.len() > most {
            return None;
        }
    }
    Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn begins_with_bracket(node: &NodeRef) -> bool {
    let first = node.descendants_it().filter(|n| n.is_text()).map(|n| n.text()).find(|t| !t.trim().is_empty());
    first.is_some_and(|t| t.trim_start().starts_with('['))
}

/// The text under `root`.
pub(crate) fn prose(root: NodeRef<'_>) -> String {
    let mut flow = Flow::default();
    // Next number of each open list; none where it has bullets.
    let mut lists: Vec<Option<u64>> = Vec::new();
    walk(root, |step| {
        let (node, entering) = match step {
            Step::Enter(node, _) => (node, true),
            Step::Leave(node) => (node, false),
        };
        if node.is_text() && entering {
            flow.say(&node.text());
            return Children::Skip;
        }
        let Some(name) = node.node_name() else { return Children::Visit };
        match &*name {
            "script" | "style" | "noscript" | "template" | "svg" | "button" | "select" | "iframe" => {
                return Children::Skip;
            }
            // Numbers of footnotes.
            "sup" if entering && begins_with_bracket(node) => return Children::Skip,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                flow.owe(2);
                if entering {
                    flow.mark(&format!("{} ", "#".repeat(usize::from(name.as_bytes()[1] - b'0'))));
                }
            }
            "ul" | "ol" => {
                flow.owe(if lists.len() > usize::from(!entering) { 1 } else { 2 });
                if entering {
                    lists.push((&*name == "ol").then_some(1));
                } else {
                    lists.pop();
                }
            }
            "li" => {
                flow.owe(1);
                if entering {
                    let mark = match lists.last_mut() {
                        Some(Some(n)) => {
                            *n += 1;
                            format!("{}. ", *n - 1)
                        }
                        _ => "- ".into(),
                    };
                    flow.mark(&mark);
                }
            }
            "br" | "tr" | "dt" | "dd" | "caption" | "option" => flow.owe(1),
            "td" | "th" if entering && !flow.at_line_start() => flow.say(" | "),
            "p" | "div" if !lists.is_empty() => flow.owe(1),
            "p" | "div" | "section" | "article" | "main" | "aside" | "header" | "footer" | "blockquote" | "pre"
            | "figure" | "figcaption" | "table" | "dl" | "hr" | "address" | "details" | "summary" => flow.owe(2),
            _ => {}
        }
        Children::Visit
    });
    flow.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_become_blocks_and_marks() {
        let html = "<div><h2>Day&nbsp;one</h2><p><strong>Question: </strong>Is it <em>over</em>?<sup>[1]</sup><br>No.</p>\
                    <ul><li><p>one</p></li><li>two<ol><li>inner</li></ol></li></ul>\
                    <table><tr><th>Round</th><th>Place</th></tr><tr><td>1</td><td>Muscat</td></tr></table>\
                    <script>x()</script>End.</div>";
        let tree = dom_query::Document::fragment(html);
        assert_eq!(
            prose(tree.root()),
            "## Day one\n\nQuestion: Is it over?\nNo.\n\n- one\n- two\n1. inner\n\nRound | Place\n1 | Muscat\n\nEnd."
        );
    }
}
