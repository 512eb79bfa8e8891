# Who to talk to

contact-also = If it is about { $about }: { $unit }.
contact-phone = tel. { $phone }
contact-external = This is a separate institution, not part of the town hall. Please deal with it directly there.
contact-prepare = Useful to have at hand:
contact-urgent = This is urgent: there is a deadline, so it is best to phone straight away.
contact-reply = Replies to questions within { $days }. If you write today: { $date }, at the latest.
contact-unreachable = I am sorry that nobody answers. I am passing this on to the NGO officer, without saying who wrote.
contact-substitute = When nobody can be reached, the substitute is: { $who }.
contact-unreachable-officer = { $officer }, tel. { $phone }, can help too.
contact-handles = This is handled by { $unit }.
contact-outside = This is not an NGO matter, so I cannot settle it here.

unit-level = { $level ->
    [gmina] town hall
    [jednostka] municipal body
    [powiat] county
    [wojewodztwo] province
   *[kraj] national institution
}
unit-matters = Handles: { $matters }.
unit-hours = Hours: { $hours }.
unit-verified = Details checked on { $date }.

ask-back-hint = You can press a button or reply in words.

human = Here is a person who will help or point you to the right one.
button-show-unit = Show: { $unit }
button-answer = Answer: { $title }
button-details = Show contact details
