# Ogłoszenia w wierszu poleceń

cli-about-notice = Ogłoszenia: wysyłanie, lista, wstrzymanie, poprawka, wycofanie, raport.
cli-about-notice-send = Wysyła ogłoszenie. Bez --seal i --yes tylko pokazuje, jak będzie wyglądać i do kogo pójdzie.
cli-about-notice-schedule = Wysyła ogłoszenie o wybranej porze. Bez --seal i --yes tylko je pokazuje.
cli-about-notice-list = Lista ogłoszeń, od najnowszego.
cli-about-notice-show = Jedno ogłoszenie: treść, stan i historia.
cli-about-notice-pause = Wstrzymuje wysyłkę ogłoszenia.
cli-about-notice-resume = Wznawia wstrzymaną wysyłkę.
cli-about-notice-cancel = Przerywa wysyłkę na dobre, a ogłoszenie, które jeszcze nie wyszło, wyrzuca.
cli-about-notice-correct = Zmienia treść wysłanego ogłoszenia u wszystkich. Bez --seal i --yes tylko pokazuje zmianę.
cli-about-notice-withdraw = Wycofuje wysłane ogłoszenie. Bez --yes tylko mówi, co to da.
cli-about-notice-report = Raport z wysyłki: do ilu dotarło, do kogo nie i dlaczego.

cli-arg-text = plik z treścią; „-” oznacza standardowe wejście
cli-arg-topic = temat (jego identyfikator); można podać kilka razy
cli-arg-link = link: adres, który zaczyna się od https
cli-arg-file = obrazek albo dokument, który idzie z ogłoszeniem
cli-arg-kind = tylko ten rodzaj odbiorców: telegram/private, telegram/group, telegram/channel, discord/private, discord/channel; można podać kilka razy
cli-arg-ping = wywołuje rolę na kanałach Discorda, które ją wybrały
cli-arg-start = kiedy wysłać (czas polski), na przykład 2026-12-24T10:00
cli-arg-seal = pieczęć z podglądu: zatwierdza dokładnie to, co pokazano
cli-arg-yes = od razu, bez podglądu
cli-arg-csv = zapisuje listę braków w tym pliku CSV

cli-notice-none = Nie ma jeszcze żadnego ogłoszenia.
cli-notice-unreadable = Nie można odczytać { $path }. Szczegóły: { $detail }
cli-notice-service = Zapisane. Wysyła działająca usługa.
cli-notice-no-service = Zapisane, ale usługa na tej bazie teraz nie działa, więc nic nie wychodzi. Uruchamia ją „lacznik run”.
cli-notice-repeat = Niczego jeszcze nie zrobiono. Aby to zrobić, proszę powtórzyć polecenie:
    { $command }
cli-notice-paused = Ogłoszenie nr { $number } jest wstrzymane.
cli-notice-was-paused = Ogłoszenie nr { $number } było już wstrzymane.
cli-notice-resumed = Ogłoszenie nr { $number } jest wznowione.
cli-notice-was-going = Ogłoszenie nr { $number } nie jest wstrzymane.
cli-notice-cancelled = Wysyłka ogłoszenia nr { $number } jest przerwana. Kto już dostał, ten ma; reszta nie dostanie.
cli-notice-nothing = Z ogłoszenia nr { $number } nic już nie jest w drodze.
cli-notice-discarded = Ogłoszenie nr { $number } jest wyrzucone i nie wyjdzie.
cli-notice-corrected = Ogłoszenie nr { $number } jest poprawione. Nowa treść pojawi się u odbiorców w miejscu dotychczasowej.
cli-notice-withdrawn = Ogłoszenie nr { $number } jest wycofane. U odbiorców znika po kolei.
cli-notice-was-withdrawn = Ogłoszenie nr { $number } było już wycofane.
cli-notice-empty = Nowa treść ogłoszenia nr { $number } jest pusta. Nic się nie zmieniło.
cli-notice-same = Ogłoszenie nr { $number } ma już tę treść. Nic się nie zmieniło.
cli-notice-too-long = Nowa treść ogłoszenia nr { $number } wymaga większej liczby wiadomości niż dotychczasowa, a do wysłanych nie można nic dołożyć. Proszę ją skrócić. Nic się nie zmieniło.
cli-notice-void = Ta pieczęć nie pasuje: treść ogłoszenia nr { $number } jest inna niż na podglądzie. Nic się nie zmieniło; proszę powtórzyć polecenie bez --seal.
cli-notice-csv = { $count ->
    [one] Zapisano { $count } wiersz w pliku { $path }.
    [few] Zapisano { $count } wiersze w pliku { $path }.
   *[other] Zapisano { $count } wierszy w pliku { $path }.
}
cli-notice-missed = Kto nie dostał (numer wiadomości, odbiorca, powód):
cli-notice-missed-line = { $row }  { $who }: { $why }
cli-notice-topics = Tematy: { $topics }
cli-notice-stopped = Ogłoszenie nie może wyjść w tej postaci. Niczego nie zapisano.
cli-notice-changed = Ta pieczęć nie pasuje: treść, odbiorcy albo pora są inne niż na podglądzie. Niczego nie zapisano; proszę powtórzyć polecenie bez --seal.
cli-notice-old = Podgląd jest sprzed ponad kwadransa, więc jego pieczęć już nie działa. Niczego nie zapisano; proszę powtórzyć polecenie bez --seal.
cli-notice-large = Plik { $path } jest za duży: może mieć najwyżej { $megabytes } MB.
cli-notice-scheduled = Ogłoszenie nr { $number } jest zatwierdzone i zacznie wychodzić { $day } o { $time }. Do tej chwili można je wyrzucić: lacznik notice cancel { $number }
cli-notice-alone = Drugiej osoby nie ma, więc zatwierdzenie w pojedynkę zapisano jako wyjątek.
cli-notice-waiting = Ogłoszenie nr { $number } czeka, aż zatwierdzi je druga osoba w rozmowie z botem.
