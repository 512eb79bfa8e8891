//! `lacznik check`: everything that is wrong with a folder of knowledge, at once.

use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

use super::{say, say_json};
use crate::app::{App, Told, problem_line, told};
use crate::bot::brain::Brain;
use crate::bot::golden::{self, Outcome};
use crate::domain::hours;
use crate::domain::knowledge::Knowledge;
use crate::knowledge::{self, Folder, Problem};

/// A folder of knowledge, examined.
pub struct Examined {
    /// The knowledge, where it can be used.
    pub knowledge: Option<Knowledge>,
    pub problems: Vec<Problem>,
    /// Golden questions: all, and those that are answered only after asking back.
    pub golden: (usize, usize),
}

/// Reads, lints, and tries the golden questions.
pub fn examine(app: &App, folder: &Path) -> Examined {
    let reading = knowledge::read(&Folder::new(folder));
    let mut problems = reading.problems;
    let Some(knowledge) = reading.knowledge else {
        return Examined {
            knowledge: None,
            problems,
            golden: (0, 0),
        };
    };
    problems.extend(knowledge::lint(&knowledge, &reading.places));
    if problems.iter().any(Problem::is_error) {
        return Examined {
            knowledge: None,
            problems,
            golden: (0, 0),
        };
    }
    let today = hours::local(app.now()).date();
    let brain = Brain::new(knowledge, 0);
    let tried = golden::try_all(&brain, today);
    let asked_back = tried
        .iter()
        .filter(|tried| tried.outcome == Outcome::AskedBack)
        .count();
    problems.extend(golden::problems(&brain, &tried, &reading.places, today));
    let is_usable = !problems.iter().any(Problem::is_error);
    let golden = (tried.len(), asked_back);
    Examined {
        knowledge: is_usable.then_some(brain.knowledge),
        problems,
        golden,
    }
}

#[derive(Serialize)]
struct Report<'a> {
    ok: bool,
    problems: Vec<Told<'a>>,
    golden: usize,
    golden_asked_back: usize,
}

/// Checks a folder. Exit code 1 where an import would be refused.
pub fn run(app: &App, folder: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let examined = examine(app, folder);
    let ok = examined.knowledge.is_some();
    let (golden, golden_asked_back) = examined.golden;
    if json {
        say_json(&Report {
            ok,
            problems: told(app.voice(), &examined.problems),
            golden,
            golden_asked_back,
        })?;
    } else {
        let voice = app.voice();
        for problem in &examined.problems {
            say(&problem_line(voice, folder, problem))?;
        }
        let errors = examined
            .problems
            .iter()
            .filter(|problem| problem.is_error())
            .count();
        let warnings = examined.problems.len() - errors;
        if ok {
            let values = [
                ("count", golden.into()),
                ("asked", golden_asked_back.into()),
            ];
            say(&voice.with("cli-check-golden", values))?;
        }
        let values = [("errors", errors.into()), ("warnings", warnings.into())];
        say(&voice.with("cli-check-sum", values))?;
    }
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
