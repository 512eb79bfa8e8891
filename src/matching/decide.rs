//! From ranked documents to a decision: how sure is it that the first one is right?

use std::ops::Range;

use super::index::Index;
use super::query::Query;
use super::rank::{Hits, RANKED, Scored};
use super::text::{End, Word};
use super::tuning;
use super::{Candidate, Decision, Kind, Outcome};

/// Candidates that the asker is shown when the bot asks back.
const SHOWN: usize = 3;
/// Places at which a text is tried as two matters; more would only cost time.
const SPLITS: usize = 4;
/// No text weighs less to the confidence.
const LEAST_WEIGHT: f32 = 0.35;

/// What the confidence is made from, and its weights: a logistic regression on whether the first document is right,
/// fitted over questions to two different bodies of knowledge and since then set by hand on the same ones. What it
/// left out brought nothing: likeness to one exemplar, the heaviest word missed, the share of unknown words (all three
/// are in score and coverage already).
#[derive(Debug)]
struct Signals {
    /// The best document's score, 0..1.
    score: f32,
    /// Share of the text's informative weight that the best document has, 0..1.
    coverage: f32,
    /// How far the next rival is behind, relative to the best, 0..1.
    margin: f32,
    /// How much the informative words weigh together. The more they do, the less may a good fit be chance.
    weight: f32,
}

