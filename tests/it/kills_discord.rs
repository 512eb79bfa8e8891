//! `kill -9` at any moment on Discord: what can be answered is answered, once; what cannot is answered when its person does
//! something again.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::discord_api::Message;
use crate::discord_api::faults::FOLLOW_UP;
use crate::process::{SOON, WAITING, until};
use crate::process_discord::{CHANNEL, OnServer, shown};

/// Where the kills fall, if `LACZNIK_TEST_SEED` does not say otherwise.
const SEED: u64 = 20_261_123;

const KILLS: usize = 50;

const PEOPLE: u64 = 100;

/// Kills after which nobody starts it for longer than an interaction waits for its acknowledgement.
const LONG_DOWN: usize = 3;

/// Kills after which a quarter of an hour passes at Discord, so that every interaction is dead.
const EXPIRED: usize = 2;

/// What waits although its person can be written to: all but what no interaction is left for, and what stands behind that.
const OPEN: &str = "SELECT count(*) FROM outbox WHERE status = 'sending'
    OR (status = 'pending' AND coalesce(error, '') NOT LIKE '%interaction of theirs%' AND NOT EXISTS (
        SELECT 1 FROM outbox AS older WHERE older.chat = outbox.chat AND older.thread = outbox.thread
            AND older.id < outbox.id AND older.status = 'pending' AND older.error LIKE 'no interaction of theirs%'))";

/// People for whom something waits aside.
const OWED: &str =
    "SELECT DISTINCT substr(chat, 2) FROM outbox WHERE status = 'pending' AND chat LIKE '@%'";

/// What people ask, how the answer begins, and the desk that a button shows: each is known by it.
const KNOWN: [(&str, &str, &str, &str); 10] = [
    (
        "koty kastracja",
        "Wydział Ochrony Środowiska",
        "WKS",
        "Wydział Kultury Fizycznej",
    ),
    (
        "piwo na pikniku",
        "Wydział Działalności Gospodarczej",
        "BP",
        "Biuro Podawcze",
    ),
    (
        "zajecia dla seniorow dotacja",
        "Wydział Spraw Społecznych",
        "WKP",
        "Wydział Kultury i Promocji",
    ),
    (
        "scena i naglosnienie na festyn",
        "Przykładowski Dom Kultury",
        "BPI",
        "Biuro Prasowe",
    ),
    (
        "hala na turniej w sobote za darmo",
        "Miejski Ośrodek Sportu",
        "BB",
        "Sekretariat Burmistrza",
    ),
    (
        "kasa na sport dla dzieciakow",
        "Wydział Kultury Fizycznej",
        "BRM",
        "Biuro Rady Miasta",
    ),
    (
        "dach cieknie w naszym lokalu",
        "Zarząd Lokali Miejskich",
        "BKS",
        "Biuro Konsultacji",
    ),
    (
        "sala na szkolenie 20 os",
        "Sala za darmo",
        "WSS",
        "Wydział Spraw Społecznych",
    ),
    (
        "puszki na wosp u nas",
        "Zbiórka do puszek",
        "WEM",
        "Wydział Edukacji",
    ),
    (
        "paczki dla ubogich rodzin",
        "Miejski Ośrodek Pomocy",
        "ZDK",
        "Przykładowski Dom Kultury",
    ),
];

/// How somebody asks; each person always does it in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// A slash command in the channel, answered aside.
    Command,
    /// A button under a message in the channel, answered aside.
    Press,
    /// A message in the direct chat.
    Direct,
    /// A button in the direct chat.
    DirectPress,
    /// The bot's name in the channel, answered there.
    Mention,
}

const WAYS: [Way; 5] = [
    Way::Command,
    Way::Press,
    Way::Direct,
    Way::DirectPress,
    Way::Mention,
];

/// Something that somebody asked.
#[derive(Debug, Clone, Copy)]
struct Asked {
    person: u64,
    known: usize,
    /// The message or interaction.
    id: u64,
}

impl Asked {
    fn way(self) -> Way {
        way(self.person)
    }

    fn answer(self) -> &'static str {
        match self.way() {
            Way::Press | Way::DirectPress => KNOWN[self.known].3,
            Way::Command | Way::Direct | Way::Mention => KNOWN[self.known].1,
        }
    }
}

