# Dates and times

month-of = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

on-weekday = { $weekday ->
    [1] on Monday
    [2] on Tuesday
    [3] on Wednesday
    [4] on Thursday
    [5] on Friday
    [6] on Saturday
   *[7] on Sunday
}

weekday-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}

# e.g. “15 November 2026”
date-full = { $day } { $month } { $year }
# e.g. “on Wednesday, 25 November”
date-on = { $weekday }, { $day } { $month }

working-days = { $count } { $count ->
    [one] working day
   *[other] working days
}

# Times

hours-open-until = Open today until { $time }.
hours-always = Open 24 hours a day.
hours-later-today = Closed, opens today at { $time }.
hours-closed = Closed; opens { $day } at { $time }.
hours-closed-long = Closed until further notice; it is best to phone.
hours-holiday = Today is a public holiday: { $name }.
hours-closure = Closed today: { $reason }.
hours-midnight = midnight
