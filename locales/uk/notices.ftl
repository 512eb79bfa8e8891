# Оголошення: що читають отримувачі

bulletin-origin = Оголошення № { $number }, { $unit }.
bulletin-corrected = Виправлено { $day } о { $time }.
bulletin-withdrawn = Оголошення № { $number } відкликано.
bulletin-end-group = Вимкнути оголошення в цій групі може її адміністратор командою { $name }.
bulletin-end-channel = Вимкнути оголошення на цьому каналі може його адміністратор: команда { $name } у розмові з ботом.
bulletin-end-server = Вимкнути оголошення на цьому каналі може адміністратор сервера командою { $name }.
button-bulletin-end = Відписати мене
button-bulletin-topics = Змінити теми

# Нове оголошення і його чернетка

draft-elsewhere = Оголошення пишуть у приватній розмові зі мною.
draft-elsewhere-server = Оголошення пишуть у приватній розмові зі мною: достатньо відкрити мій профіль, надіслати повідомлення і вжити там ту саму команду.
draft-new = Нове оголошення
draft-new-text = Будь ласка, напишіть текст одним повідомленням.
draft-format-heading = Перший рядок – це заголовок, а порожній рядок відділяє абзаци.
draft-format-strong = Слова між **подвійними зірочками** виділені жирним.
draft-format-list = Рядки, що починаються з дефіса, утворюють список.
draft-new-nothing-sent = Спершу буде чернетка. Нічого не вийде без перегляду і підтвердження.
draft-title = Чернетка оголошення № { $number }
draft-text = Текст: «{ $value }»
draft-no-text = Текст: немає
draft-link = Посилання: { $value }
draft-no-link = Посилання: без посилання
draft-file = Файл: { $value }
draft-file-on-its-way = Файл: { $value } (завантажується)
draft-file-failed = Файл: { $value } (не вдалося завантажити, надішліть його, будь ласка, ще раз)
draft-no-file = Файл: без файлу
draft-topics = Теми: { $value }
draft-no-topics = Теми: немає
draft-kinds = Куди: { $value }
draft-everywhere = Куди: усюди, де є підписники
draft-when = Коли: { $value }
draft-at-once = Коли: одразу після підтвердження
draft-pings = На Discord сповістить ролі, вибрані каналами
draft-missing-both = Бракує тексту і тем.
draft-missing-text = Бракує тексту.
draft-missing-topics = Бракує тем.
draft-complete = Можна переглянути, як це виглядатиме. Надсилання підтверджують лише після цього.
draft-discarded = Оголошення № { $number } викинуто. Його ніхто не отримав.

button-draft-text = Текст
button-draft-link = Посилання
button-draft-file = Зображення або файл
button-draft-topics = Теми
button-draft-kinds = Куди
button-draft-when = Коли
button-draft-ping = Сповістити ролі
button-draft-no-ping = Не сповіщати ролі
button-draft-preview = Перегляд
button-draft-discard = Викинути
button-draft-back = Назад до чернетки
button-draft-no-link = Без посилання
button-draft-no-file = Без файлу
button-draft-at-once = Одразу після підтвердження
button-draft-more = Наступні теми
button-draft-previous = Попередні теми
button-draft-done = Готово
button-draft-yes = { $name }: так
button-draft-no = { $name }: ні

draft-ask-text = Надішліть, будь ласка, новий текст оголошення № { $number }. Він замінить теперішній.
draft-ask-link = Надішліть, будь ласка, посилання до оголошення № { $number }: адресу, що починається з https://.
draft-ask-file = Надішліть, будь ласка, зображення або документ до оголошення № { $number }, один файл до 8 МБ.
draft-ask-when = Коли надіслати оголошення № { $number }? Наприклад: «завтра о 9», «у понеділок 8:30», «2026-12-01 10:00» або «зараз».

