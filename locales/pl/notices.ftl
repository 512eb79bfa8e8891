# Ogłoszenia: co czytają odbiorcy

bulletin-origin = Ogłoszenie nr { $number }, { $unit }.
bulletin-corrected = Poprawione { $day } o { $time }.
bulletin-withdrawn = Ogłoszenie nr { $number } zostało wycofane.
bulletin-end-group = Wyłączyć ogłoszenia w tej grupie może jej administrator poleceniem { $name }.
bulletin-end-channel = Wyłączyć ogłoszenia na tym kanale może jego administrator: polecenie { $name } w rozmowie z botem.
bulletin-end-server = Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem { $name }.
button-bulletin-end = Wypisz mnie
button-bulletin-topics = Zmień tematy

# Nowe ogłoszenie i jego szkic

draft-elsewhere = Ogłoszenia pisze się w rozmowie prywatnej ze mną.
draft-elsewhere-server = Ogłoszenia pisze się w rozmowie prywatnej ze mną: wystarczy otworzyć mój profil, wysłać wiadomość i użyć tam tego samego polecenia.
draft-new = Nowe ogłoszenie
draft-new-text = Proszę napisać treść w jednej wiadomości.
draft-format-heading = Pierwszy wiersz to nagłówek, a pusty wiersz oddziela akapity.
draft-format-strong = Słowa między **podwójnymi gwiazdkami** są pogrubione.
draft-format-list = Wiersze od myślnika tworzą listę.
draft-new-nothing-sent = Najpierw powstanie szkic. Nic nie wyjdzie bez podglądu i zatwierdzenia.
draft-title = Szkic ogłoszenia nr { $number }
draft-text = Treść: „{ $value }”
draft-no-text = Treść: brak
draft-link = Link: { $value }
draft-no-link = Link: bez linku
draft-file = Plik: { $value }
draft-file-on-its-way = Plik: { $value } (jest pobierany)
draft-file-failed = Plik: { $value } (nie udało się go pobrać, proszę wysłać go jeszcze raz)
draft-no-file = Plik: bez pliku
draft-topics = Tematy: { $value }
draft-no-topics = Tematy: brak
draft-kinds = Dokąd: { $value }
draft-everywhere = Dokąd: wszędzie, gdzie są subskrybenci
draft-when = Kiedy: { $value }
draft-at-once = Kiedy: od razu po zatwierdzeniu
draft-pings = Na Discordzie wywoła role wybrane przez kanały
draft-missing-both = Brakuje treści i tematów.
draft-missing-text = Brakuje treści.
draft-missing-topics = Brakuje tematów.
draft-complete = Można obejrzeć podgląd. Wysłanie zatwierdza się dopiero po nim.
draft-discarded = Ogłoszenie nr { $number } jest wyrzucone. Nikt go nie dostał.

button-draft-text = Treść
button-draft-link = Link
button-draft-file = Obrazek lub plik
button-draft-topics = Tematy
button-draft-kinds = Dokąd
button-draft-when = Kiedy
button-draft-ping = Wywołaj role
button-draft-no-ping = Nie wywołuj ról
button-draft-preview = Podgląd
button-draft-discard = Wyrzuć
button-draft-back = Wróć do szkicu
button-draft-no-link = Bez linku
button-draft-no-file = Bez pliku
button-draft-at-once = Od razu po zatwierdzeniu
button-draft-more = Następne tematy
button-draft-previous = Poprzednie tematy
button-draft-done = Gotowe
button-draft-yes = { $name }: tak
button-draft-no = { $name }: nie

draft-ask-text = Proszę wysłać nową treść ogłoszenia nr { $number }. Zastąpi obecną.
draft-ask-link = Proszę wysłać link do ogłoszenia nr { $number }: adres, który zaczyna się od https://.
draft-ask-file = Proszę wysłać obrazek albo dokument do ogłoszenia nr { $number }, jeden plik do 8 MB.
draft-ask-when = Kiedy wysłać ogłoszenie nr { $number }? Na przykład: „jutro o 9”, „w poniedziałek 8:30”, „1 grudnia 10:00” albo „teraz”.

