//! One turn of a conversation: from what a person did to what the bot says, without a database.

mod counting;
mod links;
mod subscriptions;

use chrono::{DateTime, NaiveDate, Utc};

use super::brain::{Brain, Judgement, Named, Pick, Verdict, is_unreachable, option_in};
use super::errands::Errand;
use crate::config::Retention;
use crate::domain::action::Action;
use crate::domain::command::{Command, CommandError};
use crate::domain::conversation::{Asked, Conversation, Target};
use crate::domain::deep_link::DeepLink;
use crate::domain::hours;
use crate::domain::knowledge::PhraseKind;
use crate::domain::language::Language;
use crate::domain::message::{Block, Content, Outgoing, Place, Platform, SentFile, Unreadable};
use crate::domain::privacy::redact;
use crate::domain::role::Role;
use crate::domain::split;
use crate::domain::{notice, subscription};
use crate::matching::language;
use crate::matching::text::{is_invisible, words};
use crate::speech::{Scene, Speech, answers, cards, commands, groups};
use crate::store::officer_notes::{Note, NoteKind};

/// Candidates that "that is not it" goes through.
const CANDIDATES: usize = 6;

/// A longer text that is a confident question of its own is not an answer to a clarifier.
const ANSWER_WORDS: usize = 4;

/// A text as it was heard: cleaned and judged, which needs no conversation and no database.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    text: String,
    /// Something was left out at its end.
    is_cut: bool,
    /// `None`: nothing was written.
    judgement: Option<Judgement>,
}

/// Cleans a text and judges it.
pub fn hear(brain: &Brain, written: &str, max_chars: usize, today: NaiveDate) -> Heard {
    let is_mark = |c: char| c.is_control() && !c.is_whitespace() || is_invisible(c);
    let clean: String = written.chars().filter(|c| !is_mark(*c)).collect();
    let mut rest = clean.trim().chars();
    let mut text: String = rest.by_ref().take(max_chars).collect();
    if let Some(question) = Command::question(&text) {
        text = question;
    }
    let judgement = (!text.is_empty()).then(|| brain.judge(&text, today));
    Heard {
        is_cut: rest.next().is_some(),
        text,
        judgement,
    }
}

/// What one turn needs to know.
pub struct Turn<'a> {
    pub brain: &'a Brain,
    /// What was heard, where that was done before.
    pub heard: Option<Heard>,
    pub speech: &'a Speech,
    pub conversation: &'a mut Conversation,
    pub role: Role,
    pub platform: Platform,
    pub place: Place,
    /// What came of the one-time code that was sent, where one was.
    pub invited: Option<Invited>,
    pub now: DateTime<Utc>,
    /// The language of people whose language is not known.
    pub default_language: Language,
    /// Characters of a message that are read.
    pub max_chars: usize,
    /// How long things are kept, to be said to newcomers.
    pub retention: &'a Retention,
    /// The officer's list, for who may see it.
    pub officer_notes: &'a [Note],
}

/// What came of a one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// The person has the role now.
    Granted,
    /// There is no such code, or not any more.
    Refused,
    /// Others have seen it, so it is worth nothing now.
    Spoilt,
}

/// What a turn brings about.
#[derive(Debug, Default, PartialEq)]
pub struct Reply {
    pub messages: Vec<Outgoing>,
    /// What has to be done with the database before there is an answer.
    pub errand: Option<Errand>,
    /// A menu was pressed that is done with: the first message may take its place.
    pub in_place: bool,
    /// What the officer should look at: kind, subject, text.
    pub notes: Vec<(NoteKind, String, String)>,
    /// What was made of a text.
    pub judgement: Option<Judgement>,
}

impl Reply {
    fn say(message: Outgoing) -> Self {
        Self {
            messages: vec![message],
            ..Self::default()
        }
    }

    fn run(errand: Errand) -> Self {
        Self {
            errand: Some(errand),
            ..Self::default()
        }
    }

    /// The menu whose button was pressed is done with.
    fn in_place(mut self) -> Self {
        self.in_place = true;
        self
    }

    fn noting(
        mut self,
        kind: NoteKind,
        subject: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        self.notes.push((kind, subject.into(), text.into()));
        self
    }
}

