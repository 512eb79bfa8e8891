//! Time limits that people ask about: by when, and how it was counted.

use lacznik::bot::brain::Brain;
use lacznik::bot::turn::Turn;
use lacznik::config::Config;
use lacznik::domain::conversation::Conversation;
use lacznik::domain::counting::{Count, Direction, Measure};
use lacznik::domain::duty::{Duty, When};
use lacznik::domain::knowledge::Status;
use lacznik::domain::language::Language;
use lacznik::domain::message::{Content, Outgoing, Place, Platform};
use lacznik::domain::role::Role;
use lacznik::platform::terminal::{Style, render};
use lacznik::speech::Speech;

use crate::harness::{MONDAY_NOON, TestBot, at};
use crate::on_discord::Whole;

/// A duty that is counted from something.
fn counted(id: &str, name: &str, count: (u16, Measure, Direction), event: &str) -> Duty {
    let (amount, measure, direction) = count;
    Duty {
        id: id.to_owned(),
        name: name.to_owned(),
        who: "organizacje, które dostały dotację".to_owned(),
        when: When::Counted {
            count: Count {
                amount,
                measure,
                direction,
                hard: false,
            },
            event: event.to_owned(),
        },
        basis: Some("ustawa o działalności pożytku, art. 18".to_owned()),
        status: Status::Confirmed,
        words: Vec::new(),
        offsets: Vec::new(),
        note: None,
    }
}

fn duties() -> Vec<Duty> {
    use Direction::{After, Before};
    use Measure::{Days, WorkingDays};
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let yearly = |month, day, hard| When::Yearly { month, day, hard };
    let report = "Sprawozdanie z zadania publicznego";
    let register = "Zmiana w KRS (zarząd, adres, statut)";
    vec![
        Duty {
            words: words(&[
                "zadanie skończyliśmy",
                "zadanie skończone",
                "koniec zadania",
                "rozliczenie z zadania",
            ]),
            ..counted(
                "sprawozdanie",
                report,
                (30, Days, After),
                "zakończenia zadania",
            )
        },
        Duty {
            words: words(&["zmiana zarządu", "uchwała o zmianie zarządu w KRS"]),
            ..counted("krs", register, (7, Days, After), "zmiany")
        },
        Duty {
            words: words(&["zmiana zarządu", "beneficjent rzeczywisty"]),
            ..counted(
                "crbr",
                "CRBR: aktualizacja",
                (14, WorkingDays, After),
                "zmiany",
            )
        },
        Duty {
            words: words(&["półkolonie", "kurator wypoczynek"]),
            ..counted(
                "wypoczynek",
                "Półkolonie: zgłoszenie kuratorowi",
                (14, Days, Before),
                "rozpoczęcia półkolonii",
            )
        },
        Duty {
            when: yearly(3, 31, false),
            words: words(&["CIT"]),
            ..counted("cit", "CIT-8", (0, Days, After), "")
        },
        Duty {
            when: yearly(7, 31, true),
            words: words(&["baza NIW"]),
            status: Status::Unconfirmed,
            note: Some("Skutkiem spóźnienia jest utrata 1,5%.".to_owned()),
            ..counted("opp", "OPP: sprawozdania w bazie NIW", (0, Days, After), "")
        },
    ]
}

/// A conversation about these duties, by the turns of the bot and nothing around them.
struct Talk {
    brain: Brain,
    speech: Speech,
    config: Config,
    conversation: Conversation,
    place: Place,
    now: &'static str,
    last: Vec<Outgoing>,
}

impl Talk {
    fn new() -> Self {
        let mut knowledge = lacznik::app::example().unwrap();
        knowledge.duties = duties();
        Self {
            brain: Brain::new(knowledge, 1),
            speech: Speech::default(),
            config: Config::default(),
            conversation: Conversation {
                greeted: true,
                ..Conversation::default()
            },
            place: Place::Private,
            now: MONDAY_NOON,
            last: Vec::new(),
        }
    }

    fn takes(&mut self, content: &Content) -> String {
        let mut turn = Turn {
            brain: &self.brain,
            heard: None,
            speech: &self.speech,
            conversation: &mut self.conversation,
            role: Role::Asker,
            platform: Platform::Terminal,
            place: self.place,
            invited: None,
            now: at(self.now),
            default_language: Language::Polish,
            max_chars: 4000,
            retention: &self.config.retention,
            officer_notes: &[],
        };
        let reply = turn.take(content, None);
        assert_eq!(reply.errand, None);
        self.last = turn.finish(reply).messages;
        // Between two messages a conversation is a row of the database.
        let kept = serde_json::to_string(&self.conversation).unwrap();
        self.conversation = serde_json::from_str(&kept).unwrap();
        let shown = self.last.iter();
        shown
            .map(|message| render(message, Style::default(), 1))
            .collect()
    }

