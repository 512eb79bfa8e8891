//! The program as a process on Discord: a conversation from the first word to the last, its end, and how it goes on.

use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::discord_api::{DiscordApi, Message, Outcome};
use crate::process::{DISCORD_TOKEN, Folder, SOON, Service, WAITING, runtime, until};
use crate::stopping::stopped_by;

const ANNA: u64 = 2001;
const MARY: u64 = 2002;
const OKSANA: u64 = 2003;

pub const SERVER: u64 = 3001;
pub const CHANNEL: u64 = 3002;

pub const RUNS: &str = "Łącznik działa na Discordzie";

/// A folder with settings, and a Discord with a server that the bot has joined.
pub struct OnServer {
    pub api: DiscordApi,
    folder: Folder,
    /// What the bot sent or changed since the last look.
    sent: Arc<Mutex<Vec<Message>>>,
}

impl Deref for OnServer {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.folder
    }
}

impl OnServer {
    /// With the settings as they are, but for limits.
    pub fn new() -> Self {
        Self::with("")
    }

    /// With these settings, which begin in the part `[discord]`.
    pub fn with(settings: &str) -> Self {
        let api = joined();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = sent.clone();
        api.observe(move |message| seen.lock().unwrap().push(message.clone()));
        let settings = format!("{}{settings}", of_discord(&api));
        let folder = Folder::new(&settings, &[(DISCORD_TOKEN, api.token())]);
        Self { api, folder, sent }
    }

    /// The service, when it runs and everybody there sees its commands.
    pub fn run(&self) -> Service {
        let service = self.spawn();
        service.until_said(RUNS);
        self.is_ready();
        service
    }

    /// Waits until somebody is on the line, and the commands are there.
    #[track_caller]
    pub fn is_ready(&self) {
        runtime().block_on(self.api.wait_for_session(SOON));
        until("commands", || !self.api.commands().is_empty());
    }

    /// Somebody writes to the bot in their direct chat. Returns what it answers.
    #[track_caller]
    fn says(&self, person: u64, text: &str) -> Vec<Message> {
        self.forget();
        self.api.says_in_dm(person, text);
        self.reply()
    }

    /// What the bot has sent or changed, when nothing is left to do.
    #[track_caller]
    fn reply(&self) -> Vec<Message> {
        until("a reply", || {
            let sent = self.sent.lock().unwrap();
            let begun = sent.iter().any(|message| !message.is_loading());
            drop(sent);
            begun && self.sql_count(WAITING) == 0
        });
        let mut sent = std::mem::take(&mut *self.sent.lock().unwrap());
        sent.retain(|message| !message.is_loading());
        sent
    }

    fn forget(&self) {
        self.sent.lock().unwrap().clear();
    }

    /// What the person sees of an interaction.
    pub fn outcome(&self, interaction: u64) -> Outcome {
        runtime().block_on(self.api.outcome(interaction, SOON))
    }

    /// Runs a command in the channel. Returns what the person sees of it.
    #[track_caller]
    pub fn runs(&self, person: u64, name: &str, options: &[(&str, &str)], locale: &str) -> Message {
        let run = self.api.runs(person, CHANNEL, name, options, locale);
        self.outcome(run).message()
    }

    /// Presses the button with this label, or chooses it from a menu.
    #[track_caller]
    fn presses(&self, person: u64, on: &Message, label: &str) -> Outcome {
        let begun = match on.id_of(label) {
            Some(action) => self.api.presses(person, on.id, &action),
            None => {
                let (menu, action) = choice(on, label);
                self.api.chooses(person, on.id, &menu, &action)
            }
        };
        self.outcome(begun)
    }
}

/// A Discord with a server that the bot has joined.
pub fn joined() -> DiscordApi {
    let api = DiscordApi::start_on_thread();
    api.server(SERVER, "Gdańskie NGO");
    api.channel(SERVER, CHANNEL, "ogólny");
    api.bot_joins(SERVER);
    api
}

/// The settings for this Discord. Its people write faster than people do.
pub fn of_discord(api: &DiscordApi) -> String {
    format!(
        "[discord]\napi_url = \"{}\"\nper_second = 100000\nbulk_per_second = 100000\n",
        api.url()
    )
}

