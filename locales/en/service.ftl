# The service: start, stop, the bot's profile in a messenger

cli-about-run = Runs the bot on the messengers that have a token.

run-telegram = Łącznik runs on Telegram as @{ $username }. To stop: Ctrl-C.
run-telegram-silent = Telegram does not answer ({ $cause }). The bot keeps trying and starts as soon as Telegram answers.
run-stopping = Stopping. What has begun will be finished.
run-no-token = There is nothing to run: no token is given. @BotFather gives out tokens for Telegram bots, which go into the environment variable LACZNIK_TELEGRAM_TOKEN; the Developer Portal (discord.com/developers/applications) gives out those for Discord bots, which go into LACZNIK_DISCORD_TOKEN. One of them is enough. To talk without a token: lacznik chat.
run-already = Another Łącznik already runs over this database ({ $holder }). Please stop it first.
run-ousted = Another Łącznik has taken over this database, so this one has stopped. Nothing is lost: the other one carries on.
run-telegram-token = Telegram does not know this token. Please check LACZNIK_TELEGRAM_TOKEN; @BotFather shows it under /mybots, “API Token”, and makes a new one with /revoke.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN does not look like a token from @BotFather (digits, a colon, a long string), or telegram.api_url is not an address.
run-discord = Łącznik runs on Discord as { $name }. To stop: Ctrl-C.
run-discord-silent = Discord does not answer ({ $cause }). The bot keeps trying and starts as soon as Discord answers.
run-discord-token = Discord does not know this token. Please check LACZNIK_DISCORD_TOKEN. A token is shown only once; Developer Portal → Applications → this bot → Bot → “Reset Token” makes a new one.
run-discord-token-form = LACZNIK_DISCORD_TOKEN does not look like the token of a Discord bot (three parts with dots between them), or discord.api_url is not an address.
run-discord-intents = Discord does not let this bot read the content of all messages, which the setting discord.message_content asks for. Either switch on and save Developer Portal → Applications → this bot → Bot → “Message Content Intent”, or set message_content = false.
run-discord-refused = Discord has closed the connection and will not take it again (code { $code }). This does not pass by itself: please see whether there is a newer version of the program, and report the code to its authors.
run-others-go-on = The other messengers go on.

profile-description =
    Questions of non-governmental organisations: competitions and grants, small grants, reports, premises, who at the town hall handles a matter.

    Answers are checked by people; what the bot does not know it says so and names a person. Run by: { $office }.

    Just write an ordinary sentence.
profile-short = Checked answers and contacts for non-governmental organisations. { $office }.

form-title = Question
form-label = What is it about?
form-hint = For example: how much can a small grant be
option-code = code
option-code-what = a one-time code, or the code from a link
option-question = question
option-question-what = what it is about, in plain words; without it a form opens
option-matter = matter
option-matter-what = the office or the matter you need a contact for
option-event = event
option-event-what = what and when, e.g. “task finished on 30 April” or “14 days from 3 May”
option-topic = topic
option-topic-what = a topic from the list, or how it begins
option-role = role
option-role-what = the role that each notice in this channel pings

doctor-telegram-none = Telegram: LACZNIK_TELEGRAM_TOKEN is not set, so the bot does not work there.
doctor-telegram = Telegram: the token works, the bot is called @{ $username }.
doctor-telegram-unreachable = Telegram does not answer ({ $cause }). Please check the network and telegram.api_url.
doctor-telegram-privacy = Telegram shows the bot every message in groups, though commands and replies to it are enough. In @BotFather: /setprivacy, then “Enable”; then remove the bot from its groups and add it again.
doctor-telegram-no-groups = the bot cannot be added to any group. In @BotFather: /setjoingroups, then “Enable”.
doctor-telegram-webhook-left = a webhook is set in Telegram ({ $url }), but the bot is to ask for messages itself. “lacznik run” will remove it; if it belongs to another installation, that one needs a token of its own.
doctor-telegram-webhook-other = the address of the webhook in Telegram differs from telegram.webhook_url. “lacznik run” sets it; if that is running already, Telegram has refused the address, and the log says why.
doctor-telegram-webhook-error = Telegram could not deliver a message lately: { $cause }. Please check that telegram.webhook_url can be reached from the internet and leads to telegram.webhook_listen.
doctor-telegram-pending = messages that wait at Telegram to be taken: { $count }.
doctor-telegram-chat = “{ $title }”: the bot can write here.
doctor-telegram-chat-admin = “{ $title }”: the bot can write here. As an administrator it also sees every message; it reads only those addressed to it.
doctor-telegram-chat-gone = “{ $title }”: the bot is not here any more. If it should write here, it has to be added again.
doctor-telegram-chat-no-posting = “{ $title }”: the bot cannot post here. An administrator of the channel has to give it the right “Post messages”.
doctor-telegram-chat-silenced = “{ $title }”: the bot cannot write here. An administrator of the group has to lift the restriction.
doctor-telegram-chat-unknown = “{ $title }”: the bot's rights could not be checked ({ $cause }).
doctor-discord-none = Discord: LACZNIK_DISCORD_TOKEN is not set, so the bot does not work there.
doctor-discord = Discord: the token works, the bot is called { $name }.
doctor-discord-invite = this link adds the bot to a server on Discord: { $link }
doctor-discord-unreachable = Discord does not answer ({ $cause }). Please check the network and discord.api_url.
doctor-discord-commands = commands on Discord that differ from those of the program: { $count }. “lacznik run” sets them right; if it runs already and this sentence stays, the log says why.
doctor-discord-content = Discord lets the bot read the content of all messages, though the setting discord.message_content does not ask for it. Please switch it off: Developer Portal → Applications → this bot → Bot → “Message Content Intent”.
doctor-discord-starts = times that Discord will still let the bot connect anew: { $count }; it counts from the beginning again in { $hours } h { $minutes } min. At zero Discord revokes the token. Something breaks the connection often, or another program uses the same token.
doctor-discord-chat = “{ $title }”: the bot can write here.
doctor-discord-chat-gone = “{ $title }”: this channel is gone, or the bot was removed from the server. If it should write there, it has to be added again.
doctor-discord-chat-no-writing = “{ $title }”: the bot cannot write here. It lacks the rights { $rights }. An administrator of the server gives them, in the settings of the channel or of the bot's role.
doctor-discord-chat-lacks = “{ $title }”: the bot lacks rights here: { $rights }. It can write without them, but not everything will work.
doctor-discord-chat-unknown = “{ $title }”: the bot's rights could not be checked ({ $cause }).
discord-right = “{ $name }”
discord-right-view = View Channels
discord-right-send = Send Messages
discord-right-embed = Embed Links
discord-right-attach = Attach Files
discord-right-history = Read Message History
discord-right-manage-threads = Manage Threads
discord-right-public-threads = Create Public Threads
discord-right-private-threads = Create Private Threads
discord-right-send-in-threads = Send Messages in Threads
doctor-copy = the database is a copy, made on { $date } at { $time }. When the bot first starts, it holds everything that may have gone out already.
doctor-held = { $count ->
    [one] notice no. { $numbers } waits
   *[other] notices no. { $numbers } wait
} for a person's decision. More: lacznik notice show NR
doctor-perhaps-twice = messages that may have arrived twice since this database was made: { $count }. It happens after a sudden stop, or when a messenger does not confirm.
