//! `kill -9` at any moment: what Telegram has brought is answered, in order, and hardly anything twice.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::{Duration, Instant};

use crate::process::{Installation, WAITING, until};
use crate::stopping::stopped_by;
use crate::telegram_api::Message;

/// Where the kills fall.
const SEED: u64 = 20_261_123;

const PEOPLE: i64 = 200;

/// Messages on their way at once, as the settings have it.
const IN_FLIGHT: i64 = 4;

const SENDING: &str = "SELECT count(*) FROM outbox WHERE status = 'sending'";

/// What people ask, and how the answer begins: each is known by it.
const KNOWN: [(&str, &str); 10] = [
    ("koty kastracja", "Wydział Ochrony Środowiska i Zieleni"),
    ("piwo na pikniku", "Wydział Działalności Gospodarczej"),
    ("zajecia dla seniorow dotacja", "Wydział Spraw Społecznych"),
    (
        "scena i naglosnienie na festyn",
        "Przykładowski Dom Kultury",
    ),
    (
        "hala na turniej w sobote za darmo",
        "Miejski Ośrodek Sportu",
    ),
    ("kasa na sport dla dzieciakow", "Wydział Kultury Fizycznej"),
    ("dach cieknie w naszym lokalu", "Zarząd Lokali Miejskich"),
    ("sala na szkolenie 20 os", "Sala za darmo"),
    ("puszki na wosp u nas", "Zbiórka do puszek"),
    ("paczki dla ubogich rodzin", "Miejski Ośrodek Pomocy"),
];

/// People who ask in turn; each asks everything there is once, in an order of their own.
struct Crowd<'a> {
    town: &'a Installation,
    people: i64,
    asked: usize,
}

impl<'a> Crowd<'a> {
    fn new(town: &'a Installation, people: i64) -> Self {
        Self {
            town,
            people,
            asked: 0,
        }
    }

    /// The person of a question, and which of the known ones it is.
    fn turn(&self, number: usize) -> (i64, usize) {
        let people = usize::try_from(self.people).unwrap();
        let (round, person) = (number / people, number % people);
        (
            10_000 + i64::try_from(person).unwrap(),
            (person + round) % KNOWN.len(),
        )
    }

    fn ask(&mut self) {
        let (person, known) = self.turn(self.asked);
        self.town.api.says(person, KNOWN[known].0);
        self.asked += 1;
    }

    /// Waits until nothing is left to do.
    fn is_served(&self) {
        until("an answer to everything", || {
            let answers = usize::try_from(self.town.api.sent_count()).unwrap();
            answers >= self.asked
                && self.town.api.pending() == 0
                && self.town.sql_count(WAITING) == 0
        });
        self.town.api.assert_clean();
        let dead = "SELECT count(*) FROM outbox WHERE status <> 'sent'";
        assert_eq!(self.town.sql_count(dead), 0);
    }

    /// Fails where a question has no answer, or another one than in its turn. Returns the messages that people have
    /// twice: the first and the second of each.
    fn twice(&self) -> Vec<(Message, Message)> {
        let mut twice = Vec::new();
        for person in 0..self.people {
            let person = 10_000 + person;
            let asked = (0..self.asked).map(|number| self.turn(number));
            let asked: Vec<&str> = asked
                .filter(|(who, _)| *who == person)
                .map(|(_, known)| KNOWN[known].1)
                .collect();
            let mut messages = self.town.api.messages(person);
            // What comes twice comes in its turn, before anything that follows it.
            messages.dedup_by(|second, first| {
                let same = second.text == first.text;
                if same {
                    twice.push((first.clone(), second.clone()));
                    // A third one is a duplicate of the second.
                    first.arrived = second.arrived;
                }
                same
            });
            let answered: Vec<&str> = messages
                .iter()
                .filter_map(|message| {
                    let known = KNOWN.iter().map(|(_, answer)| *answer);
                    known
                        .into_iter()
                        .find(|answer| message.text.starts_with(answer))
                })
                .collect();
            assert_eq!(answered, asked, "{person}");
        }
        twice
    }
}

#[test]
fn fifty_kills_while_two_thousand_questions_stream_in() {
    // One after another: at most one message comes twice for each kill.
    let town = Installation::with("[delivery]\nin_flight = 1\n");
    kills(&town, 50, 2000, 1);
}

#[test]
fn kills_while_several_messages_are_in_flight() {
    kills(&Installation::new(), 10, 600, IN_FLIGHT);
}