/// The menu of a message that offers this, and what it does.
#[track_caller]
fn choice(of: &Message, label: &str) -> (String, String) {
    let menus = (0..5).map(|number| format!("menu:{number}"));
    let mut offered = menus.filter_map(|menu| {
        let options = of.options(&menu).into_iter();
        let mut options = options.filter(|(have, _)| have == label);
        Some((menu.clone(), options.next()?.1))
    });
    offered
        .next()
        .unwrap_or_else(|| panic!("nothing offers {label:?}: {of:#?}"))
}

/// What stands in a message, first in each part of it, and its buttons and menus.
pub fn shown(message: &Message) -> String {
    let texts = message.embeds.iter();
    let texts = texts.filter_map(|embed| embed["description"].as_str());
    let mut text = String::new();
    for part in std::iter::once(message.text.as_str()).chain(texts) {
        let lines: Vec<&str> = part.lines().filter(|line| !line.is_empty()).collect();
        text += &format!("{}\n", lines.first().unwrap_or(&""));
        if lines.len() > 1 {
            text += &format!("… {}\n", lines[lines.len() - 1]);
        }
    }
    for part in message.parts() {
        if let Some(label) = part["label"].as_str() {
            text += &format!("  [{label}]\n");
        }
        for option in part["options"].as_array().into_iter().flatten() {
            text += &format!("  ({})\n", option["label"].as_str().unwrap_or_default());
        }
    }
    text
}

fn all_shown(messages: &[Message]) -> String {
    messages.iter().map(shown).collect()
}

/// What was done, and what came of it.
struct Talk(String);

impl Talk {
    fn turn(&mut self, what: &str, reply: &str) {
        self.0 += &format!("> {what}\n{reply}\n");
    }
}

