# Notices once they are confirmed: progress, report, who is missing, correction, withdrawal

# e.g. “412 of 415 recipients”
mailing-of = { $sent } of { $total } { $total ->
    [one] recipient
   *[other] recipients
}
mailing-all = { $total ->
    [one] its only recipient
    [2] both recipients
   *[other] all { $total } recipients
}

notice-begins = Notice no. { $number } is beginning to go out.
notice-going = Notice no. { $number } is going out: it has reached { $whom }.
notice-paused = Notice no. { $number } is paused: it has reached { $whom }.
notice-cancelled = Notice no. { $number } was stopped: it has reached { $whom }.
notice-sent = Notice no. { $number } was sent to { $whom }.
notice-sent-to-none = Notice no. { $number } has reached nobody.
notice-for-none = Notice no. { $number } had no recipients: nobody subscribes to these topics.
notice-for-digest = Notice no. { $number } had no recipients who want it at once.
notice-earlier = Before that it had reached { $whom }.

correction-begins = The correction of notice no. { $number } is beginning.
correction-going = Correction of notice no. { $number }: the text is changed for { $whom }.
correction-paused = The correction of notice no. { $number } is paused: the text is changed for { $whom }.
correction-cancelled = The correction of notice no. { $number } was stopped: the text is changed for { $whom }.
correction-done = Notice no. { $number } was corrected for { $whom }.
correction-for-none = Notice no. { $number } was corrected before it had reached anybody.
correction-for-nobody = The correction of notice no. { $number } worked for nobody.

withdrawal-begins = The withdrawal of notice no. { $number } is beginning.
withdrawal-going = Withdrawing notice no. { $number }: done for { $whom }.
withdrawal-paused = The withdrawal of notice no. { $number } is paused: done for { $whom }.
withdrawal-cancelled = The withdrawal of notice no. { $number } was stopped: done for { $whom }.
withdrawal-done = Notice no. { $number } was withdrawn for { $whom }.
withdrawal-for-none = Notice no. { $number } was withdrawn before it had reached anybody.
withdrawal-for-nobody = The withdrawal of notice no. { $number } worked for nobody.

mailing-expanding = The list of recipients is still being made, so the numbers grow.
mailing-waiting = { $count ->
    [one] One recipient is still waiting.
   *[other] { $count } recipients are still waiting.
}
mailing-in-flight = { $count ->
    [one] One message was on its way already and may still arrive.
   *[other] { $count } messages were on their way already and may still arrive.
}
mailing-stopped = { $count ->
    [one] One recipient will not get this message any more.
   *[other] { $count } recipients will not get this message any more.
}
mailing-restored = The database was restored from a copy, so this has stopped. { $count ->
    [one] One recipient has no confirmation in it but may have got this message already. If it is resumed, it may come to them a second time.
   *[other] { $count } recipients have no confirmation in it, but some of them may have got this message already. If it is resumed, it may come to them a second time.
}
mailing-twice = { $count ->
    [one] One recipient may have got the message twice.
   *[other] { $count } recipients may have got the message twice.
}
mailing-in-digest = { $people ->
    [yes] { $count ->
        [one] One person gets it in a digest.
       *[other] { $count } people get it in a digest.
    }
   *[no] { $count ->
        [one] One recipient gets it in a digest.
       *[other] { $count } recipients get it in a digest.
    }
}

notice-missed-so-far = So far it has not reached { $count ->
    [one] one recipient
   *[other] { $count } recipients
}.
notice-missed = It did not reach { $count ->
    [one] one recipient
   *[other] { $count }
}: { $reasons }.
notice-missed-forgotten = It did not reach { $count ->
    [one] one recipient
   *[other] { $count } recipients
}. The details are not kept any more.
correction-missed = The old text is left for { $count ->
    [one] one recipient
   *[other] { $count }
}: { $reasons }.
correction-missed-forgotten = The old text is left for { $count ->
    [one] one recipient
   *[other] { $count } recipients
}. The details are not kept any more.
withdrawal-missed = It did not work for { $count ->
    [one] one recipient
   *[other] { $count }
}: { $reasons }.
withdrawal-missed-forgotten = It did not work for { $count ->
    [one] one recipient
   *[other] { $count } recipients
}. The details are not kept any more.

