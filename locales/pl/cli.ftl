# Program w wierszu poleceń: dla administratora

cli-about = Łącznik: bot pełnomocnika ds. organizacji pozarządowych.
cli-about-chat = Rozmowa z botem w terminalu. Gdy nie ma jeszcze bazy, powstaje z przykładowym miastem.
cli-about-ask = Jedno pytanie i jedna odpowiedź, bez śladu w bazie.
cli-about-route = Wyjaśnia, kto zajmuje się sprawą i dlaczego.
cli-about-import = Wczytuje folder wiedzy do bazy: wszystko albo nic.
cli-about-export = Zapisuje wiedzę z bazy w folderze.
cli-about-check = Sprawdza folder wiedzy i pokazuje wszystkie błędy naraz.
cli-about-eval = Mierzy trafność odpowiedzi na opisanym zbiorze pytań.
cli-about-doctor = Sprawdza ustawienia, bazę, wiedzę, kolejkę wiadomości i komunikatory.
cli-about-backup = Tworzy spójną kopię bazy, także w czasie pracy bota.
cli-about-restore = Przywraca bazę z kopii i niczego nie wysyła drugi raz. Obecna baza zostaje obok.
cli-about-officer = Uprawnienia pełnomocnika w bocie.
cli-about-subscriptions = Subskrypcje ogłoszeń: wczytanie, zapis i wykaz.
cli-about-subscriptions-import = Dopisuje subskrypcje z pliku CSV: wszystko albo nic. Zakończonych nie wznawia.
cli-about-subscriptions-export = Zapisuje subskrypcje w nowym pliku CSV.
cli-about-subscriptions-list = Pokazuje, ile jest subskrypcji którego tematu i gdzie.
cli-about-officer-invite = Tworzy jednorazowy kod, który daje uprawnienia pełnomocnika albo redaktora.
cli-about-officer-list = Pokazuje, kto ma uprawnienia.
cli-about-officer-revoke = Odbiera uprawnienia tej osobie.

cli-arg-config = plik ustawień (domyślnie config/lacznik.toml)
cli-arg-database = plik bazy danych (domyślnie lacznik.db)
cli-arg-at = odpowiada tak, jakby był podany moment (czas polski), na przykład 2026-12-24T10:00:00
cli-arg-help = pokazuje tę pomoc
cli-arg-version = pokazuje wersję programu
cli-arg-officer = rozmowa z uprawnieniami pełnomocnika
cli-arg-editor = kod dla redaktora: pisze ogłoszenia, ale ich nie wysyła
cli-arg-json = wynik w formacie JSON
cli-arg-resend = wysyła jeszcze raz wiadomość o tym numerze, której nie udało się wysłać
cli-arg-history = zapisuje całą historię: kto na co się zgodził i kiedy to zakończył
cli-arg-lift-direct = wznawia przypomnienia i ogłoszenia dla pojedynczych osób, wstrzymane na tym komunikatorze
cli-arg-knowledge = plik wiedzy (JSON, po jednym obiekcie w wierszu) zamiast bazy
cli-arg-queries = plik pytań (TSV z kolumnami id, query, expected_id)
cli-arg-per-query = plik na wynik każdego pytania (TSV)

cli-word-usage = Użycie
cli-word-options = OPCJE
cli-word-options-title = Opcje
cli-word-command = POLECENIE
cli-word-commands = Polecenia

cli-usage-unknown-argument = Nie znam opcji „{ $argument }”.
cli-usage-unknown-command = Nie znam polecenia „{ $command }”.
cli-usage-missing = Brakuje: { $argument }.
cli-usage-missing-command = Brakuje polecenia.
cli-usage-value = Wartość „{ $value }” nie pasuje do opcji „{ $argument }”.
cli-usage-no-value = Brakuje wartości opcji „{ $argument }”.
cli-usage-wrong = Nie rozumiem tego polecenia.
cli-usage-hint = Pomoc: { $command } --help

cli-created = Nie było jeszcze bazy, więc powstała ({ $path }) z przykładowym miastem { $city }. To dane zmyślone.
cli-no-database = Nie ma bazy danych { $path }. Tworzy ją „lacznik import FOLDER” albo „lacznik chat”.
cli-no-knowledge = Baza nie zawiera jeszcze wiedzy. Wczyta ją „lacznik import FOLDER”.
cli-no-such-hour = Takiej godziny nie ma: zegary przechodzą wtedy z 2:00 na 3:00.

cli-settings = Ustawienia są błędne, więc program się nie uruchomił. Szczegóły: { $detail }
cli-settings-missing = Nie ma pliku ustawień { $path }. Proszę sprawdzić ścieżkę po --config.

cli-no-output = Nie można wypisać wyniku. Szczegóły: { $detail }

cli-chat-banner = Rozmowa z Łącznikiem. Przyciski wybiera się numerem. Koniec: Ctrl+D.
cli-chat-banner-officer = Wiersz zakończony znakiem \ ma dalszy ciąg w następnym wierszu.
cli-chat-locked = Inna rozmowa w terminalu używa już bazy { $path }. Trzeba ją zakończyć albo podać inną bazę: --database PLIK.
cli-chat-output = Nie można wypisać odpowiedzi, więc rozmowa jest zakończona. To, czego nie widać, pojawi się w następnej rozmowie. Szczegóły: { $detail }

