# Підписки: хто отримує оголошення, на які теми і як часто

subscriptions-title = Оголошення
subscriptions-title-group = Оголошення в цій групі
subscriptions-title-channel = Оголошення в цьому каналі
subscriptions-title-of = Оголошення: «{ $title }»
subscriptions-none = Поки що немає підписки на жодну тему, тож оголошення не надходять.
subscriptions-some = Теми підписки:
subscriptions-line = { $topic }: { $rhythm }
subscriptions-how = Щоб увімкнути або вимкнути тему, виберіть її нижче.
subscriptions-more = Інші теми можна вказати після команди { $name }.
subscriptions-quiet = Уночі (з 20:00 до 8:00) нічого не надсилаю.
subscriptions-quiet-but = Уночі (з 20:00 до 8:00) нічого не надсилаю, крім теми «{ $topic }».
subscriptions-ping = Оголошення, для яких так вирішить уповноважений, викликають вибрану роль.
subscriptions-ping-nobody = Оголошення не викликають жодної ролі. Роль вказують у команді { $name }.

# Версію цієї згоди містить TEXT_VERSION у src/domain/subscription.rs.
subscription-consent = Увімкнення теми означає згоду на оголошення. Їх надсилає { $office }, { $officer }. Зберігаю номер цієї розмови, теми, а також час згоди та її завершення; через { $days ->
    [one] { $days } день
    [few] { $days } дні
   *[other] { $days } днів
} після відписки це видаляю. Згоду можна відкликати будь-коли: достатньо написати «відпишіть мене».
subscription-consent-shared = Увімкнення теми означає згоду на оголошення в цьому місці. Їх надсилає { $office }, { $officer }. Зберігаю номер групи чи каналу, теми, а також час згоди та її завершення; через { $days ->
    [one] { $days } день
    [few] { $days } дні
   *[other] { $days } днів
} після відписки це видаляю. Згоду можна відкликати будь-коли в цьому меню.
subscription-begun = Оголошення на тему «{ $topic }» надходитимуть { $rhythm }.

rhythms-title = Як часто
rhythms-what = «Одразу» означає кожне оголошення окремо. «Раз на день» і «раз на тиждень» – це одне повідомлення з усім, що назбиралося.
rhythm-at-once = одразу
rhythm-daily = раз на день
rhythm-weekly = раз на тиждень
rhythm-urgent = завжди одразу, також уночі

button-topic-yes = { $topic }: так
button-topic-no = { $topic }: ні
button-rhythms = Як часто
button-quiet-yes = Тиша вночі: так
button-quiet-no = Тиша вночі: ні
button-end-all = Відписати від усього
button-undo = Скасувати
button-back = Назад
button-at-once = Одразу
button-daily = Раз на день
button-weekly = Раз на тиждень
button-all-at-once = Усе одразу
button-all-daily = Усе раз на день
button-all-weekly = Усе раз на тиждень
button-ping-nobody = Не викликати роль
button-notify = Сповіщати про цю тему
button-for-me = Для мене
button-for-channel = Для цього каналу
button-end-channel = Відписати цей канал
button-channel-notices = Оголошення в цьому каналі

unsubscribe-done = { $count ->
    [one] Готово. Завершено підписку: { $topics }.
   *[other] Готово. Завершено підписки: { $topics }.
}
unsubscribe-way = Оголошення, яке вже в дорозі, може ще надійти. Наступних не надсилатиму.
unsubscribe-way-topic = Оголошення, яке вже в дорозі, може ще надійти.
unsubscribe-left = Підписка лишається: { $topics }.
unsubscribe-back = Повернутися можна будь-коли командою { $name }.
unsubscribe-nothing = Готово: підписок тут немає, тож жодних оголошень не надсилатиму.
unsubscribe-not-topic = Серед підписок не було: { $topics }.
unsubscribe-elsewhere = Якщо розсилка надходить електронною поштою, від неї відпише { $officer }, { $email }.
unsubscribe-aside = На сервері ні в кого немає власних підписок: одній людині надсилаю оголошення лише в приватній розмові. Хто отримує їх там і більше не хоче, має написати там «відпишіть мене».
unsubscribe-aside-channel = Підписки цього каналу: { $topics }.

undo-done = Скасовано: підписки такі, як були.
undo-late = Скасувати вже не можна, бо відтоді щось змінилося. Тепер так:

topics-near = Такої теми немає. Можливо, йдеться про це:

subscriptions-for-whom = Для кого мають бути оголошення?
subscriptions-for-me = «Для мене»: надходитимуть у приватну розмову з ботом. Її треба відкрити й написати там «підписки».
subscriptions-for-channel = «Для цього каналу»: їх бачитимуть усі, хто його читає. Налаштувати це може той, хто має право «Керувати каналами».
subscriptions-only-admin = Оголошення в цій групі може налаштувати лише її адміністратор; власні підписки налаштовують у приватній розмові.
subscriptions-only-admin-of = Оголошення в «{ $title }» може налаштувати лише адміністратор.
subscriptions-only-manager = Оголошення в цьому каналі може налаштувати лише той, хто має право «Керувати каналами».
subscriptions-by-command = Оголошення на цьому сервері налаштовують командою { $name }; відповідь побачить лише той, хто її введе.
subscriptions-not-there = Мене немає в цій групі чи каналі. Щоб налаштувати там оголошення, спершу додайте мене.

only-in-conversation = Це робиться в розмові з ботом, у месенджері або через «lacznik chat». Тут нічого не змінюю.
