# Notices: what recipients read

bulletin-origin = Notice no. { $number }, { $unit }.
bulletin-corrected = Corrected { $day } at { $time }.
bulletin-withdrawn = Notice no. { $number } has been withdrawn.
bulletin-end-group = An administrator of this group can turn notices off with { $name }.
bulletin-end-channel = An administrator of this channel can turn notices off: { $name } in a chat with the bot.
bulletin-end-server = An administrator of the server can turn notices in this channel off with { $name }.
button-bulletin-end = Unsubscribe me
button-bulletin-topics = Change topics

# A new notice and its draft

draft-elsewhere = Notices are written in a private chat with me.
draft-elsewhere-server = Notices are written in a private chat with me: open my profile, send a message and use the same command there.
draft-new = New notice
draft-new-text = Please write its text in one message.
draft-format-heading = The first line is the heading, and an empty line separates paragraphs.
draft-format-strong = Words between **double asterisks** are bold.
draft-format-list = Lines that begin with a dash make a list.
draft-new-nothing-sent = This makes a draft first. Nothing goes out without a preview and a confirmation.
draft-title = Draft of notice no. { $number }
draft-text = Text: “{ $value }”
draft-no-text = Text: none
draft-link = Link: { $value }
draft-no-link = Link: none
draft-file = File: { $value }
draft-file-on-its-way = File: { $value } (being downloaded)
draft-file-failed = File: { $value } (could not be downloaded, please send it again)
draft-no-file = File: none
draft-topics = Topics: { $value }
draft-no-topics = Topics: none
draft-kinds = Where to: { $value }
draft-everywhere = Where to: everywhere with subscribers
draft-when = When: { $value }
draft-at-once = When: right after confirmation
draft-pings = On Discord it calls the roles that channels have chosen
draft-missing-both = The text and the topics are missing.
draft-missing-text = The text is missing.
draft-missing-topics = The topics are missing.
draft-complete = The preview is ready. Sending is confirmed only after it.
draft-discarded = Notice no. { $number } is thrown away. Nobody got it.

button-draft-text = Text
button-draft-link = Link
button-draft-file = Picture or file
button-draft-topics = Topics
button-draft-kinds = Where to
button-draft-when = When
button-draft-ping = Call roles
button-draft-no-ping = Call no roles
button-draft-preview = Preview
button-draft-discard = Throw away
button-draft-back = Back to the draft
button-draft-no-link = Without a link
button-draft-no-file = Without a file
button-draft-at-once = Right after confirmation
button-draft-more = Next topics
button-draft-previous = Previous topics
button-draft-done = Done
button-draft-yes = { $name }: yes
button-draft-no = { $name }: no

draft-ask-text = Please send the new text of notice no. { $number }. It replaces the present one.
draft-ask-link = Please send the link for notice no. { $number }: an address that begins with https://.
draft-ask-file = Please send a picture or document for notice no. { $number }, one file of up to 8 MB.
draft-ask-when = When should notice no. { $number } go out? For example: “tomorrow at 9”, “on Monday 8:30”, “2026-12-01 10:00” or “now”.

draft-refused-again = Please try again.
draft-refused-kept = The draft has not changed. Please try again.
draft-refused-no-text = I cannot read this message as text.
draft-refused-long = The text is too long: there is room for { $most ->
    [one] { $most } character
   *[other] { $most } characters
}. Details can go into a link or a file.
draft-refused-link = This is not an address that begins with https://. I refuse others, because nobody knows where they lead.
draft-refused-file = I need a picture or a document.
draft-refused-large = The file is too large: it may have { $most } MB at most. A larger one can be put on a website and linked.
draft-refused-when = I do not understand when. The simplest way is a day and an hour, for example “tomorrow at 9” or “2026-12-01 10:00”.
draft-refused-no-hour = The hour is missing, for example “tomorrow at 9”.
draft-refused-past = This has passed already: { $day } at { $time }.
draft-refused-no-such-hour = There will be no { $time }: { $day } clocks jump from 2:00 to 3:00. Please name another hour.
draft-refused-far = That is more than a year ahead. Please choose an earlier day.

draft-topics-title = Topics of notice no. { $number }
draft-topics-none = The notice goes to those who subscribe to any of the chosen topics. None is chosen yet.
draft-topics-some = Chosen: { $value }. The notice goes to those who subscribe to any of them.
draft-kinds-title = Where notice no. { $number } goes
draft-kinds-how = Choose a place below to turn it on or off. At least one stays on.

# Preview, check, confirmation

