# Notices on the command line

cli-about-notice = Notices: sending, list, pause, correction, withdrawal, report.
cli-about-notice-send = Sends a notice. Without --seal and --yes it only shows what it will look like and to whom it goes.
cli-about-notice-schedule = Sends a notice at a chosen time. Without --seal and --yes it only shows it.
cli-about-notice-list = The list of notices, the latest first.
cli-about-notice-show = One notice: text, state and history.
cli-about-notice-pause = Pauses the sending of a notice.
cli-about-notice-resume = Resumes what was paused.
cli-about-notice-cancel = Stops the sending for good, and discards a notice that has not gone out.
cli-about-notice-correct = Changes the text of a sent notice for everybody. Without --seal and --yes it only shows the change.
cli-about-notice-withdraw = Withdraws a sent notice. Without --yes it only says what that does.
cli-about-notice-report = Report: how many got it, who did not, and why.

cli-arg-text = file with the text; “-” is standard input
cli-arg-topic = topic (its id); may be given several times
cli-arg-link = link, an https address
cli-arg-file = picture or document that goes with the notice
cli-arg-kind = only this kind of recipients: telegram/private, telegram/group, telegram/channel, discord/private, discord/channel; may be given several times
cli-arg-ping = calls the role on Discord channels that have chosen one
cli-arg-start = when to send (Polish time), for example 2026-12-24T10:00
cli-arg-seal = seal from the preview: confirms exactly what was shown
cli-arg-yes = at once, without a preview
cli-arg-csv = writes the list of who is missing to this CSV file

cli-notice-none = There are no notices yet.
cli-notice-unreadable = { $path } cannot be read. Details: { $detail }
cli-notice-service = Written down. The running service sends.
cli-notice-no-service = Written down, but no service runs over this database now, so nothing goes out. “lacznik run” starts it.
cli-notice-repeat = Nothing has been done yet. To do it, please repeat the command:
    { $command }
cli-notice-paused = Notice no. { $number } is paused.
cli-notice-was-paused = Notice no. { $number } was paused already.
cli-notice-resumed = Notice no. { $number } is resumed.
cli-notice-was-going = Notice no. { $number } is not paused.
cli-notice-cancelled = The sending of notice no. { $number } is stopped. Those who have it keep it; the others do not get it.
cli-notice-nothing = Nothing of notice no. { $number } is on its way any more.
cli-notice-discarded = Notice no. { $number } is discarded and will not go out.
cli-notice-corrected = Notice no. { $number } is corrected. The new text appears in the place of the old one.
cli-notice-withdrawn = Notice no. { $number } is withdrawn. It disappears from its recipients one by one.
cli-notice-was-withdrawn = Notice no. { $number } was withdrawn already.
cli-notice-empty = The new text of notice no. { $number } is empty. Nothing has changed.
cli-notice-same = Notice no. { $number } has this text already. Nothing has changed.
cli-notice-too-long = The new text of notice no. { $number } needs more messages than the old one, and nothing can be added to what was sent. Please shorten it. Nothing has changed.
cli-notice-void = This seal does not fit: the text of notice no. { $number } is not the one of the preview. Nothing has changed; please repeat the command without --seal.
cli-notice-csv = { $count ->
    [one] { $count } row written to { $path }.
   *[other] { $count } rows written to { $path }.
}
cli-notice-missed = Who did not get it (number of the message, recipient, reason):
cli-notice-missed-line = { $row }  { $who }: { $why }
cli-notice-topics = Topics: { $topics }
cli-notice-stopped = The notice cannot go out like this. Nothing was written down.
cli-notice-changed = This seal does not fit: text, recipients or time are not those of the preview. Nothing was written down; please repeat the command without --seal.
cli-notice-old = The preview is more than a quarter of an hour old, so its seal does not work any more. Nothing was written down; please repeat the command without --seal.
cli-notice-large = The file { $path } is too large: it may have { $megabytes } MB at most.
cli-notice-scheduled = Notice no. { $number } is confirmed and begins to go out { $day } at { $time }. Until then it can be discarded: lacznik notice cancel { $number }
cli-notice-alone = There is no second person, so that one person confirmed it was recorded as an exception.
cli-notice-waiting = Notice no. { $number } waits for a second person to approve it in a chat with the bot.
