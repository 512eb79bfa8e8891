# Answers to questions

answer-basis = Legal basis: { $basis }.
answer-as-of = Correct as of { $date }
answer-law-as-of = Law as of { $law }, checked on { $checked }
answer-law = Law as of { $law }
answer-unconfirmed = To be checked: this answer still has to be confirmed in its source. Please ask before an important decision.
answer-review-due = Please note: this answer was due to be checked again by { $date }, so it may be out of date. Please make sure it still applies.
answer-disclaimer = General information from a bot, not legal advice. Writing here does not replace filing a document.
answer-example = Example data: the town of { $city } is invented.
answer-untranslated = There is no version of this answer in your language, so here it is in Polish.
answer-source = Source
answer-not-valid = This matter needs an up-to-date answer, and mine has expired, so I am not giving it.
answer-human-only = This is for a person to decide, not a bot.

button-not-it = Not what I meant
button-who = Who handles this
button-human = Talk to a person
button-outdated = Out of date?
button-none-of-these = None of these
button-ask-else = New question

clarify-which = I am not sure what you mean. Which of these is closest?
clarify-event = The rules changed here, so the answer depends on the date. Which case is your question about?
contact-title = Contact: { $matter }

unknown = I have no checked answer to this, so I will not guess.
unknown-kept = I am passing the question on to the NGO officer, so that an answer can be added, without saying who asked. You can also try other words.
unknown-short = I do not understand this message. Please say in one sentence what it is about.
unknown-short-aside = I do not understand this message. Please ask again in one sentence, with the command { $name } or the button below.
outside = This question is not about NGO matters, and I only deal with those.
aside-small-talk = I am a bot for the matters of non-governmental organisations. If a question comes up, please ask it.
aside-rude = I understand that this is annoying. Please write what it is about, and I will try to help.
not-it-next = Perhaps you mean this:
not-it-nothing = I have no other answers that fit. A person can help:
outdated-thanks = Thank you. I am telling the NGO officer that the answer “{ $title }” may be out of date.
old-button = This button belongs to an earlier conversation. Please ask your question again and I will answer afresh.

ask-what = Please reply to this message and say what it is about, a few words are enough.
ask-what-aside = What is it about? Press the button below and write your question, or put it into the command { $name }. A few words are enough.

input-empty = The message is empty. Please write what you need, for example: “who handles funding for sport?”.
input-unreadable = I cannot read this message. Please send plain text.
input-voice = I cannot listen to recordings. Please write it, a few words are enough.
input-picture = I cannot see what is in a picture. Please say in plain text what it is about; from a letter one or two sentences are enough, without personal data.
input-file = I do not read documents. Please say in plain text what the document is about and what your question is, without personal data.
input-hidden = On a server I can see the words of a message only if it mentions me (@), and this one came without a mention. Please write it again and mention me, or ask by the command { $name }.
input-cut = { $limit ->
    [one] The message is very long. I am using only the first { $limit } character.
   *[other] The message is very long. I am using only the first { $limit } characters.
}
