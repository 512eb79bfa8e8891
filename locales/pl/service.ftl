# Usługa: uruchomienie, zatrzymanie, profil bota w komunikatorze

cli-about-run = Uruchamia bota w komunikatorach, dla których podano token.

run-telegram = Łącznik działa w Telegramie jako @{ $username }. Zatrzymanie: Ctrl-C.
run-telegram-silent = Telegram nie odpowiada ({ $cause }). Bot będzie próbował dalej i ruszy, gdy tylko Telegram odpowie.
run-stopping = Zatrzymywanie. To, co zaczęte, zostanie dokończone.
run-no-token = Nie ma czego uruchomić, bo nie podano żadnego tokenu. Token bota w Telegramie daje @BotFather i zapisuje się go w zmiennej środowiskowej LACZNIK_TELEGRAM_TOKEN; token bota na Discordzie daje Developer Portal (discord.com/developers/applications) i zapisuje się go w LACZNIK_DISCORD_TOKEN. Wystarczy jeden z nich. Rozmowa bez tokenu: lacznik chat.
run-already = Na tej bazie działa już inny Łącznik ({ $holder }). Najpierw trzeba go zatrzymać.
run-ousted = Bazę przejął inny uruchomiony Łącznik, więc ten się zatrzymał. Nic nie zginęło: pracę prowadzi tamten.
run-telegram-token = Telegram nie zna tego tokenu. Proszę sprawdzić LACZNIK_TELEGRAM_TOKEN; token pokazuje @BotFather (/mybots, „API Token”), a nowy daje polecenie /revoke.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN nie wygląda jak token z @BotFather (cyfry, dwukropek, długi ciąg znaków) albo telegram.api_url nie jest adresem.
run-discord = Łącznik działa na Discordzie jako { $name }. Zatrzymanie: Ctrl-C.
run-discord-silent = Discord nie odpowiada ({ $cause }). Bot będzie próbował dalej i ruszy, gdy tylko Discord odpowie.
run-discord-token = Discord nie zna tego tokenu. Proszę sprawdzić LACZNIK_DISCORD_TOKEN. Token widać tylko raz; nowy daje Developer Portal → Applications → ten bot → Bot → „Reset Token”.
run-discord-token-form = LACZNIK_DISCORD_TOKEN nie wygląda jak token bota z Discorda (trzy części rozdzielone kropkami) albo discord.api_url nie jest adresem.
run-discord-intents = Discord nie pozwala temu botowi czytać treści wszystkich wiadomości, a żąda tego ustawienie discord.message_content. Trzeba albo włączyć i zapisać „Message Content Intent” (Developer Portal → Applications → ten bot → Bot), albo ustawić discord.message_content = false.
run-discord-refused = Discord zamknął połączenie i nie przyjmie go ponownie (kod { $code }). To nie minie samo: proszę sprawdzić, czy jest nowsza wersja programu, i zgłosić ten kod jej autorom.
run-others-go-on = Pozostałe komunikatory działają dalej.

profile-description =
    Pytania organizacji pozarządowych: konkursy i dotacje, małe granty, sprawozdania, lokale, kto w urzędzie zajmuje się daną sprawą.

    Odpowiedzi są sprawdzone przez ludzi; czego bot nie wie, mówi wprost i wskazuje osobę. Prowadzi: { $office }.

    Wystarczy napisać zwykłym zdaniem.
profile-short = Sprawdzone odpowiedzi i kontakty dla organizacji pozarządowych. { $office }.

form-title = Pytanie
form-label = O co chodzi?
form-hint = Na przykład: ile można dostać na mały grant
option-code = kod
option-code-what = kod jednorazowy albo kod z odnośnika
option-question = pytanie
option-question-what = o co chodzi, zwykłym zdaniem; bez tego otworzy się formularz
option-matter = sprawa
option-matter-what = jednostka albo sprawa, w której potrzebny jest kontakt
option-event = zdarzenie
option-event-what = co i kiedy, np. „zadanie skończone 30 kwietnia” albo „14 dni od 3 maja”
option-topic = temat
option-topic-what = temat z listy albo jego początek
option-role = rola
option-role-what = rola wołana przy każdym ogłoszeniu na tym kanale

