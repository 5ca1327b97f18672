//! Money, measures and the words around a number.

/// Phrases before a number that make it inexact.
#[rustfmt::skip]
pub(super) const APPROXIMATIONS: &[&str] = &[
    "at least", "at most", "more than", "less than", "fewer than", "up to", "as many as", "as much as", "no more than",
    "no fewer than", "no less than", "not more than", "close to", "an estimated", "well over", "just over", "just under",
    "nearly", "almost", "about", "around", "roughly", "approximately", "some", "over", "under", "above", "below", "below about",
    "estimated", "only", "exactly", "another", "beyond",
];

/// Code of the currency (ISO 4217) that a sign stands for.
pub(super) fn currency_sign(w: &str) -> Option<&'static str> {
    Some(match w {
        "$" | "us$" | "usd" => "USD",
        "€" | "eur" => "EUR",
        "£" | "gbp" => "GBP",
        "¥" => "JPY",
        "₽" => "RUB",
        "₹" => "INR",
        "₪" => "ILS",
        _ => return None,
    })
}

/// Code of the currency of a dollar sign behind letters: "US$", "HK$".
pub(super) fn dollars(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "us" => "USD",
        "c" | "ca" => "CAD",
        "a" | "au" => "AUD",
        "hk" => "HKD",
        "nz" => "NZD",
        "s" | "sg" => "SGD",
        _ => return None,
    })
}

/// What a plural of no number stands for at the least: "dozens", "hundreds".
pub(super) fn indefinite(w: &str) -> Option<f64> {
    Some(match w {
        "dozens" => 12.0,
        "scores" => 20.0,
        "tens" => 10.0,
        "hundreds" => 100.0,
        "thousands" => 1e3,
        "millions" => 1e6,
        "billions" => 1e9,
        "trillions" => 1e12,
        _ => return None,
    })
}

/// Into how many parts "thirds" divides.
pub(super) fn parts(w: &str) -> Option<f64> {
    Some(match w {
        "half" | "halves" => 2.0,
        "third" | "thirds" => 3.0,
        "quarter" | "quarters" | "fourths" => 4.0,
        "fifth" | "fifths" => 5.0,
        "sixths" => 6.0,
        "eighths" => 8.0,
        "tenth" | "tenths" => 10.0,
        _ => return None,
    })
}

/// A measure after a number: its name, and how many words it takes.
pub(super) fn measure(words: &[&str]) -> Option<(&'static str, usize)> {
    let at = |i: usize| words.get(i).copied().unwrap_or("");
    let skip = usize::from(at(0) == "-");
    Some(match at(skip) {
        "%" | "percent" | "pct" => ("percent", skip + 1),
        "per" if at(skip + 1) == "cent" => ("percent", skip + 2),
        "percentage" if at(skip + 1).starts_with("point") => ("percentage points", skip + 2),
        "dollar" | "dollars" | "dlrs" | "usd" => ("USD", skip + 1),
        "euro" | "euros" | "eur" => ("EUR", skip + 1),
        "ruble" | "rubles" | "rouble" | "roubles" => ("RUB", skip + 1),
        "rial" | "rials" => ("IRR", skip + 1),
        "yuan" | "renminbi" => ("CNY", skip + 1),
        "yen" => ("JPY", skip + 1),
        "u.s." | "us" if matches!(at(skip + 1), "dollar" | "dollars") => ("USD", skip + 2),
        "km" | "kilometers" | "kilometres" => ("kilometres", skip + 1),
        "kg" | "kilograms" | "kilogrammes" | "kilos" => ("kilograms", skip + 1),
        "pounds" if at(skip + 1) == "sterling" => ("GBP", skip + 2),
        "rupee" | "rupees" => ("INR", skip + 1),
        "shekel" | "shekels" => ("ILS", skip + 1),
        "bpd" => ("barrels per day", skip + 1),
        "barrels" if at(skip + 1) == "per" && at(skip + 2) == "day" => ("barrels per day", skip + 3),
        "barrels" if at(skip + 1) == "a" && at(skip + 2) == "day" => ("barrels per day", skip + 3),
        _ => return None,
    })
}

/// Words that are no unit.
pub(super) fn is_function_word(w: &str) -> bool {
    const WORDS: &str = "the a an of in on at by for to from with and or but as is are was were be been has have had will would \
        than that which who when while if so not no it its they their he she his her this these those we i you after before during \
        since until over under about against between into per more other also did do does said says killed wounded injured dead \
        died arrested detained percent out up down off away there then now just only where because including both each every one \
        two three against ago later earlier";
    WORDS.split_whitespace().any(|x| x == w)
}

/// Looks like the plural of a noun.
pub(super) fn is_plural(w: &str) -> bool {
    matches!(
        w,
        "people"
            | "men"
            | "women"
            | "children"
            | "troops"
            | "personnel"
            | "staff"
            | "police"
            | "aircraft"
            | "crew"
            | "cattle"
    ) || (w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("us") && !w.ends_with("is"))
}

/// Is a unit a measure of something, rather than things that are counted?
pub(super) fn is_measure(unit: &str) -> bool {
    const MEASURES: &str = "percent kilometres kilograms tonnes tons grams pounds litres liters barrels acres hectares metres meters ounces gallons";
    unit == "percentage points" || MEASURES.split_whitespace().any(|m| m == unit)
}
