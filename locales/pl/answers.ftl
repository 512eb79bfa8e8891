# Odpowiedzi na pytania

answer-basis = Podstawa: { $basis }.
answer-as-of = Stan na { $date }
answer-law-as-of = Stan prawny na { $law }, sprawdzone { $checked }
answer-unconfirmed = Do sprawdzenia: tego nikt jeszcze nie potwierdził w źródle. Przed ważną decyzją proszę dopytać.
answer-review-due = Uwaga: tę odpowiedź mieliśmy sprawdzić ponownie do { $date }. Mogła się zdezaktualizować, więc proszę ją potwierdzić.
answer-disclaimer = Informacja ogólna z automatu: nie jest poradą prawną ani złożeniem pisma.
answer-example = Dane przykładowe: { $city } to miasto zmyślone.
answer-untranslated = Tej odpowiedzi nie mamy w wybranym języku, dlatego podaję ją po polsku.
answer-source = Źródło
answer-not-valid = Ta sprawa wymaga świeżej odpowiedzi, a moja straciła ważność, więc jej nie podaję.
answer-human-only = O tym rozstrzyga człowiek, nie automat.

button-not-it = To nie to
button-who = Kto się tym zajmuje
button-human = Porozmawiaj z człowiekiem
button-outdated = Nieaktualne?
button-none-of-these = Żadne z tych

clarify-which = Nie jestem pewien, o co chodzi. Które z tych pytań jest najbliższe?
clarify-event = Przepisy się tu zmieniły, więc odpowiedź zależy od daty. O co chodzi?
contact-title = Kontakt: { $matter }

unknown = Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję.
unknown-kept = Pytanie zapisuję pełnomocnikowi do uzupełnienia, bez informacji, kto je zadał. Można też zapytać innymi słowami.
unknown-short = Nie rozumiem tej wiadomości. Proszę napisać jednym zdaniem, czego dotyczy sprawa.
outside = To pytanie wykracza poza sprawy organizacji pozarządowych, a tylko nimi się tu zajmuję.
not-it-next = W takim razie może to:
not-it-nothing = Więcej pasujących odpowiedzi nie mam. Pomoże człowiek:
outdated-thanks = Dziękuję. Przekazuję pełnomocnikowi, że odpowiedź „{ $title }” może być nieaktualna.
old-button = Ten przycisk należy do wcześniejszej rozmowy. Proszę napisać pytanie jeszcze raz, a odpowiem od nowa.

input-empty = Wiadomość jest pusta. Proszę napisać, w czym pomóc, na przykład: „kto zajmuje się dotacjami na sport?”.
input-unreadable = Nie potrafię odczytać tej wiadomości. Proszę wysłać zwykły tekst.
input-cut = { $limit ->
    [one] Wiadomość jest bardzo długa. Biorę pod uwagę pierwszy { $limit } znak.
    [few] Wiadomość jest bardzo długa. Biorę pod uwagę pierwsze { $limit } znaki.
   *[other] Wiadomość jest bardzo długa. Biorę pod uwagę pierwsze { $limit } znaków.
}
