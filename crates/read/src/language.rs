//! Which language a block is in, and whether this reader can read it.

use crate::blocks::{RawBlock, head};
use rapporteur_types::reading::BlockKind;
use whatlang::Lang;

/// The languages of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages {
    /// ISO 639-1 of the running text, `und` where it is too little to tell.
    pub document: String,
    /// The same for each block; a short one inherits the document's.
    pub blocks: Vec<String>,
}

/// Fewer letters than this tell nothing about a language in Latin script.
const ENOUGH: usize = 70;
/// Bytes of a block, and letters of a document, that are looked at.
const LOOK: usize = 4000;
/// Share of an English text that its most frequent words make up, at the least.
const ENGLISH_SHARE: f64 = 0.12;

/// Can this reader analyse a text in this language? What is undetermined is tried.
pub fn readable(language: &str) -> bool {
    matches!(language, "en" | "und")
}

/// The language of the document and of each of its blocks.
pub fn of_blocks(text: &str, blocks: &[RawBlock]) -> Languages {
    let mut sample = String::new();
    for b in blocks.iter().filter(|b| b.kind != BlockKind::Furniture) {
        sample.push_str(head(b.span.of(text), LOOK));
        sample.push('\n');
        if sample.len() > LOOK {
            break;
        }
    }
    let document = detect(&sample).unwrap_or_else(|| "und".into());
    let of = |b: &RawBlock| detect(head(b.span.of(text), LOOK)).unwrap_or_else(|| document.clone());
    Languages { blocks: blocks.iter().map(of).collect(), document }
}

/// The language of a text; none where it is too short or too mixed.
fn detect(s: &str) -> Option<String> {
    let letters = s.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = s.chars().filter_map(script).count();
    if letters >= 4 && foreign * 2 > letters {
        let by_script = s.chars().find_map(script).unwrap_or("und");
        return Some(whatlang::detect_lang(s).map(code).filter(|l| *l != "en").unwrap_or(by_script).to_string());
    }
    if letters < ENOUGH {
        return None;
    }
    if english_share(s) >= ENGLISH_SHARE {
        return Some("en".into());
    }
    // a list of names is in no language
    let small = s.split(|c: char| !c.is_alphabetic()).filter(|w| w.starts_with(char::is_lowercase));
    if small.map(str::len).sum::<usize>() < ENOUGH / 4 {
        return None;
    }
    let info = whatlang::detect(s)?;
    let sure = info.is_reliable() || info.confidence() > 0.5;
    let romance =
        matches!(info.lang(), Lang::Fra | Lang::Spa | Lang::Por | Lang::Ita | Lang::Ron | Lang::Cat | Lang::Lat);
    (sure && (!romance || looks_romance(s))).then(|| code(info.lang()).to_string())
}

/// Does a text show letters or small words of the languages that gave English its learned words? Names and such words alone
/// make statistics of letters see French in English.
fn looks_romance(s: &str) -> bool {
    const SMALL: &str = "le la les des et est une dans pour que qui au aux du sur el los las del por con se su lo il gli che di \
                         della non sono da os dos na ao um uma em ei și cu pe amb els als et est";
    let letters = s.chars().filter(|c| c.is_alphabetic()).count();
    let marked = s.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    let words = || s.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let small = words().filter(|w| SMALL.split_whitespace().any(|x| x == *w)).count();
    marked * 50 > letters || small * 8 > words().count()
}

/// Names of persons and places make statistics of letters doubt; the small words of English do not.
fn english_share(s: &str) -> f64 {
    const SMALL: &str = "the of and to that is for was were with said has have by from its their which will would been \
                         this are not it he she they at as be";
    let (mut small, mut all) = (0_u32, 0_u32);
    for w in s.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        all += 1;
        let low = w.to_lowercase();
        small += u32::from(SMALL.split(' ').any(|x| x == low));
    }
    if all == 0 { 0.0 } else { f64::from(small) / f64::from(all) }
}

