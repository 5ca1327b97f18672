//! What a hostile reader found wrong in whole briefs, on talks made up for it.

use crate::program::fed;

/// The brief in Markdown of some texts, each behind its day and outlet.
fn brief(texts: &[(&str, &str, &str)]) -> String {
    let line = |(i, (day, outlet, text)): (usize, &(&str, &str, &str))| {
        let document = serde_json::json!({"id": format!("d{i}"), "published": day, "outlet": outlet, "text": text});
        format!("{document}\n")
    };
    let input: String = texts.iter().enumerate().map(line).collect();
    let got = fed(input.as_bytes(), &["brief", "-", "--format", "md"], &[]);
    assert_eq!(got.status, 0, "{}", got.err);
    got.out
}

const TALKS: &str = "Envoys of Norway and Chad met in Oslo on Monday for talks on fishing in Lake Chad. Norway's envoy Kari Lund demanded \
    a quota for Norwegian ships. Chad's fisheries minister Idriss Saleh rejected the demand. Norway and Chad will hold another round of talks.";

#[test]
fn what_the_list_of_one_government_tells_of_its_other_deeds_is_no_part_of_the_talks() {
    let talks = "Envoys of the United States and Chad met in Oslo on Monday for talks on fishing in Lake Chad. The American envoy Ann Reed demanded a \
        quota for American ships. Chad's fisheries minister Idriss Saleh rejected the demand.";
    let list = "Fifty days of the administration. The president opened a bridge in Ohio and praised the engineers of the county. The president \
        called on Congress to pass a school bill before the summer. The treasury secretary announced an investment of two billion dollars in \
        hospitals of the north. The United States banned the sale of snus to minors. The interior secretary ordered the rangers to close four \
        stations in the west. The secretary of state opened the opera season and thanked the choir. The secretary of transportation promised a \
        railway to Fargo and rejected a toll on ferries. The president demanded lower prices for electricity and met the heads of the power \
        companies in Texas. The agriculture secretary accepted a new subsidy for sheep. The defense secretary visited a base near Nome. The \
        president cut the tax on boats, and Democrats opposed the cut. The president addressed the youth of her party and spoke of courage. \
        The health secretary warned of influenza. The United States protected a forest in Maine. The president raised pensions by four \
        percent. The attorney general presented a plan for the courts. The president ended the day at a chess tournament. The United States \
        also sent an envoy to the fishing talks with Chad in Oslo.";
    let (a, b) = (("2026-03-03", "Desk A", talks), ("2026-03-04", "Desk B", talks));
    let got = brief(&[a, b, ("2026-03-05", "White House", list)]);
    assert!(got.contains("Ann Reed"), "{got}");
    for foreign in ["school bill", "snus", "electricity", "toll on ferries"] {
        assert!(!got.contains(foreign), "{foreign}: {got}");
    }
}

#[test]
fn what_was_to_come_on_a_day_that_has_come_is_not_next() {
    let announced = "Norway and Chad will meet in Oslo on 5 March 2026 for a round of talks on fishing in Lake Chad.";
    let held = "Envoys of Norway and Chad met in Oslo on 5 March 2026 for a round of talks on fishing in Lake Chad.";
    let next =
        |texts: &[(&str, &str, &str)]| brief(texts).lines().find(|l| l.contains("**What next")).map(str::to_string);
    let before = next(&[("2026-03-03", "A", TALKS), ("2026-03-04", "B", announced)]);
    assert!(before.is_some_and(|l| l.contains("5 March 2026")));
    let after = next(&[("2026-03-03", "A", TALKS), ("2026-03-04", "B", announced), ("2026-03-05", "C", held)]);
    assert!(after.as_ref().is_none_or(|l| !l.contains("5 March 2026")), "{after:?}");
}