fn way(person: u64) -> Way {
    WAYS[usize::try_from(person).unwrap() % WAYS.len()]
}

/// People who ask in turn; each asks everything there is once, in an order of their own.
struct Crowd<'a> {
    town: &'a OnServer,
    asked: Vec<Asked>,
    /// A message in the channel with a button that everybody may press.
    public: u64,
}

impl Crowd<'_> {
    fn ask(&mut self) {
        let number = u64::try_from(self.asked.len()).unwrap();
        let (round, person) = (number / PEOPLE, 10_000 + number % PEOPLE);
        let known = usize::try_from(person + round).unwrap() % KNOWN.len();
        let (text, _, desk, _) = KNOWN[known];
        let (api, action) = (&self.town.api, format!("u:{desk}"));
        let id = match way(person) {
            Way::Command => {
                let question = [("pytanie", text)];
                api.runs(person, CHANNEL, "zapytaj", &question, "pl")
            }
            Way::Press => api.presses_raw(person, CHANNEL, self.public, &action),
            Way::Direct => api.says_in_dm(person, text),
            Way::DirectPress => {
                let chat = api.direct(person);
                let carrier = api.messages(chat).first().map_or(0, |first| first.id);
                api.presses_raw(person, chat, carrier, &action)
            }
            Way::Mention => api.mentions_bot(CHANNEL, person, text),
        };
        self.asked.push(Asked { person, known, id });
    }

    /// How much of what people did is not handled.
    fn unhandled(&self) -> usize {
        let handled = "SELECT count(*) FROM seen_updates WHERE update_id NOT LIKE 'joined:%'";
        let handled = usize::try_from(self.town.sql_count(handled)).unwrap();
        self.asked.len() - handled
    }

    /// The messages that answer each question, among all that the bot has said.
    fn answers(&self) -> Vec<(Asked, Vec<Message>)> {
        let mut of_person: BTreeMap<u64, Vec<Message>> = BTreeMap::new();
        let mut in_channel = Vec::new();
        for message in self.town.api.sent().into_iter().filter(|one| !one.deleted) {
            if let Some(person) = message.only_for {
                of_person.entry(person).or_default().push(message);
            } else if message.channel == CHANNEL {
                in_channel.push(message);
            }
        }
        let mut answers = Vec::new();
        for asked in &self.asked {
            let is_answer = |message: &&Message| is_answer(message, asked.answer());
            let found: Vec<Message> = match asked.way() {
                Way::Mention => {
                    let to = Some((CHANNEL, asked.id));
                    let theirs = in_channel.iter().filter(|one| one.reference == to);
                    theirs.cloned().collect()
                }
                Way::Direct | Way::DirectPress => {
                    let chat = self.town.api.messages_to(asked.person);
                    chat.iter().filter(is_answer).cloned().collect()
                }
                Way::Command | Way::Press => {
                    let seen = of_person.get(&asked.person).into_iter().flatten();
                    seen.filter(is_answer).cloned().collect()
                }
            };
            answers.push((*asked, found));
        }
        answers
    }

    /// Everybody for whom something waits, or whose interaction could not be acknowledged in time, does one more thing.
    fn everybody_returns(&self, to: &BTreeSet<u64>) {
        for person in to {
            self.town.api.runs(*person, CHANNEL, "pomoc", &[], "pl");
        }
        until("an answer to all who returned", || {
            self.town.sql_count(WAITING) == 0 && self.town.api.unanswered() == 0
        });
    }
}

fn is_answer(message: &Message, beginning: &str) -> bool {
    shown(message)
        .trim_start_matches('*')
        .starts_with(beginning)
}

/// Kinds of a kill, in a random order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kill {
    Plain,
    LongDown,
    Expired,
}

