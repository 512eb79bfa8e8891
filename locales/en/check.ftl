# What is wrong in the knowledge files. The sentence follows the file, line and field ("units.toml:41: field "phone": …"),
# so it begins in lower case.

# Folder and files

check-folder-unreadable = this folder cannot be opened ({ $cause }). Please check the path and the permissions.
check-folder-empty = there are no knowledge files in this folder. See config/example for a model.
check-folder-large =
    { $count ->
        [one] there is { $count } file
       *[other] there are { $count } files
    } in this folder, and at most { $limit } are allowed. Is this really the knowledge folder?
check-file-missing = this file is missing, and the bot cannot work without it. There is a model in config/example.
check-file-empty = there is not a single table “{ $name }” in this file, and the bot cannot work without one. There is a model in config/example.
check-file-unknown = the bot does not know such a file. It knows: { $known }. Please delete this one or move it elsewhere.
check-file-unknown-near = the bot does not know such a file. Should it be called “{ $nearest }”?
check-file-entries = entries/ may only hold files with names of lower-case letters a–z, digits and hyphens that end with “.toml”, and no folders.
check-file-unreadable = this file cannot be read ({ $cause }). Please check its permissions.
check-file-large =
    { $limit ->
        [one] the file is larger than { $limit } megabyte
       *[other] the file is larger than { $limit } megabytes
    }, so it is hardly knowledge. A large file of entries can be split.
check-file-encoding = this line is not written in UTF-8. Please save the file again and choose the encoding UTF-8.

# TOML

check-syntax = this cannot be read (TOML: { $detail }). Most often a quotation mark, a comma or a bracket is missing.
check-syntax-duplicate = this name stands here for the second time. Please delete one, and begin a new item with a heading in brackets.
check-syntax-escape = a backslash “\” has a meaning of its own in texts. Please delete it or write “\\”.
check-syntax-header = the heading has no end. Please close the brackets, for example “[[unit]]”.
check-syntax-list = the list is not closed, or a comma is missing in it. An example: [ "one", "two" ].
check-syntax-no-value = the “=” and a value after it are missing.
check-syntax-quote = the text is not closed. Please add a quotation mark at its end: " after one line, """ after several.
check-syntax-rest = something else stands on this line after a value or a heading. Quotation marks within a text are written “…” or \".
check-syntax-unquoted = a text needs straight quotation marks ("…"); only a number, a date, true or false go without.

# Fields

check-field-missing = this field is missing, and it is required. Please add it.
check-key-unknown = the bot does not know such a field. Possible here: { $known }.
check-key-unknown-near = the bot does not know such a field. Should it be called “{ $nearest }”?
check-not-text = this must be a text in straight quotation marks ("…").
check-not-list = this must be a list in square brackets, even with one element: [ "…" ].
check-not-table = this must be a table: a heading with the name “{ $name }” in brackets, and fields below it.
check-not-tables = this must be a list of tables: each begins with “{ $name }” in double square brackets, like [[unit]].
check-not-flag = this can only be true or false, without quotation marks.
check-date = this is not a day of the calendar. A date is written year-month-day, for example 2026-11-22.
check-number = this must be a whole number from { $from } to { $to }, without quotation marks.
check-span = these must be two whole numbers, the smaller and the greater, for example [1, 40].
check-choice = there is no such choice. Possible: { $allowed }.
check-opening = “{ $value }” are not opening hours. They are written from the earlier to the later, for example "7:30-15:30"; the whole day is "0:00-24:00".
check-text-empty = the text is empty. Please write it, or delete the whole line.
check-text-long =
    the text has { $count ->
        [one] { $count } character
       *[other] { $count } characters
    }, and may have at most { $limit }. Please shorten it.
check-text-lines = this text must fit on one line, with no line break inside.
check-text-control = there is an invisible control character in the text, for example a tab. Please delete it and type a space.
check-list-empty = this list must not be empty. Please add at least one element.
check-list-long =
    the list has { $count ->
        [one] { $count } element
       *[other] { $count } elements
    }, and may have at most { $limit }.
check-id = “{ $value }” cannot be an id. Lower-case letters a–z without diacritics, digits and the hyphen are allowed.
check-code = “{ $value }” cannot be the code of a unit. A code has 2 to 8 characters: upper-case letters A–Z without diacritics, and digits.
check-email = “{ $value }” is not an e-mail address.
check-link = “{ $value }” is not a secure address. It must begin with https://.
check-expect = “{ $value }” is not where a sentence can lead. Possible: unit:CODE, entry:ID, clarify:ID, phrase:ID, command:ID (an existing command) or unknown.

# Names that refer to something else

check-duplicate = “{ $value }” exists already ({ $place }). Please choose another name.
check-reference =
    { $kind ->
        [unit] there is no unit with the code “{ $value }”.
        [schedule] there are no opening hours with the id “{ $value }”.
        [clarifier] there is no clarifying question with the id “{ $value }”.
        [option] the clarifying question has no option with the id “{ $value }”.
        [topic] there is no topic with the id “{ $value }”.
        [entry] there is no entry with the id “{ $value }”.
        [concept] there is no concept with the id “{ $value }”.
       *[phrase] there is no phrase with the id “{ $value }”.
    }
