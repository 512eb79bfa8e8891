# Z kim rozmawiać

contact-also = Jeśli chodzi o { $about }, to { $unit }.
contact-untranslated = Opis pochodzi od urzędu i jest po polsku.
contact-phone = tel. { $phone }
contact-external = To osobna instytucja, a nie część urzędu miasta. Trzeba się zwrócić bezpośrednio tam.
contact-prepare = Przydadzą się:
contact-urgent = Sprawa jest pilna: termin już biegnie, więc najlepiej od razu zadzwonić.
contact-reply = Na pytania odpowiada w ciągu { $days }, czyli na wysłane dziś najpóźniej { $date }.
contact-unreachable = Przykro mi, że nikt nie odpowiada. Przekazuję to pełnomocnikowi, bez informacji, kto napisał.
contact-substitute = Gdy nie można się dodzwonić, pomoże: { $who }.
contact-unreachable-officer = Może też pomóc { $officer }, tel. { $phone }.
contact-handles = Zajmuje się tym { $unit }:
contact-outside = W tej sprawie nie pomogę, bo zajmuję się tylko sprawami organizacji pozarządowych.

unit-level = { $level ->
    [gmina] Urząd miasta.
    [jednostka] Jednostka miasta.
    [powiat] Instytucja powiatowa.
    [wojewodztwo] Instytucja wojewódzka.
   *[kraj] Instytucja krajowa.
}
unit-matters = Sprawy: { $matters }.
unit-hours = Godziny: { $hours }.
unit-verified = Dane sprawdzone { $date }

ask-back-hint = Można wybrać przycisk albo odpisać słowami.
ask-back-hint-aside = Odpowiedź wystarczy wybrać przyciskiem.

human = Oto człowiek, który pomoże albo wskaże właściwą osobę.
button-show-unit = Pokaż: { $unit }
button-answer = Odpowiedź: { $title }
button-details = Dane kontaktowe
