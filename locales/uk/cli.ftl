# Програма в командному рядку: для адміністратора

cli-about = Łącznik: бот уповноваженого з питань громадських організацій.
cli-about-chat = Розмова з ботом у терміналі. Якщо бази ще немає, її буде створено з містом-прикладом.
cli-about-ask = Одне запитання й одна відповідь, без сліду в базі.
cli-about-route = Пояснює, хто займається справою і чому.
cli-about-import = Завантажує теку знань у базу: усе або нічого.
cli-about-export = Записує знання з бази в теку.
cli-about-check = Перевіряє теку знань і показує всі помилки відразу.
cli-about-eval = Вимірює точність відповідей на розміченому наборі запитань.
cli-about-doctor = Перевіряє налаштування, базу, знання, чергу повідомлень і месенджери.
cli-about-backup = Створює цілісну копію бази, навіть коли бот працює.
cli-about-restore = Відновлює базу з копії й нічого не надсилає вдруге. Теперішня база залишається поруч.
cli-about-officer = Права уповноваженого в боті.
cli-about-subscriptions = Підписки на оголошення: завантаження, запис і перелік.
cli-about-subscriptions-import = Додає підписки з файлу CSV: усе або нічого. Завершених не поновлює.
cli-about-subscriptions-export = Записує підписки в новий файл CSV.
cli-about-subscriptions-list = Показує, скільки підписок на яку тему і де.
cli-about-officer-invite = Створює одноразовий код, який надає права уповноваженого або редактора.
cli-about-officer-list = Показує, хто має права.
cli-about-officer-revoke = Забирає права в цієї особи.

cli-arg-config = файл налаштувань (типово config/lacznik.toml)
cli-arg-database = файл бази даних (типово lacznik.db)
cli-arg-at = відповідає так, ніби зараз указаний момент (за польським часом), наприклад 2026-12-24T10:00:00
cli-arg-help = показує цю довідку
cli-arg-version = показує версію програми
cli-arg-officer = розмова з правами уповноваженого
cli-arg-editor = код для редактора: пише оголошення, але не надсилає їх
cli-arg-json = результат у форматі JSON
cli-arg-resend = надсилає ще раз повідомлення з цим номером, яке не вдалося надіслати
cli-arg-history = записує всю історію: хто на що погодився і коли це завершив
cli-arg-lift-direct = відновлює нагадування й оголошення окремим людям, затримані в цьому месенджері
cli-arg-knowledge = файл знань (JSON, по одному об’єкту в рядку) замість бази
cli-arg-queries = файл запитань (TSV зі стовпцями id, query, expected_id)
cli-arg-per-query = файл для результату кожного запитання (TSV)

cli-word-usage = Використання
cli-word-options = ПАРАМЕТРИ
cli-word-options-title = Параметри
cli-word-command = КОМАНДА
cli-word-commands = Команди

cli-usage-unknown-argument = Немає такого параметра: «{ $argument }».
cli-usage-unknown-command = Немає такої команди: «{ $command }».
cli-usage-missing = Бракує: { $argument }.
cli-usage-missing-command = Бракує команди.
cli-usage-value = Значення «{ $value }» не підходить для параметра «{ $argument }».
cli-usage-no-value = Бракує значення параметра «{ $argument }».
cli-usage-wrong = Не розумію цієї команди.
cli-usage-hint = Довідка: { $command } --help

cli-created = Бази ще не було, тому її створено ({ $path }) з містом-прикладом { $city }. Ці дані вигадані.
cli-no-database = Немає бази даних { $path }. Її створює «lacznik import ТЕКА» або «lacznik chat».
cli-no-knowledge = У базі ще немає знань. Їх завантажує «lacznik import ТЕКА».
cli-no-such-hour = Такої години немає: годинники тоді переводять з 2:00 на 3:00.

cli-settings = У налаштуваннях є помилка, тому програму не запущено. Подробиці: { $detail }
cli-settings-missing = Файлу налаштувань { $path } немає. Перевірте шлях після --config.

cli-no-output = Не вдалося вивести результат. Подробиці: { $detail }

cli-chat-banner = Розмова з ботом Łącznik. Кнопку вибирають за номером. Кінець: Ctrl+D.
cli-chat-banner-officer = Рядок, що закінчується знаком \, має продовження в наступному рядку.
cli-chat-locked = Базу { $path } уже використовує інша розмова в терміналі. Завершіть її або вкажіть іншу базу: --database ФАЙЛ.
cli-chat-output = Не вдається вивести відповідь, тому розмову завершено. Те, чого не видно, з’явиться в наступній розмові. Подробиці: { $detail }

