# Kiedy coś się nie uda: co się stało, co zostało zachowane, co zrobić

fault-internal = Coś poszło nie tak po naszej stronie i nie umiem odpowiedzieć na tę wiadomość. Wszystko, co było wcześniej, jest zachowane. Proszę zapytać inaczej albo zadzwonić: { $unit }, tel. { $phone }.
fault-not-stored = Nie mogę teraz zapisać tej wiadomości, więc jej nie przyjąłem. { $cause } Proszę wysłać ją jeszcze raz za chwilę.

store-newer = Baza danych pochodzi z nowszej wersji programu (ma zmianę nr { $found }, a ten program zna zmiany do nr { $known }). Proszę uruchomić nowszy program. Bazy nie zmieniono.
store-locked = Baza danych jest zajęta przez inny program.
store-full = Na dysku z bazą danych brakuje miejsca.
store-disk = Odczyt albo zapis bazy danych się nie udał: błąd dysku albo brak pamięci. Proszę sprawdzić dysk i uruchomić „lacznik doctor”.
store-read-only = Baza danych jest tylko do odczytu. Proszę sprawdzić uprawnienia do pliku i folderu.
store-cannot-open = Nie można otworzyć ani utworzyć pliku bazy danych. Proszę sprawdzić ścieżkę i uprawnienia do folderu.
store-damaged = Plik nie jest bazą danych tego programu albo jest uszkodzony. Proszę wskazać inny plik lub przywrócić kopię.
store-foreign = Ten plik jest bazą innego programu. Proszę wskazać inny plik: --database PLIK. Niczego w nim nie zmieniono.
store-fault = Błąd bazy danych.
fault-not-delivered = Odpowiedź jest zapisana, ale nie mogę jej teraz pokazać. { $cause } Pojawi się przy następnej wiadomości.
fault-not-due = Tego, na co przyszła pora, nie udało się zrobić: { $cause } Spróbuję jeszcze raz za chwilę.