check-reference-near = { check-reference } Did you mean “{ $nearest }”?

# Units

check-officer-external = the officer's unit (“{ $value }”) cannot be external: it gets every matter that no other unit can take.
check-schedule-unused = no unit has these opening hours. Please delete them, or name them in the field “schedule” of a unit.
check-substitute-chain =
    { $limit ->
        [one] the chain of substitutes is too long (it may have { $limit } step)
       *[other] the chain of substitutes is too long (it may have { $limit } steps)
    }: { $chain }. Please shorten it.
check-substitute-loop = the substitutes come back to where they began: { $chain }. A matter would go round for ever; please change one of them.
check-unit-external-reply = an external unit gets no cases, so it has no reply time. Please delete this field, or “external = true”.
check-unit-external-substitutes = an external unit gets no cases, so it has no substitutes. Please delete this field, or “external = true”.
check-unit-reply-missing = the unit has no reply time, so its matters will go to the officer. Please give a number of working days.
check-unit-substitute-missing = the unit has no substitute, so during an absence its matters will go to the officer.
check-unit-unreached = no route and no entry leads to this unit, so nobody will be sent to it.

# Routes and clarifying questions

check-button-long =
    { $count ->
        [one] the ids of the route and of the option “{ $option }” together have { $count } character
       *[other] the ids of the route and of the option “{ $option }” together have { $count } characters
    }, and { $limit } fit into a button. Please shorten one of them.
check-case-twice = the option “{ $value }” has a case in this route already. Please delete one of them.
check-case-without-clarify = the route has cases, but it asks no question. Please add the field “clarify”, or delete the cases.
check-clarifier-unused = no route asks this question. Please delete it, or name it in the field “clarify” of a route.
check-clarify-pointless = the question “{ $value }” changes nothing, as every answer leads where the route leads anyway. Please add a case, or delete the question.
check-word-two-options = “{ $value }” also stands at the option “{ $other }” of the same question. A phrase can mean only one of them.
check-word-two-routes = “{ $value }” also leads along the route “{ $other }” ({ $place }). A phrase can lead only one way; where people must choose, use a clarifying question.

# Entries

check-auto-unconfirmed = an unconfirmed entry cannot go out without naming a person. Please confirm it, or choose the mode “auto_and_route”.
check-auto-without-basis = the entry gives the state of the law, but not its legal basis. Please add the field “basis”.
check-event-alone = the date and the name of an event make sense only with the field “subject”, shared by the entries that differ in them.
check-subject-alone = the subject “{ $value }” has one entry only, so there is nothing to ask about. Please add a second one, or delete the fields “subject” and “event_…”.
check-subject-gap = between the entry “{ $other }” and this one there are days that neither covers.
check-subject-label = the name of the event for the button (“event_label”) is missing, and entries with a “subject” need it.
check-subject-overlap = the entry “{ $other }” covers the same days. The periods “event_from” to “event_to” must not overlap.
check-subject-window = the period of the events is missing. Please give “event_from”, “event_to” or both.
check-wording-twice = “{ $value }” is also a question of the entry “{ $other }”, so the bot cannot know which to choose.

# Dates and words

check-date-order = { $later } is before { $earlier }, with which the period begins. Please correct the dates.
check-holiday-day = there is no such day in any year.
check-holiday-rule = a holiday has either a month and a day (“month”, “day”) or a number of days after Easter (“easter”).
check-concept-empty = the concept has no forms. Please give words in the field “pl”, “en” or “uk”.
check-concept-itself = a concept cannot be wider than itself.
check-danger-without-entry = phrases of danger (kind = "danger") need the field “entry”: the entry that the bot shows at once.
check-entry-without-danger = the field “entry” works only for phrases of danger (kind = "danger"). Please delete it.
check-no-holidays = there is no public holiday, so the bot will take days off for working days. Please add them, for example from the example city.
check-closure-long = { $count ->
    [one] this closure lasts { $count } day
   *[other] this closure lasts { $count } days
}. Please check the dates.

# Duties with a date

check-duty-rule = a duty has either a day of the year (“day”), or a number (“after” or “before”) together with an event (“event”). The field “measure” is only for counting from an event.
check-duty-day = “{ $value }” is not a day that every year has. It is written as month-day, for example "03-31".
check-duty-hard = a limit that is counted back has to move back from a day off, so “hard” cannot stand here. Please delete this field.
check-duty-offset = “{ $value }” is a reminder after an event, and this limit does not run after one (“after”). Please say how many days before the last day to remind, for example "-7d".
check-duty-words = this limit is counted from an event, but without phrases in the field “words” nobody gets to it. Please add how people speak of it.
check-offset = “{ $value }” is no time for a reminder. Examples: "-14d" (days before the last day), "-3w" (working days before), "-2h" (hours before), "+7d" and "+11w" (days and working days after the event).