/// A likely language of a letter that is not Latin.
fn script(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{370}'..='\u{3FF}' => "el",
        '\u{400}'..='\u{52F}' => "ru",
        '\u{531}'..='\u{587}' => "hy",
        '\u{591}'..='\u{5F4}' => "he",
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => "ar",
        '\u{900}'..='\u{97F}' => "hi",
        '\u{980}'..='\u{9FF}' => "bn",
        '\u{E00}'..='\u{E7F}' => "th",
        '\u{10A0}'..='\u{10FF}' => "ka",
        '\u{1200}'..='\u{137F}' => "am",
        '\u{3040}'..='\u{30FF}' => "ja",
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}' => "zh",
        '\u{AC00}'..='\u{D7AF}' => "ko",
        _ => return None,
    })
}

/// ISO 639-1 where the language has such a code, else ISO 639-3.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Pes => "fa",
        Lang::Kor => "ko",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Ron => "ro",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Slk => "sk",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Urd => "ur",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Hye => "hy",
        Lang::Cat => "ca",
        Lang::Epo => "eo",
        Lang::Lat => "la",
        Lang::Afr => "af",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;
    use proptest::prelude::*;

    fn languages(text: &str) -> Languages {
        of_blocks(text, &blocks(text))
    }

    #[test]
    fn a_foreign_paragraph_in_an_english_text_is_told() {
        let text = "The two delegations met in the capital and agreed that the talks would go on in the spring.\n\n\
                    Les deux délégations se sont réunies dans la capitale et ont convenu que les pourparlers continueraient.\n\n\
                    مذاکرات ادامه دارد\n\nMore soon.\n";
        let l = languages(text);
        assert_eq!(l.document, "en");
        assert_eq!(l.blocks[0], "en");
        assert_eq!(l.blocks[1], "fr");
        assert!(!readable(&l.blocks[2]), "{l:?}");
        assert_eq!(l.blocks[3], "en");
    }

    #[test]
    fn names_from_everywhere_do_not_make_english_foreign() {
        let text = "Abdolreza Rahmani Fazli and Nguyen Xuan Phuc met Recep Tayyip Erdogan and Volodymyr Zelenskyy in Nur-Sultan, \
                    the office of Kassym-Jomart Tokayev said.";
        assert_eq!(languages(text).document, "en");
    }

    #[test]
    fn learned_words_are_no_french() {
        for text in [
            "European Commission President Ursula von der Leyen spoke in Brussels. Talks will resume next week, diplomats said.",
            "Negotiators discussed centrifuges, enrichment limits, stockpiles, inspections, sanctions relief, frozen assets.",
        ] {
            assert!(readable(&languages(text).document), "{text}");
        }
    }

    #[test]
    fn other_languages_in_latin_letters_are_known() {
        for text in [
            "Nagpulong ang mga kinatawan ng dalawang bansa sa lungsod noong Biyernes at nagkasundo sila sa petsa.",
            "Para utusan kedua negara bertemu di ibu kota pada hari Jumat dan sepakat untuk melanjutkan perundingan.",
            "Los enviados de los dos gobiernos se reunieron en la capital el viernes y acordaron seguir hablando.",
        ] {
            assert!(!readable(&languages(text).document), "{text}: {:?}", languages(text));
        }
    }

    #[test]
    fn a_list_of_names_is_in_no_language() {
        let text = "Kirsten Quist, Sarah Mulhouse, Samuel Pak, Daniel Kang, Coach: Douglas Sewall, Traci Werner, Adu Ofori-Atta";
        assert_eq!(languages(text).document, "und");
    }

    #[test]
    fn a_document_too_short_to_tell_is_tried() {
        assert_eq!(languages("Talks fail").document, "und");
        assert!(readable("und") && !readable("de"));
    }

    proptest! {
        #[test]
        fn every_block_has_a_language(s in "\\PC{0,200}") {
            let b = blocks(&s);
            prop_assert_eq!(of_blocks(&s, &b).blocks.len(), b.len());
        }
    }
}
