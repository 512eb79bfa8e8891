//! `lacznik eval`: how good matching is on a labelled set. The formats are described in `docs/evaluation.md`.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::{need_database, say, say_json};
use crate::app::{App, example};
use crate::bot::ask;
use crate::bot::brain::{Brain, aside, concept};
use crate::matching::{Concept, Decision, Document, Index, Kind};
use crate::store::knowledge as stored;

/// Ids in the column `ranked`.
const RANKED: usize = 10;

/// One line of a knowledge file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnowledgeLine {
    id: String,
    kind: KnowledgeKind,
    title: String,
    question: String,
    #[serde(default)]
    alt_questions: Vec<String>,
    answer: String,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(rename = "lang")]
    _lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KnowledgeKind {
    Faq,
    Contact,
}

/// A labelled question; `expected` is `None` where the knowledge has no answer.
struct Query {
    id: String,
    text: String,
    expected: Option<Vec<String>>,
}

/// What the bot made of a question.
struct Result {
    decision: &'static str,
    chosen: Vec<String>,
    ranked: Vec<String>,
}

/// The figures, in per cent of the questions with (or, for the last two, without) an answer.
#[derive(Debug, Serialize)]
struct Figures {
    in_scope: usize,
    out_of_scope: usize,
    top1: f64,
    recall3: f64,
    mrr: f64,
    answered_right: f64,
    answered_wrong: f64,
    helped: f64,
    false_answers: f64,
    false_clarify: f64,
}

/// Tries every question, writes what came of each, and says the figures.
pub async fn run(
    app: &App,
    knowledge: Option<&Path>,
    queries: &Path,
    per_query: Option<&Path>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let queries = read_queries(queries)?;
    let results: Vec<Result> = match knowledge {
        Some(file) => {
            let index = index_of(file)?;
            queries
                .iter()
                .map(|query| with_index(&index, &query.text))
                .collect()
        }
        None => {
            let brain = brain_of_database(app).await?;
            queries
                .iter()
                .map(|query| with_brain(app, &brain, &query.text))
                .collect()
        }
    };
    if let Some(file) = per_query {
        let mut table = String::from("id\tdecision\tchosen\tranked\n");
        for (query, result) in queries.iter().zip(&results) {
            let (chosen, ranked) = (result.chosen.join(","), result.ranked.join(","));
            writeln!(
                table,
                "{}\t{}\t{chosen}\t{ranked}",
                query.id, result.decision
            )?;
        }
        fs::write(file, table).with_context(|| file.display().to_string())?;
    }
    let figures = figures(&queries, &results);
    if json {
        say_json(&figures)?;
    } else {
        say(&serde_json::to_string_pretty(&figures)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read_queries(file: &Path) -> anyhow::Result<Vec<Query>> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| name.clone())?;
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines
        .next()
        .map(|(_, line)| line.split('\t').collect())
        .unwrap_or_default();
    let column = |wanted: &str| {
        let place = header.iter().position(|title| *title == wanted);
        place.with_context(|| format!("{name}:1: no column {wanted}"))
    };
    let (id, query, expected) = (column("id")?, column("query")?, column("expected_id")?);
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |place: usize| {
                cells
                    .get(place)
                    .copied()
                    .with_context(|| format!("{name}:{}: too few columns", number + 1))
            };
            let expected = cell(expected)?;
            let expected =
                (expected != "NONE").then(|| expected.split('|').map(str::to_owned).collect());
            Ok(Query {
                id: cell(id)?.to_owned(),
                text: cell(query)?.to_owned(),
                expected,
            })
        })
        .collect()
}

/// An index of a knowledge file, with the thesaurus and the phrases of the example city.
fn index_of(file: &Path) -> anyhow::Result<Index> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let example = example()?;
    let mut documents: Vec<Document> = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = || format!("{}:{}", file.display(), number + 1);
        let line: KnowledgeLine = serde_json::from_str(line).with_context(place)?;
        documents.push(Document {
            id: line.id,
            kind: match line.kind {
                KnowledgeKind::Faq => Kind::Entry,
                KnowledgeKind::Contact => Kind::Contact,
            },
            title: line.title,
            questions: [line.question]
                .into_iter()
                .chain(line.alt_questions)
                .collect(),
            keywords: line.keywords,
            body: line.answer,
            target: None,
            whole: false,
        });
    }
    documents.extend(example.phrases.iter().map(aside));
    let concepts: Vec<Concept> = example.concepts.iter().map(concept).collect();
    Ok(Index::build(documents, &concepts))
}

