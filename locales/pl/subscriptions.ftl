# Subskrypcje: kto dostaje ogłoszenia, na jakie tematy i jak często

subscriptions-title = Ogłoszenia
subscriptions-title-group = Ogłoszenia w tej grupie
subscriptions-title-channel = Ogłoszenia na tym kanale
subscriptions-title-of = Ogłoszenia: „{ $title }”
subscriptions-none = Na razie żaden temat nie jest subskrybowany, więc ogłoszenia nie przychodzą.
subscriptions-some = Subskrybowane tematy:
subscriptions-line = { $topic }: { $rhythm }
subscriptions-how = Temat włącza się i wyłącza, wybierając go niżej.
subscriptions-more = Pozostałe tematy wystarczy podać po poleceniu { $name }.
subscriptions-quiet = W nocy (od 20:00 do 8:00) niczego nie wysyłam.
subscriptions-quiet-but = W nocy (od 20:00 do 8:00) niczego nie wysyłam, poza tematem „{ $topic }”.
subscriptions-ping = Ogłoszenia, przy których pełnomocnik to zaznaczy, wywołują wybraną rolę.
subscriptions-ping-nobody = Ogłoszenia nie wywołują żadnej roli. Rolę wskazuje się w poleceniu { $name }.

# Wersję tej zgody podaje TEXT_VERSION w src/domain/subscription.rs.
subscription-consent = Włączenie tematu to zgoda na ogłoszenia. Wysyła je { $office }, { $officer }. Zapisuję numer tej rozmowy, tematy oraz czas zgody i jej końca, a { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
} po wypisaniu to usuwam. Zgodę można cofnąć w każdej chwili: wystarczy napisać „wypisz mnie”.
subscription-consent-shared = Włączenie tematu to zgoda na ogłoszenia w tym miejscu. Wysyła je { $office }, { $officer }. Zapisuję numer grupy lub kanału, tematy oraz czas zgody i jej końca, a { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
} po wypisaniu to usuwam. Zgodę można cofnąć w każdej chwili w tym menu.
subscription-begun = Ogłoszenia na temat „{ $topic }” będą przychodzić { $rhythm }.

rhythms-title = Jak często
rhythms-what = „Od razu” to każde ogłoszenie osobno. „Raz dziennie” i „raz w tygodniu” to jedna wiadomość ze wszystkim, co się zebrało.
rhythm-at-once = od razu
rhythm-daily = raz dziennie
rhythm-weekly = raz w tygodniu
rhythm-urgent = zawsze od razu, także w nocy

button-topic-yes = { $topic }: tak
button-topic-no = { $topic }: nie
button-rhythms = Jak często
button-quiet-yes = Cisza nocna: tak
button-quiet-no = Cisza nocna: nie
button-end-all = Wypisz ze wszystkiego
button-undo = Cofnij
button-back = Wróć
button-at-once = Od razu
button-daily = Raz dziennie
button-weekly = Raz w tygodniu
button-all-at-once = Wszystko od razu
button-all-daily = Wszystko raz dziennie
button-all-weekly = Wszystko raz w tygodniu
button-ping-nobody = Nie wywołuj roli
button-notify = Powiadamiaj o tym temacie
button-for-me = Dla mnie
button-for-channel = Dla tego kanału
button-end-channel = Wypisz ten kanał
button-channel-notices = Ogłoszenia na tym kanale

unsubscribe-done = { $count ->
    [one] Gotowe. Zakończona subskrypcja: { $topics }.
   *[other] Gotowe. Zakończone subskrypcje: { $topics }.
}
unsubscribe-way = Ogłoszenie, które jest już w drodze, może jeszcze dojść. Następnych nie wyślę.
unsubscribe-way-topic = Ogłoszenie, które jest już w drodze, może jeszcze dojść.
unsubscribe-left = Nadal subskrybowane: { $topics }.
unsubscribe-back = Wrócić można w każdej chwili poleceniem { $name }.
unsubscribe-nothing = Gotowe: nic nie jest tu subskrybowane, więc żadnych ogłoszeń nie wyślę.
unsubscribe-not-topic = Wśród subskrypcji nie było: { $topics }.
unsubscribe-elsewhere = Jeśli newsletter przychodzi e-mailem, wypisze z niego { $officer }, { $email }.
unsubscribe-aside = Na serwerze nikt nie ma własnych subskrypcji: do jednej osoby wysyłam ogłoszenia tylko w rozmowie prywatnej. Kto je tam dostaje i chce z tym skończyć, powinien tam napisać „wypisz mnie”.
unsubscribe-aside-channel = Ten kanał subskrybuje: { $topics }.

undo-done = Cofnięte: subskrypcje są takie jak przedtem.
undo-late = Tego nie da się już cofnąć, bo później coś się zmieniło. Teraz jest tak:

topics-near = Takiego tematu nie mam. Może chodzi o to:

subscriptions-for-whom = Dla kogo mają być ogłoszenia?
subscriptions-for-me = „Dla mnie”: przyjdą do rozmowy prywatnej z botem. Trzeba ją otworzyć i napisać tam „subskrypcje”.
subscriptions-for-channel = „Dla tego kanału”: zobaczą je wszyscy, którzy go czytają. Ustawić to może ktoś, kto ma prawo „Zarządzanie kanałami”.
subscriptions-only-admin = Ogłoszenia w tej grupie może ustawić tylko jej administrator; własne subskrypcje ustawia się w rozmowie prywatnej.
subscriptions-only-admin-of = Ogłoszenia w miejscu „{ $title }” może ustawić tylko jego administrator.
subscriptions-only-manager = Ogłoszenia na tym kanale może ustawić tylko ktoś, kto ma prawo „Zarządzanie kanałami”.
subscriptions-by-command = Ogłoszenia na tym serwerze ustawia się poleceniem { $name }; odpowiedź zobaczy tylko ten, kto je wpisze.
subscriptions-not-there = Nie ma mnie w tej grupie ani na tym kanale. Żeby ustawić tam ogłoszenia, trzeba mnie najpierw dodać.

only-in-conversation = To załatwia się w rozmowie z botem, w komunikatorze albo po „lacznik chat”. Tutaj niczego nie zmieniam.
