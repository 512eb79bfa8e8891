# The program on the command line: for the administrator

cli-about = Łącznik: the chat bot of an NGO officer.
cli-about-chat = Talks to the bot in the terminal. If there is no database yet, one is made with the example town.
cli-about-ask = One question and one answer, leaving no trace in the database.
cli-about-route = Explains who handles a matter, and why.
cli-about-import = Reads a knowledge folder into the database: all or nothing.
cli-about-export = Writes the knowledge in the database to a folder.
cli-about-check = Checks a knowledge folder and shows all errors at once.
cli-about-eval = Measures how accurate the answers are on a labelled set of questions.
cli-about-doctor = Checks the settings, the database, the knowledge, the message queue and the messengers.
cli-about-backup = Makes a consistent copy of the database, even while the bot is running.
cli-about-restore = Restores the database from a copy and sends nothing twice. The present database is kept beside it.
cli-about-officer = The rights of the NGO officer.
cli-about-subscriptions = Subscriptions to notices: reading, writing, listing.
cli-about-subscriptions-import = Adds subscriptions from a CSV file: all or nothing. Ended ones are not revived.
cli-about-subscriptions-export = Writes the subscriptions to a new CSV file.
cli-about-subscriptions-list = Shows how many subscriptions there are, by topic and place.
cli-about-officer-invite = Makes a one-time code that gives the rights of the NGO officer or of an editor.
cli-about-officer-list = Shows who has rights.
cli-about-officer-revoke = Takes a person's rights away.

cli-arg-config = settings file (default: config/lacznik.toml)
cli-arg-database = database file (default: lacznik.db)
cli-arg-at = answers as if it were the given moment (Polish time), for example 2026-12-24T10:00:00
cli-arg-help = shows this help
cli-arg-version = shows the version of the program
cli-arg-officer = talks with the rights of the NGO officer
cli-arg-editor = a code for an editor, who writes notices and does not send them
cli-arg-json = output as JSON
cli-arg-resend = sends the message with this number, which could not be sent, once more
cli-arg-history = writes the whole history: who agreed to what, and when that was ended
cli-arg-lift-direct = lets reminders and notices to individual people, held back on this messenger, go on
cli-arg-knowledge = knowledge file (JSON, one object per line) instead of the database
cli-arg-queries = file of questions (TSV with the columns id, query, expected_id)
cli-arg-per-query = file for the result of each question (TSV)

cli-word-usage = Usage
cli-word-options = OPTIONS
cli-word-options-title = Options
cli-word-command = COMMAND
cli-word-commands = Commands

cli-usage-unknown-argument = There is no option “{ $argument }”.
cli-usage-unknown-command = There is no command “{ $command }”.
cli-usage-missing = Missing: { $argument }.
cli-usage-missing-command = The command is missing.
cli-usage-value = The value “{ $value }” does not fit the option “{ $argument }”.
cli-usage-no-value = The option “{ $argument }” needs a value.
cli-usage-wrong = I do not understand this command.
cli-usage-hint = For help: { $command } --help

cli-created = There was no database yet, so one was made ({ $path }) with the example town { $city }. The data is invented.
cli-no-database = There is no database { $path }. “lacznik import FOLDER” or “lacznik chat” makes one.
cli-no-knowledge = The database has no knowledge yet. “lacznik import FOLDER” reads it in.
cli-no-such-hour = There is no such time: the clocks go from 2:00 to 3:00 then.

cli-settings = The settings are wrong, so the program did not start. Details: { $detail }
cli-settings-missing = There is no settings file { $path }. Please check the path after --config.

cli-no-output = The result cannot be written. Details: { $detail }

cli-chat-banner = Talking to Łącznik. Choose a button by its number. To end: Ctrl+D.
cli-chat-banner-officer = A line that ends in \ goes on in the next line.
cli-chat-locked = Another conversation in a terminal is already using the database { $path }. Please end it or give another database: --database FILE.
cli-chat-output = The answer cannot be written out, so the conversation has ended. What you did not see will appear in the next one. Details: { $detail }

cli-ask-answer = Decision: answer.
cli-ask-clarify = Decision: ask back.
cli-ask-unknown = Decision: no answer.
cli-ask-candidates = Candidates:

cli-route-none = No route points clearly to one unit.
cli-route-units = Handled by: { $units }
cli-route-rule = Route: { $route }
cli-route-clarify = Asks first: { $clarifier }
cli-route-reason = Reason: { $reason }

cli-check-golden = { $count ->
    [one] { $count } test question checked
   *[other] { $count } test questions checked
}, of which answered after asking back: { $asked }.
cli-check-sum = { $errors ->
    [0] No errors
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [0] no warnings
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}.

cli-import-refused = Nothing was imported. Please correct the errors and repeat the import.
cli-import-done = Knowledge imported. Answers: { $entries }, units: { $units }, routes: { $routes }.
cli-import-same = Nothing has changed: the database has this knowledge already (answers: { $entries }, units: { $units }, routes: { $routes }).

cli-export-taken = The folder { $path } is not empty. Please choose another: the other files in this one would become part of the next import.
cli-export-done = { $count ->
    [one] { $count } file written to the folder { $path }.
   *[other] { $count } files written to the folder { $path }.
}

