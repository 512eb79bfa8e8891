# Команди

command-start = хто веде цього бота і з чим він допомагає
command-help = список команд
command-contact = як зв’язатися з уповноваженим
command-language = змінити мову
command-unsubscribe = відписатися від оголошень і сповіщень
command-questions = запитання, на які бракує відповіді

button-command-help = Список команд
button-command-contact = Контакти уповноваженого
button-command-language = Змінити мову

start-title = Łącznik: допомога для громадських організацій
start-who = Я чат-бот. За мою роботу відповідає { $office }, { $officer }.
start-what = Відповідаю на запитання про закони, гранти й строки перевіреними текстами і підказую, до кого звернутися. Нічого не вигадую: якщо чогось не знаю, спрямовую до людини.
start-how = Достатньо написати, про що йдеться, хоча б кількома словами. Наприклад:
start-example-1 = яка зараз максимальна сума одного малого гранту
start-example-2 = хто займається грантами на спорт
start-example-3 = змінили голову правління, що тепер

privacy = Зберігаю номери цієї розмови та її учасника і мову ({ $conversation ->
    [one] { $conversation } день
    [few] { $conversation } дні
    [many] { $conversation } днів
   *[other] { $conversation } дня
} після останнього повідомлення), останнє запитання ({ $question ->
    [one] { $question } годину
    [few] { $question } години
    [many] { $question } годин
   *[other] { $question } години
}) і надіслані відповіді ({ $sent ->
    [one] { $sent } день
    [few] { $sent } дні
    [many] { $sent } днів
   *[other] { $sent } дня
}). Запитання без відповіді записую без автора. Будь ласка, не надсилайте номер PESEL, номери рахунків і дані про здоров’я. Щодо даних звертайтеся: { $unit }, { $email }.
greeting = Добрий день. Чим можу допомогти? Напишіть, будь ласка, про що йдеться, або виберіть нижче.

help-title = Що можна зробити
help-free-text = Найпростіше запитати своїми словами. Є також команди:
help-line = { $name } – { $what }

language-which = Якою мовою відповідати?
language-set = Відтепер відповідаю українською.
language-name = українська

unsubscribe-nothing = Готово: цей обліковий запис не має підписок, тож жодних оголошень не надсилатиму.
unsubscribe-elsewhere = Якщо розсилка надходить електронною поштою, від неї відпише { $officer }, { $email }.

command-unknown = Не знаю такої команди.
command-suggest = Не знаю такої команди. Можливо, йдеться про /{ $name }?
command-not-allowed = Ця команда лише для уповноваженого.

notes-title = На перевірку уповноваженому
notes-empty = Список порожній: на все знайшлася відповідь.
notes-unanswered = Запитання без відповіді:
notes-not_it = Відповіді, про які написали «це не те»:
notes-outdated = Позначено як застарілі:
notes-review_due = Строк перегляду минув:
notes-unreachable = Повідомили, що ніхто не відповідає:
notes-line = { $text } ({ $count ->
    [one] { $count } раз
    [few] { $count } рази
    [many] { $count } разів
   *[other] { $count } раза
})
