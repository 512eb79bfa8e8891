# Co jest nie tak w plikach wiedzy. Zdanie stoi po nazwie pliku, wierszu i polu („units.toml:41: pole „phone”: …”),
# dlatego zaczyna się małą literą.

# Folder i pliki

check-folder-unreadable = nie można otworzyć tego folderu ({ $cause }). Proszę sprawdzić ścieżkę i uprawnienia.
check-folder-empty = w tym folderze nie ma plików z wiedzą. Wzór to config/example.
check-folder-large =
    { $count ->
        [one] w tym folderze jest { $count } plik
        [few] w tym folderze są { $count } pliki
        [many] w tym folderze jest { $count } plików
       *[other] w tym folderze jest { $count } pliku
    }, a może być najwyżej { $limit }. Czy to na pewno folder z wiedzą?
check-file-missing = brakuje tego pliku, a bez niego bot nie działa. Wzór jest w config/example.
check-file-empty = w tym pliku nie ma ani jednej tabeli „{ $name }”, a bez niej bot nie działa. Wzór jest w config/example.
check-file-unknown = bot nie zna takiego pliku. Zna: { $known }. Ten proszę usunąć albo przenieść do innego folderu.
check-file-unknown-near = bot nie zna takiego pliku. Czy miał się nazywać „{ $nearest }”?
check-file-entries = w entries/ mogą być tylko pliki o nazwach z małych liter a–z, cyfr i łączników, zakończonych na „.toml”, bez podfolderów.
check-file-unreadable = nie można odczytać tego pliku ({ $cause }). Proszę sprawdzić uprawnienia.
check-file-large =
    { $limit ->
        [one] plik jest większy niż { $limit } megabajt
       *[other] plik jest większy niż { $limit } megabajty
    }, więc to raczej nie wiedza. Duży plik wpisów można podzielić na kilka.
check-file-encoding = ten wiersz nie jest zapisany w UTF-8. Proszę zapisać plik ponownie i wybrać kodowanie UTF-8.

# Zapis TOML

check-syntax = tego zapisu nie da się odczytać (TOML: { $detail }). Najczęściej brakuje cudzysłowu, przecinka albo nawiasu.
check-syntax-duplicate = ta nazwa stoi tu drugi raz. Jeden z zapisów proszę usunąć, a nowy wpis zacząć od nagłówka w nawiasach.
check-syntax-escape = ukośnik „\” ma w tekście osobne znaczenie. Proszę go usunąć albo napisać „\\”.
check-syntax-header = nagłówek nie ma końca. Proszę domknąć nawiasy, na przykład „[[unit]]”.
check-syntax-list = lista nie jest domknięta albo brakuje w niej przecinka, na przykład [ "jeden", "dwa" ].
check-syntax-no-value = brakuje znaku „=” i wartości po nim.
check-syntax-quote = tekst nie jest domknięty. Proszę dopisać na końcu cudzysłów: " po jednym wierszu, """ po kilku.
check-syntax-rest = po wartości albo nagłówku stoi w tym wierszu coś jeszcze. Cudzysłów wewnątrz tekstu zapisuje się jako „…” albo \".
check-syntax-unquoted = tekst musi stać w prostym cudzysłowie ("…"), a bez niego może stać tylko liczba, data, true albo false.

# Pola

check-field-missing = brakuje tego pola, a jest wymagane. Proszę je dopisać.
check-key-unknown = bot nie zna takiego pola. Tutaj mogą być: { $known }.
check-key-unknown-near = bot nie zna takiego pola. Czy miało się nazywać „{ $nearest }”?
check-not-text = tu musi być tekst w prostym cudzysłowie ("…").
check-not-list = tu musi być lista w nawiasach kwadratowych, także gdy ma jeden element: [ "…" ].
check-not-table = tu musi być tabela, czyli nagłówek z nazwą „{ $name }” w nawiasach i pola pod nim.
check-not-tables = tu musi być lista tabel: każda zaczyna się od „{ $name }” w podwójnych nawiasach kwadratowych, jak [[unit]].
check-not-flag = tu może być tylko true (tak) albo false (nie), bez cudzysłowu.
check-date = to nie jest dzień z kalendarza. Datę zapisuje się jako rok-miesiąc-dzień, na przykład 2026-11-22.
check-number = tu musi być liczba całkowita od { $from } do { $to }, bez cudzysłowu.
check-span = tu muszą być dwie liczby całkowite, mniejsza i większa, na przykład [1, 40].
check-choice = nie ma takiej możliwości. Do wyboru: { $allowed }.
check-opening = „{ $value }” to nie są godziny otwarcia. Zapisuje się je od wcześniejszej do późniejszej, na przykład "7:30-15:30"; cała doba to "0:00-24:00".
check-text-empty = tekst jest pusty. Proszę go wpisać albo usunąć cały wiersz.
check-text-long =
    tekst ma { $count ->
        [one] { $count } znak
        [few] { $count } znaki
        [many] { $count } znaków
       *[other] { $count } znaku
    }, a może mieć najwyżej { $limit }. Proszę go skrócić.