cli-backup-taken = The file { $path } already exists. Please give another name: I do not overwrite a backup.
cli-backup-no-folder = There is no folder for the file { $path }. Please create it first.
cli-backup-name = The name { $path } has characters that cannot be stored. Please give the backup another name.
cli-backup-done = Backup ready: { $path }.
cli-restore-none = There is no file { $path }. Please check the path of the copy.
cli-restore-running = The service is running ({ $holder }). Please stop it first, and then restore the copy.
cli-restore-chat = Somebody is talking in a terminal over this database. Please end that first, and then restore the copy.
cli-restore-done = The database { $path } is restored from the copy { $copy }.
cli-restore-kept = The database of before is kept: { $path }.
cli-restore-next = The database does not know what happened after the copy was made. So at the start everything that was waiting in it to be sent is held, and the NGO officer gets a message about it.

cli-csv-line = { $file }:{ $line }: { $what }
cli-csv-field = { $file }:{ $line }: column “{ $column }”: { $what }
cli-csv-quote = a quotation mark opens here and closes nowhere.
cli-csv-columns = the first line must have the names of the columns and nothing else: { $columns }.
cli-csv-width = { $found ->
    [one] the line has { $found } field
   *[other] the line has { $found } fields
}, but there are { $wanted } columns.
cli-csv-twice = the same topic of the same chat stands in line { $line } already.
cli-csv-platform = there is no messenger “{ $value }”. It can be telegram, discord or terminal.
cli-csv-chat = “{ $value }” is not the number of a chat in this messenger.
cli-csv-place = there is no place “{ $value }”. It can be private, group or channel.
cli-csv-place-not = a chat with this number in this messenger cannot be the place “{ $value }”.
cli-csv-topic = there is no topic “{ $value }”. Topics stand in topics.toml, in the field id.
cli-csv-rhythm = “{ $value }” does not say how often. It can be at_once, daily or weekly.

cli-subscriptions-imported = Subscriptions added: { $added }. Known before: { $known }.
cli-subscriptions-ended = Left out, because they were ended once: { $count }. Only that person, or whoever runs the group or channel, can begin them again.
cli-subscriptions-not-direct = Left out, because on Discord I write only to people who began a private chat with the bot themselves: { $count }.
cli-subscriptions-taken = The file { $path } exists. Please give another name: an existing file is not overwritten.
cli-subscriptions-exported = Written to the file { $path }; lines: { $count }.
cli-subscriptions-all = Subscriptions: { $count }, chats, groups and channels: { $chats }.

cli-invite-done = The code for { $role ->
    [editor] an editor of notices
   *[officer] the NGO officer
} is ready. It works once and expires { $day } at { $time }.
cli-invite-do = Please open a private chat with the bot and send it this message:
cli-invite-discord = On Discord send the code alone, without “/start ”, or choose the command /start and paste it into the field “code”: { $code }
cli-invite-link = Or open this link: { $link }
cli-roles-line = { $person }: { $role ->
    [editor] editor
   *[officer] officer
}, since { $day }
cli-roles-none = Nobody has rights. “lacznik officer invite” makes a code for the officer.
cli-revoked = Rights taken away: { $person }.
cli-revoked-nobody = { $person } has no rights. “lacznik officer list” shows who has.
cli-revoked-last = There is no officer any more: nobody can send a notice or see the unanswered questions. “lacznik officer invite” makes a code for a new one.
cli-invite-secret = Whoever uses the code first gets the rights of { $role ->
    [editor] an editor of notices
   *[officer] the NGO officer
}, so please show it to nobody else and do not send it to a group.

doctor-mark-ok = ok
doctor-mark-warning = warning
doctor-mark-error = error
doctor-settings = the settings are loaded.
doctor-database = the database { $path } is consistent.
doctor-database-damaged = the database { $path } is damaged ({ $what }). Please restore the last good backup.
doctor-knowledge = knowledge of the town { $city }; answers: { $entries }, units: { $units }, routes: { $routes }.
doctor-example = this is the example town. “lacznik import FOLDER” reads in your own knowledge.
doctor-review-due = { $count ->
    [one] { $count } answer is overdue
   *[other] { $count } answers are overdue
} for review; the bot adds a caution.
doctor-not-valid = { $count ->
    [one] { $count } answer is not valid
   *[other] { $count } answers are not valid
}; the bot points to a person instead.
doctor-unconfirmed = { $count ->
    [one] { $count } answer is unconfirmed
   *[other] { $count } answers are unconfirmed
} and marked “to be checked”.
doctor-stale-units = { $count ->
    [one] the details of { $count } unit
   *[other] the details of { $count } units
} have not been checked for more than 90 days.
doctor-outbox-empty = no message is waiting to be sent.
doctor-outbox = messages waiting to be sent: { $count }. The oldest has waited { $hours } h { $minutes } min.
doctor-dead = messages that could not be sent: { $count }.
doctor-dead-letter = no. { $id } ({ $platform }): { $error }. To send it again: lacznik doctor --resend { $id }
doctor-resend = message no. { $id } is waiting to be sent again.
doctor-resend-none = no message with no. { $id } was put aside.
doctor-direct-stopped =
    since { $date } { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] the terminal
    } has not been taking the bot’s messages to individual people ({ $reason }). Reminders and notices for them wait; replies go out as usual. Once the cause is settled: lacznik doctor --lift-direct { $platform }
doctor-lift-direct =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] the terminal
    }: reminders and notices to individual people are being sent again.
doctor-lift-direct-none =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] the terminal
    }: nothing was held back.

# The line of a problem: “units.toml:41: field “phone”: …”
check-field = field “{ $field }”:
check-golden-missed = the test question “{ $text }” should lead to { $expected }, but leads to: { $found }. Please add a wording to the right entry, or correct the question.
check-route-never-wins = none of the words of this route lead to it, as other routes or entries win. Please add words that set it apart.
