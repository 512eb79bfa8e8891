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

notice-going = Notice no. { $number } is going out: it has reached { $whom }.
notice-paused = Notice no. { $number } is paused: it has reached { $whom }.
notice-cancelled = Notice no. { $number } was stopped: it has reached { $whom }.
notice-sent = Notice no. { $number } was sent to { $whom }.
notice-sent-to-none = Notice no. { $number } has reached nobody.
notice-for-none = Notice no. { $number } had no recipients: nobody subscribes to these topics.
notice-for-digest = Notice no. { $number } had no recipients who want it at once.
notice-earlier = Before that it had reached { $whom }.

correction-going = Correction of notice no. { $number }: the text is changed for { $whom }.
correction-paused = The correction of notice no. { $number } is paused: the text is changed for { $whom }.
correction-cancelled = The correction of notice no. { $number } was stopped: the text is changed for { $whom }.
correction-done = Notice no. { $number } was corrected for { $whom }.
correction-for-none = Notice no. { $number } was corrected before it had reached anybody.
correction-for-nobody = The correction of notice no. { $number } worked for nobody.

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
button-notice-missed = List
button-notice-correct = Correct the text
button-notice-withdraw = Withdraw
button-notice-history = History
button-notice-refresh = Refresh
button-notice-all = All notices
