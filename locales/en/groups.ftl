# In groups, where everybody sees the answers

group-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to. In brief here, in full in a private chat.
group-how = To ask me something, just:
group-ask-reply = reply to any message of mine.
group-ask-command = choose { $name } from the menu, and I will ask for your question,
group-reads = I read only what is addressed to me. I do not react to other messages and do not save them.
group-notices = An admin of this group turns on its notices with the command { $name }.
server-what = I answer questions about the law, grants and deadlines with checked texts, and I say who to talk to.
server-how = To ask me something on this server, just:
server-ask-command = use the command { $name }: only you will see the answer, in full,
server-ask-mention = mention me (@) or reply to a message of mine: I will answer in brief, and everybody will see it.
server-notices = Notices in a channel are turned on with the command { $name } by somebody with the permission “Manage Channels”.
group-personal = I answer this only in private, because everybody here can see my messages.
server-personal = Use the command { $name }: only you will see the answer.
group-unknown = I have no checked answer to this, so I will not guess; I am passing the question on to the NGO officer without saying who asked.
channel-known = The channel “{ $title }” is noted. Only notices on topics that its admin chooses will appear there; so far there are none.

button-private = Ask more in private
button-private-whole = Whole answer in private
button-private-write = Write in private
button-server-ask = Ask in private
