//! Time limits in words: which duty somebody speaks of, from which day, and what comes of it.

use chrono::{Duration, NaiveDate};
use std::collections::HashMap;

use super::{Reply, Turn, detected};
use crate::bot::brain::{Judgement, Verdict};
use crate::domain::conversation::{REMEMBERED_HOURS, ToCount, Undated};
use crate::domain::counting::Count;
use crate::domain::counting::words::{Named, day_in, rule_in};
use crate::domain::duty::{Duty, When};
use crate::domain::hours::Calendar;
use crate::matching::text::{Word, contains_phrase, words};
use crate::speech::counts::{self, Choice};

/// Duties to choose from.
const CHOICES: usize = 8;

/// A longer text than that is a question of its own and no date that was asked for.
const DATE_WORDS: usize = 12;

/// A text without the command has to have so many words of a duty: one may stand in any question.
const OWN_WORDS: usize = 2;

/// Letters of a word that says something of a duty; an abbreviation in capitals may be shorter.
const TELLING: usize = 4;

/// A duty that is among the best has at least this part of the best one's points.
const AS_GOOD: f32 = 0.6;

/// What asks for a time limit.
const BY_WHEN: [&str; 12] = [
    "do kiedy",
    "na kiedy",
    "jaki termin",
    "ile czasu",
    "ile dni",
    "termin",
    "by when",
    "until when",
    "deadline",
    "how long",
    "до коли",
    "строк",
];

/// The duties that a text may mean.
struct Meant<'a> {
    duties: Vec<&'a Duty>,
    /// How many words it has of those by which people speak of them, all of them together; 0: not all are there.
    in_words: usize,
}

