//! What the officer reads of a notice that went out: every reason, every count.

use chrono::{DateTime, Utc};
use lacznik::config::Retention;
use lacznik::domain::hours::local;
use lacznik::domain::knowledge::Knowledge;
use lacznik::domain::language::Language;
use lacznik::domain::message::{Outgoing, Place, Platform};
use lacznik::domain::notice::{Audience, Content, Notice, Person, State as NoticeState};
use lacznik::domain::role::Role;
use lacznik::platform::terminal::{Style, render};
use lacznik::speech::{Scene, Speech, mailings};
use lacznik::store::ledger::{InDigest, Ledger, Tally, Told};
use lacznik::store::mailings::{Kind, Mailing, Progress, State};
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::harness::{MONDAY_NOON, at};

/// What the sentences are compared with; read it when it changes.
const EXPECTED: &str = include_str!("../fixtures/notices/reasons-pl.txt");

const REASONS: [&str; 13] = [
    "blocked",
    "gone",
    "no_rights",
    "rejected",
    "uncertain",
    "gave_up",
    "stopped",
    "unsubscribed",
    "cancelled",
    "superseded",
    "no_message",
    "restored",
    "something new",
];

const COUNTS: [i64; 6] = [1, 2, 5, 12, 22, 100];

fn now() -> DateTime<Utc> {
    at(MONDAY_NOON)
}