doctor-telegram-none = Telegram: brak zmiennej LACZNIK_TELEGRAM_TOKEN, więc bot tam nie działa.
doctor-telegram = Telegram: token działa, bot nazywa się @{ $username }.
doctor-telegram-unreachable = Telegram nie odpowiada ({ $cause }). Proszę sprawdzić połączenie z siecią i telegram.api_url.
doctor-telegram-privacy = Telegram pokazuje botowi wszystkie wiadomości w grupach, a wystarczą polecenia i odpowiedzi na jego wiadomości. W @BotFather: /setprivacy, potem „Enable”; następnie usunąć bota z grup i dodać go ponownie.
doctor-telegram-no-groups = bota nie można dodać do żadnej grupy. W @BotFather: /setjoingroups, potem „Enable”.
doctor-telegram-webhook-left = w Telegramie ustawiony jest webhook ({ $url }), a bot ma sam pytać o wiadomości. „lacznik run” go usunie; jeśli należy do innej instalacji, ta potrzebuje własnego tokenu.
doctor-telegram-webhook-other = adres webhooka w Telegramie jest inny niż telegram.webhook_url. Ustawia go „lacznik run”; jeśli już działa, to Telegram odrzucił ten adres, a przyczynę podaje dziennik.
doctor-telegram-webhook-error = Telegram nie mógł ostatnio przekazać wiadomości: { $cause }. Proszę sprawdzić, czy telegram.webhook_url jest dostępny z internetu i prowadzi do telegram.webhook_listen.
doctor-telegram-pending = wiadomości czekające w Telegramie na odebranie: { $count }.
doctor-telegram-chat = „{ $title }”: bot może tu pisać.
doctor-telegram-chat-admin = „{ $title }”: bot może tu pisać. Jako administrator widzi też wszystkie wiadomości; czyta tylko te, które są do niego.
doctor-telegram-chat-gone = „{ $title }”: bota już tu nie ma. Jeśli ma tu pisać, trzeba go dodać ponownie.
doctor-telegram-chat-no-posting = „{ $title }”: bot nie może tu publikować. Administrator kanału musi dać mu prawo „Publikowanie wiadomości”.
doctor-telegram-chat-silenced = „{ $title }”: bot nie może tu pisać. Administrator grupy musi zdjąć ograniczenie.
doctor-telegram-chat-unknown = „{ $title }”: nie udało się sprawdzić praw bota ({ $cause }).
doctor-discord-none = Discord: brak zmiennej LACZNIK_DISCORD_TOKEN, więc bot tam nie działa.
doctor-discord = Discord: token działa, bot nazywa się { $name }.
doctor-discord-invite = ten odnośnik dodaje bota do serwera na Discordzie: { $link }
doctor-discord-unreachable = Discord nie odpowiada ({ $cause }). Proszę sprawdzić połączenie z siecią i discord.api_url.
doctor-discord-commands = polecenia na Discordzie, które są inne niż w programie: { $count }. Poprawi je „lacznik run”; jeśli już działa, a to zdanie nie znika, przyczynę podaje dziennik.
doctor-discord-content = Discord pozwala botowi czytać treść wszystkich wiadomości, a ustawienie discord.message_content tego nie wymaga. Proszę to wyłączyć: Developer Portal → Applications → ten bot → Bot → „Message Content Intent”.
doctor-discord-starts = Discord pozwoli botowi połączyć się od nowa jeszcze tyle razy: { $count }, a limit odnowi się za { $hours } godz. { $minutes } min; gdy się wyczerpie, Discord unieważni token. Coś często przerywa połączenie albo tego samego tokenu używa inny program.
doctor-discord-chat = „{ $title }”: bot może tu pisać.
doctor-discord-chat-gone = „{ $title }”: tego kanału już nie ma albo bota usunięto z serwera. Jeśli ma tam pisać, trzeba go dodać ponownie.
doctor-discord-chat-no-writing = „{ $title }”: bot nie może tu pisać. Brakuje mu praw: { $rights }. Daje je administrator serwera, w ustawieniach kanału lub roli bota.
doctor-discord-chat-lacks = „{ $title }”: botowi brakuje tu praw: { $rights }. Pisać może i bez nich, ale nie wszystko mu się uda.
doctor-discord-chat-unknown = „{ $title }”: nie udało się sprawdzić praw bota ({ $cause }).
discord-right = „{ $name }”
discord-right-view = Wyświetlanie kanałów
discord-right-send = Wysyłanie wiadomości
discord-right-embed = Zamieszczanie linków
discord-right-attach = Załączanie plików
discord-right-history = Czytanie historii czatu
discord-right-manage-threads = Zarządzanie wątkami
discord-right-public-threads = Tworzenie publicznych wątków
discord-right-private-threads = Tworzenie prywatnych wątków
discord-right-send-in-threads = Wysyłanie wiadomości w wątkach
doctor-copy = baza jest kopią, którą zrobiono { $date } o { $time }. Przy pierwszym uruchomieniu bot wstrzyma wszystko, co mogło już wyjść.
doctor-held = { $count ->
    [one] ogłoszenie nr { $numbers } czeka
   *[other] ogłoszenia nr { $numbers } czekają
} na decyzję człowieka. Szczegóły: lacznik notice show NR
doctor-perhaps-twice = wiadomości, które mogły przyjść dwa razy, odkąd jest ta baza: { $count }. Tak bywa po nagłym wyłączeniu albo gdy komunikator nie potwierdzi odbioru.