check-text-lines = ten tekst musi się zmieścić w jednym wierszu, bez znaku nowego wiersza w środku.
check-text-control = w tekście jest niewidoczny znak sterujący, na przykład tabulator. Proszę go usunąć i wpisać spację.
check-list-empty = ta lista nie może być pusta. Proszę dopisać przynajmniej jeden element.
check-list-long =
    lista ma { $count ->
        [one] { $count } element
        [few] { $count } elementy
        [many] { $count } elementów
       *[other] { $count } elementu
    }, a może mieć najwyżej { $limit }.
check-id = „{ $value }” nie może być identyfikatorem. Wolno użyć małych liter a–z bez polskich znaków, cyfr i łącznika.
check-code = „{ $value }” nie może być symbolem jednostki. Symbol ma od 2 do 8 znaków: wielkie litery A–Z bez polskich znaków i cyfry.
check-email = „{ $value }” to nie jest adres e-mail.
check-link = „{ $value }” nie jest bezpiecznym adresem. Adres musi zaczynać się od https://.
check-expect = „{ $value }” nie jest celem zdania. Możliwe cele: unit:SYMBOL, entry:ID, clarify:ID, phrase:ID, command:ID (istniejące polecenie) albo unknown.

# Nazwy, które wskazują na coś innego

check-duplicate = „{ $value }” już istnieje ({ $place }). Proszę wybrać inną nazwę.
check-reference =
    { $kind ->
        [unit] nie ma jednostki o symbolu „{ $value }”.
        [schedule] nie ma godzin otwarcia o identyfikatorze „{ $value }”.
        [clarifier] nie ma pytania doprecyzowującego o identyfikatorze „{ $value }”.
        [option] pytanie doprecyzowujące nie ma odpowiedzi o identyfikatorze „{ $value }”.
        [topic] nie ma tematu o identyfikatorze „{ $value }”.
        [entry] nie ma wpisu o identyfikatorze „{ $value }”.
        [concept] nie ma pojęcia o identyfikatorze „{ $value }”.
       *[phrase] nie ma zwrotu o identyfikatorze „{ $value }”.
    }
check-reference-near = { check-reference } Czy chodziło o „{ $nearest }”?

# Jednostki

check-officer-external = jednostka pełnomocnika („{ $value }”) nie może być zewnętrzna, bo trafia do niej każda sprawa, której nie może przyjąć inna.
check-schedule-unused = żadna jednostka nie ma tych godzin otwarcia. Proszę je usunąć albo wpisać przy jednostce w polu „schedule”.
check-substitute-chain =
    { $limit ->
        [one] łańcuch zastępstw jest za długi (może mieć { $limit } krok)
        [few] łańcuch zastępstw jest za długi (może mieć { $limit } kroki)
       *[other] łańcuch zastępstw jest za długi (może mieć { $limit } kroków)
    }: { $chain }. Proszę go skrócić.
check-substitute-loop = zastępstwa wracają do początku: { $chain }. Sprawa krążyłaby bez końca; jedno z nich proszę zmienić.
check-unit-external-reply = jednostka zewnętrzna nie dostaje spraw, więc nie ma czasu odpowiedzi. Proszę usunąć to pole albo „external = true”.
check-unit-external-substitutes = jednostka zewnętrzna nie dostaje spraw, więc nie ma zastępstw. Proszę usunąć to pole albo „external = true”.
check-unit-reply-missing = jednostka nie ma czasu odpowiedzi, więc jej sprawy pójdą do pełnomocnika. Proszę podać liczbę dni roboczych.
check-unit-substitute-missing = jednostka nie ma zastępstwa, więc podczas nieobecności jej sprawy pójdą do pełnomocnika.
check-unit-unreached = do tej jednostki nie prowadzi żadna reguła ani żaden wpis, więc nikt do niej nie trafi.

# Reguły i pytania doprecyzowujące

check-button-long =
    { $count ->
        [one] identyfikator reguły i odpowiedzi „{ $option }” mają razem { $count } znak
        [few] identyfikator reguły i odpowiedzi „{ $option }” mają razem { $count } znaki
       *[other] identyfikator reguły i odpowiedzi „{ $option }” mają razem { $count } znaków
    }, a w przycisku mieści się { $limit }. Proszę jeden z nich skrócić.
