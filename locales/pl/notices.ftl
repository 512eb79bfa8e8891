# Ogłoszenia: co czytają odbiorcy

bulletin-origin = Ogłoszenie nr { $number }, { $unit }.
bulletin-corrected = Poprawione { $day } o { $time }.
bulletin-withdrawn = Ogłoszenie nr { $number } zostało wycofane.
bulletin-end-group = Wyłączyć ogłoszenia w tej grupie może jej administrator poleceniem { $name }.
bulletin-end-channel = Wyłączyć ogłoszenia na tym kanale może jego administrator: polecenie { $name } w rozmowie z botem.
bulletin-end-server = Wyłączyć ogłoszenia na tym kanale może administrator serwera poleceniem { $name }.
button-bulletin-end = Wypisz mnie
button-bulletin-topics = Zmień tematy