impl Turn<'_> {
    /// Counts what stands behind the command.
    pub(super) fn count(&mut self, text: &str) -> Reply {
        if let Some(language) = detected(text) {
            self.conversation.last_language = Some(language);
        }
        let brain = self.brain;
        let day = day_in(text, self.scene().now.date());
        let meant = meant_in(text, &brain.knowledge.duties);
        // The law of a duty that is named counts, and not what somebody believes it to be.
        if let (1.., [duty]) = (meant.in_words, &meant.duties[..]) {
            return self.duty_from(duty, day);
        }
        match rule_in(text) {
            Some(Ok(rule)) => return self.rule_from(rule, day),
            Some(Err(_)) => {
                self.wait_for(ToCount::Anything);
                return self.out_of_reach();
            }
            None => {}
        }
        match meant.duties[..] {
            [duty] => self.duty_from(duty, day),
            [] => self.which(brain.knowledge.duties.iter().collect(), day, false),
            _ => self.which(meant.duties, day, true),
        }
    }

    /// Asks what is to be counted, and waits for it.
    pub(super) fn count_what(&mut self) -> Reply {
        self.wait_for(ToCount::Anything);
        Reply::say(counts::what(self.scene()))
    }

    /// A duty that was chosen by its button. `None`: there is no such duty any more.
    pub(super) fn count_duty(&mut self, id: &str, event: Option<NaiveDate>) -> Option<Reply> {
        let duties = &self.brain.knowledge.duties;
        let duty = duties.iter().find(|duty| duty.id == id)?;
        Some(match event {
            Some(event) => self.counted(duty, event, false),
            None => self.duty_from(duty, Named::Nothing),
        })
    }

    /// The answer to a text that came while a date was waited for. `None`: it is something else.
    pub(super) fn dated(
        &mut self,
        waiting: Option<Undated>,
        text: &str,
        judgement: &Judgement,
    ) -> Option<Reply> {
        let waiting = waiting.filter(|waiting| waiting.until > self.now)?;
        let is_command = matches!(
            judgement.verdict,
            Verdict::Command(_) | Verdict::NoCommand(_)
        );
        if is_command || is_danger(judgement) || words(text).len() > DATE_WORDS {
            return None;
        }
        let day = day_in(text, self.scene().now.date());
        match waiting.what {
            ToCount::Anything => {
                let says_what = meant_in(text, &self.brain.knowledge.duties).in_words > 0;
                let says_what = says_what || day != Named::Nothing || rule_in(text).is_some();
                says_what.then(|| self.count(text))
            }
            _ if day == Named::Nothing => None,
            ToCount::Rule(rule) => Some(self.rule_from(rule, day)),
            ToCount::Duty(id) => {
                let duties = &self.brain.knowledge.duties;
                let duty = duties.iter().find(|duty| duty.id == id)?;
                Some(self.duty_from(duty, day))
            }
        }
    }

    /// The answer to a text without the command that names a day and, in its own words, one duty that is counted from it.
    /// What has a vetted answer is counted only if it asks for a time limit.
    pub(super) fn told(&mut self, text: &str, judgement: &Judgement) -> Option<Reply> {
        let day = day_in(text, self.scene().now.date());
        if !matches!(day, Named::Day(day) if day.in_full) {
            return None;
        }
        let is_open = match judgement.verdict {
            Verdict::Unknown | Verdict::Clarify(_) | Verdict::NotUnderstood => true,
            Verdict::Show(_) => !is_danger(judgement) && asks_by_when(text),
            Verdict::Aside(_) | Verdict::Command(_) | Verdict::NoCommand(_) => false,
        };
        if !is_open {
            return None;
        }
        let meant = meant_in(text, &self.brain.knowledge.duties);
        match meant.duties[..] {
            [duty] if meant.in_words >= OWN_WORDS && matches!(duty.when, When::Counted { .. }) => {
                Some(self.duty_from(duty, day))
            }
            _ => None,
        }
    }

    fn wait_for(&mut self, what: ToCount) {
        self.conversation.undated = Some(Undated {
            what,
            until: self.now + Duration::hours(REMEMBERED_HOURS),
        });
    }

    /// By when a duty is to be done; asks for the day of its event where it is not named.
    fn duty_from(&mut self, duty: &Duty, day: Named) -> Reply {
        let scene = self.scene();
        let (count, event) = match &duty.when {
            When::Counted { count, event } => (count, event),
            When::Yearly { .. } => {
                let next = duty.next(scene.now.date(), &Calendar::of(scene.knowledge));
                return next.map_or_else(
                    || self.out_of_reach(),
                    |next| Reply::say(counts::answer(scene, Some(duty), &next, false)),
                );
            }
        };
        let Named::Day(day) = day else {
            return self.ask_day(day, ToCount::Duty(duty.id.clone()), Some(event));
        };
        let event = day.chosen(count.direction, scene.now.date());
        self.counted(duty, event, day.without_year)
    }

    fn counted(&self, duty: &Duty, event: NaiveDate, year_chosen: bool) -> Reply {
        let scene = self.scene();
        let calendar = Calendar::of(scene.knowledge);
        let counted = match duty.when {
            When::Counted { .. } => duty.counted_from(event, &calendar),
            When::Yearly { .. } => duty.next(scene.now.date(), &calendar),
        };
        match counted {
            Some(counted) => Reply::say(counts::answer(scene, Some(duty), &counted, year_chosen)),
            None => self.out_of_reach(),
        }
    }

    /// Counts by a rule alone.
    fn rule_from(&mut self, rule: Count, day: Named) -> Reply {
        let Named::Day(day) = day else {
            return self.ask_day(day, ToCount::Rule(rule), None);
        };
        let scene = self.scene();
        let event = day.chosen(rule.direction, scene.now.date());
        match rule.counted_from(event, &Calendar::of(scene.knowledge), None) {
            Some(counted) => Reply::say(counts::answer(scene, None, &counted, day.without_year)),
            None => self.out_of_reach(),
        }
    }

    /// Asks for the day from which that is counted, and waits for it.
    fn ask_day(&mut self, named: Named, what: ToCount, event: Option<&str>) -> Reply {
        self.wait_for(what);
        let scene = self.scene();
        Reply::say(match named {
            Named::Several => counts::again(scene, "count-date-several"),
            Named::NoSuchDay => counts::again(scene, "count-date-none"),
            Named::Nothing | Named::Day(_) => counts::date_of(scene, event),
        })
    }

    fn out_of_reach(&self) -> Reply {
        Reply::say(counts::again(self.scene(), "count-too-long"))
    }

    /// Asks which duty is meant; each button keeps the day, as it is understood for that duty.
    fn which(&mut self, duties: Vec<&Duty>, day: Named, named: bool) -> Reply {
        let today = self.scene().now.date();
        let choice = |duty| Choice {
            duty,
            event: match (day, &duty.when) {
                (Named::Day(day), When::Counted { count, .. }) => {
                    Some(day.chosen(count.direction, today))
                }
                _ => None,
            },
        };
        // Somebody who gives a date means something that is counted from it.
        let has_day = matches!(day, Named::Day(_));
        let fits = |duty: &&Duty| named || !has_day || matches!(duty.when, When::Counted { .. });
        let choices = duties.into_iter().filter(fits).take(CHOICES).map(choice);
        let choices: Vec<Choice<'_>> = choices.collect();
        if !named {
            self.wait_for(ToCount::Anything);
        }
        Reply::say(counts::which(self.scene(), &choices, named))
    }
}

