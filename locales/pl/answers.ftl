# Odpowiedzi na pytania

answer-basis = Podstawa: { $basis }.
answer-as-of = Stan na { $date }
answer-law-as-of = Stan prawny na { $law }, sprawdzone { $checked }
answer-law = Stan prawny na { $law }
answer-unconfirmed = Do sprawdzenia: ta odpowiedź czeka na potwierdzenie w źródle. Przed ważną decyzją proszę dopytać.
answer-review-due = Uwaga: ta odpowiedź miała być ponownie sprawdzona do { $date }, więc może być nieaktualna. Proszę się upewnić.
answer-disclaimer = Informacja ogólna z automatu, nie porada prawna. Rozmowa tutaj nie zastępuje złożenia pisma.
answer-example = Dane przykładowe: miasto { $city } jest zmyślone.
answer-untranslated = Tej odpowiedzi nie mamy w wybranym języku, dlatego podaję ją po polsku.
answer-source = Źródło
answer-not-valid = Tu potrzebna jest aktualna odpowiedź, a moja straciła ważność, więc jej nie podaję.
answer-human-only = O tym rozstrzyga człowiek, nie automat.

button-not-it = To nie to
button-who = Kto się tym zajmuje
button-human = Porozmawiaj z człowiekiem
button-outdated = Nieaktualne?
button-none-of-these = Żadne z tych
button-ask-else = Nowe pytanie

clarify-which = Nie jestem pewien, o co chodzi. Które z tych pytań jest najbliższe?
clarify-event = Przepisy się tu zmieniły, więc odpowiedź zależy od daty. Którego przypadku dotyczy pytanie?
contact-title = Kontakt: { $matter }

unknown = Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję.
unknown-kept = Przekazuję pytanie pełnomocnikowi, żeby uzupełnił odpowiedzi, bez informacji, kto je zadał. Można też zapytać innymi słowami.
unknown-short = Nie rozumiem tej wiadomości. Proszę napisać jednym zdaniem, czego dotyczy sprawa.
unknown-short-aside = Nie rozumiem tej wiadomości. Proszę zapytać jeszcze raz, jednym zdaniem: poleceniem { $name } albo przyciskiem niżej.
outside = To pytanie wykracza poza sprawy organizacji pozarządowych, a tylko nimi się tu zajmuję.
aside-small-talk = Jestem automatem od spraw organizacji pozarządowych. Jeśli pojawi się pytanie, proszę je zadać.
aside-rude = Rozumiem złość. Proszę napisać, czego dotyczy sprawa, a spróbuję pomóc.
not-it-next = Może więc chodzi o to:
not-it-nothing = Więcej pasujących odpowiedzi nie mam. Pomoże człowiek:
outdated-thanks = Dziękuję. Przekazuję pełnomocnikowi, że odpowiedź „{ $title }” może być nieaktualna.
old-button = Ten przycisk należy do wcześniejszej rozmowy. Proszę zadać pytanie jeszcze raz, a odpowiem od nowa.

ask-what = Proszę odpowiedzieć na tę wiadomość i napisać, o co chodzi, choćby w kilku słowach.
ask-what-aside = O co chodzi? Pytanie można wpisać po naciśnięciu przycisku niżej albo od razu w poleceniu { $name }. Wystarczy kilka słów.

input-empty = Wiadomość jest pusta. Proszę napisać, w czym pomóc, na przykład: „kto zajmuje się dotacjami na sport?”.
input-unreadable = Nie potrafię odczytać tej wiadomości. Proszę wysłać zwykły tekst.
input-voice = Nie odsłuchuję nagrań. Proszę to napisać, wystarczy kilka słów, choćby bez polskich znaków.
input-picture = Nie widzę, co jest na obrazie. Proszę napisać zwykłym tekstem, o co chodzi; z pisma wystarczy przepisać jedno lub dwa zdania, bez danych osobowych.
input-file = Nie czytam dokumentów. Proszę napisać zwykłym tekstem, czego dotyczy pismo i jakie jest pytanie, bez danych osobowych.
input-hidden = Na serwerze widzę treść tylko tych wiadomości, w których ktoś mnie oznaczy (@), a ta dotarła bez oznaczenia. Proszę napisać ją jeszcze raz i mnie oznaczyć albo wpisać pytanie w poleceniu { $name }.
input-cut = { $limit ->
    [one] Wiadomość jest bardzo długa. Biorę pod uwagę pierwszy { $limit } znak.
    [few] Wiadomość jest bardzo długa. Biorę pod uwagę pierwsze { $limit } znaki.
   *[other] Wiadomość jest bardzo długa. Biorę pod uwagę pierwsze { $limit } znaków.
}
