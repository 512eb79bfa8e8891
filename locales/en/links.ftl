# Links into the private chat, and one-time codes

topic-what = Here are the answers and contacts on this topic. You can also ask in your own words.
topic-desks = Here is who to talk to on this topic. You can also ask in your own words.
topic-empty = I have no answers on this topic yet. The NGO officer can help: { $name }.
link-competition = This competition is not in my data: it may be over, or it is not here yet. For its terms and deadlines, please ask here:
link-dead = This link is incomplete or leads to something that is no longer here. Please write what you need, or choose below.
link-dead-aside = This link is incomplete or leads to something that is no longer here. Please ask with the command { $name }, or choose below.

invite-welcome = Hello. This account now has the rights of the NGO officer.
invite-next = { $first } shows the questions that still have no answer and other things to check. { $notice } begins a new notice. { $help } shows all commands.
invite-welcome-editor = Hello. This account can write notices now.
invite-next-editor = { $first } begins a new notice. The NGO officer confirms and sends it. { $help } shows all commands.
invite-refused = This code does not work: it is wrong, has been used already or has expired. The administrator can make a new one with “lacznik officer invite”.
invite-spoilt = Others have seen this code, so it no longer works. Please make a new one (“lacznik officer invite”) and send it in a private chat with me.