check-case-twice = odpowiedź „{ $value }” ma w tej regule już swój przypadek. Jeden z nich proszę usunąć.
check-case-without-clarify = reguła ma przypadki, ale nie zadaje pytania. Proszę dopisać pole „clarify” albo usunąć przypadki.
check-clarifier-unused = żadna reguła nie zadaje tego pytania. Proszę je usunąć albo wpisać w regule w polu „clarify”.
check-clarify-pointless = pytanie „{ $value }” niczego nie zmienia, bo każda odpowiedź prowadzi tam, gdzie sama reguła. Proszę dopisać przypadek albo usunąć pytanie.
check-word-two-options = „{ $value }” stoi też przy odpowiedzi „{ $other }” tego samego pytania. Zwrot może wskazywać tylko jedną z nich.
check-word-two-routes = ten sam zwrot („{ $value }”) ma też reguła „{ $other }” ({ $place }). Zwrot może prowadzić tylko w jedną stronę; tam, gdzie trzeba rozróżnić, służy pytanie doprecyzowujące.

# Wpisy

check-auto-unconfirmed = niepotwierdzony wpis nie może iść bez wskazania człowieka. Proszę go potwierdzić albo wybrać tryb „auto_and_route”.
check-auto-without-basis = wpis podaje stan prawny, ale nie podstawę prawną. Proszę dopisać pole „basis”.
check-event-alone = data i nazwa zdarzenia mają sens tylko razem z polem „subject”, wspólnym dla wpisów, które się nimi różnią.
check-subject-alone = temat „{ $value }” ma tylko jeden wpis, więc nie ma o co pytać. Proszę dopisać drugi albo usunąć pola „subject” i „event_…”.
check-subject-gap = między wpisem „{ $other }” a tym są dni, których nie obejmuje żaden z nich.
check-subject-label = brakuje nazwy zdarzenia na przycisk („event_label”), a wpisy o wspólnym „subject” jej wymagają.
check-subject-overlap = te same dni obejmuje też wpis „{ $other }”. Okresy „event_from” i „event_to” nie mogą na siebie zachodzić.
check-subject-window = brakuje okresu zdarzeń. Proszę podać „event_from”, „event_to” albo oba.
check-wording-twice = „{ $value }” to także pytanie wpisu „{ $other }”, więc bot nie wie, który wybrać.

# Daty i słowa

check-date-order = data { $later } jest wcześniejsza niż { $earlier }, od której ten okres się zaczyna. Proszę je poprawić.
check-holiday-day = tego dnia nie ma w żadnym roku.
check-holiday-rule = święto ma albo miesiąc i dzień („month”, „day”), albo liczbę dni od Wielkanocy („easter”).
check-concept-empty = pojęcie nie ma żadnej formy. Proszę wpisać słowa w polu „pl”, „en” albo „uk”.
check-concept-itself = pojęcie nie może być szersze od samego siebie.
check-danger-without-entry = przy zwrotach o zagrożeniu (kind = "danger") trzeba podać w polu „entry” wpis, który bot pokaże od razu.
check-entry-without-danger = pole „entry” działa tylko przy zwrotach o zagrożeniu (kind = "danger"). Proszę je usunąć.
check-no-holidays = nie ma żadnego święta, więc bot uzna dni wolne za robocze. Proszę wpisać święta, na przykład z przykładowego miasta.
check-closure-long = { $count ->
    [one] ta przerwa trwa { $count } dzień
   *[other] ta przerwa trwa { $count } dni
}. Proszę sprawdzić daty.

# Obowiązki z terminem

check-duty-rule = obowiązek ma albo dzień w roku („day”), albo liczbę („after” lub „before”) razem ze zdarzeniem („event”). Pole „measure” służy tylko do liczenia od zdarzenia.
check-duty-day = „{ $value }” to nie jest dzień, który wypada w każdym roku. Zapisuje się go jako miesiąc-dzień, na przykład "03-31".
check-duty-hard = termin liczony wstecz, który wypada w dniu wolnym, musi się cofnąć, więc „hard” nie może tu stać. Proszę usunąć to pole.
check-duty-offset = „{ $value }” to przypomnienie po zdarzeniu, a ten termin nie biegnie po zdarzeniu („after”). Proszę podać, ile dni przed terminem przypomnieć, na przykład "-7d".
check-duty-words = ten termin liczy się od zdarzenia, ale bez zwrotów w polu „words” nikt do niego nie trafi. Proszę dopisać, jak ludzie o nim mówią.
check-offset = „{ $value }” to nie jest pora przypomnienia. Przykłady: "-14d" (dni przed terminem), "-3w" (dni robocze przed), "-2h" (godziny przed), "+7d" i "+11w" (dni i dni robocze po zdarzeniu).