confirm-preview = Preview of notice no. { $number } ({ $kind }). Nobody has got it yet.
confirm-preview-here = { $platform }: I know no chat with an officer there, so I show the preview here. { $parts ->
    [one] It fits into one message.
   *[other] It becomes { $parts } messages.
}
confirm-preview-there = { $platform }: the preview waits there in the chat with me.
confirm-title = Check of notice no. { $number }
confirm-request = Notice no. { $number } waits for approval
confirm-clean = I see nothing to correct.
confirm-stops = It cannot go out like this:
confirm-warns = Worth a look:
confirm-audience = { $count ->
    [one] { $count } recipient gets it
   *[other] { $count } recipients get it
}{ $digest ->
    [0] .
   *[other] {" "}at once.
}
audience-kind = { $kind }: { $count }
audience-digest = in a daily or weekly digest: { $count }
audience-closed = left out, because the bot cannot write there now: { $count }
confirm-shared = In groups and channels a sentence stands in place of the buttons:
confirm-goes-at-once = It goes out after the confirmation; for { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
} it can be taken back.
confirm-goes-at = It goes out { $at }.
confirm-second-next = After the confirmation a second person has to agree.
confirm-officer-next = An officer confirms it.
confirm-scheduled = Notice no. { $number } goes out { $at }.
confirm-alone = No second person has approved it, because there is no second officer. This exception is recorded.
confirm-waiting = Notice no. { $number } waits for the approval of an officer who did not write it. Until then nobody gets it.
confirm-waiting-untold = I cannot tell anybody: no such person talks to me in private yet. The notice can be opened from the list of notices.
confirm-old = The preview is more than 15 minutes old and the recipients may have changed, so I ask again.
confirm-changed = The text, the recipients or the time have changed since that preview, so I confirm nothing. Please look at the preview again.
confirm-late = The chosen time has passed, so I confirm nothing.
confirm-own = Nobody approves their own notice. Another officer will.
confirm-officer-only = Only an officer confirms and stops notices.
confirm-approved = Notice no. { $number } is approved and goes out { $at }.
confirm-refused = Notice no. { $number } was not approved and is a draft again.
button-confirm-yes = Confirm
button-confirm-hand-over = Hand over for approval
button-confirm-approve = Approve
button-confirm-refuse = Refuse
button-confirm-take-back = Take back
button-confirm-open = Open the draft

held-title = Notice no. { $number } is held
held-overdue = It was to go out { $planned }, but the bot did not run then. It was held { $since }.
held-restored = The database was restored from a copy, so nobody knows whether this notice went out. It was planned { $planned } and held { $since }.
button-held-send = Send now

# What may be wrong

lint-empty = The text is missing.
lint-no-topics = No topics are chosen.
lint-unknown-topic = The topic “{ $text }” does not exist any more. Please choose the topics again.
lint-nobody = Nobody subscribes to these topics in the chosen places.
lint-not-https = The link “{ $text }” does not begin with https://.
lint-no-file = The file is not here yet: it is being downloaded. Please open the preview again in a moment.
lint-time-passed = The chosen time has passed.
lint-night = These are quiet hours (20:00–8:00). Who has not turned them off gets the notice only after 8:00.
lint-not-https-in-text = The address “{ $text }” in the text does not begin with https://.
lint-past-date = This date has passed: “{ $text }”.
lint-no-such-date = There is no such day: “{ $text }”.
lint-wrong-weekday = “{ $text }” is a { $right }, and the text says { $written }.
lint-day-off = The last day is { $day }, when the office is closed.
lint-after-hours = The time ends { $day } at { $time }, and the office is open until { $closes } then.
lint-in-parts = { $platform }: it does not fit into one message and becomes { $parts }.
lint-long-sentence = The sentence that begins with “{ $text }” has { $words ->
    [one] { $words } word
   *[other] { $words } words
}. Shorter ones are easier to read.
lint-sent-today = The same text, or nearly the same, goes out today in notice no. { $number }.
lint-topics-today = Notice no. { $number } goes out today about one of these topics.

# Words in common

platform-name = { $platform ->
    [telegram] Telegram
    [discord] Discord
   *[other] Terminal
}
notice-kind-private = { $platform }, private chats
notice-kind-groups = { $platform }, groups
notice-kind-channels = { $platform }, channels
moment-today = today at { $time }
moment-on = { $day } at { $time }
weekday-name = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
duration-short = Sending takes a minute at most.
duration-minutes = Sending takes about { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}.
duration-hours = Sending takes about { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}.
duration-at-night = These are quiet hours: the rest goes out after 8:00.
duration-into-night = It does not end before the quiet hours: the rest goes out after 8:00.
