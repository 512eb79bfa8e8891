# Liczenie terminów

# Nagłówki; dzień np. „piątku 28 maja 2027 r.” i „piątek 28 maja 2027 r.”
count-title = { $name }: do { $day }
count-title-plain = Ostatni dzień: { $day }
count-until = { $weekday ->
    [1] poniedziałku
    [2] wtorku
    [3] środy
    [4] czwartku
    [5] piątku
    [6] soboty
   *[7] niedzieli
} { $date }
count-day = { $weekday ->
    [1] poniedziałek
    [2] wtorek
    [3] środa
    [4] czwartek
    [5] piątek
    [6] sobota
   *[7] niedziela
} { $date }
count-day-short = { $day } { $month }
count-who = Dotyczy: { $who }.

# Jak to policzono; po „od dnia” stoi zdarzenie w dopełniaczu: „zakończenia zadania”
count-from-event = Liczę od dnia { $event } ({ $date }). Tego dnia się nie wlicza.
count-back-event = Liczę wstecz od dnia { $event } ({ $date }). Tego dnia się nie wlicza.
count-from = Liczę od dnia { $date }, ale tego dnia się nie wlicza.
count-back = Liczę wstecz od dnia { $date }, ale tego dnia się nie wlicza.
count-year = Roku nie podano, więc przyjmuję { $year }. Jeśli chodzi o inny, proszę podać datę z rokiem.
count-later = { $length } później to { $day }
count-earlier = { $length } wcześniej to { $day }
count-length-days = { $count } { $count ->
    [one] dzień
   *[other] dni
}
count-length-working = { $count } { $count ->
    [one] dzień roboczy
    [few] dni robocze
   *[other] dni roboczych
}
count-length-months = { $count } { $count ->
    [one] miesiąc
    [few] miesiące
   *[other] miesięcy
}
count-left-out = Po drodze nie liczą się: { $days }.
count-weekends = soboty i niedziele
count-day-named = { $day } ({ $name })
count-others = inne dni wolne
count-off = { $day } to { $name }
count-saturday = sobota
count-sunday = niedziela
count-moved-on = { $days }, dlatego liczy się następny dzień roboczy: { $day }
count-moved-back = { $days }, dlatego trzeba zdążyć w poprzednim dniu roboczym: { $day }
count-caution = Lepiej nie czekać na to przesunięcie: samo liczenie kończy się już { $date }
count-hard = { $days }, a ten termin się nie przesuwa, więc lepiej zdążyć przed tym dniem.
count-yearly = Termin stały, co roku { $day }.

# Ile zostało
count-left = { $count ->
    [one] Został { $count } dzień.
    [few] Zostały { $count } dni.
   *[other] Zostało { $count } dni.
}
count-today = To dzisiaj.
count-passed = Ten termin minął { $count } { $count ->
    [one] dzień
   *[other] dni
} temu. Proszę jak najszybciej to wyjaśnić.

# Pytania zwrotne
count-what = Proszę napisać, co i kiedy się wydarzyło, na przykład „zadanie skończone 30 kwietnia”, albo samo liczenie: „14 dni od 3 maja”, „7 dni roboczych od jutra”.
count-what-aside = Co i kiedy się wydarzyło? Można to wpisać po naciśnięciu przycisku niżej albo od razu w poleceniu { $name }, na przykład „zadanie skończone 30 kwietnia” albo „14 dni od 3 maja”.
count-which = Którego terminu dotyczy pytanie?
count-which-none = Nie wiem, o który obowiązek chodzi. Może o któryś z tych?
count-nothing = Nie wiem, co policzyć. Proszę napisać, ile dni i od kiedy, na przykład „14 dni od 3 maja”.
count-date-event = Proszę podać dzień { $event }, na przykład „30 kwietnia”, a policzę termin.
count-date = Od jakiego dnia liczyć? Proszę podać datę, na przykład „30 kwietnia”.
count-date-several = Jest tu kilka dat. Od którego dnia liczyć? Proszę podać jedną.
count-date-none = Takiego dnia nie ma w kalendarzu. Proszę podać datę jeszcze raz, najlepiej z rokiem.
count-too-long = Tak długich terminów nie liczę: najwyżej 999 dni albo miesięcy.
count-untranslated = Nazwa obowiązku i podstawa prawna są po polsku.
