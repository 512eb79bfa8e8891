# Co przychodzi o stałej porze

digest-title = { $count ->
    [one] { $count } nowe ogłoszenie
    [few] { $count } nowe ogłoszenia
   *[other] { $count } nowych ogłoszeń
}
digest-number = nr { $number }
digest-more = Więcej
digest-topics = { $count ->
    [one] Subskrybowany temat: { $topics }.
   *[other] Subskrybowane tematy: { $topics }.
}
digest-change = Tematy i to, jak często przychodzą ogłoszenia, zmienia polecenie { $name }. Żeby się wypisać, wystarczy napisać „wypisz mnie”.
digest-change-group = Zmienić to może osoba, która prowadzi tę grupę: polecenie { $name }.
digest-change-channel = Zmienić to może osoba, która prowadzi ten kanał.
button-digest-change = Zmień subskrypcje

# Raz w miesiącu, do osób, które nic nie dostały
alive-title = Subskrypcja nadal działa: { $topics }
alive-nothing = Od miesiąca nie było tu nic nowego. Gdy coś się pojawi, przyjdzie ogłoszenie.

# Ogłoszenie, które nie wyszło

held-told-overdue = Miało wyjść { $at }, ale program wtedy nie działał. Żeby nie przyszło spóźnione, czeka na ponowne potwierdzenie.
held-told-restored = Bazę przywrócono z kopii, którą zrobiono { $at }. Nie wiadomo, do kogo ogłoszenie dotarło po tej chwili, więc bez decyzji człowieka nie wyjdzie drugi raz.
button-held-show = Pokaż ogłoszenie
button-held-list = Ogłoszenia

restored-title = Bazę przywrócono z kopii, którą zrobiono { $at }
restored-why = Co działo się po tej chwili, tego baza nie wie. Żeby nic nie wyszło drugi raz, część wiadomości jest wstrzymana.
restored-notices = { $count ->
    [one] Czeka na decyzję ogłoszenie nr { $numbers }.
   *[other] Czekają na decyzję ogłoszenia nr { $numbers }.
}
restored-digests = { $count ->
    [one] { $count } odbiorca nie dostanie skrótu ogłoszeń, bo mógł go już dostać.
    [few] { $count } odbiorców nie dostanie skrótu ogłoszeń, bo mogło go już dostać.
   *[other] { $count } odbiorców nie dostanie skrótu ogłoszeń, bo mogło go już dostać.
}
restored-messages = { $count ->
    [one] { $count } inna wiadomość jest odłożona.
    [few] { $count } inne wiadomości są odłożone.
   *[other] { $count } innych wiadomości jest odłożonych.
} Pokazuje je polecenie „lacznik doctor”.
restored-subscriptions = Kto w tym czasie się wypisał, jest na liście odbiorców znowu, a kogo zapisano, tego na niej brakuje.