fn with_index(index: &Index, text: &str) -> Result {
    let outcome = index.decide(text);
    let ids = |documents: &[usize]| -> Vec<String> {
        documents
            .iter()
            .map(|document| index.document(*document).id.clone())
            .collect()
    };
    let (decision, chosen) = match &outcome.decision {
        Decision::Answer(documents) => ("answer", ids(documents)),
        Decision::Clarify(documents) => ("clarify", ids(documents)),
        Decision::Unknown => ("unknown", Vec::new()),
    };
    let ranked: Vec<usize> = outcome
        .ranked
        .iter()
        .map(|candidate| candidate.document)
        .collect();
    Result {
        decision,
        chosen,
        ranked: ids(&ranked),
    }
}

async fn brain_of_database(app: &App) -> anyhow::Result<Brain> {
    need_database(app)?;
    let store = app.open().await?;
    let knowledge = stored::load(&mut *store.snapshot().await?).await?;
    let knowledge = knowledge.context(app.voice().text("cli-no-knowledge"))?;
    Ok(Brain::new(knowledge, 0))
}

fn with_brain(app: &App, brain: &Brain, text: &str) -> Result {
    let asked = ask::ask(brain, &app.speech, &app.config, app.now(), text);
    let (decision, limit) = match asked.decision {
        ask::Decision::Answer => ("answer", 2),
        ask::Decision::Clarify => ("clarify", 3),
        ask::Decision::Unknown => ("unknown", 0),
    };
    // An entry is shown with its unit: what was looked for is the entry.
    let has_entry = asked
        .shown
        .iter()
        .any(|item| item.kind == ask::ItemKind::Entry);
    let counts = |item: &ask::Item| !has_entry || item.kind == ask::ItemKind::Entry;
    let shown = asked.shown.into_iter().filter(counts);
    Result {
        decision,
        chosen: shown.take(limit).map(|item| item.id).collect(),
        ranked: asked
            .candidates
            .into_iter()
            .take(RANKED)
            .map(|scored| scored.item.id)
            .collect(),
    }
}

/// A question that the knowledge has an answer to.
struct Inside<'a> {
    expected: &'a [String],
    result: &'a Result,
}

impl Inside<'_> {
    /// Place of the first right one among the ranked, from 1.
    fn rank(&self) -> Option<usize> {
        let is_right = |id: &String| self.expected.contains(id);
        self.result
            .ranked
            .iter()
            .position(is_right)
            .map(|place| place + 1)
    }

    /// Whether a right one was shown.
    fn is_hit(&self) -> bool {
        self.result
            .chosen
            .iter()
            .any(|id| self.expected.contains(id))
    }

    fn is_answered(&self) -> bool {
        self.result.decision == "answer"
    }
}

fn figures(queries: &[Query], results: &[Result]) -> Figures {
    let pairs = || queries.iter().zip(results);
    let inside: Vec<Inside<'_>> = pairs()
        .filter_map(|(query, result)| {
            let expected = query.expected.as_deref()?;
            Some(Inside { expected, result })
        })
        .collect();
    let outside: Vec<&Result> = pairs()
        .filter(|(query, _)| query.expected.is_none())
        .map(|(_, result)| result)
        .collect();
    let of_inside = |is: fn(&Inside<'_>) -> bool| {
        percent(
            inside.iter().filter(|question| is(question)).count(),
            inside.len(),
        )
    };
    let of_outside = |decision: &str| {
        let count = outside
            .iter()
            .filter(|result| result.decision == decision)
            .count();
        percent(count, outside.len())
    };
    let reciprocal: f64 = inside
        .iter()
        .filter_map(Inside::rank)
        .map(|rank| 1.0 / rank as f64)
        .sum();
    Figures {
        in_scope: inside.len(),
        out_of_scope: outside.len(),
        top1: of_inside(|question| question.rank() == Some(1)),
        recall3: of_inside(|question| question.rank().is_some_and(|rank| rank <= 3)),
        mrr: (1000.0 * reciprocal / inside.len().max(1) as f64).round() / 1000.0,
        answered_right: of_inside(|question| question.is_answered() && question.is_hit()),
        answered_wrong: of_inside(|question| question.is_answered() && !question.is_hit()),
        helped: of_inside(|question| question.result.decision != "unknown" && question.is_hit()),
        false_answers: of_outside("answer"),
        false_clarify: of_outside("clarify"),
    }
}

fn percent(count: usize, of: usize) -> f64 {
    (1000.0 * count as f64 / of.max(1) as f64).round() / 10.0
}
