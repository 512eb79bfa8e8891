//! Words that say how something is asked, not what about: ignored, weighed little, or taken as a cue.
//!
//! These lists are about the three languages, not about any city; what belongs to the field is in the thesaurus.
//! All words are folded.

use super::hash::FastSet;
use super::text::{Word, split, stem, words};

/// Never informative: particles, pronouns, prepositions, auxiliary verbs, politeness, the vocabulary of asking.
const IGNORED: &str = "
a aby albo ale ani aniby az badz bez bo bowiem by byc byl byla byli bylo byly bym bysmy bedzie beda bede bedziemy
chyba choc ci cie ciebie co cos cokolwiek czego czegos czemu czy czyj czyja czyje czym czyli do dla dlaczego dlatego
dokad gdy gdyby gdyz gdzie gdzies gdziekolwiek go i ich ile ilu im inaczej itd itp iz ja jak jaka jakas jaki jakich
jakie jakies jakim jakis jako jakos jednak jednakze jego jej jemu jest jestem jestes jestesmy jesli jezeli jeszcze juz
kiedy kiedys kim kims kogo kogos komu komus kto ktos ktokolwiek ktora ktore ktorego ktorej ktory ktorych ktorym ktorymi
ktorzy ku lecz lub ma maja mam mamy masz macie mi mial miala mieli mialo miec mna mnie moj moja moje mojego moich mojej
moze mozecie mozemy mozna moge moga mozliwe mozliwosc mu musi musza musimy musze my na nad nam nami nas nasi nasz nasza
nasze naszego naszej naszemu naszych naszym nasza nia niby nic nich nie niech nim nimi niz no o od ode on ona one oni
ono oraz osobno pan pani panstwo panstwa po pod podczas poniewaz poza prawda przeciez przed przede przez przy raczej
sa sam sama same sami se siebie sie skad skoro soba sobie ta tak taka takie taki takich takiego takim tam tamtedy te tego
tej ten teraz tez to toba tobie totez tu tutaj twoj twoja twoje ty tych tyle tylko tym tymi u w wam wami was wasz wasza
wasze wasi wcale we wiec wlasnie wobec wszystko wszystkie wszystkich wszystkim wtedy wy z za zadna zadne zaden zas zawsze
ze zeby znow znowu znaczy trzeba warto wolno nalezy powinien powinna powinno powinny powinni powinnismy da sie dac
prosze proszę dziekuje dzieki witam czesc dzien dobry hej halo pozdrawiam poprosze chcialbym chcialabym chcielibysmy
wiem wiedziec powiedz powiedzcie pytanie pytac zapytac dowiedziec pytam chodzi jakby obecnie aktualnie dzis dzisiaj
zl zlotych zlote pln tys tysi tysiecy art ust pkt nr im zostac np tzw tj
bardzo troche sporo kilka kilku pare wiele duzo mniej wiecej jeden jedna jedno jednego jednej dwa dwoch dwie trzy trzech
pierwszy raz razem kazdy kazda kazde inny inna inne innych rozne roznych takze oto ot ok okej spoko normalnie

the an and or but if is are was were be been am do does did done doing have has had having can could may might must
shall should will would of in on at to for from with without about into by as than then that this these those there here
it its we us our ours you your yours he she they them their i me my mine who whom whose what which when where why how
much many some any not no yes please thanks thank hello hi dear also just only so too very get got still s t d ll re ve
long need needs needed want wants like know tell let one two

а або але ані без би був була були було бути в вам вами вас ваш ваша ваше ваші весь вже ви від він вона вони воно все всі
де для до є ж за з зі із ще і й інші його її їх їй ким кого кому коли котрий куди ласка ласкаво лише ми мій моя моє мої
може можемо можна мене мені на навіть над нам нами нас наш наша наше наші нашої нашого нашу не нема немає ні ніж нього
нею них о об один одна он от ось по поки при про прошу під після саме свій себе скільки собі та так така такий таке такі
також там те теж ти тим тих то того тоді той тому тут тільки у хто це цей цього ця ці чи чий чим через що щоб щодо як яка
який яке які яким якого якої якщо треба потрібно потрібен потрібна маємо має маю мають хочу хочемо добрий день вітаю
дякую дякуємо привіт будь
";