/// What is shown without having been compared with anything is for people in danger.
fn is_danger(judgement: &Judgement) -> bool {
    matches!(judgement.verdict, Verdict::Show(_)) && judgement.candidates.is_empty()
}

fn asks_by_when(text: &str) -> bool {
    let text = words(text);
    let asks = |phrase: &str| contains_phrase(&text, &words(phrase));
    BY_WHEN.iter().any(|phrase| asks(phrase))
}

/// The duties that a text may mean: those whose words it has, of these the ones with the most words; else those with the
/// most telling words in common, where a word that many duties have tells little.
fn meant_in<'a>(text: &str, duties: &'a [Duty]) -> Meant<'a> {
    let text = words(text);
    let has = |word: &Word| text.iter().any(|written| written.stem == word.stem);
    // The most words of one wording, and how many wordings there are.
    let in_words = |duty: &Duty| -> (usize, usize) {
        let wordings = duty.words.iter().map(|wording| own_words(wording));
        let complete = wordings.filter(|words| !words.is_empty() && words.iter().all(has));
        complete.fold((0, 0), |(most, count), words| {
            (most.max(words.len()), count + 1)
        })
    };
    let found: Vec<(usize, usize)> = duties.iter().map(in_words).collect();
    let best = found.iter().copied().max().unwrap_or_default();
    if best.0 > 0 {
        let duties = duties.iter().zip(found);
        let duties = duties.filter(|(_, found)| *found == best);
        return Meant {
            duties: duties.map(|(duty, _)| duty).collect(),
            in_words: best.0,
        };
    }
    let telling: Vec<Vec<String>> = duties.iter().map(telling).collect();
    let mut shared: HashMap<&str, f32> = HashMap::new();
    for stem in telling.iter().flatten() {
        *shared.entry(stem).or_default() += 1.0;
    }
    let points = |stems: &Vec<String>| -> f32 {
        let found = stems
            .iter()
            .filter(|stem| text.iter().any(|word| word.stem == **stem));
        found.map(|stem| 1.0 / shared[stem.as_str()]).sum()
    };
    let points: Vec<f32> = telling.iter().map(points).collect();
    let best = points.iter().copied().fold(0.0, f32::max);
    let duties = duties.iter().zip(points);
    let duties = duties.filter(|(_, points)| *points > 0.0 && *points >= best * AS_GOOD);
    Meant {
        duties: duties.map(|(duty, _)| duty).collect(),
        in_words: 0,
    }
}

/// The words of a wording, without the small ones between them.
fn own_words(wording: &str) -> Vec<Word> {
    let small = |word: &Word| word.folded.chars().count() < 3 || word.folded == "sie";
    words(wording)
        .into_iter()
        .filter(|word| !small(word))
        .collect()
}

/// The stems that say something of a duty, each once.
fn telling(duty: &Duty) -> Vec<String> {
    let texts = duty.words.iter().chain([&duty.name]);
    let all = texts.flat_map(|text| words(text));
    let telling = all.filter(|word| {
        let letters = word.folded.chars().count();
        letters >= TELLING || letters > 1 && word.capitals
    });
    let mut stems: Vec<String> = telling.map(|word| word.stem).collect();
    stems.sort();
    stems.dedup();
    stems
}
