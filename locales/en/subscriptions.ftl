# Subscriptions: who gets notices, on which topics and how often

subscriptions-title = Notices
subscriptions-title-group = Notices in this group
subscriptions-title-channel = Notices in this channel
subscriptions-title-of = Notices: “{ $title }”
subscriptions-none = No topic is subscribed to so far, so no notices come.
subscriptions-some = Topics subscribed to:
subscriptions-line = { $topic }: { $rhythm }
subscriptions-how = Choose a topic below to turn it on or off.
subscriptions-more = Other topics can be named after the command { $name }.
subscriptions-quiet = At night (20:00 to 8:00) I send nothing.
subscriptions-quiet-but = At night (20:00 to 8:00) I send nothing but “{ $topic }”.
subscriptions-ping = Notices for which the NGO officer decides so call the chosen role.
subscriptions-ping-nobody = Notices call no role. A role is chosen in the command { $name }.

# TEXT_VERSION in src/domain/subscription.rs is the version of this consent.
subscription-consent = Turning a topic on means agreeing to notices. They are sent by { $office }, { $officer }. I keep the number of this chat, the topics, and when you agreed and when that ended; { $days ->
    [one] { $days } day
   *[other] { $days } days
} after you unsubscribe I delete it. You can withdraw at any time: just write “unsubscribe”.
subscription-consent-shared = Turning a topic on means agreeing to notices in this place. They are sent by { $office }, { $officer }. I keep the number of the group or channel, the topics, and when this was agreed to and when that ended; { $days ->
    [one] { $days } day
   *[other] { $days } days
} after it is unsubscribed I delete it. This can be withdrawn at any time in this menu.
subscription-begun = Notices on “{ $topic }” will come { $rhythm }.

rhythms-title = How often
rhythms-what = “At once” means each notice on its own. “Once a day” and “once a week” mean one message with all that has gathered.
rhythm-at-once = at once
rhythm-daily = once a day
rhythm-weekly = once a week
rhythm-urgent = always at once, at night too

button-topic-yes = { $topic }: yes
button-topic-no = { $topic }: no
button-rhythms = How often
button-quiet-yes = Quiet at night: yes
button-quiet-no = Quiet at night: no
button-end-all = Unsubscribe from everything
button-undo = Undo
button-back = Back
button-at-once = At once
button-daily = Once a day
button-weekly = Once a week
button-all-at-once = Everything at once
button-all-daily = Everything once a day
button-all-weekly = Everything once a week
button-ping-nobody = Call no role
button-notify = Notify me about this topic
button-for-me = For me
button-for-channel = For this channel
button-end-channel = Unsubscribe this channel
button-channel-notices = Notices in this channel

unsubscribe-done = { $count ->
    [one] Done. Subscription ended: { $topics }.
   *[other] Done. Subscriptions ended: { $topics }.
}
unsubscribe-way = A notice that is on its way already may still arrive. I will send no others.
unsubscribe-way-topic = A notice that is on its way already may still arrive.
unsubscribe-left = Still subscribed to: { $topics }.
unsubscribe-back = You can come back at any time with the command { $name }.
unsubscribe-nothing = Done: there is no subscription here, so I will not send any notices.
unsubscribe-not-topic = Not among the subscriptions: { $topics }.
unsubscribe-elsewhere = If a newsletter comes by e-mail, { $officer }, { $email }, can take you off its list.
unsubscribe-aside = On a server nobody has subscriptions of their own: I send notices to one person only in a private chat. Whoever gets them there and wants them to end should write “unsubscribe” there.
unsubscribe-aside-channel = This channel subscribes to: { $topics }.

undo-done = Undone: the subscriptions are as they were.
undo-late = This cannot be undone any more, because something has changed since. It is like this now:

topics-near = I have no such topic. Perhaps this is meant:

subscriptions-for-whom = Who are the notices for?
subscriptions-for-me = “For me”: they come to a private chat with the bot. Open it and write “subscriptions” there.
subscriptions-for-channel = “For this channel”: everybody who reads it will see them. This can be set by somebody with the permission “Manage Channels”.
subscriptions-only-admin = Only an admin of this group can set its notices; your own subscriptions are set in a private chat.
subscriptions-only-admin-of = Only an admin of “{ $title }” can set its notices.
subscriptions-only-manager = Only somebody with the permission “Manage Channels” can set the notices in this channel.
subscriptions-by-command = Notices on this server are set with the command { $name }; only whoever types it will see the answer.
subscriptions-not-there = I am not in this group or channel. To set notices there, add me first.

only-in-conversation = This is done in a conversation with the bot, in a messenger or with “lacznik chat”. Nothing is changed here.
