# W grupach, gdzie odpowiedzi widzą wszyscy

group-what = Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię, z kim rozmawiać. Tutaj krótko, a w rozmowie prywatnej w całości.
group-how = Żeby o coś zapytać, wystarczy:
group-ask-reply = odpowiedzieć na dowolną moją wiadomość.
group-ask-command = wybrać z menu polecenie { $name }, a poproszę o pytanie,
group-reads = Czytam tylko to, co jest do mnie skierowane. Na inne wiadomości nie reaguję i ich nie zapisuję.
group-notices = Czy i jakie ogłoszenia ma dostawać ta grupa, można ustalić tutaj: { $contact }.
server-what = Odpowiadam na pytania o prawo, dotacje i terminy sprawdzonymi tekstami i mówię, z kim rozmawiać.
server-how = Żeby o coś zapytać na tym serwerze, wystarczy:
server-ask-command = wpisać polecenie { $name }; całą odpowiedź zobaczy tylko pytający,
server-ask-mention = oznaczyć mnie (@) albo odpowiedzieć na moją wiadomość; odpowiem krótko i zobaczą to wszyscy.
server-notices = Czy i jakie ogłoszenia mają się pojawiać na tym serwerze, można ustalić tutaj: { $contact }.
group-personal = Na to odpowiadam tylko prywatnie, bo tutaj moje wiadomości widzą wszyscy.
server-personal = Wystarczy wpisać polecenie { $name }: odpowiedź zobaczy tylko pytający.
group-unknown = Tego nie mam w sprawdzonych odpowiedziach, więc nie zgaduję; pytanie przekazuję pełnomocnikowi bez informacji, kto je zadał.
channel-known = Kanał „{ $title }” jest zapisany. Bez decyzji pełnomocnika niczego na nim nie opublikuję.

button-private = Dopytaj prywatnie
button-private-whole = Cała odpowiedź prywatnie
button-private-write = Napisz prywatnie
button-server-ask = Zapytaj prywatnie
