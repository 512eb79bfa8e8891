# Служба: запуск, зупинка, профіль бота в месенджері

cli-about-run = Запускає бота в месенджерах, для яких вказано токен.

run-telegram = Łącznik працює в Telegram як @{ $username }. Зупинити: Ctrl-C.
run-telegram-silent = Telegram не відповідає ({ $cause }). Бот пробуватиме далі й запрацює, щойно Telegram відповість.
run-stopping = Зупинка. Розпочате буде завершено.
run-no-token = Немає чого запускати, бо не вказано жодного токена. Токен бота в Telegram видає @BotFather, його записують у змінну середовища LACZNIK_TELEGRAM_TOKEN; токен бота в Discord дає Developer Portal (discord.com/developers/applications), його записують у LACZNIK_DISCORD_TOKEN. Досить одного з них. Розмова без токена: lacznik chat.
run-already = На цій базі вже працює інший Łącznik ({ $holder }). Спочатку треба його зупинити.
run-ousted = Базу перебрав інший запущений Łącznik, тому цей зупинився. Нічого не втрачено: роботу продовжує той.
run-telegram-token = Telegram не знає цього токена. Перевірте LACZNIK_TELEGRAM_TOKEN; його показує @BotFather (/mybots, «API Token»), а новий дає команда /revoke.
run-telegram-token-form = LACZNIK_TELEGRAM_TOKEN не схожий на токен від @BotFather (цифри, двокрапка, довгий рядок) або telegram.api_url не є адресою.
run-discord = Łącznik працює в Discord як { $name }. Зупинити: Ctrl-C.
run-discord-silent = Discord не відповідає ({ $cause }). Бот пробуватиме далі й запрацює, щойно Discord відповість.
run-discord-token = Discord не знає цього токена. Перевірте LACZNIK_DISCORD_TOKEN. Токен показують лише один раз; новий дає Developer Portal → Applications → цей бот → Bot → «Reset Token».
run-discord-token-form = LACZNIK_DISCORD_TOKEN не схожий на токен бота Discord (три частини, розділені крапками) або discord.api_url не є адресою.
run-discord-intents = Discord не дозволяє цьому боту читати вміст усіх повідомлень, а цього вимагає налаштування discord.message_content. Або ввімкніть і збережіть Developer Portal → Applications → цей бот → Bot → «Message Content Intent», або встановіть message_content = false.
run-discord-refused = Discord закрив з’єднання і більше його не прийме (код { $code }). Само це не мине: перевірте, чи є новіша версія програми, і повідомте цей код її авторам.
run-others-go-on = Інші месенджери працюють далі.

profile-description =
    Запитання громадських організацій: конкурси й гранти, малі гранти, звіти, приміщення, хто в мерії займається справою.

    Відповіді перевірили люди; чого бот не знає, він каже прямо й називає особу. Веде: { $office }.

    Достатньо написати звичайним реченням.
profile-short = Перевірені відповіді та контакти для громадських організацій. { $office }.

form-title = Запитання
form-label = Про що йдеться?
form-hint = Наприклад: скільки можна отримати на малий грант
option-code = код
option-code-what = одноразовий код або код із посилання
option-question = запитання
option-question-what = про що йдеться, звичайним реченням; без цього відкриється форма
option-matter = справа
option-matter-what = підрозділ або справа, щодо якої потрібен контакт
option-event = подія
option-event-what = що і коли, напр. «завдання закінчено 30 квітня» або «14 днів від 3 травня»
option-topic = тема
option-topic-what = тема зі списку або її початок
option-role = роль
option-role-what = роль, яку кличе кожне оголошення в цьому каналі

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
doctor-discord-none = Discord: змінної LACZNIK_DISCORD_TOKEN немає, тому бот там не працює.
doctor-discord = Discord: токен працює, бот називається { $name }.
doctor-discord-invite = це посилання додає бота на сервер Discord: { $link }
doctor-discord-unreachable = Discord не відповідає ({ $cause }). Перевірте мережу та discord.api_url.
doctor-discord-commands = команд у Discord, які відрізняються від команд програми: { $count }. Їх виправить «lacznik run»; якщо він уже працює, а це речення не зникає, причина є в журналі.
doctor-discord-content = Discord дозволяє боту читати вміст усіх повідомлень, хоча налаштування discord.message_content цього не вимагає. Вимкніть це: Developer Portal → Applications → цей бот → Bot → «Message Content Intent».
doctor-discord-starts = скільки разів Discord ще дозволить боту під’єднатися заново: { $count }; лічильник почнеться спочатку через { $hours } год { $minutes } хв. Коли він дійде до нуля, Discord анулює токен. Щось часто перериває з’єднання або той самий токен використовує інша програма.
doctor-discord-chat = «{ $title }»: бот може тут писати.
doctor-discord-chat-gone = «{ $title }»: цього каналу вже немає або бота видалили із сервера. Якщо він має там писати, його треба додати знову.
doctor-discord-chat-no-writing = «{ $title }»: бот не може тут писати. Йому бракує прав: { $rights }. Їх надає адміністратор сервера в налаштуваннях каналу або ролі бота.
doctor-discord-chat-lacks = «{ $title }»: боту бракує тут прав: { $rights }. Писати він може й без них, але не все вдасться.
doctor-discord-chat-unknown = «{ $title }»: не вдалося перевірити права бота ({ $cause }).
discord-right = «{ $name }»
discord-right-view = Переглядати канали
discord-right-send = Надсилати повідомлення
discord-right-embed = Вставляти посилання
discord-right-attach = Прикріплювати файли
discord-right-history = Читати історію повідомлень
discord-right-manage-threads = Керувати гілками
discord-right-public-threads = Створювати публічні гілки
discord-right-private-threads = Створювати приватні гілки
discord-right-send-in-threads = Надсилати повідомлення в гілках
doctor-copy = база є копією, яку зроблено { $date } о { $time }. Під час першого запуску бот затримає все, що вже могло бути надіслано.
doctor-held = { $count ->
    [1] оголошення № { $numbers } чекає
   *[other] оголошення № { $numbers } чекають
} на рішення людини. Докладніше: lacznik notice show NR
doctor-perhaps-twice = повідомлень, які могли надійти двічі, відколи є ця база: { $count }. Так буває після раптового вимкнення або коли месенджер не підтверджує отримання.