draft-refused-again = Proszę spróbować jeszcze raz.
draft-refused-kept = Szkic został bez zmian. Proszę spróbować jeszcze raz.
draft-refused-no-text = Tej wiadomości nie odczytam jako tekstu.
draft-refused-long = Tekst jest za długi: zmieści się { $most ->
    [one] { $most } znak
    [few] { $most } znaki
   *[other] { $most } znaków
}. Szczegóły można podać w linku albo w pliku.
draft-refused-link = To nie jest adres, który zaczyna się od https://. Inne odrzucam, bo nie wiadomo, dokąd prowadzą.
draft-refused-file = Potrzebuję obrazka albo dokumentu.
draft-refused-large = Plik jest za duży: może mieć najwyżej { $most } MB. Większy można umieścić na stronie i podać link.
draft-refused-when = Nie rozumiem, kiedy. Najprościej podać dzień i godzinę, na przykład „jutro o 9” albo „1 grudnia 10:00”.
draft-refused-no-hour = Brakuje godziny, na przykład „jutro o 9”.
draft-refused-past = To już minęło: { $day } o { $time }.
draft-refused-no-such-hour = Godziny { $time } nie będzie: { $day } zegary przeskakują z 2:00 na 3:00. Proszę podać inną.
draft-refused-far = To ponad rok naprzód. Proszę podać bliższy dzień.

draft-topics-title = Tematy ogłoszenia nr { $number }
draft-topics-none = Ogłoszenie dostaną osoby, które subskrybują któryś z wybranych tematów. Na razie żaden nie jest wybrany.
draft-topics-some = Wybrane: { $value }. Ogłoszenie dostaną osoby, które subskrybują któryś z nich.
draft-kinds-title = Dokąd wyślę ogłoszenie nr { $number }
draft-kinds-how = Miejsce włącza się i wyłącza, wybierając je niżej. Co najmniej jedno zostaje włączone.

# Podgląd, sprawdzenie, zatwierdzenie

confirm-preview = Podgląd ogłoszenia nr { $number } ({ $kind }). Nikt go jeszcze nie dostał.
confirm-preview-here = { $platform }: nie znam tam rozmowy z pełnomocnikiem, więc pokazuję podgląd tutaj. { $parts ->
    [one] Zmieści się w jednej wiadomości.
   *[other] Podzieli się na { $parts } wiadomości.
}
confirm-preview-there = { $platform }: podgląd czeka tam w rozmowie ze mną.
confirm-title = Sprawdzenie ogłoszenia nr { $number }
confirm-request = Ogłoszenie nr { $number } czeka na zatwierdzenie
confirm-clean = Nie widzę niczego do poprawienia.
confirm-stops = Tak nie może wyjść:
confirm-warns = Warto sprawdzić:
confirm-audience = { $digest ->
    [0] Dostanie je
   *[other] Od razu dostanie je
} { $count ->
    [one] jeden odbiorca.
   *[other] { $count } odbiorców.
}
audience-kind = { $kind }: { $count }
audience-digest = w skrócie dziennym albo tygodniowym: { $count }
audience-closed = pominięte, bo bot nie może tam teraz pisać: { $count }
confirm-shared = W grupach i na kanałach zamiast przycisków stoi zdanie:
confirm-goes-at-once = Wyjdzie po zatwierdzeniu; przez { $seconds ->
    [one] { $seconds } sekundę
    [few] { $seconds } sekundy
   *[other] { $seconds } sekund
} będzie można to cofnąć.
confirm-goes-at = Wyjdzie { $at }.
confirm-second-next = Po zatwierdzeniu musi się jeszcze zgodzić druga osoba.
confirm-officer-next = Zatwierdza pełnomocnik.
confirm-scheduled = Ogłoszenie nr { $number } wyjdzie { $at }.
confirm-alone = Zatwierdzenia drugiej osoby nie ma, bo nie ma drugiego pełnomocnika. Ten wyjątek jest zapisany.
confirm-waiting = Ogłoszenie nr { $number } czeka na zatwierdzenie przez pełnomocnika, który go nie pisał. Do tego czasu nikt go nie dostanie.
confirm-waiting-untold = Nie mam jak o tym powiadomić: nikt taki nie rozmawia jeszcze ze mną prywatnie. Ogłoszenie można otworzyć poleceniem z listą ogłoszeń.
confirm-old = Od podglądu minęło ponad 15 minut i odbiorcy mogli się zmienić, dlatego pytam jeszcze raz.
confirm-changed = Od tamtego podglądu zmieniła się treść, odbiorcy albo czas, więc niczego nie zatwierdzam. Proszę obejrzeć podgląd jeszcze raz.
confirm-late = Wybrany czas już minął, więc niczego nie zatwierdzam.
confirm-own = Własnego ogłoszenia nie można zatwierdzić jako druga osoba. Zrobi to inny pełnomocnik.
confirm-officer-only = Ogłoszenia zatwierdza i zatrzymuje tylko pełnomocnik.
confirm-approved = Ogłoszenie nr { $number } jest zatwierdzone i wyjdzie { $at }.
confirm-refused = Ogłoszenie nr { $number } nie zostało zatwierdzone i znów jest szkicem.
button-confirm-yes = Zatwierdź
button-confirm-hand-over = Przekaż do zatwierdzenia
button-confirm-approve = Zatwierdź
button-confirm-refuse = Odrzuć
button-confirm-take-back = Cofnij
button-confirm-open = Otwórz szkic

