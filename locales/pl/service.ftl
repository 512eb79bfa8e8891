# Usługa: uruchomienie, zatrzymanie, profil bota w komunikatorze

cli-about-run = Uruchamia bota w komunikatorach, dla których podano token.

run-telegram = Łącznik działa w Telegramie jako @{ $username }. Zatrzymanie: Ctrl-C.
run-stopping = Zatrzymywanie. To, co zaczęte, zostanie dokończone.
run-no-token = Nie ma czego uruchomić, bo nie podano żadnego tokenu. Token bota w Telegramie daje @BotFather; proszę zapisać go w zmiennej środowiska LACZNIK_TELEGRAM_TOKEN. Rozmowa bez tokenu: lacznik chat.
run-already = Na tej bazie działa już inny Łącznik ({ $holder }). Najpierw trzeba go zatrzymać.
run-ousted = Bazę przejął inny uruchomiony Łącznik, więc ten się zatrzymał. Nic nie zginęło: pracę prowadzi tamten.
run-telegram-token = Telegram nie zna tego tokenu. Proszę sprawdzić LACZNIK_TELEGRAM_TOKEN; nowy token daje @BotFather poleceniem /token.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN nie wygląda jak token z @BotFather (cyfry, dwukropek, długi ciąg znaków) albo telegram.api_url nie jest adresem.

profile-description =
    Pytania organizacji pozarządowych: konkursy i dotacje, małe granty, sprawozdania, lokale, kto w urzędzie zajmuje się daną sprawą.

    Odpowiedzi są sprawdzone przez ludzi; czego bot nie wie, mówi wprost i wskazuje osobę. Prowadzi: { $office }.

    Wystarczy napisać zwykłym zdaniem.
profile-short = Sprawdzone odpowiedzi i kontakty dla organizacji pozarządowych. { $office }.
