# Ogłoszenia po zatwierdzeniu: postęp, raport, lista braków, poprawka, wycofanie

# np. „412 z 415 odbiorców”: po „do” i „u”
mailing-of = { $sent } z { $total } { $total ->
    [one] odbiorcy
   *[other] odbiorców
}
mailing-all = { $total ->
    [one] jedynego odbiorcy
    [2] obu odbiorców
   *[other] wszystkich { $total } odbiorców
}

notice-going = Ogłoszenie nr { $number } wychodzi: dotarło do { $whom }.
notice-paused = Ogłoszenie nr { $number } jest wstrzymane: dotarło do { $whom }.
notice-cancelled = Ogłoszenie nr { $number } przerwane: dotarło do { $whom }.
notice-sent = Ogłoszenie nr { $number } wysłane do { $whom }.
notice-sent-to-none = Ogłoszenie nr { $number } nie dotarło do nikogo.
notice-for-none = Ogłoszenie nr { $number } nie miało odbiorców: nikt nie subskrybuje tych tematów.
notice-for-digest = Ogłoszenie nr { $number } nie miało odbiorców, którzy chcą je od razu.
notice-earlier = Wcześniej dotarło do { $whom }.

correction-going = Poprawka ogłoszenia nr { $number }: treść zmieniona u { $whom }.
correction-paused = Poprawka ogłoszenia nr { $number } jest wstrzymana: treść zmieniona u { $whom }.
correction-cancelled = Poprawka ogłoszenia nr { $number } przerwana: treść zmieniona u { $whom }.
correction-done = Ogłoszenie nr { $number } poprawione u { $whom }.
correction-for-none = Ogłoszenie nr { $number } poprawione, zanim do kogokolwiek dotarło.
correction-for-nobody = Poprawka ogłoszenia nr { $number } nie udała się u nikogo.

withdrawal-going = Wycofywanie ogłoszenia nr { $number }: zrobione u { $whom }.
withdrawal-paused = Wycofywanie ogłoszenia nr { $number } jest wstrzymane: zrobione u { $whom }.
withdrawal-cancelled = Wycofywanie ogłoszenia nr { $number } przerwane: zrobione u { $whom }.
withdrawal-done = Ogłoszenie nr { $number } wycofane u { $whom }.
withdrawal-for-none = Ogłoszenie nr { $number } wycofane, zanim do kogokolwiek dotarło.
withdrawal-for-nobody = Wycofanie ogłoszenia nr { $number } nie udało się u nikogo.

mailing-expanding = Lista odbiorców jeszcze się układa, więc liczby rosną.
mailing-waiting = { $count ->
    [one] Czeka jeszcze jeden odbiorca.
   *[other] Czeka jeszcze { $count } odbiorców.
}
mailing-in-flight = { $count ->
    [one] Jedna wiadomość była już w drodze i może jeszcze dotrzeć.
    [few] { $count } wiadomości były już w drodze i mogą jeszcze dotrzeć.
   *[other] { $count } wiadomości było już w drodze i może jeszcze dotrzeć.
}
mailing-restored = Baza została przywrócona z kopii, dlatego wysyłka stoi. { $count ->
    [one] Jeden odbiorca nie ma w niej potwierdzenia, ale mógł już dostać tę wiadomość. Po wznowieniu może ona przyjść do niego drugi raz.
   *[other] { $count } odbiorców nie ma w niej potwierdzenia, ale część z nich mogła już dostać tę wiadomość. Po wznowieniu może ona przyjść do nich drugi raz.
}
mailing-twice = { $count ->
    [one] Do jednego odbiorcy wiadomość mogła przyjść dwa razy.
   *[other] Do { $count } odbiorców wiadomość mogła przyjść dwa razy.
}
mailing-in-digest = { $people ->
    [yes] { $count ->
        [one] Jedna osoba dostanie je w skrócie.
        [few] { $count } osoby dostaną je w skrócie.
       *[other] { $count } osób dostanie je w skrócie.
    }
   *[no] { $count ->
        [one] Jeden odbiorca dostanie je w skrócie.
       *[other] { $count } odbiorców dostanie je w skrócie.
    }
}

