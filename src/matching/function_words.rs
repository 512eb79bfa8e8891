//! Words that say how something is asked, not what about: ignored, weighed little, or taken as a cue.
//!
//! These lists are about the three languages, not about any city; what belongs to the field is in the thesaurus.
//! All words are folded.

use super::hash::FastSet;
use super::text::{Word, split, words};

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

/// Weighed little: verbs and nouns that go with any matter. Each form stands here by itself, for a stem has other words
/// too: "koszt" and "kosztować", "wpis" and "wpisać", "starsze" and "staramy".
pub const LIGHT: &str = "
chce chcemy chca chcecie chciec chcial chciala chcieli chcielismy robic robie robimy robi robia zrobic zrobil zrobila
zrobili zrobilo zrobilismy zrobimy zrobie dostac dostaje dostajemy dostanie dostane dostaniesz dostaniemy dostana dostal
dostala dostali dostalo dostaly dostalam dostalem dostalismy otrzymac otrzyma otrzymamy otrzymal otrzymala otrzymali
otrzymalismy otrzymuje otrzymujemy otrzymywac wziac wezmie wezmiemy wzial brac biore bierze bierzemy potrzebuje
potrzebujemy potrzebuja potrzebny potrzebna potrzebne potrzebnych potrzebnego potrzebnej potrzebowac potrzeba zalatwic
zalatwie zalatwi zalatwia zalatwiac zalatwiamy zalatwimy dzialac dziala dzialaja dzialam dzialamy dzialasz dzialanie
dzialania dzialaniu dzialaniem dzialan dzialaniach dzialaniami prowadzic prowadze prowadzi prowadzimy prowadzicie
prowadza prowadzil prowadzila prowadzacy prowadzaca prowadzace prowadzacego prowadzacej prowadzacych prowadzacym
organizowac organizuje organizujemy organizuja organizujecie organizacja organizacje organizacji organizacjo organizacjom
organizacjami organizacjach robota roboty robote robocie sprawa sprawe sprawie sprawy sprawo spraw sprawach sprawami
sprawom rzecz rzeczy rzecza rzeczach rzeczami kwestia kwestie kwestii kwestiach kwestiami temat tematu tematy tematow
temacie tematem problem problemu problemy problemow problemem problemie informacja informacje informacji informacjami
informacjach uzyskac uzyska uzyskamy uzyskal miasto miasta miastu miastem miescie miejski miejska miejskie miejskich
miejskiego miejskiej miejskim miejskimi gmina gminy gminie gmine gmin gminny gminna gminne gminnego gminnej gminnych
gminnym gminnymi urzad urzedu urzedowi urzedem urzedzie urzedy zajmuje zajmuja zajmujemy zajmowac zajac zajmie zajmiemy
pomoc pomocy pomoca pomoze pomozecie pomaga pomagac pomagaja pomagam pomagamy planuje planujemy planuja planujecie
planowac przygotowac przygotowuje przygotowujemy szukac szukam szukamy szuka szukaja znalezc znajde znajdziemy znajdzie
znajduje znajda znajdujemy wlasny wlasna wlasne wlasnego wlasnej wlasnych wlasnym wlasnymi nowy nowa nowe nowego nowej
nowych nowym nowymi nowemu rok roku rokiem rokowi lat lata latach latami latom miesiac miesiaca miesiace miesiecy
miesiacu miesiacach dzien dnia dniu dniem dni dniach godzin godzina godzine godzinie godziny godzinach czas czasu czasie
czasem moment momencie momentu termin terminu terminie terminem terminy terminow terminach terminami chwila chwile chwili
odpowiada odpowiadac odpowiadaja odpowiadam isc ide idziemy idzie pojsc pojde przyjsc przyjdzie przyjda przyjde jechac
jade jedziemy dalej dalsze dalszy potem zostac zostalo zostal zostala zostaly zostaje zostaja poszlo poszla poszly wyszlo
wyszla wyszly wychodzi wychodzic lezy lezec stac stoi stoja wpisac wpisze wpisujemy wpisany wpisana wpisane wpisani
wpisanych podac podaje podajemy poda podam podaj podali mowic mowi mowia powiedziec rozmawiac rozmawiam porozmawiac
porozmawiaj pogadac pogadaj ustalic ustala ustalac ustalenie ustalenia myslec mysle myslimy uwazac uwazamy uwazam uwaza
sadzic sadze czekac czeka czekam czekamy czekaja zaczac zaczyna zaczynac zaczynamy zaczniemy konczyc konczy skonczyc
skonczy skonczyl skonczyla wyslac wysle wyslij wyslal wyslala wyslali wyslalam wyslalem wyslalismy przyslac przyslali dac
damy dajemy dajecie daja dawac daje oddac oddamy oddaje zglosic zglaszam trzymac trzyma trzymamy trzymaj widziec widze
widzi widzimy widac zobaczyc patrzec chodzic wejsc wchodzic wchodzi wchodze wchodza przejsc stanac postawic kupic
kupilismy kupimy placic place placi placimy placa zaplacic zaplaci zaplacimy zaplacilismy kosztuje kosztuja kosztowac
liczyc liczy licza liczymy grozi groza grozic starac staram staramy staraja ubiegac ubiega ubiegamy skorzystac skorzysta
skorzystaja skorzystamy korzystac korzysta korzystaja korzystamy wykorzystac uzyc uzywa uzywac uzywamy sprawdzic sprawdz
sprawdza sprawdzac sprawdzam sprawdzamy sprawdzi pokazac pokaze pokazuje pokazywac pisac pisze piszemy napisac napisze
napisal czytac czyta czytam numer numeru numery numerem numerze pokoj pokoju pokoje osoba osobe osobie osoby osob osobom osobami ludzie ludzi ludziom ludzmi czlowiek czlowieka
czlowiekiem pewien pewna kolejny kolejna kolejne kolejnej kolejnych kolejnego nastepny nastepna nastepne nastepnego
nastepnej nastepnych ostatni ostatnia ostatnie ostatniego ostatniej ostatnich ostatnim ostatnio caly cala cale calego
calej calych calym wazne wazny wazna bylby bylaby byloby
organization organizations organisation organisations town office help contact association associations
organizing organising
організація організації організацію організацій організацією місто міста місті допомога допомоги допомогу допомогти
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