cli-ask-answer = Decyzja: odpowiedź.
cli-ask-clarify = Decyzja: dopytanie.
cli-ask-unknown = Decyzja: brak odpowiedzi.
cli-ask-candidates = Kandydaci:

cli-route-none = Żadna reguła nie wskazuje jednoznacznie jednostki.
cli-route-units = Zajmuje się: { $units }
cli-route-rule = Reguła: { $route }
cli-route-clarify = Najpierw pyta: { $clarifier }
cli-route-reason = Powód: { $reason }

cli-check-golden = { $count ->
    [one] Sprawdzono { $count } pytanie kontrolne
    [few] Sprawdzono { $count } pytania kontrolne
   *[other] Sprawdzono { $count } pytań kontrolnych
}, z tego po dopytaniu: { $asked }.
cli-check-sum = { $errors ->
    [0] Bez błędów
    [one] { $errors } błąd
    [few] { $errors } błędy
   *[other] { $errors } błędów
}, { $warnings ->
    [0] bez ostrzeżeń
    [one] { $warnings } ostrzeżenie
    [few] { $warnings } ostrzeżenia
   *[other] { $warnings } ostrzeżeń
}.

cli-import-refused = Niczego nie wczytano. Po poprawieniu błędów proszę powtórzyć import.
cli-import-done = Wczytano wiedzę. Odpowiedzi: { $entries }, jednostki: { $units }, reguły kierowania: { $routes }.
cli-import-same = Nic się nie zmieniło: baza ma już tę wiedzę (odpowiedzi: { $entries }, jednostki: { $units }, reguły: { $routes }).

cli-export-taken = Folder { $path } nie jest pusty. Proszę wskazać inny: pozostałe w nim pliki trafiłyby do następnego importu.
cli-export-done = { $count ->
    [one] Zapisano { $count } plik w folderze { $path }.
    [few] Zapisano { $count } pliki w folderze { $path }.
   *[other] Zapisano { $count } plików w folderze { $path }.
}

cli-backup-taken = Plik { $path } już istnieje. Proszę podać inną nazwę: kopii nie nadpisuję.
cli-backup-no-folder = Nie ma folderu dla pliku { $path }. Proszę go najpierw utworzyć.
cli-backup-name = Nazwa { $path } zawiera znaki, których nie da się zapisać. Proszę podać inną nazwę pliku kopii.
cli-backup-done = Kopia gotowa: { $path }.
cli-restore-none = Nie ma pliku { $path }. Proszę sprawdzić ścieżkę do kopii.
cli-restore-running = Usługa działa ({ $holder }). Proszę ją zatrzymać, a potem przywrócić kopię.
cli-restore-chat = Na tej bazie trwa rozmowa w terminalu. Proszę ją zakończyć, a potem przywrócić kopię.
cli-restore-done = Baza { $path } jest przywrócona z kopii { $copy }.
cli-restore-kept = Poprzednia baza została zachowana: { $path }.
cli-restore-next = Co działo się po zrobieniu kopii, tego baza nie wie. Dlatego przy starcie wszystko, co czekało w niej na wysłanie, zostanie wstrzymane, a pełnomocnik dostanie o tym wiadomość.

cli-csv-line = { $file }:{ $line }: { $what }
cli-csv-field = { $file }:{ $line }: kolumna „{ $column }”: { $what }
cli-csv-quote = cudzysłów otwiera się tutaj i nigdzie się nie zamyka.
cli-csv-columns = pierwszy wiersz musi zawierać nazwy kolumn i nic więcej: { $columns }.
cli-csv-width = { $found ->
    [one] wiersz ma { $found } pole
    [few] wiersz ma { $found } pola
   *[other] wiersz ma { $found } pól
}, a kolumn jest { $wanted }.
cli-csv-twice = ten sam temat tej samej rozmowy stoi już w wierszu { $line }.
cli-csv-platform = nie znam komunikatora „{ $value }”. Może to być telegram, discord albo terminal.
cli-csv-chat = „{ $value }” nie jest numerem rozmowy w tym komunikatorze.
cli-csv-place = nie znam miejsca „{ $value }”. Może to być private, group albo channel.
cli-csv-place-not = rozmowa o takim numerze w tym komunikatorze nie może być miejscem „{ $value }”.
cli-csv-topic = nie ma tematu „{ $value }”. Tematy stoją w topics.toml, w polu id.
cli-csv-rhythm = „{ $value }” nie mówi, jak często. Może to być at_once, daily albo weekly.

