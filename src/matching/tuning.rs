//! DEV
use std::sync::LazyLock;
pub struct Tuning {
    pub one_slip: f32,
    pub two_slips: f32,
    pub alike_from: f32,
    pub alike: f32,
    pub joined: f32,
    pub concept: f32,
    pub broader: f32,
    pub narrower: f32,
    pub concept_repaired: f32,
    pub title: f32,
    pub question: f32,
    pub keywords: f32,
    pub body: f32,
    pub saturation: f32,
    pub length: f32,
    pub cosine: f32,
    pub light: f32,
    pub aside_sentence: f32,
    pub unknown: f32,
    pub number: f32,
    pub cue: f32,
    pub df_power: f32,
    pub full: f32,
    pub aside_from: f32,
    pub one_matter_from: f32,
    pub part_from: f32,
    pub answer_from: f32,
    pub clarify_from: f32,
    pub stand_in: f32,
    pub other_question: f32,
    pub body_quality: f32,
}
fn p(name: &str, d: f32) -> f32 {
    std::env::var(format!("T_{name}"))
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(d)
}
pub static TUNING: LazyLock<Tuning> = LazyLock::new(|| Tuning {
    one_slip: p("one_slip", 0.85),
    two_slips: p("two_slips", 0.7),
    alike_from: p("alike_from", 0.45),
    alike: p("alike", 0.8),
    joined: p("joined", 0.85),
    concept: p("concept", 0.8),
    broader: p("broader", 0.2),
    narrower: p("narrower", 0.35),
    concept_repaired: p("concept_repaired", 0.9),
    title: p("title", 2.0),
    question: p("question", 2.0),
    keywords: p("keywords", 2.0),
    body: p("body", 1.2),
    saturation: p("saturation", 1.3),
    length: p("length", 0.6),
    cosine: p("cosine", 0.2),
    light: p("light", 0.35),
    aside_sentence: p("aside_sentence", 0.5),
    unknown: p("unknown", 0.8),
    number: p("number", 0.2),
    cue: p("cue", 0.15),
    df_power: p("df_power", 2.0),
    full: p("full", 6.5),
    aside_from: p("aside_from", 0.25),
    one_matter_from: p("one_matter_from", 0.8),
    part_from: p("part_from", 0.62),
    answer_from: p("answer_from", 0.77),
    clarify_from: p("clarify_from", 0.15),
    stand_in: p("stand_in", 0.5),
    other_question: p("other_question", 0.3),
    body_quality: p("body_quality", 0.8),
});
pub fn dump(s: &impl std::fmt::Debug) {
    if std::env::var("T_DUMP").is_ok() {
        eprintln!("SIG\t{s:?}");
    }
}
pub fn explain(
    ix: &super::index::Index,
    q: &super::query::Query,
    h: &[super::rank::Hits],
    ranked: &[super::rank::Scored],
) {
    if std::env::var("T_EXPLAIN").is_err() {
        return;
    }
    for (u, h) in q.units.iter().zip(h) {
        eprintln!(
            "  {} w{:.2} r{:.2} terms {:?} concepts {:?} :: {}",
            q.words[u.at].folded,
            u.weight,
            h.rarity,
            u.terms
                .iter()
                .map(|(t, w)| format!("{}:{:.2}", ix.vocabulary.stems[*t as usize], w))
                .collect::<Vec<_>>(),
            u.concepts,
            ranked
                .iter()
                .take(5)
                .map(|r| format!(
                    "{}={:.2}",
                    ix.documents[r.document].id,
                    ix.best_match(h, r.document)
                ))
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    for r in ranked.iter().take(5) {
        eprintln!(
            "   {} score {:.3} cov {:.2}",
            ix.documents[r.document].id, r.score, r.coverage
        );
    }
}