cli-ask-answer = Рішення: відповідь.
cli-ask-clarify = Рішення: уточнення.
cli-ask-unknown = Рішення: відповіді немає.
cli-ask-candidates = Кандидати:

cli-route-none = Жоден маршрут не вказує однозначно на один підрозділ.
cli-route-units = Займається: { $units }
cli-route-rule = Маршрут: { $route }
cli-route-clarify = Спершу запитує: { $clarifier }
cli-route-reason = Причина: { $reason }

cli-check-golden = { $count ->
    [one] Перевірено { $count } контрольне запитання
    [few] Перевірено { $count } контрольні запитання
    [many] Перевірено { $count } контрольних запитань
   *[other] Перевірено { $count } контрольного запитання
}, з них після уточнення: { $asked }.
cli-check-sum = { $errors ->
    [0] Без помилок
    [one] { $errors } помилка
    [few] { $errors } помилки
    [many] { $errors } помилок
   *[other] { $errors } помилки
}, { $warnings ->
    [0] без попереджень
    [one] { $warnings } попередження
    [few] { $warnings } попередження
    [many] { $warnings } попереджень
   *[other] { $warnings } попередження
}.

cli-import-refused = Нічого не завантажено. Виправте, будь ласка, помилки й повторіть імпорт.
cli-import-done = Знання завантажено. Відповіді: { $entries }, підрозділи: { $units }, маршрути: { $routes }.
cli-import-same = Нічого не змінилося: ці знання вже є в базі (відповіді: { $entries }, підрозділи: { $units }, маршрути: { $routes }).

cli-export-taken = Тека { $path } не порожня. Вкажіть, будь ласка, іншу: решта файлів із цієї теки потрапила б до наступного імпорту.
cli-export-done = { $count ->
    [one] Записано { $count } файл у теку { $path }.
    [few] Записано { $count } файли в теку { $path }.
    [many] Записано { $count } файлів у теку { $path }.
   *[other] Записано { $count } файлу в теку { $path }.
}

cli-backup-taken = Файл { $path } уже є. Вкажіть, будь ласка, іншу назву: наявну копію я не перезаписую.
cli-backup-no-folder = Немає теки для файлу { $path }. Спершу створіть її, будь ласка.
cli-backup-name = Назва { $path } містить символи, які неможливо зберегти. Вкажіть, будь ласка, іншу назву файлу копії.
cli-backup-done = Копія готова: { $path }.
cli-restore-none = Немає файлу { $path }. Перевірте, будь ласка, шлях до копії.
cli-restore-running = Служба працює ({ $holder }). Спершу зупиніть її, будь ласка, а потім відновіть копію.
cli-restore-chat = З цією базою триває розмова в терміналі. Спершу завершіть її, будь ласка, а потім відновіть копію.
cli-restore-done = Базу { $path } відновлено з копії { $copy }.
cli-restore-kept = Попередню базу збережено: { $path }.
cli-restore-next = Що відбувалося після створення копії, база не знає. Тому під час запуску все, що чекало в ній на надсилання, буде затримано, а уповноважений отримає про це повідомлення.

cli-csv-line = { $file }:{ $line }: { $what }
cli-csv-field = { $file }:{ $line }: стовпець «{ $column }»: { $what }
cli-csv-quote = лапки відкриваються тут і ніде не закриваються.
cli-csv-columns = перший рядок має містити назви стовпців і нічого більше: { $columns }.
cli-csv-width = { $found ->
    [one] рядок має { $found } поле
    [few] рядок має { $found } поля
   *[other] рядок має { $found } полів
}, а стовпців { $wanted }.
cli-csv-twice = та сама тема тієї самої розмови вже стоїть у рядку { $line }.
cli-csv-platform = не знаю месенджера «{ $value }». Це може бути telegram, discord або terminal.
cli-csv-chat = «{ $value }» не є номером розмови в цьому месенджері.
cli-csv-place = не знаю місця «{ $value }». Це може бути private, group або channel.
cli-csv-place-not = розмова з таким номером у цьому месенджері не може бути місцем «{ $value }».
cli-csv-topic = немає теми «{ $value }». Теми стоять у topics.toml, у полі id.
cli-csv-rhythm = «{ $value }» не каже, як часто. Це може бути at_once, daily або weekly.

