# Who to talk to

contact-also = If it is about { $about }: { $unit }.
contact-untranslated = The description comes from the town hall and is in Polish.
contact-phone = tel. { $phone }
contact-external = This is a separate institution, not part of the town hall. Please contact it directly.
contact-prepare = Useful to have at hand:
contact-urgent = This is urgent: the time limit is already running, so it is best to phone straight away.
contact-reply = Replies to questions within { $days }: if you write today, then { $date }, at the latest.
contact-unreachable = I am sorry that nobody answers. I am passing this on to the NGO officer, without saying who wrote.
contact-substitute = If nobody answers the phone, please try: { $who }.
contact-unreachable-officer = { $officer }, tel. { $phone }, can help too.
contact-handles = Handled by { $unit }:
contact-outside = I cannot help with this, as I only deal with NGO matters.

unit-level = { $level ->
    [gmina] Town hall.
    [jednostka] Municipal unit.
    [powiat] County institution.
    [wojewodztwo] Regional institution.
   *[kraj] National institution.
}
unit-matters = Handles: { $matters }.
unit-hours = Hours: { $hours }.
unit-verified = Details checked on { $date }.

ask-back-hint = You can press a button or reply in words.
ask-back-hint-aside = Just press the button that fits.

human = Here is a person who will help or point you to the right one.
button-show-unit = Show: { $unit }
button-answer = Answer: { $title }
button-details = Contact details