impl<'a> Turn<'a> {
    /// Answers one thing that a person did, or says what has to be done for that. [`finish`](Self::finish) comes last.
    pub fn take(&mut self, content: &Content, file: Option<&SentFile>) -> Reply {
        self.conversation.forget_old(self.now);
        if let Some(errand) = self.awaited(content, file) {
            return Reply::run(errand);
        }
        match content {
            Content::Text(text) => self.text(text),
            Content::Press(action) => self.press(action),
            Content::Unreadable(what) => self.unreadable(*what),
            // Nobody said anything.
            Content::Presence(_) => Reply::default(),
        }
    }

    /// What the person was asked for, where this is it. A command or a button is something else, and ends the waiting.
    fn awaited(&mut self, content: &Content, file: Option<&SentFile>) -> Option<Errand> {
        let awaited = self.conversation.awaits.take()?;
        if awaited.until <= self.now || !self.role.may(Role::Editor) {
            return None;
        }
        let text = match content {
            Content::Text(text) if Command::parse(text).is_some() || self.label(text).is_some() => {
                return None;
            }
            Content::Text(text) => Some(text.clone()),
            Content::Unreadable(_) => None,
            Content::Press(_) | Content::Presence(_) => return None,
        };
        Some(Errand::Written {
            notice: awaited.notice,
            field: awaited.field,
            text,
            file: file.cloned(),
        })
    }

    /// The action of the button last shown that has this label.
    fn label(&self, text: &str) -> Option<String> {
        let typed = plain(text);
        let mut shown = self.conversation.buttons.iter();
        shown
            .find(|(label, _)| *label == typed)
            .map(|(_, action)| action.clone())
    }

    /// Adds to the messages what every answer has.
    pub fn finish(&mut self, mut reply: Reply) -> Reply {
        let newcomer = !self.conversation.greeted;
        // The first message is answered first; who answers it and what is kept comes with it. A group was told when the
        // bot came to it.
        if newcomer
            && self.place.is_for_one()
            && !self.conversation.greeted
            && let Some(last) = reply.messages.last_mut()
        {
            last.blocks.extend(commands::introduction(self.scene()));
            self.conversation.greeted = true;
        }
        if self.place == Place::Aside {
            // One message there, because only the first one can be repeated without doubling it; and nobody can write back.
            reply.messages = split::joined(reply.messages);
            if let Some(last) = reply.messages.pop() {
                let voice = self.scene().voice;
                reply.messages.push(commands::with_way_on(voice, last));
            }
        }
        let buttons = reply.messages.iter().flat_map(|message| &message.buttons);
        let buttons: Vec<_> = buttons
            .filter_map(|button| Some((plain(&button.label), button.action()?.to_owned())))
            .collect();
        if !buttons.is_empty() {
            self.conversation.buttons = buttons;
        }
        reply
    }