#[test]
fn a_conversation_on_a_server_is_one_persons() {
    let town = OnServer::new();
    let _service = town.run();
    let mut talk = Talk(String::new());
    let welcome = town.reply();
    talk.turn("the bot comes", &all_shown(&welcome));

    let typing = town
        .api
        .types(ANNA, CHANNEL, "zapytaj", "pytanie", "maly gr");
    let choices = town.outcome(typing).choices();
    let labels: Vec<&str> = choices.iter().map(|(label, _)| label.as_str()).collect();
    talk.turn("/zapytaj maly gr…", &format!("{}\n", labels.join("\n")));
    let chosen = [("pytanie", choices[0].1.as_str())];
    let answer = town.runs(ANNA, "zapytaj", &chosen, "pl");
    talk.turn(&format!("({})", labels[0]), &shown(&answer));

    let asked = town.runs(ANNA, "zapytaj", &[("pytanie", "wolontariusz")], "pl");
    talk.turn("/zapytaj wolontariusz", &shown(&asked));
    let first = "Wolontariusz może pomagać NGO, ale nie";
    let label = labels_of(&asked)
        .into_iter()
        .find(|label| label.starts_with(first));
    let label = label.unwrap_or_else(|| panic!("{asked:#?}"));
    let clarified = town.presses(ANNA, &asked, &label).message();
    assert_eq!(
        clarified.id, asked.id,
        "the answer takes the place of the menu"
    );
    talk.turn(&format!("[{label}]"), &shown(&clarified));

    let asked = town.runs(ANNA, "zapytaj", &[("pytanie", "koty kastracja")], "pl");
    talk.turn("/zapytaj koty kastracja", &shown(&asked));
    let desk = town.presses(ANNA, &asked, "Dane kontaktowe").message();
    talk.turn("[Dane kontaktowe]", &shown(&desk));
    let topics = town.runs(ANNA, "tematy", &[], "pl");
    talk.turn("/tematy", &shown(&topics));
    let topic = labels_of(&topics).swap_remove(1);
    let listed = town.presses(ANNA, &topics, &topic).message();
    talk.turn(&format!("({topic})"), &shown(&listed));
    let contact = town.runs(ANNA, "kontakt", &[], "pl");
    talk.turn("/kontakt", &shown(&contact));

    let form = town.presses(ANNA, &contact, "Nowe pytanie").modal();
    talk.turn(
        "[Nowe pytanie]",
        &format!("{} | {:?}\n", form.title, form.inputs),
    );
    let sent = town.api.submits(ANNA, &form, &[("q", "piwo na pikniku")]);
    talk.turn("piwo na pikniku", &shown(&town.outcome(sent).message()));
    let run = town.api.runs(ANNA, CHANNEL, "zapytaj", &[], "pl");
    let form = town.outcome(run).modal();
    let sent = town
        .api
        .submits(ANNA, &form, &[("q", "paczki dla ubogich rodzin")]);
    talk.turn(
        "/zapytaj: paczki dla ubogich rodzin",
        &shown(&town.outcome(sent).message()),
    );

    let english = [("pytanie", "who handles sports grants")];
    let answer = town.runs(MARY, "zapytaj", &english, "en-GB");
    talk.turn("/ask who handles sports grants", &shown(&answer));
    let run = town.api.runs(OKSANA, CHANNEL, "zapytaj", &[], "uk");
    let form = town.outcome(run).modal();
    let sent = town
        .api
        .submits(OKSANA, &form, &[("q", "хто займається спортом")]);
    talk.turn(
        &format!("/запитати | {} | {:?}", form.title, form.inputs),
        &shown(&town.outcome(sent).message()),
    );

    // Nobody else has seen any of it.
    assert_eq!(town.api.messages(CHANNEL).len(), welcome.len());
    town.api.assert_clean();
    assert_eq!(town.api.refusals(), Vec::<String>::new());
    assert_eq!(town.api.missed(), Vec::<u64>::new());
    insta::assert_snapshot!(talk.0, @r#"
    > the bot comes
    **Łącznik: pomoc dla organizacji pozarządowych**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Zapytaj prywatnie]

    > /zapytaj maly gr…
    Mały grant: do 20 000 zł na jedno zadanie
    Mały grant może trwać dłużej niż 90 dni
    Mały grant nie przysługuje z prawa: urząd ocenia, czy zadanie jest celowe
    Kontakt: Mały grant: złożenie i dalszy bieg oferty
    Oferta sprzed 1 września 2026 r.: do 10 000 zł na jeden mały grant
    Od oferty na mały grant do startu mija zwykle 4–5 tygodni
    Małych grantów może być kilka, razem do 40 000 zł w roku z jednego urzędu
    Oferty sprzed 1 września 2026 r.: razem do 20 000 zł małych grantów w roku
    Na małe granty może iść do 30% rocznej puli dotacji gminy dla NGO
    Status OPP nie jest potrzebny do konkursu ani do małego grantu
    Czy są jeszcze pieniądze na małe granty, mówi Biuro Współpracy z Organizacjami
    Oferta złożona w sierpniu 2026 r. zostaje na starych zasadach małego grantu
    Do małego grantu są uproszczone druki oferty i sprawozdania
    Oferta sprzed 1 września 2026 r.: zadanie trwa najwyżej 90 dni
    Limit to 20 000 zł, choć wiele stron nadal podaje 10 000 zł
    Sprawozdanie: 30 dni od zakończenia zadania
    Kontakt: Mikrogranty i regranting
    Kontakt: Konkursy marszałka i pieniądze unijne
    RODO w małej organizacji: pięć rzeczy, bez zwolnienia dla małych

    > (Mały grant: do 20 000 zł na jedno zadanie)
    **Mały grant: do 20 000 zł na jedno zadanie**
    … -# Zapamiętuję numery rozmowy i osoby oraz język \(90 dni od ostatniej wiadomości\), ostatnie pytanie \(24 godziny\) i wysłane odpowiedzi \(30 dni\). Pytania bez odpowiedzi zapisuję bez autora. Proszę nie podawać numeru PESEL, numerów kont ani danych o zdrowiu. W sprawie danych: Inspektor Ochrony Danych, iod\@example.org.
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]
      [Nowe pytanie]

    > /zapytaj wolontariusz
    Nie jestem pewien, o co chodzi. Które z tych pytań jest najbliższe?
    … - Koszty wolontariusza: bezpieczne warunki, podróże i diety
      [Wolontariusz może pomagać NGO, ale nie…]
      [Niepełnoletni wolontariusz: potrzebna…]
      [Koszty wolontariusza: bezpieczne…]
      [Żadne z tych]
      [Nowe pytanie]

    > [Wolontariusz może pomagać NGO, ale nie…]
    **Wolontariusz może pomagać NGO, ale nie w jej działalności gospodarczej**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]
      [Nowe pytanie]

    > /zapytaj koty kastracja
    **Wydział Ochrony Środowiska i Zieleni**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Pokaż: Straż Miejska]
      [Dane kontaktowe]
      [To nie to]
      [Porozmawiaj z człowiekiem]
      [Nowe pytanie]

    > [Dane kontaktowe]
    **Wydział Ochrony Środowiska i Zieleni**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Nowe pytanie]

    > /tematy
    Wszystkie tematy. Który pokazać?
      (Kultura i sztuka)
      (Sport)
      (Seniorzy)
      (Osoby z niepełnosprawnościami)
      (Zdrowie)
      (Pomoc społeczna)
      (Dzieci i młodzież)
      (Edukacja)
      (Ekologia)
      (Zwierzęta)
      (Turystyka i krajoznawstwo)
      (Wolontariat)
      (Integracja cudzoziemców)
      (Bezpieczeństwo i ratownictwo)
      (Wsparcie organizacji)
      (Profilaktyka uzależnień)
      (Pilne)
      [Nowe pytanie]

    > (Sport)
    **Sport**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      (Dotacja dla klubu sportowego może mieć osobny tryb, z innym wnioskiem)
      (Kontakt: Dotacje i konkursy na sport)
      (Kontakt: Bieg, procesja albo zamknięcie ulicy)
      (Kontakt: Hala, boisko, stadion)
      (Kontakt: UKS i klub: wpis do ewidencji)
      (Kontakt: Dotacja dla klubu sportowego)
      (Kontakt: Stypendia i nagrody sportowe)
      (Kontakt: Dofinansowanie imprezy sportowej)
      [Nowe pytanie]

    > /kontakt
    Oto człowiek, który pomoże albo wskaże właściwą osobę.
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Nowe pytanie]

    > [Nowe pytanie]
    Pytanie | [("q", "O co chodzi?")]

    > piwo na pikniku
    **Wydział Działalności Gospodarczej**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Pokaż: Pełnomocnik ds. Profilaktyki…]
      [Dane kontaktowe]
      [To nie to]
      [Porozmawiaj z człowiekiem]
      [Nowe pytanie]

    > /zapytaj: paczki dla ubogich rodzin
    **Miejski Ośrodek Pomocy Społecznej**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Dane kontaktowe]
      [To nie to]
      [Porozmawiaj z człowiekiem]
      [Nowe pytanie]

    > /ask who handles sports grants
    I am not sure what you mean. Which of these is closest?
    … -# I keep the numbers of this chat and of its author, and the language \(for 90 days after your last message\), your last question \(for 24 hours\) and the answers I have sent \(for 30 days\). Questions without an answer are saved without their author. Please do not send PESEL numbers, account numbers or health data. About your data: Inspektor Ochrony Danych, iod\@example.org.
      [Contact: Mały grant: złożenie i dalszy…]
      [Contact: Wydział Kultury Fizycznej i…]
      [Contact: Granty i dotacje: skąd]
      [None of these]
      [New question]

    > /запитати | Запитання | [("q", "Про що йдеться?")]
    **Wydział Kultury Fizycznej i Sportu**
    … -# Зберігаю номери цієї розмови та її учасника і мову \(90 днів після останнього повідомлення\), останнє запитання \(24 години\) і надіслані відповіді \(30 днів\). Запитання без відповіді записую без автора. Будь ласка, не надсилайте номер PESEL, номери рахунків і дані про здоров’я. Щодо даних звертайтеся: Inspektor Ochrony Danych, iod\@example.org.
      [Це не те]
      [Поговорити з людиною]
      [Нове запитання]
    "#);
}

