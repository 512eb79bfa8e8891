# Ogłoszenia po zatwierdzeniu: postęp, raport, lista braków, poprawka, wycofanie

# np. „412 z 415 odbiorców”: po „do” i „u”
mailing-of = { $sent } z { $total } { $total ->
    [one] odbiorcy
   *[other] odbiorców
}
mailing-all = { $total ->
    [one] jedynego odbiorcy
    [2] obu odbiorców
   *[other] wszystkich { $total } odbiorców
}

notice-begins = Ogłoszenie nr { $number } właśnie zaczyna wychodzić.
notice-going = Ogłoszenie nr { $number } wychodzi: dotarło do { $whom }.
notice-paused = Ogłoszenie nr { $number } jest wstrzymane: dotarło do { $whom }.
notice-cancelled = Ogłoszenie nr { $number } przerwane: dotarło do { $whom }.
notice-sent = Ogłoszenie nr { $number } wysłane do { $whom }.
notice-sent-to-none = Ogłoszenie nr { $number } nie dotarło do nikogo.
notice-for-none = Ogłoszenie nr { $number } nie miało odbiorców: nikt nie subskrybuje tych tematów.
notice-for-digest = Ogłoszenie nr { $number } nie miało odbiorców, którzy chcą je od razu.
notice-earlier = Wcześniej dotarło do { $whom }.

correction-begins = Poprawka ogłoszenia nr { $number } właśnie się zaczyna.
correction-going = Poprawka ogłoszenia nr { $number }: treść zmieniona u { $whom }.
correction-paused = Poprawka ogłoszenia nr { $number } jest wstrzymana: treść zmieniona u { $whom }.
correction-cancelled = Poprawka ogłoszenia nr { $number } przerwana: treść zmieniona u { $whom }.
correction-done = Ogłoszenie nr { $number } poprawione u { $whom }.
correction-for-none = Ogłoszenie nr { $number } poprawione, zanim do kogokolwiek dotarło.
correction-for-nobody = Poprawka ogłoszenia nr { $number } nie udała się u nikogo.

withdrawal-begins = Wycofywanie ogłoszenia nr { $number } właśnie się zaczyna.
withdrawal-going = Wycofywanie ogłoszenia nr { $number }: zrobione u { $whom }.
withdrawal-paused = Wycofywanie ogłoszenia nr { $number } jest wstrzymane: zrobione u { $whom }.
withdrawal-cancelled = Wycofywanie ogłoszenia nr { $number } przerwane: zrobione u { $whom }.
withdrawal-done = Ogłoszenie nr { $number } wycofane u { $whom }.
withdrawal-for-none = Ogłoszenie nr { $number } wycofane, zanim do kogokolwiek dotarło.
withdrawal-for-nobody = Wycofanie ogłoszenia nr { $number } nie udało się u nikogo.

mailing-expanding = Lista odbiorców jeszcze się układa, więc liczby rosną.
mailing-waiting = { $count ->
    [one] Czeka jeszcze jeden odbiorca.
   *[other] Czeka jeszcze { $count } odbiorców.
}
mailing-in-flight = { $count ->
    [one] Jedna wiadomość była już w drodze i może jeszcze dotrzeć.
    [few] { $count } wiadomości były już w drodze i mogą jeszcze dotrzeć.
   *[other] { $count } wiadomości było już w drodze i może jeszcze dotrzeć.
}
mailing-stopped = { $count ->
    [one] Jeden odbiorca już nie dostanie tej wiadomości.
   *[other] { $count } odbiorców już nie dostanie tej wiadomości.
}
mailing-restored = Baza została przywrócona z kopii, dlatego wysyłka stoi. { $count ->
    [one] Jeden odbiorca nie ma w niej potwierdzenia, ale mógł już dostać tę wiadomość. Po wznowieniu może ona przyjść do niego drugi raz.
   *[other] { $count } odbiorców nie ma w niej potwierdzenia, ale część z nich mogła już dostać tę wiadomość. Po wznowieniu może ona przyjść do nich drugi raz.
}
mailing-twice = { $count ->
    [one] Do jednego odbiorcy wiadomość mogła przyjść dwa razy.
   *[other] Do { $count } odbiorców wiadomość mogła przyjść dwa razy.
}
mailing-in-digest = { $people ->
    [yes] { $count ->
        [one] Jedna osoba dostanie je w skrócie.
        [few] { $count } osoby dostaną je w skrócie.
       *[other] { $count } osób dostanie je w skrócie.
    }
   *[no] { $count ->
        [one] Jeden odbiorca dostanie je w skrócie.
       *[other] { $count } odbiorców dostanie je w skrócie.
    }
}