    /// What a message of this turn is made from.
    pub fn scene(&self) -> Scene<'a> {
        let language = self.conversation.language();
        Scene {
            voice: self.speech.voice(language.unwrap_or(self.default_language)),
            knowledge: &self.brain.knowledge,
            now: hours::local(self.now),
            platform: self.platform,
            place: self.place,
            turn: self.conversation.turn,
            retention: self.retention,
        }
    }

    fn unreadable(&self, what: Unreadable) -> Reply {
        let scene = self.scene();
        let voice = scene.voice;
        Reply::say(Outgoing::plain(match what {
            Unreadable::Voice => voice.text("input-voice"),
            Unreadable::Picture => voice.text("input-picture"),
            Unreadable::File => voice.text("input-file"),
            Unreadable::Hidden => voice.with("input-hidden", [("name", scene.ask().into())]),
            Unreadable::Other => voice.text("input-unreadable"),
        }))
    }

    fn text(&mut self, written: &str) -> Reply {
        if let Some(invited) = self.invited {
            return self.invited(invited);
        }
        let undated = self.conversation.undated.take();
        let today = self.scene().now.date();
        let heard = self.heard.take();
        let Heard {
            text,
            is_cut,
            judgement,
        } = heard.unwrap_or_else(|| hear(self.brain, written, self.max_chars, today));
        let Some(judgement) = judgement else {
            return Reply::say(Outgoing::plain(self.scene().voice.text("input-empty")));
        };
        if let Some(payload) = DeepLink::payload(&text) {
            return self.open(payload);
        }
        if let Some(topic) = Command::Topics.argument(&text) {
            return self.topic_named(topic);
        }
        if let Some(topic) = Command::Subscriptions.argument(&text) {
            return self.subscribe(topic);
        }
        if let Some(what) = Command::Count.argument(&text) {
            return self.count(what);
        }
        if let Some(language) = detected(&text) {
            self.conversation.last_language = Some(language);
        }
        let mut reply = match self.label(&text) {
            Some(action) => self.press(&action),
            None => match self.dated(undated, &text, &judgement) {
                Some(reply) => reply,
                None => self.understood(&text, judgement),
            },
        };
        if is_cut && let Some(first) = reply.messages.first_mut() {
            let cut = self
                .scene()
                .voice
                .with("input-cut", [("limit", self.max_chars.into())]);
            first.blocks.insert(0, Block::Note(cut));
        }
        reply
    }

    /// The answer to a text that has been cleaned.
    fn understood(&mut self, text: &str, judgement: Judgement) -> Reply {
        let mut reply = match self.answer_to_clarifier(text, &judgement) {
            Some(reply) => reply,
            None => match self.told(text, &judgement) {
                Some(reply) => reply,
                None => self.follow(text, &judgement),
            },
        };
        reply.judgement = Some(judgement);
        reply
    }

    /// Does what the judgement of a text says.
    fn follow(&mut self, text: &str, judgement: &Judgement) -> Reply {
        match judgement.verdict.clone() {
            Verdict::Command(Command::Unsubscribe) => self.unsubscribe(text),
            Verdict::Command(command) => self.command(command),
            Verdict::NoCommand(CommandError::Unknown { nearest }) => {
                let voice = self.scene().voice;
                let text = match nearest {
                    Some(name) => voice.with("command-suggest", [("name", name.into())]),
                    None => voice.text("command-unknown"),
                };
                let help = voice.text("button-command-help");
                Reply::say(Outgoing::plain(text).button(help, &Action::Command(Command::Help)))
            }
            Verdict::Show(picks) => self.show(text, judgement, &picks),
            Verdict::Clarify(targets) => {
                self.begin(text, judgement, &targets);
                Reply::say(answers::clarify(self.scene(), &targets))
            }
            Verdict::Aside(id) => self.aside(&id),
            Verdict::Unknown => {
                self.begin(text, judgement, &[]);
                Reply::say(answers::unknown(self.scene())).noting(
                    NoteKind::Unanswered,
                    "",
                    redact(text),
                )
            }
            Verdict::NotUnderstood => Reply::say(answers::not_understood(self.scene())),
        }
    }

    /// While a clarifier waits, a text that names one of its options answers it, unless it is clearly a question of its
    /// own. What names several is asked again; anything else goes to a person: the bot asks back once.
    fn answer_to_clarifier(&mut self, text: &str, judgement: &Judgement) -> Option<Reply> {
        let waiting = self.conversation.asked.as_mut()?.clarifying.take()?;
        let route = self.brain.knowledge.route(&waiting)?;
        let clarifier = self.brain.clarifier_of(route)?;
        let written = words(text);
        let is_question = match &judgement.verdict {
            Verdict::Show(picks) => {
                let of_route = |pick| target_of(pick) == Some(Target::Route(waiting.clone()));
                written.len() > ANSWER_WORDS && !picks.iter().any(of_route)
            }
            Verdict::Command(_) | Verdict::NoCommand(_) => true,
            _ => false,
        };
        if is_question {
            return None;
        }
        match option_in(clarifier, &written, true) {
            Named::One(option) => return Some(self.clarified(&waiting, &option)),
            Named::Several => {
                return Some(self.picked(&Pick::AskBack { route: waiting }, None, false, false));
            }
            Named::None => {}
        }
        let says_nothing = match &judgement.verdict {
            Verdict::Unknown | Verdict::NotUnderstood | Verdict::Clarify(_) => true,
            Verdict::Aside(id) => {
                let phrase = self.brain.knowledge.phrase(id);
                phrase.is_some_and(|phrase| phrase.kind == PhraseKind::Nonsense)
            }
            _ => false,
        };
        says_nothing.then(|| {
            let reply = Reply::say(cards::human(self.scene(), "human"));
            reply.noting(NoteKind::Unanswered, &waiting, redact(text))
        })
    }

    /// Remembers what was asked.
    fn begin(&mut self, text: &str, judgement: &Judgement, shown: &[Target]) {
        self.conversation.begin(Asked {
            at: self.now,
            text: redact(text),
            candidates: candidates_of(judgement, shown),
            shown: shown.len(),
            turned_down: Vec::new(),
            wants_contact: judgement.wants_contact,
            clarifying: None,
        });
    }

    fn show(&mut self, text: &str, judgement: &Judgement, picks: &[Pick]) -> Reply {
        let first: Vec<Target> = picks.iter().filter_map(target_of).collect();
        self.begin(text, judgement, &first);
        let unreachable = is_unreachable(text);
        let mut reply = Reply::default();
        for (place, pick) in picks.iter().enumerate() {
            let shown = self.picked(pick, Some(place), judgement.wants_contact, unreachable);
            reply.messages.extend(shown.messages);
            reply.notes.extend(shown.notes);
        }
        if reply.messages.is_empty() {
            reply = Reply::say(answers::unknown(self.scene()));
        }
        reply
    }

    /// What is said for one pick.
    fn picked(
        &mut self,
        pick: &Pick,
        place: Option<usize>,
        wants_contact: bool,
        unreachable: bool,
    ) -> Reply {
        let scene = self.scene();
        let brain = self.brain;
        if let (Pick::AskBack { route }, Some(asked)) = (pick, &mut self.conversation.asked) {
            asked.clarifying = Some(route.clone());
        }
        let message = match pick {
            Pick::Entry(id) => return self.entry(id, place, wants_contact.then_some(&[])),
            Pick::Answered {
                entry,
                route,
                option,
            } => {
                let contact = brain.contact(route, option.as_deref());
                let also = contact.map(|contact| cards::second_suggestions(scene, contact));
                return self.entry(entry, place, Some(&also.unwrap_or_default()));
            }
            Pick::Contact { route, option } => brain
                .contact(route, option.as_deref())
                .map(|contact| cards::contact(scene, contact, place, unreachable)),
            Pick::Unit(code) => brain
                .knowledge
                .unit(code)
                .map(|unit| cards::unit_found(scene, unit, place, unreachable)),
            Pick::AskBack { route } => brain
                .knowledge
                .route(route)
                .and_then(|route| Some(cards::ask_back(scene, route, brain.clarifier_of(route)?))),
            Pick::WhichEvent { entries } => {
                let entries: Vec<_> = entries
                    .iter()
                    .filter_map(|id| brain.knowledge.entry(id))
                    .collect();
                Some(answers::which_event(scene, &entries))
            }
        };
        let mut reply = Reply::say(message.unwrap_or_else(|| answers::unknown(scene)));
        if unreachable && let Some(unit) = brain.units_of(pick).first() {
            reply = reply.noting(NoteKind::Unreachable, &unit.code, "");
        }
        reply
    }

    /// An entry; `contact` as in [`answers::answer`].
    fn entry(&mut self, id: &str, place: Option<usize>, contact: Option<&[String]>) -> Reply {
        let scene = self.scene();
        let Some(entry) = self.brain.knowledge.entry(id) else {
            return self.old_button();
        };
        let reply = Reply::say(answers::answer(scene, entry, place, contact));
        let today = scene.now.date();
        if entry.review_by < today || !entry.is_valid_on(today) {
            return reply.noting(NoteKind::ReviewDue, id, "");
        }
        reply
    }

    /// What a route leads to once its clarifier is answered.
    fn clarified(&mut self, route: &str, option: &str) -> Reply {
        if self.brain.contact(route, Some(option)).is_none() {
            return self.old_button();
        }
        let asked = self.conversation.asked.as_ref();
        let wants_contact = asked.is_some_and(|asked| asked.wants_contact);
        let place = self.place_of(&Target::Route(route.to_owned()));
        let pick = self.brain.answered(
            Pick::Contact {
                route: route.to_owned(),
                option: Some(option.to_owned()),
            },
            wants_contact,
        );
        self.picked(&pick, place, wants_contact, false).in_place()
    }

    /// Where a target stands among the candidates of the last question.
    fn place_of(&self, target: &Target) -> Option<usize> {
        self.conversation
            .asked
            .as_ref()?
            .candidates
            .iter()
            .position(|candidate| candidate == target)
    }

    fn aside(&mut self, id: &str) -> Reply {
        let scene = self.scene();
        let Some(phrase) = self.brain.knowledge.phrase(id) else {
            return Reply::say(answers::unknown(scene));
        };
        Reply::say(match phrase.kind {
            PhraseKind::Greeting => commands::greeting(scene),
            _ => answers::aside(scene, phrase),
        })
    }

    fn command(&mut self, command: Command) -> Reply {
        let scene = self.scene();
        if scene.is_public() && command.is_personal() {
            return Reply::say(groups::personal(scene, command));
        }
        if !self.role.may(command.role()) {
            return Reply::say(Outgoing::plain(scene.voice.text("command-not-allowed")));
        }
        Reply::say(match command {
            Command::Start => {
                self.conversation.greeted |= self.place.is_for_one();
                commands::start(scene)
            }
            Command::Help => commands::help(scene, self.role),
            Command::Ask => commands::ask_what(scene),
            Command::Topics => commands::topics(scene, false),
            Command::Contact => cards::human(scene, "human"),
            Command::Count => return self.count_what(),
            Command::Language => commands::which_language(scene),
            Command::Subscriptions => {
                return Reply::run(Errand::Subscriptions(subscription::Step {
                    chat: None,
                    does: subscription::Does::Show,
                }));
            }
            Command::Unsubscribe => {
                return Reply::run(Errand::Subscriptions(subscription::Step {
                    chat: None,
                    does: subscription::Does::EndAll,
                }));
            }
            Command::Notice => {
                return Reply::run(Errand::Notices(notice::Step {
                    notice: 0,
                    does: notice::Does::New,
                }));
            }
            Command::Notices => {
                return Reply::run(Errand::Notices(notice::Step {
                    notice: 0,
                    does: notice::Does::List(0),
                }));
            }
            Command::Questions => commands::officer_notes(scene, self.officer_notes),
        })
    }

    fn press(&mut self, action: &str) -> Reply {
        let Ok(action) = action.parse::<Action>() else {
            return self.old_button();
        };
        // Whatever was waited for, a button was pressed instead.
        self.conversation.undated = None;
        if let Some(asked) = &mut self.conversation.asked {
            asked.clarifying = None;
        }
        match action {
            Action::Entry(id) => {
                let place = self.place_of(&Target::Entry(id.clone()));
                self.entry(&id, place, None)
            }
            Action::Route(id) => self.route(&id),
            Action::Choose(target) if self.is_known(&target) => match target {
                Target::Entry(id) => {
                    let place = self.place_of(&Target::Entry(id.clone()));
                    self.entry(&id, place, None).in_place()
                }
                Target::Route(id) => self.route(&id).in_place(),
                Target::Unit(code) => self.unit(&code).in_place(),
            },
            Action::Choose(_) => self.old_button(),
            Action::Option { route, option } => self.clarified(&route, &option),
            Action::Unit(code) => self.unit(&code),
            Action::Topic(id) => self.topic(&id).unwrap_or_else(|| self.old_button()),
            Action::NotIt { turn, place } => self.not_it(turn, place),
            Action::NoneOfThese { turn } => self.none_of_these(turn),
            Action::Human => Reply::say(cards::human(self.scene(), "human")),
            Action::Outdated(id) => self.outdated(&id),
            Action::Subscription(step) => {
                let stays = matches!(step.does, subscription::Does::Also(_));
                let reply = Reply::run(Errand::Subscriptions(step));
                if stays { reply } else { reply.in_place() }
            }
            Action::Notice(step) if self.role.may(Role::Editor) => {
                Reply::run(Errand::Notices(step)).in_place()
            }
            Action::Notice(_) => {
                let text = self.scene().voice.text("command-not-allowed");
                Reply::say(Outgoing::plain(text))
            }
            Action::Language(language) => {
                self.conversation.chosen_language = Some(language);
                Reply::say(Outgoing::plain(self.scene().voice.text("language-set"))).in_place()
            }
            Action::Count { duty, event } => match self.count_duty(&duty, event) {
                Some(reply) => reply.in_place(),
                None => self.old_button(),
            },
            Action::Command(command) => self.command(command),
        }
    }

    /// A route chosen by its button: its clarifier first.
    fn route(&mut self, id: &str) -> Reply {
        let target = Target::Route(id.to_owned());
        let place = self.place_of(&target);
        match self.brain.pick(&target, &[], self.scene().now.date()) {
            Some(pick) => self.picked(&pick, place, false, false),
            None => self.old_button(),
        }
    }

    fn unit(&self, code: &str) -> Reply {
        match self.brain.knowledge.unit(code) {
            Some(unit) => Reply::say(cards::unit(self.scene(), unit)),
            None => self.old_button(),
        }
    }

    /// Whether there still is what a button or link leads to.
    fn is_known(&self, target: &Target) -> bool {
        let knowledge = &self.brain.knowledge;
        match target {
            Target::Entry(id) => knowledge.entry(id).is_some(),
            Target::Route(id) => knowledge.route(id).is_some(),
            Target::Unit(code) => knowledge.unit(code).is_some(),
        }
    }

    /// The next best candidate, or a person when there is none. Pressing twice says the same twice and counts once.
    fn not_it(&mut self, turn: u32, place: usize) -> Reply {
        let brain = self.brain;
        let scene = self.scene();
        let known = self.conversation.asked_in(turn);
        let Some(asked) = known.filter(|asked| place < asked.candidates.len()) else {
            return self.old_button();
        };
        let first_time = !asked.turned_down.contains(&place);
        if first_time {
            asked.turned_down.push(place);
        }
        let text = asked.text.clone();
        let turned_down = subject_of(&asked.candidates[place]);
        let wants_contact = asked.wants_contact;
        let next = next_after(brain, asked, place, scene.now.date());
        let mut reply = match next {
            Some((next, pick)) => {
                let mut reply = self.picked(&pick, Some(next), wants_contact, false);
                if let Some(message) = reply.messages.first_mut() {
                    let perhaps = scene.voice.text("not-it-next");
                    message.blocks.insert(0, Block::plain(perhaps));
                }
                reply
            }
            None => Reply::say(cards::human(scene, "not-it-nothing")),
        };
        if first_time {
            reply = reply.noting(NoteKind::NotIt, turned_down, text);
        }
        reply
    }

    fn none_of_these(&mut self, turn: u32) -> Reply {
        let Some(asked) = self.conversation.asked_in(turn) else {
            return self.old_button();
        };
        let every = 0..asked.candidates.len().max(1);
        let first_time = asked.turned_down.len() < every.len();
        asked.turned_down = every.collect();
        let text = asked.text.clone();
        let reply = Reply::say(cards::human(self.scene(), "not-it-nothing")).in_place();
        if first_time {
            reply.noting(NoteKind::Unanswered, "", text)
        } else {
            reply
        }
    }

    fn outdated(&mut self, id: &str) -> Reply {
        let Some(entry) = self.brain.knowledge.entry(id) else {
            return self.old_button();
        };
        let thanks = self
            .scene()
            .voice
            .with("outdated-thanks", [("title", entry.title.as_str().into())]);
        Reply::say(Outgoing::plain(thanks)).noting(NoteKind::Outdated, id, "")
    }

    fn old_button(&self) -> Reply {
        Reply::say(Outgoing::plain(self.scene().voice.text("old-button")))
    }
}