# Who: “two people”
missed-who = { $kind ->
    [group] { $count ->
        [one] one group
        [2] two groups
        [3] three groups
        [4] four groups
       *[other] { $count } groups
    }
    [channel] { $count ->
        [one] one channel
        [2] two channels
        [3] three channels
        [4] four channels
       *[other] { $count } channels
    }
   *[person] { $count ->
        [one] one person
        [2] two people
        [3] three people
        [4] four people
       *[other] { $count } people
    }
}
missed-whom = { $kind ->
    [group] { $count ->
        [one] one group
        [2] two groups
        [3] three groups
        [4] four groups
       *[other] { $count } groups
    }
    [channel] { $count ->
        [one] one channel
        [2] two channels
        [3] three channels
        [4] four channels
       *[other] { $count } channels
    }
   *[person] { $count ->
        [one] one person
        [2] two people
        [3] three people
        [4] four people
       *[other] { $count } people
    }
}
# e.g. “two people and one group”
missed-and = { $first } and { $last }
# Reasons: $again = yes when the bot was named in this sentence already
missed-blocked = { $who } { $count ->
    [one] { $kind ->
        [channel] has
       *[other] has
    }
   *[other] have
} blocked { $again ->
    [yes] it
   *[no] the bot
}
missed-closed = { $who } { $count ->
    [one] takes
   *[other] take
} no private messages from { $again ->
    [yes] it
   *[no] the bot
}
missed-gone = { $kind ->
    [group] { $who } { $count ->
        [one] has
       *[other] have
    } removed { $again ->
        [yes] it
       *[no] the bot
    }
    [channel] { $who } { $count ->
        [one] has
       *[other] have
    } removed { $again ->
        [yes] it
       *[no] the bot
    }
   *[person] { $who } cannot be reached any more
}
missed-no-rights = { $who } { $count ->
    [one] does
   *[other] do
} not let { $again ->
    [yes] it
   *[no] the bot
} write
missed-rejected = for { $whom } the messenger refused the content
missed-uncertain = for { $whom } nobody knows whether it arrived, because the messenger did not confirm it
missed-gave-up = it could not be sent to { $whom } in many tries
missed-stopped = for { $whom } the messenger has stopped private messages { $again ->
    [yes] from it
   *[no] from the bot
}
missed-unsubscribed = { $who } { $count ->
    [one] { $kind ->
        [channel] has
       *[other] has
    }
   *[other] have
} unsubscribed while it went out
missed-cancelled = it was stopped before it could be sent to { $whom }
missed-superseded = for { $whom } a later change took its place
missed-no-message = for { $whom } the message is not there any more
missed-restored = for { $whom } nobody knows whether it arrived, because a copy of the database was restored
missed-other = it could not be sent to { $whom }

# What to do, in the report
missed-do-nothing = Nothing has to be done.
missed-do-nothing-held = Nothing has to be done; { $count ->
    [one] this subscription is
   *[other] these subscriptions are
} held until somebody writes again.
missed-do-nothing-else = In the other cases nothing has to be done.
missed-do-rights = An admin of the group or channel can let the bot write.
missed-do-admin = The administrator sees the details (“lacznik doctor”) and can send it again.
missed-do-stopped = The administrator should find out the cause and lift the stop (“lacznik doctor --lift-direct”).
missed-do-doubt = If it did not arrive, the administrator can send it again (“lacznik doctor --resend”).

button-notice-pause = Pause
button-notice-resume = Resume
button-notice-resume-anyway = Resume anyway
button-notice-cancel = Stop
button-notice-missed = Who did not get it
button-notice-correct = Correct the text
button-notice-withdraw = Withdraw
button-notice-history = History
button-notice-refresh = Refresh
button-notice-all = All notices

# The list of notices

notices-title = Notices
notices-empty = There are no notices yet. A new one begins with the command { $name }.
notices-no-more = There are no older notices.
notices-line = No. { $number }, “{ $title }”: { $state }
notices-untitled = no title
notice-is-draft = draft
notice-is-waiting = waits to be approved
notice-is-scheduled = goes out { $day } at { $time }
notice-is-overdue = did not go out in time and waits for a decision
notice-is-restored = waits for a decision, as a copy was restored
notice-is-beginning = is about to go out
notice-is-going = going out, has reached { $whom }
notice-is-paused = paused, has reached { $whom }
notice-is-cancelled = stopped, has reached { $whom }
notice-is-sent = sent to { $whom }
notice-is-sent-to-none = has reached nobody
notice-is-for-none = no recipients
notice-is-for-digest = in digests
notice-is-correcting-now = being corrected now
notice-is-correcting = being corrected, new text for { $whom }
notice-is-withdrawing-now = being withdrawn now
notice-is-withdrawing = being withdrawn, done for { $whom }
notice-is-withdrawn = withdrawn
notice-is-discarded = thrown away

button-notices-one = No. { $number }: { $title }
button-notices-older = Older
button-notices-newer = Newer
button-notices-new = New notice

# Who is missing

ledger-title = Who did not get notice no. { $number }
ledger-title-correction = For whom the text of notice no. { $number } was not changed
ledger-title-withdrawal = For whom notice no. { $number } was not withdrawn
ledger-none = Notice no. { $number }: nobody is missing.
ledger-forgotten = Notice no. { $number }: the details are not kept any more.
ledger-who = { $kind ->
    [group] { $title ->
        [none] group { $where }
       *[other] group “{ $title }” { $where }
    }
    [channel] { $title ->
        [none] channel { $where }
       *[other] channel “{ $title }” { $where }
    }
   *[person] person { $where }
}
ledger-where = { $platform ->
    [discord] on Discord
    [telegram] on Telegram
   *[terminal] in the terminal
}
ledger-line = { $who }, { $day } at { $time }, { $attempts ->
    [0] without a try
    [one] after one try
   *[other] after { $attempts } tries
}
ledger-line-open = { $who }, { $attempts ->
    [0] without a try
    [one] after one try
   *[other] after { $attempts } tries
}
ledger-no-more = There is nobody else.
ledger-csv-done = The file with the list for notice no. { $number }: { $count ->
    [one] one row
   *[other] { $count } rows
}.
ledger-csv-cut = These are not all. The administrator can write the whole list: lacznik notice report { $number } --csv FILE
ledger-csv-name = notice-{ $number }-missing.csv