notice-missed-so-far = Dotąd nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}.
notice-missed = Nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
notice-missed-forgotten = Nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.
correction-missed = Stara treść została u { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
correction-missed-forgotten = Stara treść została u { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.
withdrawal-missed = Nie udało się u { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
withdrawal-missed-forgotten = Nie udało się u { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.

# Kto, w mianowniku: „dwie osoby”
missed-who = { $kind ->
    [group] { $count ->
        [one] jedna grupa
        [2] dwie grupy
        [3] trzy grupy
        [4] cztery grupy
        [few] { $count } grupy
       *[other] { $count } grup
    }
    [channel] { $count ->
        [one] jeden kanał
        [2] dwa kanały
        [3] trzy kanały
        [4] cztery kanały
        [few] { $count } kanały
       *[other] { $count } kanałów
    }
   *[person] { $count ->
        [one] jedna osoba
        [2] dwie osoby
        [3] trzy osoby
        [4] cztery osoby
        [few] { $count } osoby
       *[other] { $count } osób
    }
}
# Kogo, w dopełniaczu: „dwóch osób”
missed-whom = { $kind ->
    [group] { $count ->
        [one] jednej grupy
        [2] dwóch grup
        [3] trzech grup
        [4] czterech grup
       *[other] { $count } grup
    }
    [channel] { $count ->
        [one] jednego kanału
        [2] dwóch kanałów
        [3] trzech kanałów
        [4] czterech kanałów
       *[other] { $count } kanałów
    }
   *[person] { $count ->
        [one] jednej osoby
        [2] dwóch osób
        [3] trzech osób
        [4] czterech osób
       *[other] { $count } osób
    }
}
# np. „dwóch osób i jednej grupy”
missed-and = { $first } i { $last }
# Powody: $again = yes, gdy bota wymieniono już w tym zdaniu
missed-blocked = { $again ->
    [yes] { $who } go { $count ->
        [one] { $kind ->
            [channel] zablokował
           *[other] zablokowała
        }
        [few] zablokowały
       *[other] zablokowało
    }
   *[no] { $who } { $count ->
        [one] { $kind ->
            [channel] zablokował
           *[other] zablokowała
        }
        [few] zablokowały
       *[other] zablokowało
    } bota
}
missed-closed = { $who } nie { $count ->
    [one] przyjmuje
    [few] przyjmują
   *[other] przyjmuje
} prywatnych wiadomości od { $again ->
    [yes] niego
   *[no] bota
}
missed-gone = { $kind ->
    [group] { $who } { $count ->
        [one] usunęła
        [few] usunęły
       *[other] usunęło
    } { $again ->
        [yes] go
       *[no] bota
    } z członków
    [channel] { $again ->
        [yes] { $who } go { $count ->
            [one] usunął
            [few] usunęły
           *[other] usunęło
        }
       *[no] { $who } { $count ->
            [one] usunął
            [few] usunęły
           *[other] usunęło
        } bota
    }
   *[person] { $who } { $count ->
        [one] jest już nieosiągalna
        [few] są już nieosiągalne
       *[other] jest już nieosiągalnych
    }
}
missed-no-rights = { $who } nie { $count ->
    [one] pozwala
    [few] pozwalają
   *[other] pozwala
} { $again ->
    [yes] mu
   *[no] botowi
} pisać
missed-rejected = dla { $whom } komunikator odrzucił treść
missed-uncertain = u { $whom } nie wiadomo, czy dotarło, bo komunikator nie potwierdził
missed-gave-up = do { $whom } nie udało się wysłać mimo wielu prób
missed-stopped = dla { $whom } komunikator wstrzymał prywatne wiadomości { $again ->
    [yes] od niego
   *[no] od bota
}
missed-unsubscribed = { $who } { $count ->
    [one] { $kind ->
        [channel] wypisał
       *[other] wypisała
    }
    [few] wypisały
   *[other] wypisało
} się w trakcie wysyłki
missed-cancelled = do { $whom } nie zdążono wysłać, bo wysyłkę przerwano
missed-superseded = u { $whom } zastąpiła ją nowsza zmiana
missed-no-message = u { $whom } tej wiadomości już nie ma
missed-restored = u { $whom } nie wiadomo, czy dotarło, bo przywrócono kopię bazy
missed-other = do { $whom } nie udało się wysłać

# Co zrobić, w raporcie
missed-do-nothing = Nic nie trzeba robić.
missed-do-nothing-held = Nic nie trzeba robić; { $count ->
    [one] ta subskrypcja jest wstrzymana
   *[other] te subskrypcje są wstrzymane
} do chwili, gdy ktoś znów napisze.
missed-do-nothing-else = W pozostałych przypadkach nic nie trzeba robić.
missed-do-rights = Pozwolić botowi pisać może administrator grupy lub kanału.
missed-do-admin = Administrator zobaczy szczegóły („lacznik doctor”) i może wysłać jeszcze raz.
missed-do-stopped = Administrator powinien wyjaśnić przyczynę i wznowić wysyłanie („lacznik doctor --lift-direct”).
missed-do-doubt = Jeśli nie dotarło, administrator może wysłać jeszcze raz („lacznik doctor --resend”).

button-notice-pause = Wstrzymaj
button-notice-resume = Wznów
button-notice-resume-anyway = Wznów mimo to
button-notice-cancel = Przerwij
button-notice-missed = Kto nie dostał
button-notice-correct = Popraw treść
button-notice-withdraw = Wycofaj
button-notice-history = Historia
button-notice-refresh = Odśwież
button-notice-all = Wszystkie ogłoszenia

# Lista ogłoszeń

notices-title = Ogłoszenia
notices-empty = Nie ma jeszcze żadnego ogłoszenia. Nowe zaczyna się poleceniem { $name }.
notices-no-more = Starszych ogłoszeń nie ma.
notices-line = Nr { $number }, „{ $title }”: { $state }
notices-untitled = bez tytułu
notice-is-draft = szkic
notice-is-waiting = czeka na zatwierdzenie
notice-is-scheduled = wyjdzie { $day } o { $time }
notice-is-overdue = nie wyszło w porę i czeka na decyzję
notice-is-restored = czeka na decyzję po przywróceniu kopii
notice-is-beginning = właśnie wychodzi
notice-is-going = wychodzi, dotarło do { $whom }
notice-is-paused = wstrzymane, dotarło do { $whom }
notice-is-cancelled = przerwane, dotarło do { $whom }
notice-is-sent = wysłane do { $whom }
notice-is-sent-to-none = nie dotarło do nikogo
notice-is-for-none = bez odbiorców
notice-is-for-digest = w skrótach
notice-is-correcting-now = właśnie poprawiane
notice-is-correcting = poprawiane, nowa treść u { $whom }
notice-is-withdrawing-now = właśnie wycofywane
notice-is-withdrawing = wycofywane, zrobione u { $whom }
notice-is-withdrawn = wycofane
notice-is-discarded = wyrzucone

button-notices-one = Nr { $number }: { $title }
button-notices-older = Starsze
button-notices-newer = Nowsze
button-notices-new = Nowe ogłoszenie

# Lista braków

ledger-title = Kto nie dostał ogłoszenia nr { $number }
ledger-title-correction = U kogo nie zmieniono treści ogłoszenia nr { $number }
ledger-title-withdrawal = U kogo nie wycofano ogłoszenia nr { $number }
ledger-none = Ogłoszenie nr { $number }: nikogo nie brakuje.
ledger-forgotten = Ogłoszenie nr { $number }: szczegóły nie są już przechowywane.
ledger-who = { $kind ->
    [group] { $title ->
        [none] grupa { $where }
       *[other] grupa „{ $title }” { $where }
    }
    [channel] { $title ->
        [none] kanał { $where }
       *[other] kanał „{ $title }” { $where }
    }
   *[person] osoba { $where }
}
ledger-where = { $platform ->
    [discord] na Discordzie
    [telegram] na Telegramie
   *[terminal] w terminalu
}
ledger-line = { $who }, { $day } o { $time }, { $attempts ->
    [0] bez próby
    [one] po jednej próbie
   *[other] po { $attempts } próbach
}
ledger-line-open = { $who }, { $attempts ->
    [0] bez próby
    [one] po jednej próbie
   *[other] po { $attempts } próbach
}
ledger-no-more = Dalej nikogo już nie ma.
ledger-csv-done = Plik z listą do ogłoszenia nr { $number }: { $count ->
    [one] jeden wiersz
    [few] { $count } wiersze
   *[other] { $count } wierszy
}.
ledger-csv-cut = To nie wszystkie. Całość zapisze administrator: lacznik notice report { $number } --csv PLIK
ledger-csv-name = ogloszenie-{ $number }-braki.csv

ledger-why-blocked = Zablokowany bot
ledger-why-closed = Bez wiadomości prywatnych
ledger-why-gone = Nieosiągalni
ledger-why-removed = Usunięty bot
ledger-why-no-rights = Bez prawa pisania
ledger-why-rejected = Odrzucona treść
ledger-why-uncertain = Bez potwierdzenia
ledger-why-gave-up = Mimo wielu prób
ledger-why-stopped = Wstrzymane przez komunikator
ledger-why-unsubscribed = Wypisani
ledger-why-cancelled = Przerwana wysyłka
ledger-why-superseded = Nowsza zmiana
ledger-why-no-message = Usunięta wiadomość
ledger-why-restored = Przywrócona kopia
ledger-why-other = Inne

ledger-of-correction = poprawka: { $why }
ledger-of-withdrawal = wycofanie: { $why }
ledger-column-row = numer
ledger-column-platform = komunikator
ledger-column-kind = rodzaj
ledger-column-title = nazwa
ledger-column-why = powod
ledger-column-remedy = co_zrobic
ledger-column-attempts = prob
ledger-column-when = kiedy
ledger-kind = { $kind ->
    [group] grupa
    [channel] kanał
   *[person] osoba
}
ledger-platform = { $platform ->
    [discord] Discord
    [telegram] Telegram
   *[terminal] terminal
}

button-ledger-why = { $why }: { $count }
button-ledger-csv = Plik CSV
button-ledger-more = Dalej
button-ledger-back = Powody
button-notice-back = Ogłoszenie nr { $number }

# Historia

history-title = Historia ogłoszenia nr { $number }
history-empty = Nic jeszcze nie zapisano.
history-line = { $day } o { $time }, { $who }: { $what }
history-by-me = Ty
history-by-person = osoba { $where }
history-by-cli = wiersz poleceń
history-by-clock = automat
history-created = nowy szkic
history-to-draft = cofnięte do szkicu
history-to-waiting = przekazane do zatwierdzenia
history-to-scheduled = zatwierdzone do wysłania
history-to-held = wstrzymane przed wysłaniem
history-to-sent = początek wysyłki
history-to-withdrawn = wycofane
history-to-discarded = wyrzucone
history-corrected = poprawiona treść
history-paused = wstrzymana wysyłka
history-resumed = wznowiona wysyłka
history-cancelled = przerwana wysyłka
history-other = zmiana ({ $what })

# Wstrzymanie, wznowienie, przerwanie

moving-paused = Wstrzymane.
moving-resumed = Wznowione.
moving-cancelled = Przerwane. Kto już dostał, ten ma; reszta nie dostanie.
moving-nothing = Nic już nie jest w drodze, więc nie ma czego zmieniać. Tak to wygląda teraz:
moving-was-paused = To już jest wstrzymane. Tak to wygląda teraz:
moving-was-going = To nie jest wstrzymane. Tak to wygląda teraz:
notice-unknown = Nie ma ogłoszenia nr { $number }.
notice-not-sent = Ogłoszenie nr { $number } jeszcze nie zostało wysłane.

# Poprawka

correction-ask = Proszę wysłać nowy tekst ogłoszenia nr { $number }, w całości. Zastąpi dotychczasowy u wszystkich, którzy je dostali. Link i plik zostaną bez zmian. Najpierw pokażę, co się zmieni.
correction-now = Teraz:
correction-no-text = Do poprawki potrzebny jest tekst. Proszę go wysłać jako zwykłą wiadomość.
correction-title = Poprawka ogłoszenia nr { $number }
correction-before = Było:
correction-after = Będzie:
correction-changes = { $count ->
    [0] Nikt jeszcze nie ma tego ogłoszenia.
    [one] Zmieni się u jednego odbiorcy, bez nowego powiadomienia.
   *[other] Zmieni się u { $count } odbiorców, bez nowego powiadomienia.
}
correction-waiting = { $count ->
    [one] Jeden odbiorca jeszcze czeka i dostanie od razu nową treść.
   *[other] { $count } odbiorców jeszcze czeka i dostanie od razu nową treść.
}
correction-digest = { $count ->
    [one] W jednym skrócie będzie już nowa treść.
   *[other] W { $count } skrótach będzie już nowa treść.
}
correction-too-long = Ta treść wymaga większej liczby wiadomości niż dotychczasowa, a do wysłanych nie można nic dołożyć. Proszę ją skrócić i wysłać jeszcze raz. Na razie nic się nie zmieniło.
correction-same = To ten sam tekst, więc nie ma czego zmieniać. Proszę wysłać inny.
correction-void = Ta poprawka nie jest już aktualna, więc nic się nie zmieniło. Proszę wysłać tekst jeszcze raz.
correction-withdrawn = Ogłoszenie nr { $number } jest wycofane, więc nie ma czego poprawiać.
button-correction-now = Zmień
button-correction-again = Napisz inaczej
button-correction-leave = Zostaw bez zmian

# Wycofanie

withdraw-sure = Wycofać ogłoszenie nr { $number }?
withdraw-telegram = Na Telegramie zniknie. Wiadomości starszych niż 48 godzin Telegram nie usuwa: w ich miejscu pojawi się informacja o wycofaniu.
withdraw-telegram-old = Na Telegramie minęło już 48 godzin, po których wiadomości nie da się usunąć: w ich miejscu pojawi się informacja o wycofaniu.
withdraw-discord = Na Discordzie zniknie.
withdraw-waiting = { $count ->
    [one] Jeden odbiorca jeszcze czeka i nie dostanie go wcale.
   *[other] { $count } odbiorców jeszcze czeka i nie dostanie go wcale.
}
withdraw-digest = { $count ->
    [one] Zniknie też z jednego skrótu, który jeszcze nie wyszedł.
   *[other] Zniknie też z { $count } skrótów, które jeszcze nie wyszły.
}
withdraw-read = Kto już przeczytał, ten przeczytał. Wycofania nie można cofnąć.
withdraw-already = Ogłoszenie nr { $number } jest już wycofane. Tak to wygląda teraz:
button-withdraw-now = Wycofaj teraz
button-withdraw-leave = Nie wycofuj
