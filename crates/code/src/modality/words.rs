//! The lemmas that put what they govern into a standing.

/// Who governs an infinitive or a clause with them says that it is not so.
pub const DENIES: &str = "\
    deny denial refuse refusal decline fail failure dismiss refute rebut reject rule prevent avert avoid \
    thwart foil forestall prohibit forbid ban bar refrain deter inability unable unwilling unwillingness \
    reluctant stop without";

/// Who governs an infinitive with them announces it.
pub const PLANS: &str = "\
    allow enable permit plan intend prepare promise vow pledge agree expect schedule set aim decide commit \
    ready willing willingness readiness intention intent threaten threat offer propose proposal hope want \
    wish due poise slate decision commitment undertake seek try attempt effort bid pave determine swear \
    anticipate look arrange prepared committed eager keen going invite invitation mean consent resolve bind \
    warn";

/// Who governs an infinitive with them asks for it.
pub const DEMANDS: &str = "\
    urge call demand ask request insist require press appeal need order advise recommend encourage necessary \
    must pressure instruct tell implore beg plead exhort lobby push compel oblige force crucial vital \
    essential important urgent time obligation ultimatum command direct persuade convince petition";

/// Who governs an infinitive or a clause with them does not answer for it.
pub const HEDGES: &str = "\
    appear seem suggest claim allege believe think suspect rumor rumour allegation indicate likely presume \
    accuse accusation purport speculate speculation estimate understand assume imply insinuate blame \
    understanding impression";

/// What they govern is merely thought of.
pub const SUPPOSES: &str = "\
    possible possibility potential risk consider mull weigh contemplate danger fear prospect specter spectre \
    option scenario capable able ability capability capacity chance likelihood threshold worry imagine \
    unlikely impossible right reason opportunity concern";

/// "is expected to", "is set to", "is due": with a subject that is itself the event.
pub const SCHEDULED: &str = "\
    expect schedule set due slate plan poise anticipate propose intend tentative";

/// A verb that only carries its noun: what holds of the verb holds of the event.
pub const CARRIERS: &str = "\
    hold conduct carry launch make take have stage mount wage do give begin start open resume continue \
    restart reopen undertake perform impose introduce issue reach sign conclude offer provide send deliver \
    announce order declare cause provoke trigger lead result prompt spark host organise organize convene \
    arrange schedule plan attend join enter engage participate return come pay commit execute prepare \
    approve authorise authorize initiate pursue seek want propose facilitate mediate broker submit present \
    extend happen occur proceed follow place go agree ensure guarantee allow face see expand lift ease grant \
    use deploy file set put be exist stop cease halt end";

/// A noun that only counts, repeats or opens the event that hangs on it: "a round of talks".
pub const PARTS: &str = "\
    round series sequence wave start beginning resumption continuation launch outbreak conduct spate string \
    number cycle session holding imposition opening reopening course bout barrage set package kind sort type \
    act form exchange escalation return extension renewal expansion";

/// A noun for words that are told: denying or believing them is denying or believing what they tell.
pub const TOLD: &str = "\
    report rumor rumour claim allegation accusation suggestion speculation assertion story";

/// Acts of speech: who rejects or answers one does not say that it was not made.
pub const SPEECH: &str = "\
    request demand offer proposal call claim accusation allegation threat criticism condemnation charge \
    ultimatum pressure appeal suggestion invitation warning plea overture";

/// Adverbs and adjectives that hedge.
pub const RESERVED: &str = "\
    reportedly allegedly apparently supposedly likely probably presumably alleged suspected reported \
    purported seemingly purportedly ostensibly rumored rumoured presumed suspect unconfirmed apparent \
    supposed";

/// Adverbs and adjectives of what is merely thought of.
pub const THOUGHT: &str =
    "possible potential possibly perhaps maybe hypothetical any potentially eventual theoretical imaginary feared";

/// Adjectives of what lies ahead.
pub const AHEAD: &str = "\
    planned upcoming scheduled next proposed future forthcoming impending looming threatened expected \
    imminent intended prospective plan schedule propose threaten";

/// Adverbs and adjectives of what lies behind.
pub const BEHIND: &str = "\
    previous earlier past former previously formerly prior";

/// Is a word in one of the lists above?
pub fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}
