# Notices: what recipients read

bulletin-origin = Notice no. { $number }, { $unit }.
bulletin-corrected = Corrected { $day } at { $time }.
bulletin-withdrawn = Notice no. { $number } has been withdrawn.
bulletin-end-group = An administrator of this group can turn notices off with { $name }.
bulletin-end-channel = An administrator of this channel can turn notices off: { $name } in a chat with the bot.
bulletin-end-server = An administrator of the server can turn notices in this channel off with { $name }.
button-bulletin-end = Unsubscribe me
button-bulletin-topics = Change topics