/// The first candidate after `place` that puts something new before the person, with its place.
fn next_after(
    brain: &Brain,
    asked: &Asked,
    place: usize,
    today: NaiveDate,
) -> Option<(usize, Pick)> {
    let written = words(&asked.text);
    let mut seen: Vec<String> = Vec::new();
    let last_shown = place.max(asked.shown.saturating_sub(1));
    for (place, target) in asked.candidates.iter().enumerate() {
        let Some(pick) = brain.pick(target, &written, today) else {
            continue;
        };
        let pick = brain.answered(pick, asked.wants_contact);
        let identity = brain.identity(&pick);
        if place > last_shown && !identity.iter().any(|one| seen.contains(one)) {
            return Some((place, pick));
        }
        seen.extend(identity);
    }
    None
}

/// A text by its folded words alone.
fn plain(text: &str) -> String {
    let written = words(text);
    let folded: Vec<&str> = written.iter().map(|word| word.folded.as_str()).collect();
    folded.join(" ")
}

/// The candidates of a judgement, those that are shown first.
fn candidates_of(judgement: &Judgement, shown: &[Target]) -> Vec<Target> {
    let mut all = shown.to_vec();
    for (target, _) in &judgement.candidates {
        if !all.contains(target) {
            all.push(target.clone());
        }
    }
    all.truncate(CANDIDATES);
    all
}

/// The target of a pick; of an event's entries the first.
fn target_of(pick: &Pick) -> Option<Target> {
    match pick {
        Pick::Entry(id) => Some(Target::Entry(id.clone())),
        Pick::Contact { route, .. } | Pick::AskBack { route } | Pick::Answered { route, .. } => {
            Some(Target::Route(route.clone()))
        }
        Pick::Unit(code) => Some(Target::Unit(code.clone())),
        Pick::WhichEvent { entries } => entries.first().cloned().map(Target::Entry),
    }
}

fn subject_of(target: &Target) -> String {
    match target {
        Target::Entry(id) | Target::Route(id) | Target::Unit(id) => id.clone(),
    }
}

fn detected(text: &str) -> Option<Language> {
    language::detect(text).and_then(Language::from_code)
}