notice-missed-so-far = Dotąd nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}.
notice-missed = Nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
notice-missed-forgotten = Nie dotarło do { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.
correction-missed = Stara treść została u { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
correction-missed-forgotten = Stara treść została u { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.
withdrawal-missed = Nie udało się u { $count ->
    [one] jednego odbiorcy
   *[other] { $count }
}: { $reasons }.
withdrawal-missed-forgotten = Nie udało się u { $count ->
    [one] jednego odbiorcy
   *[other] { $count } odbiorców
}. Szczegóły nie są już przechowywane.

# Kto, w mianowniku: „dwie osoby”
missed-who = { $kind ->
    [group] { $count ->
        [one] jedna grupa
        [2] dwie grupy
        [3] trzy grupy
        [4] cztery grupy
        [few] { $count } grupy
       *[other] { $count } grup
    }
    [channel] { $count ->
        [one] jeden kanał
        [2] dwa kanały
        [3] trzy kanały
        [4] cztery kanały
        [few] { $count } kanały
       *[other] { $count } kanałów
    }
   *[person] { $count ->
        [one] jedna osoba
        [2] dwie osoby
        [3] trzy osoby
        [4] cztery osoby
        [few] { $count } osoby
       *[other] { $count } osób
    }
}
# Kogo, w dopełniaczu: „dwóch osób”
missed-whom = { $kind ->
    [group] { $count ->
        [one] jednej grupy
        [2] dwóch grup
        [3] trzech grup
        [4] czterech grup
       *[other] { $count } grup
    }
    [channel] { $count ->
        [one] jednego kanału
        [2] dwóch kanałów
        [3] trzech kanałów
        [4] czterech kanałów
       *[other] { $count } kanałów
    }
   *[person] { $count ->
        [one] jednej osoby
        [2] dwóch osób
        [3] trzech osób
        [4] czterech osób
       *[other] { $count } osób
    }
}
# np. „dwóch osób i jednej grupy”
missed-and = { $first } i { $last }
# Powody: $again = yes, gdy bota wymieniono już w tym zdaniu
missed-blocked = { $again ->
    [yes] { $who } go { $count ->
        [one] { $kind ->
            [channel] zablokował
           *[other] zablokowała
        }
        [few] zablokowały
       *[other] zablokowało
    }
   *[no] { $who } { $count ->
        [one] { $kind ->
            [channel] zablokował
           *[other] zablokowała
        }
        [few] zablokowały
       *[other] zablokowało
    } bota
}
missed-closed = { $who } nie { $count ->
    [one] przyjmuje
    [few] przyjmują
   *[other] przyjmuje
} prywatnych wiadomości od { $again ->
    [yes] niego
   *[no] bota
}
missed-gone = { $kind ->
    [group] { $who } { $count ->
        [one] usunęła
        [few] usunęły
       *[other] usunęło
    } { $again ->
        [yes] go
       *[no] bota
    } z członków
    [channel] { $again ->
        [yes] { $who } go { $count ->
            [one] usunął
            [few] usunęły
           *[other] usunęło
        }
       *[no] { $who } { $count ->
            [one] usunął
            [few] usunęły
           *[other] usunęło
        } bota
    }
   *[person] { $who } { $count ->
        [one] jest już nieosiągalna
        [few] są już nieosiągalne
       *[other] jest już nieosiągalnych
    }
}
missed-no-rights = { $who } nie { $count ->
    [one] pozwala
    [few] pozwalają
   *[other] pozwala
} { $again ->
    [yes] mu
   *[no] botowi
} pisać
missed-rejected = dla { $whom } komunikator odrzucił treść
missed-uncertain = u { $whom } nie wiadomo, czy dotarło, bo komunikator nie potwierdził
missed-gave-up = do { $whom } nie udało się wysłać mimo wielu prób
missed-stopped = dla { $whom } komunikator wstrzymał prywatne wiadomości { $again ->
    [yes] od niego
   *[no] od bota
}
missed-unsubscribed = { $who } { $count ->
    [one] { $kind ->
        [channel] wypisał
       *[other] wypisała
    }
    [few] wypisały
   *[other] wypisało
} się w trakcie wysyłki
missed-cancelled = do { $whom } nie zdążono wysłać, bo wysyłkę przerwano
missed-superseded = u { $whom } zastąpiła ją nowsza zmiana
missed-no-message = u { $whom } tej wiadomości już nie ma
missed-restored = u { $whom } nie wiadomo, czy dotarło, bo przywrócono kopię bazy
missed-other = do { $whom } nie udało się wysłać

# Co zrobić, w raporcie
missed-do-nothing = Nic nie trzeba robić.
missed-do-nothing-held = Nic nie trzeba robić; { $count ->
    [one] ta subskrypcja jest wstrzymana
   *[other] te subskrypcje są wstrzymane
} do chwili, gdy ktoś znów napisze.
missed-do-nothing-else = W pozostałych przypadkach nic nie trzeba robić.
missed-do-rights = Pozwolić botowi pisać może administrator grupy lub kanału.
missed-do-admin = Administrator zobaczy szczegóły („lacznik doctor”) i może wysłać jeszcze raz.
missed-do-stopped = Administrator powinien wyjaśnić przyczynę i wznowić wysyłanie („lacznik doctor --lift-direct”).
missed-do-doubt = Jeśli nie dotarło, administrator może wysłać jeszcze raz („lacznik doctor --resend”).

button-notice-pause = Wstrzymaj
button-notice-resume = Wznów
button-notice-resume-anyway = Wznów mimo to
button-notice-cancel = Przerwij
button-notice-missed = Lista
button-notice-correct = Popraw treść
button-notice-withdraw = Wycofaj
button-notice-history = Historia
button-notice-refresh = Odśwież
button-notice-all = Wszystkie ogłoszenia
