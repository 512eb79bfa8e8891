# Commands

command-start = who runs this bot and what it helps with
command-help = list of commands
command-ask = a question in a group (in private just write it)
command-contact = how to reach the NGO officer
command-language = change the language
command-unsubscribe = stop notices and alerts
command-questions = questions that still have no answer

button-command-help = List of commands
button-command-contact = Contact the NGO officer
button-command-language = Change the language
button-command-questions = To check

start-title = Łącznik: help for NGOs
start-who = I am a bot. The office responsible for me is { $office }, { $officer }.
start-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to. I make nothing up: when I do not know, I point you to a person.
start-how = Just write what it is about, even in a few words. For example:
start-example-1 = max amount for a small grant now
start-example-2 = who handles funding for sport
start-example-3 = we changed the chair of the board, what now

privacy = I keep the numbers of this chat and of its author, and the language (for { $conversation ->
    [one] { $conversation } day
   *[other] { $conversation } days
} after your last message), your last question (for { $question ->
    [one] { $question } hour
   *[other] { $question } hours
}) and the answers I have sent (for { $sent ->
    [one] { $sent } day
   *[other] { $sent } days
}). Questions without an answer are saved without their author. Please do not send PESEL numbers, account numbers or health data. About your data: { $unit }, { $email }.
greeting = Hello. How can I help? Please write what it is about, or choose below.

help-title = What you can do
help-free-text = The easiest way is to ask in your own words. There are also commands:
help-line = { $name } – { $what }

language-which = Which language should I answer in?
language-set = From now on I will answer in English.
language-name = English

unsubscribe-nothing = Done: this account has no subscriptions, so I will not send any notices.
unsubscribe-elsewhere = If a newsletter comes by e-mail, { $officer }, { $email }, can take you off its list.

command-unknown = I do not know that command.
command-suggest = I do not know that command. Did you mean /{ $name }?
command-not-allowed = This command is only for the NGO officer.

notes-title = For the NGO officer to check
notes-empty = The list is empty: every question has found its answer.
notes-unanswered = Questions without an answer:
notes-not_it = Answers marked “not what I meant”:
notes-outdated = Reported as out of date:
notes-review_due = Overdue for review:
notes-unreachable = Reported as not answering:
notes-chat_gone = The bot was removed from these groups and channels. If that was a mistake, their administrator can add it again:
notes-chat_no_rights = The bot may not write here. The administrator of the group or channel can allow it:
notes-downtime = The bot was not running for longer than messengers keep messages. Whoever wrote then should write again:
notes-line = { $text } ({ $count ->
    [one] { $count } time
   *[other] { $count } times
})