#[test]
fn fifty_kills_while_a_thousand_interactions_and_messages_stream_in() {
    let seed = std::env::var("LACZNIK_TEST_SEED").ok();
    let seed = seed.map_or(SEED, |seed| seed.parse().unwrap());
    let mut random = StdRng::seed_from_u64(seed);
    println!("seed {seed}");
    let begun = Instant::now();
    // Where the machine is busy, the same messages may be in hand at one kill after another, as if they were the cause.
    let town = OnServer::with("[delivery]\nmax_attempts = 1000\n");
    let first = town.run();
    until("the welcome", || !town.api.messages(CHANNEL).is_empty());
    let mut crowd = Crowd {
        town: &town,
        asked: Vec::new(),
        public: town.api.messages(CHANNEL)[0].id,
    };
    first.kill();
    // A day: the stand-in's clock goes on faster than the program's.
    town.api.nonces_last(Duration::from_secs(24 * 3600));
    // As far away as a server is.
    town.api.slow(Duration::from_millis(10));

    let mut kills = vec![Kill::Plain; KILLS - LONG_DOWN - EXPIRED];
    kills.extend([Kill::LongDown; LONG_DOWN]);
    kills.extend([Kill::Expired; EXPIRED]);
    kills.shuffle(&mut random);
    let questions = usize::try_from(PEOPLE).unwrap() * KNOWN.len();
    let (mut starting, mut sending) = (0, 0);
    let mut killed = Vec::new();
    // Follow-ups that a kill came upon have no nonce.
    let mut follow_ups = 0;
    for (number, kill) in kills.iter().enumerate() {
        let heard = town.api.heard();
        let connected = || town.api.heard().resumed + town.api.heard().identifies;
        let before = heard.resumed + heard.identifies;
        let service = town.spawn();
        // A quarter dies while it starts, at any point of that; the others at work.
        let life = if random.random_ratio(1, 4) {
            random.random_range(0..400)
        } else {
            until("a session", || connected() > before);
            random.random_range(0..500)
        };
        let death = Instant::now() + Duration::from_millis(life);
        let share = questions * (number + 1) / kills.len() - crowd.asked.len();
        for left in (1..=u32::try_from(share).unwrap()).rev() {
            crowd.ask();
            std::thread::sleep(death.saturating_duration_since(Instant::now()) / left);
        }
        service.kill();
        // What was on its way still arrives, before the next one is there to send anything.
        std::thread::sleep(Duration::from_millis(20));
        killed.push(Instant::now());
        starting += usize::from(connected() == before);
        sending += town.sql_count("SELECT count(*) FROM outbox WHERE status = 'sending'");
        follow_ups += town.sql_count(FOLLOWING);
        match kill {
            Kill::Plain => {}
            Kill::LongDown => std::thread::sleep(Duration::from_millis(3200)),
            Kill::Expired => town.api.passes(Duration::from_secs(16 * 60)),
        }
    }
    let service = town.run();
    let settling = Instant::now();
    let left = loop {
        let left = (
            town.sql_count(OPEN),
            town.api.unanswered(),
            crowd.unhandled(),
        );
        if left == (0, 0, 0) || settling.elapsed() > SOON {
            break left;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(left, (0, 0, 0), "{}", service.said());
    let missed: BTreeSet<u64> = town.api.missed().into_iter().collect();
    // Some of it may still find a way.
    let waiting = town.sql_count(WAITING);
    let at_once = crowd.answers();
    let open: Vec<&Asked> = at_once
        .iter()
        .filter(|(_, answers)| answers.is_empty())
        .map(|(asked, _)| asked)
        .collect();
    println!(
        "{:.0} s: {} answered, {} wait for their person; {} not acknowledged in time",
        begun.elapsed().as_secs_f64(),
        at_once.len() - open.len(),
        open.len(),
        missed.len(),
    );
    // What was said by a follow-up that a kill came upon waits as well: nobody can know.
    assert!(open.len() <= usize::try_from(waiting).unwrap(), "{open:?}");
    let aside = |asked: &Asked| matches!(asked.way(), Way::Command | Way::Press);
    let lost: Vec<_> = open.iter().filter(|asked| !aside(asked)).collect();
    assert!(lost.is_empty(), "{lost:?}");

    let of = |asked: &&Asked| asked.person;
    let missing = open.iter().map(of);
    let late = at_once
        .iter()
        .filter(|(asked, _)| missed.contains(&asked.id));
    // What a kill came upon has perhaps been said; it waits all the same.
    let owed = town.sql_texts(OWED);
    let owed = owed.iter().map(|person| person.parse().unwrap());
    let late = late.map(|(asked, _)| asked.person);
    let returning: BTreeSet<u64> = missing.chain(late).chain(owed).collect();
    crowd.everybody_returns(&returning);
    let answers = crowd.answers();
    let lost: Vec<_> = answers
        .iter()
        .filter(|(_, found)| found.is_empty())
        .collect();
    let doubled: Vec<_> = answers
        .iter()
        .filter(|(_, found)| found.len() > 1)
        .collect();
    println!(
        "{KILLS} kills ({starting} in the start, {LONG_DOWN} with 3 s before the next start, {EXPIRED} with a quarter of an \
         hour), {questions} questions; {sending} messages in flight at a kill, {follow_ups} of them perhaps follow-ups; {} \
         people returned; {} lost, {} doubled; {} follow-ups in all; {:.0} s",
        returning.len(),
        lost.len(),
        doubled.len(),
        town.api.count_of(FOLLOW_UP),
        begun.elapsed().as_secs_f64(),
    );
    assert_eq!(crowd.asked.len(), questions);
    let dead = "SELECT count(*) FROM outbox WHERE status <> 'sent'";
    assert_eq!(town.sql_count(dead), 0);
    assert!(lost.is_empty(), "{lost:#?}");
    // Discord knows no nonce of what is sent aside and lists none of it: what was on its way at a kill may come twice, by a
    // follow-up or, where its own way has closed meanwhile, in the next one's place; and nothing else.
    let extra = doubled
        .iter()
        .map(|(_, found)| found.len() - 1)
        .sum::<usize>();
    assert!(
        extra <= usize::try_from(follow_ups).unwrap(),
        "{doubled:#?}"
    );
    for (asked, found) in &doubled {
        println!("twice: {:?} {}", asked.way(), asked.person);
        assert!(aside(asked), "{asked:?} {found:#?}");
        let unknown = found.iter().filter(|one| is_unknown_to(&town, asked, one));
        assert!(unknown.count() + 1 >= found.len(), "{asked:?} {found:#?}");
        for pair in found.windows(2) {
            let between = pair[0].arrived..pair[1].arrived;
            let blame = killed.iter().any(|kill| between.contains(kill));
            assert!(blame, "twice, and no kill is to blame: {pair:#?}");
        }
    }
    assert_eq!(town.api.heard().identifies, 1);
    town.api.assert_clean();
}

#[test]
fn what_was_acknowledged_and_not_committed_at_a_kill_comes_again_and_is_answered() {
    let town = OnServer::new();
    let service = town.run();
    until("the welcome", || town.sql_count(OPEN) == 0);
    let question = [("pytanie", KNOWN[0].0)];
    let ran = town.while_locked(|| {
        let ran = town.api.runs(10_000, CHANNEL, "zapytaj", &question, "pl");
        until("an acknowledgement", || {
            town.api.response_time(ran).is_some()
        });
        service.kill();
        ran
    });
    let _service = town.run();
    let answer = town.outcome(ran).message();
    assert!(is_answer(&answer, KNOWN[0].1), "{answer:#?}");
    until("the end of the work", || town.sql_count(WAITING) == 0);
    let heard = town.api.heard();
    assert_eq!((heard.identifies, heard.resumed), (1, 1));
    let refusals = town.api.refusals();
    let again = refusals.iter().filter(|why| why.contains("40060"));
    assert_eq!(again.count(), 1, "{refusals:?}");
    assert_eq!(town.api.seen_by(10_000).len(), 2, "the welcome and this");
    town.api.assert_clean();
}

/// In flight, to somebody aside.
const FOLLOWING: &str = "SELECT count(*) FROM outbox WHERE status = 'sending' AND chat LIKE '@%'";

/// How long an interaction can be answered, in milliseconds.
const LIFE: i64 = 15 * 60 * 1000;

/// Whether Discord cannot know a message for a repetition: a follow-up, or one in the place of a later interaction, because
/// its own could not be answered any more by then.
fn is_unknown_to(town: &OnServer, asked: &Asked, message: &Message) -> bool {
    let Some(id) = message.interaction else {
        return false;
    };
    if town.api.interaction(id).follow_ups.contains(&message.id) {
        return true;
    }
    let own = town.api.interaction(asked.id);
    let shown = message.edited.unwrap_or(message.created);
    let was_dead = own.response.is_none() || shown - own.sent > LIFE;
    id > asked.id && was_dead
}