/// Says something in Polish, on Telegram in private; as a terminal shows it, in one line for each block.
fn said(say: impl Fn(Scene<'_>) -> Outgoing) -> String {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    let speech = Speech::default();
    let retention = Retention::default();
    let message = say(Scene {
        voice: speech.voice(Language::Polish),
        knowledge: KNOWLEDGE.get_or_init(|| lacznik::app::example().unwrap()),
        now: local(now()),
        platform: Platform::Telegram,
        place: Place::Private,
        turn: 0,
        retention: &retention,
    });
    let wide = Style {
        width: 10_000,
        ..Style::default()
    };
    render(&message, wide, 1)
}

fn notice() -> Notice {
    Notice {
        id: 14,
        state: NoticeState::Sent,
        content: Content::default(),
        author: Person {
            platform: Platform::Telegram,
            id: "1".to_owned(),
        },
        chat: None,
        confirmed_by: None,
        approved_by: None,
        starts_at: None,
        reason: String::new(),
        created_at: now(),
        updated_at: now(),
    }
}

fn told(id: i64, kind: Kind, state: State, progress: Progress, missed: &[Tally]) -> Told {
    Told {
        mailing: Mailing {
            id,
            kind,
            notice: Some(14),
            original: 0,
            cursor: 0,
            state,
            audience: Audience::default(),
            version: 1,
            reason: String::new(),
            created_at: now(),
            ended_at: None,
        },
        progress,
        missed: missed.to_vec(),
        in_flight: 0,
    }
}

fn tally(platform: Platform, place: Place, why: &str, count: i64) -> Tally {
    Tally {
        platform,
        place,
        why: why.to_owned(),
        count,
    }
}

/// A notice to 415 of whom these did not get it.
fn missed(tallies: &[Tally]) -> Ledger {
    let missed: i64 = tallies.iter().map(|tally| tally.count).sum();
    let progress = Progress {
        total: 415,
        sent: 415 - missed,
        undeliverable: missed,
        ..Progress::default()
    };
    Ledger {
        mailings: vec![told(1, Kind::Notice, State::Done, progress, tallies)],
        in_digest: InDigest::default(),
    }
}

fn report(ledger: &Ledger) -> String {
    said(|scene| mailings::final_report(scene, &notice(), ledger))
}

/// The sentences about who did not get it.
fn sentences(ledger: &Ledger) -> String {
    let report = report(ledger);
    let missed = report.lines().find(|line| line.starts_with("Nie dotarło"));
    missed.unwrap().to_owned()
}

#[test]
fn every_reason_reads_well_with_every_count() {
    let mut table = Vec::new();
    for why in REASONS {
        for (platform, place) in [
            (Platform::Telegram, Place::Private),
            (Platform::Telegram, Place::Group),
            (Platform::Discord, Place::Channel),
            (Platform::Discord, Place::Private),
        ] {
            for count in COUNTS {
                let sentences = sentences(&missed(&[tally(platform, place, why, count)]));
                let (what, _) = sentences.split_once(". ").unwrap();
                table.push(format!("{what}."));
            }
        }
    }
    // Discord differs only in some of the reasons for people.
    let mut seen = BTreeSet::new();
    table.retain(|line| seen.insert(line.clone()));
    let table = table.join("\n") + "\n";
    assert!(table == EXPECTED, "{}", differences(&table));
}

/// Lines that are not as expected.
fn differences(table: &str) -> String {
    let pairs = table
        .lines()
        .zip(EXPECTED.lines().chain(std::iter::repeat("")));
    let differ = pairs.filter(|(is, expected)| is != expected);
    let lines = differ.map(|(is, expected)| format!("is: {is}\nwas: {expected}\n"));
    lines.collect()
}

#[test]
fn reasons_together_read_as_one_sentence() {
    use Place::{Channel, Group, Private};
    use Platform::{Discord, Telegram};
    let said = [
        &[
            tally(Telegram, Private, "blocked", 2),
            tally(Telegram, Group, "gone", 1),
        ][..],
        &[
            tally(Telegram, Private, "blocked", 12),
            tally(Discord, Private, "blocked", 5),
            tally(Telegram, Channel, "no_rights", 1),
        ],
        &[
            tally(Telegram, Private, "unsubscribed", 1),
            tally(Telegram, Private, "blocked", 1),
            tally(Discord, Private, "uncertain", 1),
        ],
        &[
            tally(Telegram, Private, "cancelled", 22),
            tally(Discord, Private, "cancelled", 3),
            tally(Telegram, Group, "cancelled", 4),
            tally(Discord, Channel, "cancelled", 1),
        ],
        &[
            tally(Discord, Private, "stopped", 2),
            tally(Discord, Channel, "gave_up", 1),
            tally(Telegram, Private, "rejected", 1),
            tally(Telegram, Private, "gone", 1),
        ],
        &[
            tally(Discord, Channel, "gone", 1),
            tally(Telegram, Group, "no_rights", 3),
            tally(Telegram, Private, "blocked", 1),
        ],
    ]
    .map(|tallies| sentences(&missed(tallies)));
    insta::assert_snapshot!(said.join("\n"), @r"
    Nie dotarło do 3: dwie osoby zablokowały bota, jedna grupa usunęła go z członków. Nic nie trzeba robić; te subskrypcje są wstrzymane do chwili, gdy ktoś znów napisze.
    Nie dotarło do 18: 12 osób zablokowało bota, 5 osób nie przyjmuje prywatnych wiadomości od niego, jeden kanał nie pozwala mu pisać. Pozwolić botowi pisać może administrator grupy lub kanału. W pozostałych przypadkach nic nie trzeba robić.
    Nie dotarło do 3: jedna osoba zablokowała bota; u jednej osoby nie wiadomo, czy dotarło, bo komunikator nie potwierdził; jedna osoba wypisała się w trakcie wysyłki. Jeśli nie dotarło, administrator może wysłać jeszcze raz („lacznik doctor --resend”). W pozostałych przypadkach nic nie trzeba robić.
    Nie dotarło do 30: do 25 osób, czterech grup i jednego kanału nie zdążono wysłać, bo wysyłkę przerwano. Nic nie trzeba robić.
    Nie dotarło do 5: dla dwóch osób komunikator wstrzymał prywatne wiadomości od bota, jedna osoba jest już nieosiągalna, dla jednej osoby komunikator odrzucił treść, do jednego kanału nie udało się wysłać mimo wielu prób. Administrator zobaczy szczegóły („lacznik doctor”) i może wysłać jeszcze raz. Administrator powinien wyjaśnić przyczynę i wznowić wysyłanie („lacznik doctor --lift-direct”). W pozostałych przypadkach nic nie trzeba robić.
    Nie dotarło do 5: trzy grupy nie pozwalają botowi pisać, jedna osoba go zablokowała, jeden kanał go usunął. Pozwolić botowi pisać może administrator grupy lub kanału. W pozostałych przypadkach nic nie trzeba robić.
    ");
}

fn going(kind: Kind, state: State, sent: i64, waiting: i64, missed: i64) -> Told {
    let progress = Progress {
        total: sent + waiting + missed,
        sent,
        waiting,
        undeliverable: missed,
        ..Progress::default()
    };
    told(1, kind, state, progress, &[])
}

fn ledger(mailings: &[Told]) -> Ledger {
    Ledger {
        mailings: mailings.to_vec(),
        in_digest: InDigest::default(),
    }
}

fn card(ledger: &Ledger) -> String {
    said(|scene| mailings::card(scene, &notice(), ledger, Role::Officer))
}

#[test]
fn progress_is_said_for_each_state_and_kind() {
    let mut said = Vec::new();
    for kind in [Kind::Notice, Kind::Correction, Kind::Withdrawal] {
        for state in [State::Expanding, State::Sending, State::Paused] {
            said.push(card(&ledger(&[going(kind, state, 230, 185, 2)])));
        }
    }
    let mut restored = going(Kind::Notice, State::Paused, 1, 1, 0);
    restored.mailing.reason = "restored".to_owned();
    said.push(card(&ledger(&[restored.clone()])));
    restored.progress.waiting = 22;
    said.push(card(&ledger(&[restored])));
    let mut paused = going(Kind::Notice, State::Paused, 5, 7, 0);
    paused.in_flight = 4;
    said.push(card(&ledger(&[paused.clone()])));
    paused.in_flight = 1;
    let correction = going(Kind::Correction, State::Sending, 1, 4, 0);
    said.push(card(&ledger(&[paused, correction])));
    insta::assert_snapshot!(said.join("\n~~~\n"), @r"
    Ogłoszenie nr 14 wychodzi: dotarło do 230 z 417 odbiorców.

    Lista odbiorców jeszcze się układa, więc liczby rosną. Czeka jeszcze 185 odbiorców. Dotąd nie dotarło do 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Ogłoszenie nr 14 wychodzi: dotarło do 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców. Dotąd nie dotarło do 2 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Ogłoszenie nr 14 jest wstrzymane: dotarło do 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców. Dotąd nie dotarło do 2 odbiorców.

    [1] Wznów
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Poprawka ogłoszenia nr 14: treść zmieniona u 230 z 417 odbiorców.

    Lista odbiorców jeszcze się układa, więc liczby rosną. Czeka jeszcze 185 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Poprawka ogłoszenia nr 14: treść zmieniona u 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Poprawka ogłoszenia nr 14 jest wstrzymana: treść zmieniona u 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców.

    [1] Wznów
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Wycofywanie ogłoszenia nr 14: zrobione u 230 z 417 odbiorców.

    Lista odbiorców jeszcze się układa, więc liczby rosną. Czeka jeszcze 185 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Wycofywanie ogłoszenia nr 14: zrobione u 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców.

    [1] Wstrzymaj
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Wycofywanie ogłoszenia nr 14 jest wstrzymane: zrobione u 230 z 417 odbiorców.

    Czeka jeszcze 185 odbiorców.

    [1] Wznów
    [2] Przerwij
    [3] Kto nie dostał
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież

    ~~~
    Ogłoszenie nr 14 jest wstrzymane: dotarło do 1 z 2 odbiorców.

    Baza została przywrócona z kopii, dlatego wysyłka stoi. Jeden odbiorca nie ma w niej potwierdzenia, ale mógł już dostać tę wiadomość. Po wznowieniu może ona przyjść do niego drugi raz.

    [1] Wznów mimo to
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Ogłoszenie nr 14 jest wstrzymane: dotarło do 1 z 2 odbiorców.

    Baza została przywrócona z kopii, dlatego wysyłka stoi. 22 odbiorców nie ma w niej potwierdzenia, ale część z nich mogła już dostać tę wiadomość. Po wznowieniu może ona przyjść do nich drugi raz.

    [1] Wznów mimo to
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Ogłoszenie nr 14 jest wstrzymane: dotarło do 5 z 12 odbiorców.

    Czeka jeszcze 7 odbiorców. 4 wiadomości były już w drodze i mogą jeszcze dotrzeć.

    [1] Wznów
    [2] Przerwij
    [3] Popraw treść
    [4] Wycofaj
    [5] Odśwież

    ~~~
    Ogłoszenie nr 14 jest wstrzymane: dotarło do 5 z 12 odbiorców.

    Czeka jeszcze 7 odbiorców. Jedna wiadomość była już w drodze i może jeszcze dotrzeć.

    Poprawka ogłoszenia nr 14: treść zmieniona u 1 z 5 odbiorców.

    Czeka jeszcze 4 odbiorców.

    [1] Wstrzymaj
    [2] Wznów
    [3] Przerwij
    [4] Popraw treść
    [5] Wycofaj
    [6] Odśwież
    ");
}

#[test]
fn the_report_is_said_for_each_end() {
    use State::{Cancelled, Done};
    let mut said = Vec::new();
    for (kind, state, sent, missed) in [
        (Kind::Notice, Done, 415, 0),
        (Kind::Notice, Done, 1, 0),
        (Kind::Notice, Done, 2, 0),
        (Kind::Notice, Done, 0, 3),
        (Kind::Notice, Done, 0, 0),
        (Kind::Notice, Cancelled, 230, 185),
        (Kind::Notice, Cancelled, 0, 1),
        (Kind::Correction, Done, 412, 0),
        (Kind::Correction, Done, 411, 1),
        (Kind::Correction, Done, 0, 0),
        (Kind::Correction, Done, 0, 22),
        (Kind::Correction, Cancelled, 3, 1),
        (Kind::Withdrawal, Done, 412, 0),
        (Kind::Withdrawal, Done, 410, 2),
        (Kind::Withdrawal, Done, 0, 0),
        (Kind::Withdrawal, Done, 0, 1),
        (Kind::Withdrawal, Cancelled, 3, 1),
    ] {
        said.push(report(&ledger(&[going(kind, state, sent, 0, missed)])));
    }
    for (people, others) in [(1, 0), (3, 0), (41, 0), (40, 1), (0, 1)] {
        let mut digest = ledger(&[going(Kind::Notice, Done, 5, 0, 0)]);
        digest.in_digest = InDigest { people, others };
        digest.mailings[0].progress.perhaps_twice = people;
        said.push(report(&digest));
    }
    let mut digest_only = ledger(&[going(Kind::Notice, Done, 0, 0, 0)]);
    digest_only.in_digest.people = 22;
    said.push(report(&digest_only));
    let correction = going(Kind::Correction, Done, 410, 0, 0);
    let correction = Told {
        mailing: Mailing {
            id: 2,
            ..correction.mailing
        },
        ..correction
    };
    said.push(report(&ledger(&[
        going(Kind::Notice, Done, 410, 0, 5),
        correction,
    ])));
    insta::assert_snapshot!(said.join("\n~~~\n"), @r"
    Ogłoszenie nr 14 wysłane do wszystkich 415 odbiorców.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do jedynego odbiorcy.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do obu odbiorców.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 nie dotarło do nikogo.

    Nie dotarło do 3 odbiorców. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 nie miało odbiorców: nikt nie subskrybuje tych tematów.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 przerwane: dotarło do 230 z 415 odbiorców.

    Nie dotarło do 185 odbiorców. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 przerwane: dotarło do 0 z 1 odbiorcy.

    Nie dotarło do jednego odbiorcy. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 poprawione u wszystkich 412 odbiorców.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 poprawione u 411 z 412 odbiorców.

    Stara treść została u jednego odbiorcy. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 poprawione, zanim do kogokolwiek dotarło.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Poprawka ogłoszenia nr 14 nie udała się u nikogo.

    Stara treść została u 22 odbiorców. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Poprawka ogłoszenia nr 14 przerwana: treść zmieniona u 3 z 4 odbiorców.

    Stara treść została u jednego odbiorcy. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wycofane u wszystkich 412 odbiorców.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wycofane u 410 z 412 odbiorców.

    Nie udało się u 2 odbiorców. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wycofane, zanim do kogokolwiek dotarło.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Wycofanie ogłoszenia nr 14 nie udało się u nikogo.

    Nie udało się u jednego odbiorcy. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Wycofywanie ogłoszenia nr 14 przerwane: zrobione u 3 z 4 odbiorców.

    Nie udało się u jednego odbiorcy. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do wszystkich 5 odbiorców.

    Do jednego odbiorcy wiadomość mogła przyjść dwa razy.

    Jedna osoba dostanie je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do wszystkich 5 odbiorców.

    Do 3 odbiorców wiadomość mogła przyjść dwa razy.

    3 osoby dostaną je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do wszystkich 5 odbiorców.

    Do 41 odbiorców wiadomość mogła przyjść dwa razy.

    41 osób dostanie je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do wszystkich 5 odbiorców.

    Do 40 odbiorców wiadomość mogła przyjść dwa razy.

    41 odbiorców dostanie je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 wysłane do wszystkich 5 odbiorców.

    Jeden odbiorca dostanie je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 nie miało odbiorców, którzy chcą je od razu.

    22 osoby dostaną je w skrócie.

    [1] Popraw treść
    [2] Wycofaj
    [3] Historia
    [4] Wszystkie ogłoszenia

    ~~~
    Ogłoszenie nr 14 poprawione u wszystkich 410 odbiorców.

    Wcześniej dotarło do 410 z 415 odbiorców. Nie dotarło do 5 odbiorców. Szczegóły nie są już przechowywane.

    [1] Kto nie dostał
    [2] Popraw treść
    [3] Wycofaj
    [4] Historia
    [5] Wszystkie ogłoszenia
    ");
}
