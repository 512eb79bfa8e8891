# Daty i godziny

month-of = { $month ->
    [1] stycznia
    [2] lutego
    [3] marca
    [4] kwietnia
    [5] maja
    [6] czerwca
    [7] lipca
    [8] sierpnia
    [9] września
    [10] października
    [11] listopada
   *[12] grudnia
}

on-weekday = { $weekday ->
    [1] w poniedziałek
    [2] we wtorek
    [3] w środę
    [4] w czwartek
    [5] w piątek
    [6] w sobotę
   *[7] w niedzielę
}

weekday-short = { $weekday ->
    [1] pon.
    [2] wt.
    [3] śr.
    [4] czw.
    [5] pt.
    [6] sob.
   *[7] niedz.
}

# np. „15 listopada 2026 r.”
date-full = { $day } { $month } { $year } r.
# np. „w środę 25 listopada”
date-on = { $weekday } { $day } { $month }

working-days = { $count } { $count ->
    [one] dnia roboczego
    [few] dni roboczych
    [many] dni roboczych
   *[other] dni roboczych
}

# Godziny

hours-open-until = Dziś otwarte do { $time }.
hours-always = Czynne całą dobę.
hours-later-today = Zamknięte, otwarcie dziś o { $time }.
hours-closed = Zamknięte, otwarcie { $day } o { $time }.
hours-closed-long = Zamknięte do odwołania; najlepiej zadzwonić.
hours-holiday = Dziś { $name }.
hours-closure = Dziś nieczynne: { $reason }.
hours-midnight = północy
