# До кого звернутися

contact-also = Якщо йдеться про { $about }, то це { $unit }.
contact-phone = тел. { $phone }
contact-external = Це окрема установа, а не частина мерії. Звертатися треба безпосередньо туди.
contact-prepare = Варто мати під рукою:
contact-urgent = Справа термінова: спливає строк, тому найкраще зателефонувати відразу.
contact-reply = На запитання відповідає протягом { $days }. Якщо написати сьогодні, то найпізніше { $date }.
contact-unreachable = Шкода, що ніхто не відповідає. Передаю це уповноваженому; хто написав, не вказую.
contact-substitute = Якщо не вдається додзвонитися, заміщає: { $who }.
contact-unreachable-officer = Може також допомогти { $officer }, тел. { $phone }.
contact-handles = Цим займається { $unit }.
contact-outside = Це не справа громадських організацій, тож тут її не вирішити.

unit-level = { $level ->
    [gmina] мерія
    [jednostka] міська установа
    [powiat] повіт
    [wojewodztwo] воєводство
   *[kraj] загальнодержавна установа
}
unit-matters = Справи: { $matters }.
unit-hours = Години роботи: { $hours }.
unit-verified = Дані перевірено { $date }

ask-back-hint = Можна натиснути кнопку або відповісти словами.

human = Ось людина, яка допоможе або підкаже, до кого звернутися.
button-show-unit = Показати: { $unit }
button-answer = Відповідь: { $title }
button-details = Показати контакти