/// So many kills while so many questions come: everything is answered in order, and no kill makes more messages come
/// twice than were in flight.
#[expect(clippy::print_stdout, reason = "the counts are for who looks")]
fn kills(town: &Installation, count: usize, questions: usize, in_flight: i64) {
    let begun = Instant::now();
    let mut random = StdRng::seed_from_u64(SEED);
    let mut crowd = Crowd::new(town, PEOPLE);
    // As far away as a server is.
    town.api.slow(Duration::from_millis(10));
    let (mut kills, mut starting, mut receiving) = (Vec::new(), 0, 0);
    // Messages in flight at each kill.
    let mut sending = Vec::new();
    for kill in 1..=count {
        let polls = town.api.count_of("getUpdates");
        let service = town.spawn();
        // A quarter dies while it starts, at any point of that; the others at work.
        let life = if random.random_ratio(1, 4) {
            random.random_range(0..500)
        } else {
            until("a poll", || town.api.count_of("getUpdates") > polls);
            random.random_range(0..800)
        };
        let death = Instant::now() + Duration::from_millis(life);
        let share = questions * kill / count - crowd.asked;
        for left in (1..=u32::try_from(share).unwrap()).rev() {
            crowd.ask();
            std::thread::sleep(death.saturating_duration_since(Instant::now()) / left);
        }
        service.kill();
        // What was on its way still arrives, before the next one is there to send anything.
        std::thread::sleep(Duration::from_millis(20));
        kills.push(Instant::now());
        starting += usize::from(town.api.count_of("getUpdates") == polls);
        receiving += usize::from(town.api.pending() > 0);
        sending.push(town.sql_count(SENDING));
    }
    let _service = town.run();
    crowd.is_served();
    let twice = crowd.twice();
    // A message goes out twice for the kill that came upon its first copy.
    let mut duplicates = vec![0_i64; count];
    for (first, _) in &twice {
        let kill = kills.iter().position(|kill| *kill > first.arrived);
        duplicates[kill.expect("twice, and no kill is to blame")] += 1;
    }
    println!(
        "seed {SEED}, {in_flight} in flight at most: {count} kills ({starting} in the start, {receiving} with updates not confirmed, {} with messages \
         in flight), {questions} questions, all answered in order; {} messages were in flight, {} came twice, at most {} \
         for one kill; {:.0} s",
        sending.iter().filter(|sending| **sending > 0).count(),
        sending.iter().sum::<i64>(),
        twice.len(),
        duplicates.iter().max().unwrap(),
        begun.elapsed().as_secs_f64(),
    );
    assert_eq!(crowd.asked, questions);
    let counted = town.sql_count("SELECT value FROM counters WHERE name = 'outbox_perhaps_twice'");
    assert!(
        usize::try_from(counted).unwrap() >= twice.len(),
        "{counted}"
    );
    assert!(
        sending.iter().all(|sending| *sending <= in_flight),
        "{sending:?}"
    );
    let mut of_each = duplicates.iter().zip(&sending);
    assert!(
        of_each.all(|(twice, sending)| twice <= sending),
        "{duplicates:?} {sending:?}"
    );
}

#[test]
fn what_telegram_accepted_and_did_not_confirm_comes_twice_and_nothing_else() {
    let town = Installation::new();
    let mut crowd = Crowd::new(&town, 40);
    let service = town.run();
    town.api.accepts_then_hangs(usize::MAX);
    (0..40).for_each(|_| crowd.ask());
    until("all that may be in flight", || {
        i64::try_from(town.api.sent_count()) == Ok(IN_FLIGHT)
    });
    service.kill();
    town.api.all_is_well();
    let _service = town.run();
    crowd.is_served();
    assert_eq!(i64::try_from(crowd.twice().len()), Ok(IN_FLIGHT));
}

#[test]
fn with_a_webhook_nothing_is_lost_either() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let town = Installation::with(&format!(
        "mode = \"webhook\"\nwebhook_listen = \"{address}\"\nwebhook_url = \"http://{address}/hook\"\n"
    ));
    let mut random = StdRng::seed_from_u64(SEED);
    let mut crowd = Crowd::new(&town, 40);
    for kill in 1..=5_u64 {
        let service = town.spawn();
        until("the webhook", || town.api.count_of("setWebhook") >= kill);
        for _ in 0..40 {
            crowd.ask();
            std::thread::sleep(Duration::from_micros(random.random_range(0..5000)));
        }
        service.kill();
    }
    let service = town.run();
    crowd.is_served();
    stopped_by(service, "TERM");
    assert!(i64::try_from(crowd.twice().len()).unwrap() <= 5 * IN_FLIGHT);
    assert_eq!(town.api.count_of("getUpdates"), 0);
    let posts = town.api.webhook_log();
    assert!(posts.iter().any(|post| post.status == Some(200)));
    assert!(
        posts.iter().any(|post| post.status.is_none()),
        "no kill came upon an update"
    );
}
