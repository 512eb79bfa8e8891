# W grupach, gdzie odpowiedzi widzą wszyscy

group-what = Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię, z kim rozmawiać. Tutaj krótko, a w rozmowie prywatnej w całości.
group-how = Żeby o coś zapytać, wystarczy:
group-ask-reply = odpowiedzieć na dowolną moją wiadomość.
group-ask-command = wybrać z menu polecenie { $name }, a poproszę o pytanie,
group-reads = Czytam tylko to, co jest do mnie skierowane. Na inne wiadomości nie reaguję i ich nie zapisuję.
group-notices = Ogłoszenia dla tej grupy włącza jej administrator poleceniem { $name }.
server-what = Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię, z kim rozmawiać.
server-how = Żeby o coś zapytać na tym serwerze, wystarczy:
server-ask-command = wpisać polecenie { $name }; całą odpowiedź zobaczy tylko pytający,
server-ask-mention = oznaczyć mnie (@) albo odpowiedzieć na moją wiadomość; odpowiem krótko i zobaczą to wszyscy.
server-notices = Ogłoszenia na kanale włącza poleceniem { $name } ktoś, kto ma prawo „Zarządzanie kanałami”.
group-personal = Na to odpowiadam tylko prywatnie, bo tutaj moje wiadomości widzą wszyscy.
server-personal = Wystarczy wpisać polecenie { $name }: odpowiedź zobaczy tylko pytający.
group-unknown = Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję; pytanie przekazuję pełnomocnikowi bez informacji, kto je zadał.
channel-known = Kanał „{ $title }” jest zapisany. Pojawią się na nim tylko ogłoszenia na tematy, które wybierze jego administrator; na razie nie ma żadnego.

button-private = Dopytaj prywatnie
button-private-whole = Cała odpowiedź prywatnie
button-private-write = Napisz prywatnie
button-server-ask = Zapytaj prywatnie