    fn says(&mut self, text: &str) -> String {
        self.takes(&Content::Text(text.to_owned()))
    }

    /// The same in one line.
    fn line(&mut self, text: &str) -> String {
        let shown = self.says(text);
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn labels(&self) -> Vec<&str> {
        let buttons = self.last.iter().flat_map(|message| &message.buttons);
        buttons.map(|button| button.label.as_str()).collect()
    }

    fn presses(&mut self, label: &str) -> String {
        let buttons = self.last.iter().flat_map(|message| &message.buttons);
        let mut with_label = buttons.filter(|button| button.label.contains(label));
        let action = with_label.next().unwrap().action().unwrap().to_owned();
        assert!(action.len() <= 64, "{action}");
        let shown = self.takes(&Content::Press(action));
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn tv1_a_report_that_falls_on_a_saturday_is_due_on_monday() {
    let mut talk = Talk::new();
    let answer = talk.says("/policz zadanie skończone 31 grudnia 2026");
    insta::assert_snapshot!(answer, @r"
    Sprawozdanie z zadania publicznego: do poniedziałku 1 lutego 2027 r.

    Liczę od dnia zakończenia zadania (31 grudnia 2026 r.). Tego dnia się nie
    wlicza. 30 dni później to sobota 30 stycznia 2027 r. 30 stycznia to sobota, 31
    stycznia to niedziela, dlatego liczy się następny dzień roboczy: poniedziałek 1
    lutego 2027 r.

    Lepiej nie czekać na to przesunięcie: samo liczenie kończy się już 30 stycznia
    2027 r.

    Zostało 70 dni.

    Dotyczy: organizacje, które dostały dotację.

    Podstawa: ustawa o działalności pożytku, art. 18.

    Informacja ogólna z automatu, nie porada prawna. Rozmowa tutaj nie zastępuje
    złożenia pisma.

    Dane przykładowe: miasto Przykładowo jest zmyślone.

    [1] Porozmawiaj z człowiekiem
    ");
}

#[test]
fn tv14_corpus_christi_is_named() {
    let mut talk = Talk::new();
    let answer = talk.line("zadanie skończymy 27 kwietnia 2027, do kiedy sprawozdanie z zadania");
    assert!(
        !answer.contains("do piątku"),
        "not in the words of the duty: {answer}"
    );
    let answer = talk.line("zadanie będzie skończone 27 kwietnia 2027 r., do kiedy sprawozdanie?");
    for part in [
        "Sprawozdanie z zadania publicznego: do piątku 28 maja 2027 r.",
        "30 dni później to czwartek 27 maja 2027 r.",
        "27 maja to Boże Ciało, dlatego liczy się następny dzień roboczy: piątek 28 maja 2027 r.",
        "Lepiej nie czekać na to przesunięcie: samo liczenie kończy się już 27 maja 2027 r.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
}

#[test]
fn tv5_of_two_duties_with_the_same_words_one_is_chosen_and_the_date_kept() {
    let mut talk = Talk::new();
    let asked = talk.line("/policz zmiana zarządu 18.12.2026");
    assert!(
        asked.starts_with("Którego terminu dotyczy pytanie?"),
        "{asked}"
    );
    assert_eq!(
        talk.labels(),
        ["Zmiana w KRS (zarząd, adres, statut)", "CRBR: aktualizacja"]
    );
    let answer = talk.presses("KRS");
    for part in [
        "do poniedziałku 28 grudnia 2026 r.",
        "7 dni później to piątek 25 grudnia 2026 r.",
        "25 grudnia to Boże Narodzenie, pierwszy dzień, 26 grudnia to Boże Narodzenie, drugi dzień, 27 grudnia to niedziela, dlatego liczy się następny dzień roboczy",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    // More of the wordings of one of them.
    let asked = talk.line("/policz zmiana zarządu w KRS, uchwała");
    assert!(asked.starts_with("Proszę podać dzień zmiany"), "{asked}");
    // TV2.
    talk.says("/policz zmiana zarządu 15.12.2026");
    let answer = talk.presses("CRBR");
    for part in [
        "do piątku 8 stycznia 2027 r.",
        "14 dni roboczych później to piątek 8 stycznia 2027 r.",
        "Po drodze nie liczą się: soboty i niedziele, 24 grudnia (Wigilia Bożego Narodzenia)",
        "6 stycznia (Święto Trzech Króli).",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
}

#[test]
fn tv8_what_is_due_before_something_is_never_moved_onward() {
    let mut talk = Talk::new();
    let answer = talk.line("/policz półkolonie od 28 czerwca");
    for part in [
        "do poniedziałku 14 czerwca 2027 r.",
        "Liczę wstecz od dnia rozpoczęcia półkolonii (28 czerwca 2027 r.).",
        "14 dni wcześniej to poniedziałek 14 czerwca 2027 r.",
        "Roku nie podano, więc przyjmuję 2027.",
        "Zostały 203 dni.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    let answer = talk.line("/policz półkolonie od 27 czerwca 2027");
    for part in [
        "do piątku 11 czerwca 2027 r.",
        "13 czerwca to niedziela, 12 czerwca to sobota, dlatego trzeba zdążyć w poprzednim dniu roboczym: piątek 11 czerwca 2027 r.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    assert!(!answer.contains("Lepiej nie czekać"), "{answer}");
}

#[test]
fn a_date_that_is_missing_is_asked_for_and_never_guessed() {
    let mut talk = Talk::new();
    let asked = talk.line("/policz koniec zadania");
    assert_eq!(
        asked,
        "Proszę podać dzień zakończenia zadania, na przykład „30 kwietnia”, a policzę termin."
    );
    let again = talk.line("31 listopada");
    assert!(
        again.starts_with("Takiego dnia nie ma w kalendarzu."),
        "{again}"
    );
    let again = talk.line("20 albo 21 listopada, może 1 grudnia");
    assert!(again.starts_with("Jest tu kilka dat."), "{again}");
    let answer = talk.line("30.04");
    for part in [
        "do poniedziałku 1 czerwca 2026 r.",
        "Roku nie podano, więc przyjmuję 2026.",
        "Ten termin minął 175 dni temu. Proszę jak najszybciej to wyjaśnić. Zajmuje się tym Biuro Współpracy",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    // It waits no more.
    let later = talk.line("1 grudnia");
    assert!(!later.contains("Liczę"), "{later}");
}

#[test]
fn something_else_than_a_date_is_answered_and_ends_the_waiting() {
    let mut talk = Talk::new();
    talk.says("/policz koniec zadania");
    let answer = talk.line("ile max na maly grant teraz");
    assert!(answer.contains("Mały grant"), "{answer}");
    assert_eq!(talk.conversation.undated, None);
    talk.says("/policz koniec zadania");
    talk.says("/pomoc");
    assert_eq!(talk.conversation.undated, None);
    talk.says("/policz koniec zadania");
    let danger = talk.line("mąż bije mnie od 30 kwietnia");
    assert!(danger.contains("112"), "{danger}");
    talk.says("/policz koniec zadania");
    talk.now = "2026-11-24T12:00:01";
    let late = talk.line("30 kwietnia");
    assert!(!late.contains("1 czerwca"), "{late}");
}

#[test]
fn yearly_duties_need_no_date() {
    let mut talk = Talk::new();
    let answer = talk.line("/policz CIT");
    for part in [
        "CIT-8: do środy 31 marca 2027 r.",
        "Termin stały, co roku 31 marca.",
        "Zostało 128 dni.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    let answer = talk.line("/policz baza NIW");
    for part in [
        "do soboty 31 lipca 2027 r.",
        "31 lipca to sobota, a ten termin się nie przesuwa, więc lepiej zdążyć przed tym dniem.",
        "Skutkiem spóźnienia jest utrata 1,5%.",
        "Do sprawdzenia:",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    talk.now = "2027-03-31T23:00:00";
    assert!(talk.line("/policz CIT").contains("To dzisiaj."));
}

#[test]
fn what_names_no_duty_is_asked_about_and_the_menu_keeps_the_date() {
    let mut talk = Talk::new();
    let asked = talk.line("/policz hipopotam 20 listopada 2026");
    assert!(
        asked.starts_with("Nie wiem, o który obowiązek chodzi."),
        "{asked}"
    );
    // Yearly ones need no date, so they are not meant.
    assert_eq!(talk.labels().len(), 4);
    let answer = talk.presses("Sprawozdanie");
    assert!(
        answer.contains("do poniedziałku 21 grudnia 2026 r."),
        "{answer}"
    );
    assert_eq!(
        talk.takes(&Content::Press("k:nie-ma:2026-11-20".to_owned())),
        talk.takes(&Content::Press("k:krs:2026-11-31".to_owned()))
    );
    // Its name without its words is enough to ask about it.
    let asked = talk.line("/policz sprawozdanie publiczne");
    assert!(
        asked.contains("Proszę podać dzień zakończenia zadania"),
        "{asked}"
    );
}

#[test]
fn free_text_is_counted_only_if_it_names_a_day_and_a_duty() {
    let mut talk = Talk::new();
    let answer = talk.line("zadanie skończyliśmy 30 października, do kiedy sprawozdanie");
    assert!(
        answer.contains("do poniedziałku 30 listopada 2026 r."),
        "{answer}"
    );
    let answer =
        talk.line("rozliczenie zadania, które trwało do 30 października 2026, jaki termin");
    assert!(
        answer.contains("do poniedziałku 30 listopada 2026 r."),
        "{answer}"
    );
    for other in [
        "do kiedy sprawozdanie z zadania",
        "zadanie skończyliśmy dzisiaj",
        "czy 30 kwietnia urząd jest czynny",
        "zmiana zarządu 18.12.2026",
        "półkolonie od 28 czerwca 2027, do kiedy zgłosić",
        "policz",
        "mąż bije mnie, zadanie skończyliśmy 30 kwietnia, do kiedy",
    ] {
        let answer = talk.line(other);
        assert!(!answer.contains("Liczę"), "{other}: {answer}");
    }
}

#[test]
fn a_group_reads_the_short_answer() {
    let mut talk = Talk::new();
    talk.place = Place::Group;
    let answer = talk.line("/policz baza NIW");
    assert!(answer.contains("do soboty 31 lipca 2027 r."), "{answer}");
    assert!(!answer.contains("Skutkiem"), "{answer}");
    assert!(talk.labels().is_empty());
}

#[test]
fn it_is_said_in_three_languages() {
    let mut talk = Talk::new();
    talk.conversation.chosen_language = Some(Language::English);
    let answer = talk.line("/count koniec zadania April 27th, 2027");
    for part in [
        ": by Friday, 28 May 2027",
        "30 days later is Thursday, 27 May 2027. 27 May is Boże Ciało, so the next working day counts: Friday, 28 May 2027.",
        "The name of the duty and its legal basis are in Polish.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    talk.conversation.chosen_language = Some(Language::Ukrainian);
    let answer = talk.line("/porakhuvaty koniec zadania 27 квітня 2027");
    for part in [
        ": до п’ятниці, 28 травня 2027 р.",
        "30 днів по тому – це четвер, 27 травня 2027 р. 27 травня – це Boże Ciało, тому рахується наступний робочий день: п’ятниця, 28 травня 2027 р.",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
}

#[tokio::test]
async fn arithmetic_needs_no_duty() {
    let mut bot = TestBot::new().await;
    for (text, last) in [
        ("14 dni od 3 maja", "poniedziałek 18 maja 2026 r."),
        ("7 dni roboczych od jutra", "czwartek 3 grudnia 2026 r."),
        ("21 dni przed 28 czerwca", "poniedziałek 7 czerwca 2027 r."),
        (
            "3 miesiące od 30 listopada 2026",
            "poniedziałek 1 marca 2027 r.",
        ),
        ("2 tygodnie od dziś", "poniedziałek 7 grudnia 2026 r."),
    ] {
        let answer = bot.says(&format!("/policz {text}")).await;
        let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            answer.starts_with(&format!("Ostatni dzień: {last}")),
            "{text}: {answer}"
        );
    }
    let asked = bot.says("/policz 14 dni").await;
    assert!(asked.starts_with("Od jakiego dnia liczyć?"), "{asked}");
    let answer = bot.says("od jutra").await;
    assert!(
        answer.starts_with("Ostatni dzień: wtorek 8 grudnia 2026 r."),
        "{answer}"
    );
    let asked = bot.says("/policz").await;
    assert!(asked.starts_with("Proszę napisać, co i kiedy"), "{asked}");
    let answer = bot.says("14 dni od jutra").await;
    assert!(
        answer.starts_with("Ostatni dzień: wtorek 8 grudnia 2026 r."),
        "{answer}"
    );
    let refused = bot.says("/policz 100000 dni od jutra").await;
    assert!(
        refused.starts_with("Tak długich terminów nie liczę"),
        "{refused}"
    );
    let far = bot.says("/policz 999 dni roboczych od 31.12.2199").await;
    assert!(far.starts_with("Ostatni dzień:"), "{far}");
}

#[tokio::test]
async fn on_discord_it_can_be_typed_behind_the_command() {
    let whole = Whole::new().await;
    whole.discord.registers_commands().await;
    let options = [("zdarzenie", "14 dni od 3 maja 2027")];
    let answer = whole.discord.runs("policz", &options, "pl").await;
    assert!(answer.is_ephemeral());
    let answer = format!("{} {:?}", answer.text, answer.embeds);
    assert!(
        answer.contains("Ostatni dzień: poniedziałek 17 maja 2027 r."),
        "{answer}"
    );
}