/// Words that ask where an office is, beside [`CONTACT`].
const WHERE: [&str; 4] = ["gdzie", "where", "де", "adres"];

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
    light: FastSet<&'static str>,
    contact: Vec<Vec<Word>>,
}

impl Default for FunctionWords {
    fn default() -> Self {
        Self {
            ignored: IGNORED.split_whitespace().collect(),
            light: LIGHT.split_whitespace().collect(),
            contact: CONTACT.iter().map(|cue| words(cue)).collect(),
        }
    }
}

impl FunctionWords {
    /// All words of all lists, folded, in a fixed order, so that they can be recognised when misspelt.
    pub fn all() -> impl Iterator<Item = String> {
        let lists = [IGNORED, LIGHT].into_iter().flat_map(str::split_whitespace);
        lists.chain(CONTACT).flat_map(split).map(|cut| cut.folded)
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
        } else if self.light.contains(word.folded.as_str()) {
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

    /// Whether the text asks for the office that the word at a place names, and says nothing else.
    pub fn asks_only_for(&self, text: &[Word], place: usize) -> bool {
        let mut cues = vec![false; text.len()];
        for (i, word) in text.iter().enumerate() {
            cues[i] |= WHERE.contains(&word.folded.as_str());
            for cue in self.contact.iter().filter(|cue| starts(&text[i..], cue)) {
                cues[i..i + cue.len()].fill(true);
            }
        }
        let says_nothing = |(i, word): (usize, &Word)| cues[i] || self.ignores(&word.folded);
        let mut others = text.iter().enumerate().filter(|(i, _)| *i != place);
        cues.contains(&true) && others.all(says_nothing)
    }
}

/// Whether the folded words of the cue stand in the text one right after another: cues are fixed expressions.
fn starts_anywhere(text: &[Word], cue: &[Word]) -> bool {
    (0..text.len()).any(|from| starts(&text[from..], cue))
}

fn starts(text: &[Word], cue: &[Word]) -> bool {
    text.len() >= cue.len() && text.iter().zip(cue).all(|(a, b)| a.folded == b.folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_only_look_like_light_ones_inform() {
        let lists = FunctionWords::default();
        for word in [
            "kwesta",
            "kwesty",
            "starsze",
            "starszych",
            "starszy",
            "plac",
            "placu",
            "koszt",
            "koszty",
            "wpis",
            "wpisu",
            "rzeczowy",
            "rzeczowa",
            "osobowy",
            "osobowych",
            "sadzie",
            "stan",
            "stanu",
            "urzadzic",
            "lato",
            "dzial",
            "plan",
            "spis",
            "pokaz",
        ] {
            assert_eq!(
                lists.informative(&Word::new(word)),
                Informative::Yes,
                "{word}"
            );
        }
        for word in [
            "kwestia", "osoby", "placic", "kosztuje", "wpisac", "rzecz", "nowych", "roku",
        ] {
            assert_eq!(
                lists.informative(&Word::new(word)),
                Informative::Little,
                "{word}"
            );
        }
    }
}
