# The service: start, stop, the bot's profile in a messenger

cli-about-run = Runs the bot on the messengers that have a token.

run-telegram = Łącznik runs on Telegram as @{ $username }. To stop: Ctrl-C.
run-stopping = Stopping. What has begun will be finished.
run-no-token = There is nothing to run: no token is given. @BotFather gives out tokens for Telegram bots; please put yours into the environment variable LACZNIK_TELEGRAM_TOKEN. To talk without a token: lacznik chat.
run-already = Another Łącznik already runs over this database ({ $holder }). Please stop it first.
run-ousted = Another Łącznik has taken over this database, so this one has stopped. Nothing is lost: the other one carries on.
run-telegram-token = Telegram does not know this token. Please check LACZNIK_TELEGRAM_TOKEN; @BotFather gives a new token with /token.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN does not look like a token from @BotFather (digits, a colon, a long string), or telegram.api_url is not an address.

profile-description =
    Questions of non-governmental organisations: competitions and grants, small grants, reports, premises, who at the town hall handles a matter.

    Answers are checked by people; what the bot does not know it says so and names a person. Run by: { $office }.

    Just write an ordinary sentence.
profile-short = Checked answers and contacts for non-governmental organisations. { $office }.