ledger-why-blocked = Bot blocked
ledger-why-closed = No private messages
ledger-why-gone = Out of reach
ledger-why-removed = Bot removed
ledger-why-no-rights = No right to write
ledger-why-rejected = Content refused
ledger-why-uncertain = Not confirmed
ledger-why-gave-up = In spite of many tries
ledger-why-stopped = Stopped by the messenger
ledger-why-unsubscribed = Unsubscribed
ledger-why-cancelled = Stopped by you
ledger-why-superseded = A later change
ledger-why-no-message = Message deleted
ledger-why-restored = Copy restored
ledger-why-other = Other

ledger-of-correction = correction: { $why }
ledger-of-withdrawal = withdrawal: { $why }
ledger-column-row = number
ledger-column-platform = messenger
ledger-column-kind = kind
ledger-column-title = name
ledger-column-why = reason
ledger-column-remedy = what_to_do
ledger-column-attempts = tries
ledger-column-when = when
ledger-kind = { $kind ->
    [group] group
    [channel] channel
   *[person] person
}
ledger-platform = { $platform ->
    [discord] Discord
    [telegram] Telegram
   *[terminal] terminal
}

button-ledger-why = { $why }: { $count }
button-ledger-csv = CSV file
button-ledger-more = More
button-ledger-back = Reasons
button-notice-back = Notice no. { $number }

# History

history-title = History of notice no. { $number }
history-empty = Nothing is recorded yet.
history-line = { $day } at { $time }, { $who }: { $what }
history-by-me = you
history-by-person = a person { $where }
history-by-cli = command line
history-by-clock = the bot itself
history-created = new draft
history-to-draft = taken back to a draft
history-to-waiting = handed over to be approved
history-to-scheduled = confirmed for sending
history-to-held = held before sending
history-to-sent = sending began
history-to-withdrawn = withdrawn
history-to-discarded = thrown away
history-corrected = text corrected
history-paused = sending paused
history-resumed = sending resumed
history-cancelled = sending stopped
history-other = change ({ $what })

# Pause, resume, stop

moving-paused = Paused.
moving-resumed = Resumed.
moving-cancelled = Stopped. Those who have it keep it; the others do not get it.
moving-nothing = Nothing is on its way any more, so there is nothing to change. This is how it is now:
moving-was-paused = This is paused already. This is how it is now:
moving-was-going = This is not paused. This is how it is now:
notice-unknown = There is no notice no. { $number }.
notice-not-sent = Notice no. { $number } has not been sent yet.

# Correction

correction-ask = Please send the new text of notice no. { $number }, all of it. It takes the place of the old one for everybody who got it. The link and the file stay as they are. You see what changes before it is done.
correction-now = Now:
correction-no-text = A correction needs text. Please send it as an ordinary message.
correction-title = Correction of notice no. { $number }
correction-before = Before:
correction-after = After:
correction-changes = { $count ->
    [0] Nobody has this notice yet.
    [one] It changes for one recipient, without another notification.
   *[other] It changes for { $count } recipients, without another notification.
}
correction-waiting = { $count ->
    [one] One recipient is still waiting and gets the new text at once.
   *[other] { $count } recipients are still waiting and get the new text at once.
}
correction-digest = { $count ->
    [one] One digest will have the new text.
   *[other] { $count } digests will have the new text.
}
correction-too-long = This text needs more messages than the old one, and nothing can be added to what was sent. Please shorten it and send it again. Nothing has changed so far.
correction-same = This is the same text, so there is nothing to change. Please send another one.
correction-void = This correction is out of date, so nothing has changed. Please send the text again.
correction-withdrawn = Notice no. { $number } is withdrawn, so there is nothing to correct.
button-correction-now = Change it
button-correction-again = Write something else
button-correction-leave = Leave it as it is

# Withdrawal

withdraw-sure = Withdraw notice no. { $number }?
withdraw-telegram = On Telegram it disappears. Telegram does not delete messages that are older than 48 hours: in their place it will say that the notice was withdrawn.
withdraw-telegram-old = On Telegram the 48 hours have passed after which a message cannot be deleted: in its place it will say that the notice was withdrawn.
withdraw-discord = On Discord it disappears.
withdraw-waiting = { $count ->
    [one] One recipient is still waiting and will not get it at all.
   *[other] { $count } recipients are still waiting and will not get it at all.
}
withdraw-digest = { $count ->
    [one] It also disappears from one digest that has not gone out yet.
   *[other] It also disappears from { $count } digests that have not gone out yet.
}
withdraw-read = Those who have read it have read it. A withdrawal cannot be undone.
withdraw-already = Notice no. { $number } is withdrawn already. This is how it is now:
button-withdraw-now = Withdraw now
button-withdraw-leave = Do not withdraw
