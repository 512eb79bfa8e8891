# Служба: запуск, зупинка, профіль бота в месенджері

cli-about-run = Запускає бота в месенджерах, для яких вказано токен.

run-telegram = Łącznik працює в Telegram як @{ $username }. Зупинити: Ctrl-C.
run-telegram-silent = Telegram не відповідає ({ $cause }). Бот пробуватиме далі й запрацює, щойно Telegram відповість.
run-stopping = Зупинка. Розпочате буде завершено.
run-no-token = Немає чого запускати, бо не вказано жодного токена. Токен бота в Telegram видає @BotFather; запишіть його у змінну середовища LACZNIK_TELEGRAM_TOKEN. Розмова без токена: lacznik chat.
run-already = На цій базі вже працює інший Łącznik ({ $holder }). Спочатку треба його зупинити.
run-ousted = Базу перебрав інший запущений Łącznik, тому цей зупинився. Нічого не втрачено: роботу продовжує той.
run-telegram-token = Telegram не знає цього токена. Перевірте LACZNIK_TELEGRAM_TOKEN; його показує @BotFather (/mybots, «API Token»), а новий дає команда /revoke.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN не схожий на токен від @BotFather (цифри, двокрапка, довгий рядок) або telegram.api_url не є адресою.

profile-description =
    Запитання громадських організацій: конкурси й гранти, малі гранти, звіти, приміщення, хто в мерії займається справою.

    Відповіді перевірили люди; чого бот не знає, він каже прямо й називає особу. Веде: { $office }.

    Достатньо написати звичайним реченням.
profile-short = Перевірені відповіді та контакти для громадських організацій. { $office }.

doctor-telegram-none = Telegram: змінної LACZNIK_TELEGRAM_TOKEN немає, тому бот там не працює.
doctor-telegram = Telegram: токен працює, бот називається @{ $username }.
doctor-telegram-unreachable = Telegram не відповідає ({ $cause }). Перевірте мережу та telegram.api_url.
doctor-telegram-privacy = Telegram показує боту всі повідомлення в групах, хоча вистачить команд і відповідей на його повідомлення. У @BotFather: /setprivacy, далі «Enable»; потім видалити бота з груп і додати знову.
doctor-telegram-no-groups = бота не можна додати до жодної групи. У @BotFather: /setjoingroups, далі «Enable».
doctor-telegram-webhook-left = у Telegram встановлено вебхук ({ $url }), а бот має сам запитувати повідомлення. «lacznik run» його видалить; якщо він належить іншій інсталяції, тій потрібен власний токен.
doctor-telegram-webhook-other = адреса вебхука в Telegram інша, ніж telegram.webhook_url. Її встановлює «lacznik run»; якщо він уже працює, Telegram відхилив цю адресу, а причина є в журналі.
doctor-telegram-webhook-error = Telegram нещодавно не зміг передати повідомлення: { $cause }. Перевірте, чи telegram.webhook_url доступний з інтернету й веде до telegram.webhook_listen.
doctor-telegram-pending = повідомлень чекає в Telegram на отримання: { $count }.
doctor-telegram-chat = «{ $title }»: бот може тут писати.
doctor-telegram-chat-admin = «{ $title }»: бот може тут писати. Як адміністратор він бачить і всі повідомлення; читає лише ті, що до нього.
doctor-telegram-chat-gone = «{ $title }»: бота тут уже немає. Якщо він має тут писати, його треба додати знову.
doctor-telegram-chat-no-posting = «{ $title }»: бот не може тут публікувати. Адміністратор каналу має дати йому право «Публікація повідомлень».
doctor-telegram-chat-silenced = «{ $title }»: бот не може тут писати. Адміністратор групи має зняти обмеження.
doctor-telegram-chat-unknown = «{ $title }»: не вдалося перевірити права бота ({ $cause }).
doctor-perhaps-twice = повідомлень, які могли надійти двічі, відколи є ця база: { $count }. Так буває після раптового вимкнення або коли месенджер не підтверджує отримання.
