# До кого звернутися

contact-also = Якщо йдеться про { $about }, то це { $unit }.
contact-untranslated = Опис надала мерія, він польською мовою.
contact-phone = тел. { $phone }
contact-external = Це окрема установа, а не частина мерії. Звертатися треба безпосередньо туди.
contact-prepare = Знадобляться:
contact-urgent = Справа термінова: відлік строку вже почався, тому найкраще зателефонувати відразу.
contact-reply = На запитання відповідає протягом { $days }, тобто на надіслане сьогодні — найпізніше { $date }.
contact-unreachable = Шкода, що ніхто не відповідає. Передаю це уповноваженому; хто написав, не вказую.
contact-substitute = Якщо не вдається додзвонитися, допоможе: { $who }.
contact-unreachable-officer = Може також допомогти { $officer }, тел. { $phone }.
contact-handles = Цим займається { $unit }:
contact-outside = Із цим не допоможу: я займаюся лише справами громадських організацій.

unit-level = { $level ->
    [gmina] Мерія.
    [jednostka] Міська установа.
    [powiat] Повітова установа.
    [wojewodztwo] Воєводська установа.
   *[kraj] Загальнодержавна установа.
}
unit-matters = Справи: { $matters }.
unit-hours = Години роботи: { $hours }.
unit-verified = Дані перевірено { $date }

ask-back-hint = Можна натиснути кнопку або відповісти словами.
ask-back-hint-aside = Достатньо натиснути відповідну кнопку.

human = Ось людина, яка допоможе або підкаже, до кого звернутися.
button-show-unit = Показати: { $unit }
button-answer = Відповідь: { $title }
button-details = Контактні дані
