# Odnośniki do rozmowy prywatnej i jednorazowe kody

topic-what = Oto odpowiedzi i kontakty w tym temacie. Można też zapytać własnymi słowami.
topic-desks = Oto, z kim rozmawiać w tym temacie. Można też zapytać własnymi słowami.
topic-empty = W tym temacie nie mam jeszcze odpowiedzi. Pomoże pełnomocnik: { $name }.
link-competition = Tego konkursu nie mam w swoich danych: mógł się już zakończyć albo jeszcze go tu nie ma. O warunki i terminy najlepiej zapytać tutaj:
link-dead = Ten odnośnik jest niepełny albo prowadzi do czegoś, czego już tu nie ma. Proszę napisać, o co chodzi, albo wybrać niżej.
link-dead-aside = Ten odnośnik jest niepełny albo prowadzi do czegoś, czego już tu nie ma. Można zapytać poleceniem { $name } albo wybrać przycisk niżej.

invite-welcome = Dzień dobry. To konto ma teraz uprawnienia pełnomocnika.
invite-next = { $first } pokazuje pytania, na które brakuje odpowiedzi, i inne rzeczy do sprawdzenia. { $notice } zaczyna nowe ogłoszenie. { $help } pokazuje wszystkie polecenia.
invite-welcome-editor = Dzień dobry. To konto może teraz pisać ogłoszenia.
invite-next-editor = { $first } zaczyna nowe ogłoszenie. Zatwierdza je i wysyła pełnomocnik. { $help } pokazuje wszystkie polecenia.
invite-refused = Ten kod nie działa: jest błędny, został już użyty albo minął jego czas. Nowy utworzy administrator poleceniem „lacznik officer invite”.
invite-spoilt = Ten kod zobaczyli inni, dlatego już nie działa. Trzeba utworzyć nowy („lacznik officer invite”) i wysłać go w rozmowie prywatnej ze mną.