cli-subscriptions-imported = Додані підписки: { $added }. Були вже раніше: { $known }.
cli-subscriptions-ended = Пропущені, бо їх колись завершили: { $count }. Поновити їх може лише ця людина або той, хто веде групу чи канал.
cli-subscriptions-not-direct = Пропущені, бо в Discord пишу лише людям, які самі почали приватну розмову з ботом: { $count }.
cli-subscriptions-taken = Файл { $path } уже існує. Вкажіть іншу назву: наявний файл не перезаписую.
cli-subscriptions-exported = Записано у файл { $path }; рядків: { $count }.
cli-subscriptions-all = Підписки: { $count }, розмови, групи й канали: { $chats }.

cli-invite-done = Код для { $role ->
    [editor] редактора оголошень
   *[officer] уповноваженого
} готовий. Він діє один раз, до { $time } { $day }.
cli-invite-do = Відкрийте, будь ласка, приватну розмову з ботом і надішліть йому це повідомлення:
cli-invite-discord = У Discord достатньо надіслати сам код, без «/start », або вибрати команду /start і вставити код у поле «код»: { $code }
cli-invite-link = Можна також відкрити це посилання: { $link }
cli-roles-line = { $person }: { $role ->
    [editor] редактор
   *[officer] уповноважений
}, від { $day }
cli-roles-none = Ніхто не має прав. Код для уповноваженого створює «lacznik officer invite».
cli-revoked = Права забрано: { $person }.
cli-revoked-nobody = { $person } не має жодних прав. Список показує «lacznik officer list».
cli-revoked-last = Уповноваженого більше немає: ніхто не надішле оголошення і не побачить запитань без відповіді. Код для нового створює «lacznik officer invite».
cli-invite-secret = Хто першим використає код, отримає права { $role ->
    [editor] редактора оголошень
   *[officer] уповноваженого
}, тож нікому іншому його не показуйте й не надсилайте в групу.

doctor-mark-ok = добре
doctor-mark-warning = увага
doctor-mark-error = помилка
doctor-settings = налаштування прочитано.
doctor-database = база { $path } цілісна.
doctor-database-damaged = база { $path } пошкоджена ({ $what }). Треба відновити останню справну копію.
doctor-knowledge = знання міста { $city }; відповіді: { $entries }, підрозділи: { $units }, маршрути: { $routes }.
doctor-example = це місто-приклад. Власні знання завантажує «lacznik import ТЕКА».
doctor-review-due = { $count ->
    [one] для { $count } відповіді минув
   *[other] для { $count } відповідей минув
} строк перегляду; бот додає застереження.
doctor-not-valid = { $count ->
    [one] { $count } відповідь нечинна
    [few] { $count } відповіді нечинні
    [many] { $count } відповідей нечинні
   *[other] { $count } відповіді нечинні
}; бот тоді спрямовує до людини.
doctor-unconfirmed = { $count ->
    [one] { $count } відповідь не підтверджено, вона має
    [few] { $count } відповіді не підтверджено, вони мають
    [many] { $count } відповідей не підтверджено, вони мають
   *[other] { $count } відповіді не підтверджено, вони мають
} позначку «потребує перевірки».
doctor-stale-units = { $count ->
    [one] дані { $count } підрозділу
   *[other] дані { $count } підрозділів
} не перевіряли понад 90 днів.
doctor-outbox-empty = жодне повідомлення не чекає на надсилання.
doctor-outbox = повідомлення, що чекають на надсилання: { $count }. Найстаріше чекає { $hours } год { $minutes } хв.
doctor-dead = повідомлення, які не вдалося надіслати: { $count }.
doctor-dead-letter = № { $id } ({ $platform }): { $error }. Надіслати ще раз: lacznik doctor --resend { $id }
doctor-resend = повідомлення № { $id } чекає на повторне надсилання.
doctor-resend-none = немає відкладеного повідомлення № { $id }.
doctor-direct-stopped =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] термінал
    } від { $date } не приймає повідомлень бота окремим людям ({ $reason }). Нагадування й оголошення для них чекають, відповіді надсилаються як завжди. Коли причину усунено: lacznik doctor --lift-direct { $platform }
doctor-lift-direct =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] термінал
    }: нагадування й оголошення окремим людям знову надсилаються.
doctor-lift-direct-none =
    { $platform ->
        [discord] Discord
        [telegram] Telegram
       *[terminal] термінал
    }: нічого не було затримано.

# Рядок проблеми: «units.toml:41: поле «phone»: …»
check-field = поле «{ $field }»:
check-golden-missed = контрольне запитання «{ $text }» має вести до { $expected }, а веде до: { $found }. Додайте формулювання до потрібного запису або виправте запитання.
check-route-never-wins = жодне зі слів цього маршруту до нього не веде, бо перемагають інші маршрути або записи. Додайте слова, які його вирізняють.