#[test]
fn a_conversation_in_the_direct_chat_and_a_mention_in_the_channel() {
    let town = OnServer::new();
    let _service = town.run();
    town.reply();
    let mut talk = Talk(String::new());
    for text in [
        "cześć",
        "ile max na maly grant teraz",
        "To nie to",
        "wolontariusz",
    ] {
        talk.turn(text, &all_shown(&town.says(ANNA, text)));
    }
    let direct = town.api.messages_to(ANNA);
    let asked = direct.last().unwrap();
    let label = labels_of(asked)[0].clone();
    let clarified = town.presses(ANNA, asked, &label).message();
    assert_eq!(clarified.id, asked.id);
    talk.turn(&format!("[{label}]"), &shown(&clarified));
    let reply = town.presses(ANNA, &clarified, "To nie to").message();
    talk.turn("[To nie to]", &shown(&reply));
    town.reply();

    let question = town
        .api
        .mentions_bot(CHANNEL, MARY, "ile max na maly grant teraz");
    let reply = town.reply();
    assert_eq!(reply.len(), 1);
    assert_eq!(reply[0].reference, Some((CHANNEL, question)));
    assert_eq!(reply[0].only_for, None);
    talk.turn("@Łącznik ile max na maly grant teraz", &shown(&reply[0]));
    town.api.assert_clean();
    insta::assert_snapshot!(talk.0, @r#"
    > cześć
    Dzień dobry. W czym mogę pomóc? Proszę napisać, o co chodzi, albo wybrać niżej.
    … -# Zapamiętuję numery rozmowy i osoby oraz język \(90 dni od ostatniej wiadomości\), ostatnie pytanie \(24 godziny\) i wysłane odpowiedzi \(30 dni\). Pytania bez odpowiedzi zapisuję bez autora. Proszę nie podawać numeru PESEL, numerów kont ani danych o zdrowiu. W sprawie danych: Inspektor Ochrony Danych, iod\@example.org.
      [Lista poleceń]
      [Kontakt do pełnomocnika]
      [Zmień język]

    > ile max na maly grant teraz
    **Mały grant: do 20 000 zł na jedno zadanie**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > To nie to
    Może więc chodzi o to:
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > wolontariusz
    Nie jestem pewien, o co chodzi. Które z tych pytań jest najbliższe?
    … - Koszty wolontariusza: bezpieczne warunki, podróże i diety
      [Wolontariusz może pomagać NGO, ale nie…]
      [Niepełnoletni wolontariusz: potrzebna…]
      [Koszty wolontariusza: bezpieczne…]
      [Żadne z tych]

    > [Wolontariusz może pomagać NGO, ale nie…]
    **Wolontariusz może pomagać NGO, ale nie w jej działalności gospodarczej**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > [To nie to]
    Może więc chodzi o to:
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [To nie to]
      [Kto się tym zajmuje]
      [Porozmawiaj z człowiekiem]
      [Nieaktualne?]

    > @Łącznik ile max na maly grant teraz
    **Mały grant: do 20 000 zł na jedno zadanie**
    … -# Dane przykładowe: miasto Przykładowo jest zmyślone.
      [Dopytaj prywatnie]
    "#);
}

/// Labels of buttons, and of what menus offer.
fn labels_of(message: &Message) -> Vec<String> {
    let label = |of: &serde_json::Value| Some(of["label"].as_str()?.to_owned());
    let parts = message.parts();
    let labels = parts.flat_map(|part| {
        let options = part["options"].as_array().into_iter().flatten();
        std::iter::once(part).chain(options)
    });
    labels.filter_map(label).collect()
}

/// How many messages to this person begin like this.
fn count_to(town: &OnServer, person: u64, beginning: &str) -> usize {
    let seen = town.api.seen_by(person);
    let seen = seen.iter().filter(|message| is_answer(message, beginning));
    seen.count()
}

fn is_answer(message: &Message, beginning: &str) -> bool {
    shown(message)
        .trim_start_matches('*')
        .trim_start()
        .starts_with(beginning)
}

#[test]
fn told_to_stop_it_ends_in_time_and_the_next_one_goes_on() {
    let people = 4000..4030;
    let answer = "Wydział Ochrony Środowiska";
    let town = OnServer::new();
    let service = town.run();
    town.reply();
    town.api.slow(Duration::from_millis(300));
    for person in people.clone() {
        if person % 2 == 0 {
            town.api.says_in_dm(person, "koty kastracja");
        } else {
            let question = [("pytanie", "koty kastracja")];
            town.api.runs(person, CHANNEL, "zapytaj", &question, "pl");
        }
    }
    until("some answers", || {
        let answered = people
            .clone()
            .filter(|person| count_to(&town, *person, answer) > 0);
        answered.count() > 3
    });
    let took = stopped_by(service, "TERM");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(town.sql_count(WAITING) > 0, "the test stopped it too late");
    let heard = town.api.heard();
    assert!(
        !matches!(heard.closes.last(), Some(Some(1000 | 1001))),
        "the session was given up: {heard:?}"
    );

    // Written while nobody is there.
    town.api.says_in_dm(ANNA, "piwo na pikniku");
    town.api.all_is_well();
    let _service = town.run();
    until("every answer", || {
        let to = |person| count_to(&town, person, answer) > 0;
        people.clone().all(to)
            && count_to(&town, ANNA, "Wydział Działalności") > 0
            && town.sql_count(WAITING) == 0
    });
    for person in people {
        assert_eq!(count_to(&town, person, answer), 1, "{person}");
    }
    assert_eq!(count_to(&town, ANNA, "Wydział Działalności"), 1);
    let heard = town.api.heard();
    assert_eq!((heard.identifies, heard.resumed), (1, 1), "{heard:?}");
    town.api.assert_clean();
}