cli-subscriptions-imported = Dopisane subskrypcje: { $added }. Były już wcześniej: { $known }.
cli-subscriptions-ended = Pominięte, bo ktoś je kiedyś zakończył: { $count }. Wznowić może je tylko ta osoba albo ten, kto prowadzi grupę lub kanał.
cli-subscriptions-not-direct = Pominięte, bo na Discordzie piszę tylko do osób, które same zaczęły rozmowę prywatną z botem: { $count }.
cli-subscriptions-taken = Plik { $path } już istnieje. Proszę podać inną nazwę: istniejącego pliku nie nadpisuję.
cli-subscriptions-exported = Zapisano w pliku { $path }; wierszy: { $count }.
cli-subscriptions-all = Subskrypcje: { $count }, rozmowy, grupy i kanały: { $chats }.

cli-invite-done = Kod dla { $role ->
    [editor] redaktora ogłoszeń
   *[officer] pełnomocnika
} jest gotowy. Działa jeden raz i wygasa { $day } o { $time }.
cli-invite-do = Proszę otworzyć prywatną rozmowę z botem i wysłać mu tę wiadomość:
cli-invite-discord = Na Discordzie wystarczy wysłać sam kod, bez „/start ”, albo wybrać polecenie /start i wkleić kod w pole „kod”: { $code }
cli-invite-link = Można też otworzyć ten odnośnik: { $link }
cli-roles-line = { $person }: { $role ->
    [editor] redaktor
   *[officer] pełnomocnik
}, od { $day }
cli-roles-none = Nikt nie ma uprawnień. Kod dla pełnomocnika tworzy „lacznik officer invite”.
cli-revoked = Odebrano uprawnienia: { $person }.
cli-revoked-nobody = { $person } nie ma żadnych uprawnień. Listę pokazuje „lacznik officer list”.
cli-revoked-last = Nie ma już żadnego pełnomocnika: nikt nie wyśle ogłoszenia ani nie zobaczy pytań bez odpowiedzi. Kod dla nowego tworzy „lacznik officer invite”.
cli-invite-secret = Kto pierwszy użyje kodu, dostanie uprawnienia { $role ->
    [editor] redaktora ogłoszeń
   *[officer] pełnomocnika
}. Proszę go nikomu innemu nie pokazywać i nie wysyłać na grupie.

doctor-mark-ok = dobrze
doctor-mark-warning = uwaga
doctor-mark-error = błąd
doctor-settings = ustawienia wczytane.
doctor-database = baza { $path } jest spójna.
doctor-database-damaged = baza { $path } jest uszkodzona ({ $what }). Trzeba przywrócić ostatnią dobrą kopię.
doctor-knowledge = wiedza miasta { $city }; odpowiedzi: { $entries }, jednostki: { $units }, reguły: { $routes }.
doctor-example = to przykładowe miasto. Własną wiedzę wczytuje „lacznik import FOLDER”.
doctor-review-due = minął termin przeglądu { $count ->
    [one] { $count } odpowiedzi
   *[other] { $count } odpowiedzi
}; bot dodaje do nich zastrzeżenie.
doctor-not-valid = { $count ->
    [one] { $count } odpowiedź jest nieważna
    [few] { $count } odpowiedzi są nieważne
   *[other] { $count } odpowiedzi jest nieważnych
}; bot kieruje wtedy do człowieka.
doctor-unconfirmed = { $count ->
    [one] { $count } odpowiedź jest niepotwierdzona i ma
    [few] { $count } odpowiedzi są niepotwierdzone i mają
   *[other] { $count } odpowiedzi jest niepotwierdzonych i ma
} dopisek „do sprawdzenia”.
doctor-stale-units = danych { $count ->
    [one] { $count } jednostki
   *[other] { $count } jednostek
} nie sprawdzano od ponad 90 dni.
doctor-outbox-empty = żadna wiadomość nie czeka na wysłanie.
doctor-outbox = wiadomości czekające na wysłanie: { $count }. Najstarsza czeka { $hours } godz. { $minutes } min.
doctor-dead = wiadomości, których nie udało się wysłać: { $count }.
doctor-dead-letter = nr { $id } ({ $platform }): { $error }. Wysłać jeszcze raz: lacznik doctor --resend { $id }
doctor-resend = wiadomość nr { $id } czeka na ponowne wysłanie.
doctor-resend-none = nie ma odłożonej wiadomości nr { $id }.
doctor-direct-stopped =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] terminal
    } od { $date } nie przyjmuje wiadomości bota do pojedynczych osób ({ $reason }). Przypomnienia i ogłoszenia dla nich czekają, odpowiedzi wychodzą jak zwykle. Po wyjaśnieniu przyczyny: lacznik doctor --lift-direct { $platform }
doctor-lift-direct =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] terminal
    }: przypomnienia i ogłoszenia dla pojedynczych osób znów są wysyłane.
doctor-lift-direct-none =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] terminal
    }: nic nie było wstrzymane.

# Wiersz problemu: „units.toml:41: pole „phone”: …”
check-field = pole „{ $field }”:
check-golden-missed = pytanie kontrolne „{ $text }” powinno prowadzić do { $expected }, a prowadzi do: { $found }. Trzeba dopisać sformułowanie do właściwego wpisu albo poprawić pytanie.
check-route-never-wins = żadne ze słów tej reguły do niej nie prowadzi, bo wygrywają inne reguły lub wpisy. Trzeba dodać słowa, które ją wyróżniają.