held-title = Ogłoszenie nr { $number } jest wstrzymane
held-overdue = Miało wyjść { $planned }, ale bot wtedy nie działał. Wstrzymane zostało { $since }.
held-restored = Baza została przywrócona z kopii, więc nie wiadomo, czy to ogłoszenie już wyszło. Było zaplanowane { $planned }, a wstrzymane zostało { $since }.
button-held-send = Wyślij teraz

# Co może być nie tak

lint-empty = Brakuje treści.
lint-no-topics = Nie ma wybranych tematów.
lint-unknown-topic = Nie ma tematu „{ $text }”. Proszę wybrać tematy jeszcze raz.
lint-nobody = Nikt nie subskrybuje tych tematów w wybranych miejscach.
lint-not-https = Link „{ $text }” nie zaczyna się od https://.
lint-no-file = Pliku jeszcze nie ma: jest pobierany. Za chwilę proszę otworzyć podgląd jeszcze raz.
lint-time-passed = Wybrany czas wysłania już minął.
lint-night = To pora ciszy nocnej (20:00–8:00). Kto jej nie wyłączył, dostanie ogłoszenie dopiero po 8:00.
lint-not-https-in-text = Adres „{ $text }” w treści nie zaczyna się od https://.
lint-past-date = Ta data już minęła: „{ $text }”.
lint-no-such-date = Nie ma takiego dnia: „{ $text }”.
lint-wrong-weekday = „{ $text }” to { $right }, a w treści jest { $written }.
lint-day-off = Termin wypada { $day }, kiedy urząd jest nieczynny.
lint-after-hours = Termin mija { $day } o { $time }, a urząd jest wtedy czynny do { $closes }.
lint-in-parts = { $platform }: całość nie zmieści się w jednej wiadomości, podzieli się na { $parts } wiadomości.
lint-long-sentence = Zdanie od słów „{ $text }” ma { $words ->
    [one] { $words } słowo
    [few] { $words } słowa
   *[other] { $words } słów
}. Krótsze czyta się łatwiej.
lint-sent-today = Taka sama albo prawie taka sama treść wychodzi dziś w ogłoszeniu nr { $number }.
lint-topics-today = Dziś na któryś z tych tematów wychodzi już ogłoszenie nr { $number }.

# Słowa wspólne

platform-name = { $platform ->
    [telegram] Telegram
    [discord] Discord
   *[other] Terminal
}
notice-kind-private = { $platform }, rozmowy prywatne
notice-kind-groups = { $platform }, grupy
notice-kind-channels = { $platform }, kanały
moment-today = dziś o { $time }
moment-on = { $day } o { $time }
weekday-name = { $weekday ->
    [1] poniedziałek
    [2] wtorek
    [3] środa
    [4] czwartek
    [5] piątek
    [6] sobota
   *[7] niedziela
}
duration-short = Wysyłka potrwa najwyżej minutę.
duration-minutes = Wysyłka potrwa ok. { $count ->
    [one] { $count } minutę
    [few] { $count } minuty
   *[other] { $count } minut
}.
duration-hours = Wysyłka potrwa ok. { $count ->
    [one] { $count } godzinę
    [few] { $count } godziny
   *[other] { $count } godzin
}.
duration-at-night = Trwa wtedy cisza nocna: reszta wyjdzie po 8:00.
duration-into-night = Nie skończy się przed ciszą nocną: reszta wyjdzie po 8:00.