draft-refused-again = Спробуйте, будь ласка, ще раз.
draft-refused-kept = Чернетка не змінилася. Спробуйте, будь ласка, ще раз.
draft-refused-no-text = Цього повідомлення я не прочитаю як текст.
draft-refused-long = Текст задовгий: поміститься { $most ->
    [one] { $most } знак
    [few] { $most } знаки
   *[other] { $most } знаків
}. Подробиці можна подати в посиланні або у файлі.
draft-refused-link = Це не адреса, що починається з https://. Інші відхиляю, бо невідомо, куди вони ведуть.
draft-refused-file = Потрібне зображення або документ.
draft-refused-large = Файл завеликий: може мати щонайбільше { $most } МБ. Більший можна розмістити на сайті й подати посилання.
draft-refused-when = Не розумію, коли. Найпростіше подати день і годину, наприклад «завтра о 9» або «2026-12-01 10:00».
draft-refused-no-hour = Бракує години, наприклад «завтра о 9».
draft-refused-past = Це вже минуло: { $day } о { $time }.
draft-refused-no-such-hour = Години { $time } не буде: { $day } годинники переводять з 2:00 на 3:00. Вкажіть, будь ласка, іншу.
draft-refused-far = Це більш ніж за рік. Виберіть, будь ласка, ближчий день.

draft-topics-title = Теми оголошення № { $number }
draft-topics-none = Оголошення отримають ті, хто підписаний на будь-яку з вибраних тем. Поки що жодної не вибрано.
draft-topics-some = Вибрано: { $value }. Оголошення отримають ті, хто підписаний на будь-яку з них.
draft-kinds-title = Куди піде оголошення № { $number }
draft-kinds-how = Місце вмикають і вимикають, вибираючи його нижче. Принаймні одне залишається ввімкненим.

# Перегляд, перевірка, підтвердження

confirm-preview = Перегляд оголошення № { $number } ({ $kind }). Його ще ніхто не отримав.
confirm-preview-here = { $platform }: я не знаю там розмови з уповноваженим, тому показую перегляд тут. { $parts ->
    [one] Поміститься в одному повідомленні.
    [few] Поділиться на { $parts } повідомлення.
   *[other] Поділиться на { $parts } повідомлень.
}
confirm-preview-there = { $platform }: перегляд чекає там у розмові зі мною.
confirm-title = Перевірка оголошення № { $number }
confirm-request = Оголошення № { $number } чекає на схвалення
confirm-clean = Не бачу нічого, що треба виправити.
confirm-stops = Так воно не може вийти:
confirm-warns = Варто перевірити:
confirm-audience = { $digest ->
    [0] Його
   *[other] Одразу його
} { $count ->
    [one] отримає { $count } одержувач.
    [few] отримають { $count } одержувачі.
   *[other] отримають { $count } одержувачів.
}
audience-kind = { $kind }: { $count }
audience-digest = у щоденному або щотижневому огляді: { $count }
audience-closed = пропущено, бо бот зараз не може туди писати: { $count }
confirm-shared = У групах і на каналах замість кнопок стоїть речення:
confirm-goes-at-once = Вийде після підтвердження; упродовж { $seconds ->
    [one] { $seconds } секунди
   *[other] { $seconds } секунд
} це можна буде скасувати.
confirm-goes-at = Вийде { $at }.
confirm-second-next = Після підтвердження має погодитися ще друга особа.
confirm-officer-next = Підтверджує уповноважений.
confirm-scheduled = Оголошення № { $number } вийде { $at }.
confirm-alone = Схвалення другої особи немає, бо немає другого уповноваженого. Цей виняток записано.
confirm-waiting = Оголошення № { $number } чекає на схвалення уповноваженого, який його не писав. Доти його ніхто не отримає.
confirm-waiting-untold = Не маю як про це повідомити: ніхто такий ще не розмовляє зі мною приватно. Оголошення можна відкрити зі списку оголошень.
confirm-old = Від перегляду минуло понад 15 хвилин і одержувачі могли змінитися, тому питаю ще раз.
confirm-changed = Від того перегляду змінився текст, одержувачі або час, тому нічого не підтверджую. Перегляньте, будь ласка, ще раз.
confirm-late = Вибраний час уже минув, тому нічого не підтверджую.
confirm-own = Свого оголошення не можна схвалити як друга особа. Це зробить інший уповноважений.
confirm-officer-only = Оголошення підтверджує і зупиняє лише уповноважений.
confirm-approved = Оголошення № { $number } схвалено, воно вийде { $at }.
confirm-refused = Оголошення № { $number } не схвалено, воно знову чернетка.
button-confirm-yes = Підтвердити
button-confirm-hand-over = Передати на схвалення
button-confirm-approve = Схвалити
button-confirm-refuse = Відхилити
button-confirm-take-back = Скасувати
button-confirm-open = Відкрити чернетку