/// Weighed little: verbs and nouns that go with any matter. All inflected forms are meant.
const LIGHT: &str = "
chce chcemy chciec zrobic robic robimy robi robia zrobilismy dostac dostaje dostaniemy otrzymac wziac brac bierze
potrzebuje potrzebujemy potrzebny potrzebne potrzebna potrzebowac zalatwic zalatwiac dzialac dziala dzialanie
prowadzic prowadzi prowadzimy organizowac organizujemy organizacja robota sprawa sprawie sprawy rzecz kwestia temat
problem informacja informacje uzyskac miasto miejski miejska gmina gminny urzad urzedzie zajmuje zajmowac zajmuja
pomoc pomoze pomaga planujemy planowac przygotowac szukam szukac szukamy znalezc
wlasny nowy rok roku lat lata miesiac dni dzien godzin godzina czas moment termin chwila odpowiada odpowiadac
isc pojsc przyjsc przyjdzie jechac dalej potem zostalo zostal zostaje idzie poszlo wyszlo wychodzi lezy stac stoi
znajde znajdziemy znajdzie znajduje wpisac wpisane wpisany podac podaje poda dostaniemy dostalismy dostal dostala
mowic powiedziec rozmawiac pogadac porozmawiac ustalic ustalac ustalenie zajac myslec uwazac uwazamy uwazam
sadzic czekac czeka zaczac zaczynac zaczynamy konczyc skonczyc wyslac wyslalismy przyslac dac dajemy dawac daje
oddac zglosic trzymac widziec widac widze zobaczyc patrzec chodzic wejsc wchodzic przejsc stanac postawic
kupic kupilismy placic zaplacic kosztuje kosztowac liczyc liczy grozi grozic starac staramy ubiegac
skorzystac korzystac wykorzystac uzyc uzywac sprawdzic sprawdzac pokazac pokazywac pisac napisac czytac
osoba osoby osob ludzie ludzi czlowiek pewien pewna kolejny nastepny ostatni caly cala calego wazne bylby
organization organisation town office help contact association
організація організації місто міста допомога
";

/// A person or an office is asked for.
const CONTACT: [&str; 36] = [
    "z kim",
    "do kogo",
    "od kogo",
    "u kogo",
    "kogo pytac",
    "kogo zapytac",
    "komu zglosic",
    "komu",
    "gdzie zglosic",
    "gdzie pytac",
    "kto zajmuje",
    "kto odpowiada",
    "kto prowadzi",
    "kto zarzadza",
    "kontakt",
    "numer telefonu",
    "telefon",
    "namiar",
    "namiary",
    "infolinia",
    "pod jakim numerem",
    "pokoj",
    "godziny przyjec",
    "mail do",
    "adres do",
    "kto u was",
    "kto w urzedzie",
    "who",
    "whom",
    "contact",
    "phone",
    "хто",
    "до кого",
    "з ким",
    "телефон",
    "контакт",
];

/// "kto" asks for an office unless one of these follows: then it asks who may or must.
const WHO_MAY: [&str; 14] = [
    "moze",
    "musi",
    "powinien",
    "ma",
    "placi",
    "podpisuje",
    "podpisac",
    "moglby",
    "wolno",
    "dostal",
    "dostaje",
    "can",
    "must",
    "pays",
];

/// How much a word says about the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Informative {
    No,
    Little,
    Yes,
}

/// The lists, ready to look up.
#[derive(Debug)]
pub struct FunctionWords {
    ignored: FastSet<&'static str>,
    light: FastSet<String>,
    contact: Vec<Vec<Word>>,
}

impl FunctionWords {
    pub fn new() -> FunctionWords {
        FunctionWords {
            ignored: IGNORED.split_whitespace().collect(),
            light: LIGHT.split_whitespace().map(stem).collect(),
            contact: CONTACT.iter().map(|cue| words(cue)).collect(),
        }
    }

    /// All words of all lists, folded, in a fixed order, so that they can be recognised when misspelt.
    pub fn all() -> impl Iterator<Item = String> {
        let lists = [IGNORED, LIGHT].into_iter().flat_map(str::split_whitespace);
        lists.chain(CONTACT).flat_map(split).map(|(word, _)| word)
    }

    /// Whether a folded word says nothing: it is listed, or it is a single letter.
    pub fn ignores(&self, folded: &str) -> bool {
        let mut letters = folded.chars();
        let single =
            matches!((letters.next(), letters.next()), (Some(c), None) if !c.is_ascii_digit());
        single || self.ignored.contains(folded)
    }

    /// How much one word says.
    pub fn informative(&self, word: &Word) -> Informative {
        if self.ignores(&word.folded) {
            Informative::No
        } else if self.light.contains(&word.stem) {
            Informative::Little
        } else {
            Informative::Yes
        }
    }

    /// Whether the text asks for a person or an office rather than for a rule.
    pub fn wants_contact(&self, text: &[Word]) -> bool {
        let asks_who = text.iter().enumerate().any(|(i, word)| {
            let next = text.get(i + 1).map_or("", |next| next.folded.as_str());
            word.folded == "kto" && !WHO_MAY.contains(&next)
        });
        asks_who || self.contact.iter().any(|cue| starts_anywhere(text, cue))
    }
}

/// Whether the folded words of the cue stand in the text one right after another: cues are fixed expressions.
fn starts_anywhere(text: &[Word], cue: &[Word]) -> bool {
    text.windows(cue.len())
        .any(|window| window.iter().zip(cue).all(|(a, b)| a.folded == b.folded))
}
