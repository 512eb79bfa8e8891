# Commands

command-start = who runs this bot and what it helps with
command-help = list of commands
command-ask = a question in your own words, also in a group
command-ask-aside = a question in your own words
command-topics = topics, with the answers and contacts in each
command-contact = how to reach the NGO officer, or whoever handles a matter
command-count = a time limit counted from a date that you give
command-language = change the language
command-subscriptions = notices on chosen topics
command-unsubscribe = stop notices and alerts
command-questions = questions that still have no answer
command-notice = a new notice
command-notices = notices sent and waiting

button-command-help = List of commands
button-command-contact = Contact the NGO officer
button-command-language = Change the language
button-command-questions = To check
button-command-notice = New notice

start-title = Łącznik: help for NGOs
start-who = I am a bot. The office responsible for me is { $office }, { $officer }.
start-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to. I make nothing up: when I do not know, I point you to a person.
start-how = Just write what it is about, even in a few words. For example:
start-how-aside = Ask with the command { $name } or with the button below, even in a few words. For example:
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
greeting-aside = Hello. How can I help? Ask with the command { $name } or with a button below.

help-title = What you can do
help-free-text = The easiest way is to ask in your own words. There are also commands:
help-free-text-aside = The easiest way is to ask in your own words, with the command { $name } or the button below. There are also other commands:
help-line = { $name } – { $what }

language-which = Which language should I answer in?
language-set = From now on I will answer in English.
language-name = English

topics-which = All topics. Which one should I show?
topics-unknown = I have no such topic. Here are all of them:
topics-empty = There is no list of topics here yet. A person can help:

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
notes-chat_gone = The bot was removed from these groups, channels and servers. If that was a mistake, their administrator can add it again:
notes-chat_no_rights = The bot may not write here. The administrator of the group or channel can allow it:
notes-downtime = The bot was not running for longer than messengers keep messages. Whoever wrote then should write again:
notes-direct_stopped = This messenger has stopped taking the bot’s messages to individual people. Reminders and notices for them are kept and wait; replies and messages in channels go out as usual. The administrator should find out the cause (the bot’s account) and then let them go on with “lacznik doctor --lift-direct” and the name of the messenger:
notes-notice_held = These notices are held and wait for a decision:
notes-restored = The database was restored from a copy. It does not know what was written down and sent between the copy and the restore:
notes-line = { $text } ({ $count ->
    [one] { $count } time
   *[other] { $count } times
})