held-title = Оголошення № { $number } затримано
held-overdue = Мало вийти { $planned }, але бот тоді не працював. Затримано { $since }.
held-restored = Базу відновлено з копії, тому невідомо, чи це оголошення вже вийшло. Було заплановано { $planned }, а затримано { $since }.
button-held-send = Надіслати зараз

# Що може бути не так

lint-empty = Бракує тексту.
lint-no-topics = Не вибрано тем.
lint-unknown-topic = Теми «{ $text }» вже немає. Виберіть, будь ласка, теми ще раз.
lint-nobody = Ніхто не підписаний на ці теми у вибраних місцях.
lint-not-https = Посилання «{ $text }» не починається з https://.
lint-no-file = Файлу ще немає: він завантажується. За мить відкрийте, будь ласка, перегляд ще раз.
lint-time-passed = Вибраний час надсилання вже минув.
lint-night = Це час нічної тиші (20:00–8:00). Хто її не вимкнув, отримає оголошення лише після 8:00.
lint-not-https-in-text = Адреса «{ $text }» у тексті не починається з https://.
lint-past-date = Ця дата вже минула: «{ $text }».
lint-no-such-date = Такого дня немає: «{ $text }».
lint-wrong-weekday = «{ $text }» – це { $right }, а в тексті { $written }.
lint-day-off = Термін припадає { $day }, коли установа не працює.
lint-after-hours = Термін минає { $day } о { $time }, а установа тоді працює до { $closes }.
lint-in-parts = { $platform }: усе не поміститься в одному повідомленні, поділиться на { $parts }.
lint-long-sentence = Речення від слів «{ $text }» має { $words ->
    [one] { $words } слово
    [few] { $words } слова
   *[other] { $words } слів
}. Коротші легше читати.
lint-sent-today = Такий самий або майже такий самий текст виходить сьогодні в оголошенні № { $number }.
lint-topics-today = Сьогодні на котрусь із цих тем уже виходить оголошення № { $number }.

# Спільні слова

platform-name = { $platform ->
    [telegram] Telegram
    [discord] Discord
   *[other] Термінал
}
notice-kind-private = { $platform }, приватні розмови
notice-kind-groups = { $platform }, групи
notice-kind-channels = { $platform }, канали
moment-today = сьогодні о { $time }
moment-on = { $day } о { $time }
weekday-name = { $weekday ->
    [1] понеділок
    [2] вівторок
    [3] середа
    [4] четвер
    [5] п’ятниця
    [6] субота
   *[7] неділя
}
duration-short = Розсилання триватиме щонайбільше хвилину.
duration-minutes = Розсилання триватиме бл. { $count ->
    [one] { $count } хвилину
    [few] { $count } хвилини
   *[other] { $count } хвилин
}.
duration-hours = Розсилання триватиме бл. { $count ->
    [one] { $count } годину
    [few] { $count } години
   *[other] { $count } годин
}.
duration-at-night = Тоді триває нічна тиша: решта вийде після 8:00.
duration-into-night = Не закінчиться до нічної тиші: решта вийде після 8:00.
