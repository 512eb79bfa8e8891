# What comes at fixed times

digest-title = { $count ->
    [one] { $count } new notice
   *[other] { $count } new notices
}
digest-number = no. { $number }
digest-more = More
digest-topics = { $count ->
    [one] Topic subscribed to: { $topics }.
   *[other] Topics subscribed to: { $topics }.
}
digest-change = The topics, and how often notices come, are changed with the command { $name }. To unsubscribe it is enough to write “unsubscribe me”.
digest-change-group = Whoever runs this group can change that: the command { $name }.
digest-change-channel = Whoever runs this channel can change that.
button-digest-change = Change subscriptions

# Once a month, to those who got nothing
alive-title = The subscription still works: { $topics }
alive-nothing = For a month there has been nothing new here. Once there is, a notice will come.

# A notice that did not go out

held-told-overdue = It should have gone out { $at }, but the program was not running then. So that it does not come late, it waits to be confirmed again.
held-told-restored = The database was restored from a copy that was made { $at }. It is not known whom the notice reached after that, so it does not go out a second time unless a person decides so.
button-held-show = Show the notice
button-held-list = Notices

restored-title = The database was restored from a copy that was made { $at }
restored-why = It does not know what happened after that. So that nothing goes out twice, some messages are held.
restored-notices = { $count ->
    [one] Notice no. { $numbers } waits for a decision.
   *[other] Notices no. { $numbers } wait for a decision.
}
restored-digests = { $count ->
    [one] { $count } recipient gets no digest of notices, because it may have come already.
   *[other] { $count } recipients get no digest of notices, because it may have come already.
}
restored-messages = { $count ->
    [one] { $count } other message is put aside.
   *[other] { $count } other messages are put aside.
} The command “lacznik doctor” shows them.
restored-subscriptions = Whoever unsubscribed in that time is on the list of recipients again, and whoever subscribed is missing from it.