impl Signals {
    /// The probability that the best document is the right one.
    fn confidence(&self) -> f32 {
        let sum = -6.7
            + 6.0 * self.score
            + 1.2 * self.coverage
            + 5.8 * self.margin.min(0.5)
            + 1.9 * self.weight.max(LEAST_WEIGHT).ln();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Index {
    /// What to do with a text. Takes well under a millisecond for ordinary questions; the work is bounded by
    /// [`super::text::MAX_CHARS`] whatever the length of the text.
    pub fn decide(&self, text: &str) -> Outcome {
        let query = self.read(text);
        let hits = self.look_up(&query);
        let all = query.distinct(0..query.units.len());
        let mut ranked = self.rank(&query, &hits, &all, query.wants_contact);
        let sure = self.confidence(&query, &all, &ranked);
        let exact = self.worded(&query, &mut ranked);
        let mut aside = self.aside(&query, &hits, ranked.first());
        let decision = if let Some(document) = exact {
            aside = None;
            Decision::Answer(vec![document])
        } else if aside.is_some() {
            Decision::Unknown
        } else if let Some(pair) = self.two_matters(&query, &hits, &ranked) {
            // Both answers are shown, so both lead the list.
            let shown = pair.map(|scored| scored.document);
            ranked.retain(|scored| !shown.contains(&scored.document));
            ranked.splice(0..0, pair);
            ranked.truncate(RANKED);
            Decision::Answer(shown.to_vec())
        } else if sure >= tuning::ANSWER_FROM {
            Decision::Answer(
                ranked
                    .iter()
                    .take(1)
                    .map(|scored| scored.document)
                    .collect(),
            )
        } else if sure >= tuning::CLARIFY_FROM {
            Decision::Clarify(self.distinct(&ranked))
        } else {
            aside = self.any_aside(&query, &hits);
            Decision::Unknown
        };
        Outcome {
            decision,
            ranked: ranked
                .iter()
                .map(|scored| Candidate {
                    document: scored.document,
                    score: scored.score.clamp(0.0, 1.0),
                })
                .collect(),
            aside,
            wants_contact: query.wants_contact,
        }
    }

    /// The document that has the whole text as a wording, or whose abbreviation is all that it asks for, if it is one,
    /// or several with one target; it is moved to the head of the ranking.
    fn worded(&self, query: &Query, ranked: &mut Vec<Scored>) -> Option<usize> {
        let worded = match self.asked_for(query) {
            [] => self.wordings.find(&query.words),
            contacts => contacts,
        };
        let first = *worded.first()?;
        if !worded.iter().all(|&other| self.same_target(first, other)) {
            return None;
        }
        // Of several with one target the one that ranks first; a word that everything has may rank none of them.
        let ranks = |scored: &&Scored| worded.contains(&scored.document);
        let document = ranked
            .iter()
            .find(ranks)
            .map_or(first, |scored| scored.document);
        let best = ranked.first().map_or(1.0, |best| best.score);
        ranked.retain(|scored| scored.document != document);
        ranked.insert(
            0,
            Scored {
                document,
                score: best,
                coverage: 1.0,
            },
        );
        ranked.truncate(RANKED);
        Some(document)
    }

    /// The contacts that a text asks for by their abbreviation and nothing else ("kontakt do US").
    fn asked_for(&self, query: &Query) -> &[usize] {
        let words = query.words.iter().enumerate();
        words
            .map(|(place, word)| (place, self.wordings.abbreviated(word)))
            .find(|(_, contacts)| !contacts.is_empty())
            .filter(|(place, _)| self.function_words.asks_only_for(&query.words, *place))
            .map_or(&[], |(_, contacts)| contacts)
    }

    /// The best candidates with different targets.
    fn distinct(&self, ranked: &[Scored]) -> Vec<usize> {
        let mut shown: Vec<usize> = Vec::new();
        for scored in ranked {
            if shown.len() < SHOWN
                && !shown
                    .iter()
                    .any(|&other| self.same_target(other, scored.document))
            {
                shown.push(scored.document);
            }
        }
        shown
    }

    /// Whether two documents lead to the same place, so that showing either is right: the same one, or a contact and
    /// whatever else has its unit. Two entries of one unit are two different answers.
    fn same_target(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.documents[a], &self.documents[b]);
        let by_contact = one.kind == Kind::Contact || other.kind == Kind::Contact;
        a == b || by_contact && one.target.is_some() && one.target == other.target
    }

    /// Two documents when the text divides into two parts that are each confidently answered by a different one.
    fn two_matters(&self, query: &Query, hits: &[Hits], ranked: &[Scored]) -> Option<[Scored; 2]> {
        if ranked.first()?.coverage >= tuning::ONE_MATTER_FROM {
            return None;
        }
        let mut best: Option<(f32, [Scored; 2])> = None;
        for boundary in boundaries(query) {
            let middle = query.units.partition_point(|unit| unit.at < boundary);
            let answer = |units: Range<usize>, words: &[Word]| {
                let asks_whom = self.function_words.wants_contact(words);
                let units = query.distinct(units);
                let ranked = self.rank(query, hits, &units, asks_whom);
                let sure = self.confidence(query, &units, &ranked);
                ranked
                    .first()
                    .filter(|_| sure >= tuning::PART_FROM)
                    .map(|first| (sure, *first))
            };
            let (before, after) = query.words.split_at(boundary);
            if let Some((left, first)) = answer(0..middle, before)
                && let Some((right, second)) = answer(middle..query.units.len(), after)
                && !self.same_target(first.document, second.document)
                && best.is_none_or(|(sure, _)| left.min(right) > sure)
            {
                best = Some((left.min(right), [first, second]));
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// How sure it is that the best of `ranked` answers these units, 0..1.
    fn confidence(&self, query: &Query, part: &[usize], ranked: &[Scored]) -> f32 {
        let Some(first) = ranked
            .first()
            .filter(|first| first.score >= tuning::LEAST_SCORE)
        else {
            return 0.0;
        };
        let rival = ranked[1..]
            .iter()
            .find(|scored| !self.same_target(first.document, scored.document));
        let margin = rival.map_or(1.0, |rival| 1.0 - rival.score / first.score);
        let signals = Signals {
            score: first.score,
            coverage: first.coverage,
            margin,
            weight: part.iter().map(|&i| query.units[i].weight).sum(),
        };
        let tells = part
            .iter()
            .map(|&i| &query.units[i])
            .any(|unit| !unit.light && !unit.number);
        let most = if margin < tuning::LEAST_MARGIN || !tells {
            tuning::UNSURE
        } else {
            1.0
        };
        signals.confidence().min(most)
    }
}

/// Word positions at which a second matter may start: after punctuation and at "i", "a", "oraz"; both sides keep
/// at least two informative words.
fn boundaries(query: &Query) -> Vec<usize> {
    const AND: [&str; 9] = ["i", "a", "oraz", "plus", "and", "та", "і", "й", "czy"];
    let enough = |from: usize, to: usize| {
        query
            .units
            .iter()
            .filter(|u| (from..to).contains(&u.at))
            .count()
            >= 2
    };
    (1..query.words.len())
        .filter(|&at| {
            query.words[at - 1].end != End::Open || AND.contains(&query.words[at].folded.as_str())
        })
        .filter(|&at| enough(0, at) && enough(at, query.words.len()))
        .take(SPLITS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Concept, Document};
    use super::*;

    fn document(id: &str, kind: Kind, questions: &[&str], body: &str) -> Document {
        Document {
            id: id.to_string(),
            kind,
            title: questions[0].to_string(),
            questions: questions.iter().map(|q| q.to_string()).collect(),
            keywords: Vec::new(),
            body: body.to_string(),
            target: None,
            whole: false,
        }
    }

    fn index() -> Index {
        let entry = |id, questions: &[&str], body| document(id, Kind::Entry, questions, body);
        let mut documents = vec![
            entry(
                "maly-grant",
                &["Ile można dostać w małym grancie?"],
                "Do 20 000 zł na jedno zadanie.",
            ),
            entry(
                "sprawozdanie",
                &["Kiedy złożyć sprawozdanie końcowe?"],
                "W ciągu 30 dni od końca zadania.",
            ),
            entry(
                "sprawozdanie-opp",
                &["Jakie sprawozdanie składa OPP?"],
                "Merytoryczne i finansowe.",
            ),
            entry(
                "zarzad-krs",
                &["Jak zgłosić nowy zarząd do KRS?", "zmiana prezesa w sądzie"],
                "W ciągu 7 dni.",
            ),
            entry(
                "zbiorka",
                &["Jak zgłosić zbiórkę publiczną do puszek?"],
                "Na portalu ministra.",
            ),
            entry(
                "alkohol",
                &["Czy można sprzedawać piwo na festynie?"],
                "Potrzebne jest jednorazowe zezwolenie.",
            ),
        ];
        let contact = |id, questions: &[&str]| document(id, Kind::Contact, questions, "");
        documents.push(contact(
            "sport",
            &["Wydział Sportu", "kto zajmuje się klubami sportowymi"],
        ));
        documents.push(contact(
            "sale",
            &["Rezerwacja sal na spotkania organizacji"],
        ));
        for (id, phrase, whole) in [
            ("powitanie", "dzień dobry", true),
            ("inne-miasto", "Sopot", false),
        ] {
            documents.push(Document {
                whole,
                ..document(id, Kind::Aside, &[phrase], "")
            });
        }
        let concept = |id: &str, forms: &[&str]| Concept {
            id: id.to_string(),
            forms: forms.iter().map(|form| form.to_string()).collect(),
            broader: Vec::new(),
        };
        let concepts = [
            concept(
                "prezes",
                &[
                    "prezes",
                    "szef stowarzyszenia",
                    "president",
                    "голова правління",
                ],
            ),
            concept("piwo", &["piwo", "browar", "alkohol", "beer"]),
            concept("sala", &["sala", "salka", "room", "зал"]),
        ];
        Index::build(documents, &concepts)
    }

    /// The decision in one word, with the ids it shows.
    fn decided(index: &Index, text: &str) -> String {
        let outcome = index.decide(text);
        let ids = |shown: &[usize]| {
            shown
                .iter()
                .map(|&i| index.document(i).id.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        match outcome.decision {
            Decision::Answer(shown) => format!("answer {}", ids(&shown)),
            Decision::Clarify(shown) => format!("clarify {}", ids(&shown)),
            Decision::Unknown => format!(
                "unknown {}",
                ids(&outcome.aside.into_iter().collect::<Vec<_>>())
            ),
        }
    }

    #[test]
    fn plain_misspelt_and_undiacritical_questions_are_answered() {
        let index = index();
        assert_eq!(
            decided(&index, "kiedy złożyć sprawozdanie końcowe z zadania"),
            "answer sprawozdanie"
        );
        assert_eq!(
            decided(&index, "kiedy zlozyc koncowe srpawozdanie"),
            "answer sprawozdanie"
        );
        assert_eq!(decided(&index, "zmiana prezesa sąd"), "answer zarzad-krs");
    }

    #[test]
    fn other_words_and_languages_meet_in_concepts() {
        let index = index();
        let first = |text: &str| {
            index
                .document(index.decide(text).ranked[0].document)
                .id
                .clone()
        };
        assert_eq!(first("browar na festynie"), "alkohol");
        assert_eq!(first("can we sell beer"), "alkohol");
        assert_eq!(first("новий голова правління"), "zarzad-krs");
        assert_eq!(first("wolna salka"), "sale");
    }

    #[test]
    fn two_near_neighbours_are_asked_about() {
        assert_eq!(
            decided(&index(), "sprawozdanie"),
            "clarify sprawozdanie sprawozdanie-opp"
        );
    }

    #[test]
    fn two_matters_get_two_answers() {
        let text = "kiedy złożyć sprawozdanie końcowe i jak zgłosić zbiórkę publiczną do puszek?";
        assert_eq!(decided(&index(), text), "answer sprawozdanie zbiorka");
    }

    #[test]
    fn a_word_of_both_matters_counts_for_both() {
        let text = "kiedy sprawozdanie końcowe z zadania i jakie sprawozdanie składa OPP?";
        assert_eq!(
            decided(&index(), text),
            "answer sprawozdanie sprawozdanie-opp"
        );
    }

    #[test]
    fn a_text_of_light_words_alone_is_never_sure() {
        let documents = vec![
            document(
                "nowy-rok",
                Kind::Entry,
                &["Od kiedy nowy rok działania?"],
                "Od stycznia.",
            ),
            document(
                "zbiorka",
                Kind::Entry,
                &["Jak zgłosić zbiórkę publiczną?"],
                "Na portalu.",
            ),
        ];
        let index = Index::build(documents, &[]);
        assert_eq!(
            decided(&index, "nowy rok działania organizacji"),
            "clarify nowy-rok"
        );
        assert_eq!(decided(&index, "zbiórka publiczna"), "answer zbiorka");
    }

    #[test]
    fn an_abbreviation_in_capitals_is_no_other_word() {
        let unit = |code: &str, name: &str| Document {
            keywords: vec![code.to_string()],
            ..document(code, Kind::Contact, &[name], "")
        };
        let documents = vec![
            unit("US", "Urząd Skarbowy"),
            unit("KAS", "Krajowa Administracja"),
            document("kasa", Kind::Contact, &["kasa urzędu, gdzie wpłacić"], ""),
        ];
        let index = Index::build(documents, &[]);
        for (text, decision) in [
            ("US", "answer US"),
            ("us", "answer US"),
            ("gdzie jest US", "answer US"),
            ("gdzie jest us", "unknown "),
            ("KAS", "answer KAS"),
            ("do KAS", "clarify KAS"),
            ("kontakt do KAS", "answer KAS"),
            ("kasa urzędu", "answer kasa"),
        ] {
            assert_eq!(decided(&index, text), decision, "{text}");
        }
    }

    #[test]
    fn asides_win_by_what_the_knowledge_lacks() {
        let index = index();
        assert_eq!(decided(&index, "dzień dobry"), "unknown powitanie");
        assert_eq!(
            decided(&index, "jak zgłosić zbiórkę publiczną w Sopocie"),
            "unknown inne-miasto"
        );
        let greeted = "dzień dobry, jak zgłosić zbiórkę publiczną do puszek?";
        assert_eq!(decided(&index, greeted), "answer zbiorka");
    }

    #[test]
    fn nonsense_and_nothing_are_unknown() {
        let index = index();
        for text in [
            "",
            "   ",
            "😀😀",
            "???",
            "asdfgh qwerty",
            "12345 67890",
            "jak i gdzie",
            "\0\u{202e}\u{fffd}",
        ] {
            assert_eq!(decided(&index, text), "unknown ", "{text:?}");
        }
        assert_eq!(
            Index::build(Vec::new(), &[]).decide("dotacja").decision,
            Decision::Unknown
        );
    }

    #[test]
    fn who_asks_for_a_contact() {
        let index = index();
        assert!(index.decide("kto się zajmuje sportem").wants_contact);
        assert!(
            index.decide("telfon do wydziału sportu").wants_contact,
            "a misspelt cue"
        );
        assert!(!index.decide("kto może podpisać ofertę").wants_contact);
    }

    #[test]
    fn a_contact_of_the_same_unit_is_no_rival_and_another_entry_is() {
        let text = "kiedy złożyć sprawozdanie";
        let with_second = |kind: Kind, target: &str| {
            let documents = [
                (Kind::Entry, "sprawozdanie kiedy złożyć", "PNGO"),
                (kind, "złożyć sprawozdanie kiedy", target),
                (Kind::Entry, "jak zgłosić zbiórkę", "MZB"),
            ];
            let documents =
                documents
                    .into_iter()
                    .enumerate()
                    .map(|(i, (kind, question, target))| Document {
                        target: Some(target.to_string()),
                        ..document(&i.to_string(), kind, &[question], "")
                    });
            decided(&Index::build(documents.collect(), &[]), text)
        };
        assert_eq!(with_second(Kind::Contact, "PNGO"), "answer 0");
        assert_eq!(with_second(Kind::Contact, "WFB"), "clarify 0 1");
        assert_eq!(with_second(Kind::Entry, "PNGO"), "clarify 0 1");
    }

    #[test]
    fn no_text_makes_it_panic_and_results_repeat() {
        let index = index();
        let mut seed = 1u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..300 {
            let ranges = [
                0x20..0x7f,
                0..0x250,
                0x300..0x530,
                0x2000..0x2070,
                0..0x11_0000,
            ];
            let text: String = (0..next(60))
                .filter_map(|_| {
                    let range = &ranges[next(5) as usize];
                    char::from_u32(range.start + next(u64::from(range.end - range.start)) as u32)
                })
                .collect();
            assert_eq!(index.decide(&text), index.decide(&text), "{text:?}");
        }
    }
}
