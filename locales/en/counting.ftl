# Counting of time limits

# Headings; the day is e.g. “Friday, 28 May 2027”
count-title = { $name }: by { $day }
count-title-plain = Last day: { $day }
count-until = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}, { $date }
count-day = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}, { $date }
count-day-short = { $day } { $month }
count-who = Applies to: { $who }.

# How it was counted; the event is named in Polish
count-from-event = Counted from the day of the event (in Polish: “{ $event }”), { $date }. That day itself is not counted.
count-back-event = Counted back from the day of the event (in Polish: “{ $event }”), { $date }. That day itself is not counted.
count-from = Counted from { $date }; that day itself is not counted.
count-back = Counted back from { $date }; that day itself is not counted.
count-year = No year was given, so I take { $year }. If you mean another one, please give the date with its year.
count-later = { $length } later is { $day }.
count-earlier = { $length } earlier is { $day }.
count-length-days = { $count } { $count ->
    [one] day
   *[other] days
}
count-length-working = { $count } { $count ->
    [one] working day
   *[other] working days
}
count-length-months = { $count } { $count ->
    [one] month
   *[other] months
}
count-left-out = Not counted on the way: { $days }.
count-weekends = Saturdays and Sundays
count-day-named = { $day } ({ $name })
count-others = other days off
count-off = { $day } is { $name }
count-saturday = a Saturday
count-sunday = a Sunday
count-moved-on = { $days }, so the next working day counts: { $day }.
count-moved-back = { $days }, so it has to be done on the working day before: { $day }.
count-caution = Better not to wait for that extra time: the counting itself ends on { $date }.
count-hard = { $days }, and this date does not move, so better do it before that day.
count-yearly = A fixed date, { $day } of each year.

# What is left
count-left = { $count ->
    [one] { $count } day is left.
   *[other] { $count } days are left.
}
count-today = That is today.
count-passed = This date passed { $count } { $count ->
    [one] day
   *[other] days
} ago. Please clear it up as soon as possible.

# Asking back
count-what = Please write what happened and when, for example “task finished on 30 April”, or just the counting: “14 days from 3 May”, “7 working days from tomorrow”.
count-what-aside = What happened, and when? Press the button below and write it, or put it into the command { $name }, for example “task finished on 30 April” or “14 days from 3 May”.
count-which = Which time limit do you mean?
count-which-none = I do not know which duty you mean. Perhaps one of these?
count-nothing = I do not know what to count. Please write how many days and from when, for example “14 days from 3 May”.
count-date-event = Please give the day of the event (in Polish: “{ $event }”), for example “30 April”, and I will count.
count-date = From which day? Please give the date, for example “30 April”.
count-date-several = There are several dates here. Which day should I count from? Please give one.
count-date-none = There is no such day in the calendar. Please give the date again, best with its year.
count-too-long = I do not count as far as that: 999 days or months at most.
count-untranslated = The name of the duty and its legal basis are in Polish.
