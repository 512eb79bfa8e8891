# In groups, where everybody sees the answers

group-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to. In brief here, in full in a private chat.
group-how = To ask me something, just:
group-ask-reply = reply to any message of mine.
group-ask-command = choose { $name } from the menu, and I will ask for your question,
group-reads = I read only what is addressed to me. I do not react to other messages and do not save them.
group-notices = Whether this group gets notices, and which, can be arranged here: { $contact }.
server-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to.
server-how = To ask me something on this server, just:
server-ask-command = use the command { $name }: only you will see the answer, in full,
server-ask-mention = mention me (@) or reply to a message of mine: I will answer in brief, and everybody will see it.
server-notices = Whether notices appear on this server, and which, can be arranged here: { $contact }.
group-personal = I answer this only in private, because everybody here can see my messages.
server-personal = Use the command { $name }: only you will see the answer.
group-unknown = I have no checked answer to this, so I will not guess; I am passing the question on to the NGO officer without saying who asked.
channel-known = The channel “{ $title }” is noted. I will publish nothing there unless the NGO officer decides so.

button-private = Ask more in private
button-private-whole = Whole answer in private
button-private-write = Write in private
button-server-ask = Ask in private
