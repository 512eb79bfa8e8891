# Polecenia

command-start = kto prowadzi tego bota i w czym pomaga
command-help = lista poleceń
command-ask = pytanie własnymi słowami, także w grupie
command-ask-aside = pytanie własnymi słowami
command-topics = tematy, a w każdym odpowiedzi i kontakty
command-contact = kontakt do pełnomocnika albo w podanej sprawie
command-count = termin policzony od podanej daty
command-language = zmiana języka
command-subscriptions = ogłoszenia na wybrane tematy
command-unsubscribe = koniec ogłoszeń i powiadomień
command-questions = pytania, na które brakuje odpowiedzi
command-notice = nowe ogłoszenie
command-notices = wysłane i czekające ogłoszenia

button-command-help = Lista poleceń
button-command-contact = Kontakt do pełnomocnika
button-command-language = Zmień język
button-command-questions = Do sprawdzenia
button-command-notice = Nowe ogłoszenie

start-title = Łącznik: pomoc dla organizacji pozarządowych
start-who = Jestem automatem. Odpowiada za mnie { $office }, { $officer }.
start-what = Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię, z kim rozmawiać. Niczego nie wymyślam: gdy czegoś nie wiem, wskazuję człowieka.
start-how = Wystarczy napisać, o co chodzi, choćby w kilku słowach i bez polskich znaków. Na przykład:
start-how-aside = Pytanie można wpisać w poleceniu { $name } albo po naciśnięciu przycisku, choćby w kilku słowach i bez polskich znaków. Na przykład:
start-example-1 = ile max na mały grant teraz
start-example-2 = kto zajmuje się dotacjami na sport
start-example-3 = zmieniliśmy prezesa, co teraz

privacy = Zapamiętuję numery rozmowy i osoby oraz język ({ $conversation ->
    [one] { $conversation } dzień
   *[other] { $conversation } dni
} od ostatniej wiadomości), ostatnie pytanie ({ $question ->
    [one] { $question } godzinę
    [few] { $question } godziny
   *[other] { $question } godzin
}) i wysłane odpowiedzi ({ $sent ->
    [one] { $sent } dzień
   *[other] { $sent } dni
}). Pytania bez odpowiedzi zapisuję bez autora. Proszę nie podawać numeru PESEL, numerów kont ani danych o zdrowiu. W sprawie danych: { $unit }, { $email }.
greeting = Dzień dobry. W czym mogę pomóc? Proszę napisać, o co chodzi, albo wybrać niżej.
greeting-aside = Dzień dobry. W czym mogę pomóc? Pytanie można wpisać w poleceniu { $name } albo po naciśnięciu przycisku.

help-title = Co można zrobić
help-free-text = Najprościej napisać pytanie własnymi słowami. Są też polecenia:
help-free-text-aside = Najprościej zapytać własnymi słowami: poleceniem { $name } albo przyciskiem pod tą wiadomością. Są też inne polecenia:
help-line = { $name } – { $what }

language-which = W jakim języku odpowiadać?
language-set = Od teraz odpowiadam po polsku.
language-name = polski

topics-which = Wszystkie tematy. Który pokazać?
topics-unknown = Takiego tematu nie mam. Oto wszystkie:
topics-empty = Listy tematów jeszcze tu nie ma. Pomoże człowiek:

command-unknown = Nie znam takiego polecenia.
command-suggest = Nie znam takiego polecenia. Czy chodzi o /{ $name }?
command-not-allowed = To polecenie jest tylko dla pełnomocnika.

notes-title = Do sprawdzenia przez pełnomocnika
notes-empty = Lista jest pusta: na wszystko znalazła się odpowiedź.
notes-unanswered = Pytania bez odpowiedzi:
notes-not_it = Odpowiedzi, o których napisano „to nie to”:
notes-outdated = Zgłoszone jako nieaktualne:
notes-review_due = Po terminie przeglądu:
notes-unreachable = Zgłoszono, że nikt nie odbiera:
notes-chat_gone = Bota usunięto z tych grup, kanałów i serwerów. Jeśli to pomyłka, ich administrator może go dodać ponownie:
notes-chat_no_rights = Tutaj bot nie może pisać. Pozwolić mu na to może administrator grupy lub kanału:
notes-downtime = Bot nie działał dłużej, niż komunikatory przechowują wiadomości. Kto wtedy pisał, powinien napisać jeszcze raz:
notes-direct_stopped = Ten komunikator przestał przyjmować wiadomości bota do pojedynczych osób. Przypomnienia i ogłoszenia dla nich są zachowane i czekają, a odpowiedzi oraz wiadomości na kanałach wychodzą jak zwykle. Administrator powinien wyjaśnić przyczynę (konto bota), a potem wznowić wysyłanie poleceniem „lacznik doctor --lift-direct” z nazwą komunikatora:
notes-notice_held = Te ogłoszenia są wstrzymane i czekają na decyzję:
notes-restored = Bazę przywrócono z kopii. Co było zapisane i wysłane między zrobieniem kopii a przywróceniem, tego baza nie wie:
notes-line = { $text } ({ $count ->
    [one] { $count } raz
   *[other] { $count } razy
})
