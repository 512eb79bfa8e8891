# Оголошення після затвердження: перебіг, звіт, хто не отримав, виправлення, відкликання

# напр. «412 з 415 одержувачів»: після «до» і «в»
mailing-of = { $sent } з { $total } { $total ->
    [one] одержувача
   *[other] одержувачів
}
mailing-all = { $total ->
    [1] єдиного одержувача
    [2] обох одержувачів
    [one] усіх { $total } одержувачів
   *[other] усіх { $total } одержувачів
}

notice-begins = Оголошення № { $number } саме починає надсилатися.
notice-going = Оголошення № { $number } надсилається: дійшло до { $whom }.
notice-paused = Оголошення № { $number } призупинено: дійшло до { $whom }.
notice-cancelled = Оголошення № { $number } зупинено: дійшло до { $whom }.
notice-sent = Оголошення № { $number } дійшло до { $whom }.
notice-sent-to-none = Оголошення № { $number } ні до кого не дійшло.
notice-for-none = Оголошення № { $number } не мало одержувачів: ніхто не підписаний на ці теми.
notice-for-digest = Оголошення № { $number } не мало одержувачів, які хочуть його одразу.
notice-earlier = Раніше воно дійшло до { $whom }.

correction-begins = Виправлення оголошення № { $number } саме починається.
correction-going = Виправлення оголошення № { $number }: текст змінено в { $whom }.
correction-paused = Виправлення оголошення № { $number } призупинено: текст змінено в { $whom }.
correction-cancelled = Виправлення оголошення № { $number } зупинено: текст змінено в { $whom }.
correction-done = Оголошення № { $number } виправлено в { $whom }.
correction-for-none = Оголошення № { $number } виправлено, перш ніж воно до когось дійшло.
correction-for-nobody = Виправлення оголошення № { $number } ні в кого не вдалося.

withdrawal-begins = Відкликання оголошення № { $number } саме починається.
withdrawal-going = Відкликання оголошення № { $number }: зроблено в { $whom }.
withdrawal-paused = Відкликання оголошення № { $number } призупинено: зроблено в { $whom }.
withdrawal-cancelled = Відкликання оголошення № { $number } зупинено: зроблено в { $whom }.
withdrawal-done = Оголошення № { $number } відкликано в { $whom }.
withdrawal-for-none = Оголошення № { $number } відкликано, перш ніж воно до когось дійшло.
withdrawal-for-nobody = Відкликання оголошення № { $number } ні в кого не вдалося.

mailing-expanding = Список одержувачів ще складається, тому числа зростають.
mailing-waiting = { $count ->
    [1] Ще чекає один одержувач.
    [one] Ще чекає { $count } одержувач.
    [few] Ще чекають { $count } одержувачі.
   *[other] Ще чекають { $count } одержувачів.
}
mailing-in-flight = { $count ->
    [1] Одне повідомлення вже було в дорозі й ще може дійти.
    [one] { $count } повідомлення вже було в дорозі й ще може дійти.
   *[other] { $count } повідомлень уже були в дорозі й ще можуть дійти.
}
mailing-stopped = { $count ->
    [1] Один одержувач уже не отримає цього повідомлення.
    [one] { $count } одержувач уже не отримає цього повідомлення.
    [few] { $count } одержувачі вже не отримають цього повідомлення.
   *[other] { $count } одержувачів уже не отримають цього повідомлення.
}
mailing-restored = Базу відновлено з копії, тому надсилання стоїть. { $count ->
    [1] Один одержувач не має в ній підтвердження, але міг уже отримати це повідомлення. Після відновлення надсилання воно може прийти йому вдруге.
   *[other] Для { $count } одержувачів у ній немає підтвердження, але дехто з них міг уже отримати це повідомлення. Після відновлення надсилання воно може прийти їм удруге.
}
mailing-twice = { $count ->
    [1] До одного одержувача повідомлення могло прийти двічі.
    [one] До { $count } одержувача повідомлення могло прийти двічі.
   *[other] До { $count } одержувачів повідомлення могло прийти двічі.
}
mailing-in-digest = { $people ->
    [yes] { $count ->
        [1] Одна особа отримає його в дайджесті.
        [one] { $count } особа отримає його в дайджесті.
        [few] { $count } особи отримають його в дайджесті.
       *[other] { $count } осіб отримають його в дайджесті.
    }
   *[no] { $count ->
        [1] Один одержувач отримає його в дайджесті.
        [one] { $count } одержувач отримає його в дайджесті.
        [few] { $count } одержувачі отримають його в дайджесті.
       *[other] { $count } одержувачів отримають його в дайджесті.
    }
}

notice-missed-so-far = Досі не дійшло до { $count ->
    [1] одного одержувача
    [one] { $count } одержувача
   *[other] { $count } одержувачів
}.
notice-missed = Не дійшло до { $count ->
    [1] одного одержувача
   *[other] { $count }
}: { $reasons }.
notice-missed-forgotten = Не дійшло до { $count ->
    [1] одного одержувача
    [one] { $count } одержувача
   *[other] { $count } одержувачів
}. Подробиці вже не зберігаються.
correction-missed = Старий текст залишився в { $count ->
    [1] одного одержувача
   *[other] { $count }
}: { $reasons }.
correction-missed-forgotten = Старий текст залишився в { $count ->
    [1] одного одержувача
    [one] { $count } одержувача
   *[other] { $count } одержувачів
}. Подробиці вже не зберігаються.
withdrawal-missed = Не вдалося в { $count ->
    [1] одного одержувача
   *[other] { $count }
}: { $reasons }.
withdrawal-missed-forgotten = Не вдалося в { $count ->
    [1] одного одержувача
    [one] { $count } одержувача
   *[other] { $count } одержувачів
}. Подробиці вже не зберігаються.

# Хто, у називному відмінку: «дві особи»
missed-who = { $kind ->
    [group] { $count ->
        [1] одна група
        [2] дві групи
        [3] три групи
        [4] чотири групи
        [one] { $count } група
        [few] { $count } групи
       *[other] { $count } груп
    }
    [channel] { $count ->
        [1] один канал
        [2] два канали
        [3] три канали
        [4] чотири канали
        [one] { $count } канал
        [few] { $count } канали
       *[other] { $count } каналів
    }
   *[person] { $count ->
        [1] одна особа
        [2] дві особи
        [3] три особи
        [4] чотири особи
        [one] { $count } особа
        [few] { $count } особи
       *[other] { $count } осіб
    }
}
# Кого, у родовому відмінку: «двох осіб»
missed-whom = { $kind ->
    [group] { $count ->
        [1] однієї групи
        [2] двох груп
        [3] трьох груп
        [4] чотирьох груп
        [one] { $count } групи
       *[other] { $count } груп
    }
    [channel] { $count ->
        [1] одного каналу
        [2] двох каналів
        [3] трьох каналів
        [4] чотирьох каналів
        [one] { $count } каналу
       *[other] { $count } каналів
    }
   *[person] { $count ->
        [1] однієї особи
        [2] двох осіб
        [3] трьох осіб
        [4] чотирьох осіб
        [one] { $count } особи
       *[other] { $count } осіб
    }
}
# напр. «двох осіб і однієї групи»
missed-and = { $first } і { $last }
# Причини: $again = yes, коли бота в цьому реченні вже названо
missed-blocked = { $who } { $count ->
    [one] { $kind ->
        [channel] заблокував
       *[other] заблокувала
    }
   *[other] заблокували
} { $again ->
    [yes] його
   *[no] бота
}
missed-closed = { $who } не { $count ->
    [one] приймає
   *[other] приймають
} приватних повідомлень від { $again ->
    [yes] нього
   *[no] бота
}
missed-gone = { $kind ->
    [group] { $who } { $count ->
        [one] вилучила
       *[other] вилучили
    } { $again ->
        [yes] його
       *[no] бота
    } з учасників
    [channel] { $who } { $count ->
        [one] вилучив
       *[other] вилучили
    } { $again ->
        [yes] його
       *[no] бота
    }
   *[person] { $who } { $count ->
        [one] більше недосяжна
       *[other] більше недосяжні
    }
}
missed-no-rights = { $who } не { $count ->
    [one] дозволяє
   *[other] дозволяють
} { $again ->
    [yes] йому
   *[no] ботові
} писати
missed-rejected = для { $whom } месенджер відхилив зміст
missed-uncertain = у { $whom } невідомо, чи дійшло, бо месенджер не підтвердив
missed-gave-up = до { $whom } не вдалося надіслати попри багато спроб
missed-stopped = для { $whom } месенджер зупинив приватні повідомлення { $again ->
    [yes] від нього
   *[no] від бота
}
missed-unsubscribed = { $who } { $count ->
    [one] { $kind ->
        [channel] відписався
       *[other] відписалася
    }
   *[other] відписалися
} під час надсилання
missed-cancelled = до { $whom } не встигли надіслати, бо надсилання зупинили
missed-superseded = у { $whom } його замінила новіша зміна
missed-no-message = у { $whom } цього повідомлення вже немає
missed-restored = у { $whom } невідомо, чи дійшло, бо відновлено копію бази
missed-other = до { $whom } не вдалося надіслати

# Що робити, у звіті
missed-do-nothing = Нічого робити не треба.
missed-do-nothing-held = Нічого робити не треба; { $count ->
    [1] цю підписку призупинено
   *[other] ці підписки призупинено
}, доки хтось знову напише.
missed-do-nothing-else = В інших випадках нічого робити не треба.
missed-do-rights = Дозволити ботові писати може адміністратор групи або каналу.
missed-do-admin = Подробиці побачить адміністратор («lacznik doctor») і зможе надіслати ще раз.
missed-do-stopped = Адміністратор має з’ясувати причину й відновити надсилання («lacznik doctor --lift-direct»).
missed-do-doubt = Якщо не дійшло, адміністратор може надіслати ще раз («lacznik doctor --resend»).

button-notice-pause = Призупинити
button-notice-resume = Відновити
button-notice-resume-anyway = Усе одно відновити
button-notice-cancel = Зупинити
button-notice-missed = Хто не отримав
button-notice-correct = Виправити текст
button-notice-withdraw = Відкликати
button-notice-history = Історія
button-notice-refresh = Оновити
button-notice-all = Усі оголошення

# Список оголошень

notices-title = Оголошення
notices-empty = Оголошень ще немає. Нове починається командою { $name }.
notices-no-more = Давніших оголошень немає.
notices-line = № { $number }, «{ $title }»: { $state }
notices-untitled = без назви
notice-is-draft = чернетка
notice-is-waiting = чекає на затвердження
notice-is-scheduled = надішлеться { $day } о { $time }
notice-is-overdue = не надіслано вчасно, чекає на рішення
notice-is-restored = чекає на рішення після відновлення копії
notice-is-beginning = саме надсилається
notice-is-going = надсилається, дійшло до { $whom }
notice-is-paused = призупинено, дійшло до { $whom }
notice-is-cancelled = зупинено, дійшло до { $whom }
notice-is-sent = надіслано до { $whom }
notice-is-sent-to-none = ні до кого не дійшло
notice-is-for-none = без одержувачів
notice-is-for-digest = у дайджестах
notice-is-correcting-now = саме виправляється
notice-is-correcting = виправляється, новий текст у { $whom }
notice-is-withdrawing-now = саме відкликається
notice-is-withdrawing = відкликається, зроблено в { $whom }
notice-is-withdrawn = відкликано
notice-is-discarded = викинуте

button-notices-one = № { $number }: { $title }
button-notices-older = Давніші
button-notices-newer = Новіші
button-notices-new = Нове оголошення

# Хто не отримав

ledger-title = Хто не отримав оголошення № { $number }
ledger-title-correction = У кого не змінено текст оголошення № { $number }
ledger-title-withdrawal = У кого не відкликано оголошення № { $number }
ledger-none = Оголошення № { $number }: нікого не бракує.
ledger-forgotten = Оголошення № { $number }: подробиці вже не зберігаються.
ledger-who = { $kind ->
    [group] { $title ->
        [none] група { $where }
       *[other] група «{ $title }» { $where }
    }
    [channel] { $title ->
        [none] канал { $where }
       *[other] канал «{ $title }» { $where }
    }
   *[person] особа { $where }
}
ledger-where = { $platform ->
    [discord] у Discord
    [telegram] у Telegram
   *[terminal] у терміналі
}
ledger-line = { $who }, { $day } о { $time }, { $attempts ->
    [0] без спроби
    [1] після однієї спроби
    [one] після { $attempts } спроби
   *[other] після { $attempts } спроб
}
ledger-line-open = { $who }, { $attempts ->
    [0] без спроби
    [1] після однієї спроби
    [one] після { $attempts } спроби
   *[other] після { $attempts } спроб
}
ledger-no-more = Далі нікого вже немає.
ledger-csv-done = Файл зі списком до оголошення № { $number }: { $count ->
    [1] один рядок
    [one] { $count } рядок
    [few] { $count } рядки
   *[other] { $count } рядків
}.
ledger-csv-cut = Це не всі. Повний список запише адміністратор: lacznik notice report { $number } --csv ФАЙЛ
ledger-csv-name = oholoshennia-{ $number }-brakuie.csv

ledger-why-blocked = Бота заблоковано
ledger-why-closed = Без приватних повідомлень
ledger-why-gone = Недосяжні
ledger-why-removed = Бота вилучено
ledger-why-no-rights = Без права писати
ledger-why-rejected = Зміст відхилено
ledger-why-uncertain = Без підтвердження
ledger-why-gave-up = Попри багато спроб
ledger-why-stopped = Зупинив месенджер
ledger-why-unsubscribed = Відписалися
ledger-why-cancelled = Надсилання зупинено
ledger-why-superseded = Новіша зміна
ledger-why-no-message = Повідомлення видалено
ledger-why-restored = Відновлена копія
ledger-why-other = Інше

ledger-of-correction = виправлення: { $why }
ledger-of-withdrawal = відкликання: { $why }
ledger-column-row = номер
ledger-column-platform = месенджер
ledger-column-kind = вид
ledger-column-title = назва
ledger-column-why = причина
ledger-column-remedy = що_робити
ledger-column-attempts = спроб
ledger-column-when = коли
ledger-kind = { $kind ->
    [group] група
    [channel] канал
   *[person] особа
}
ledger-platform = { $platform ->
    [discord] Discord
    [telegram] Telegram
   *[terminal] термінал
}

button-ledger-why = { $why }: { $count }
button-ledger-csv = Файл CSV
button-ledger-more = Далі
button-ledger-back = Причини
button-notice-back = Оголошення № { $number }

# Історія

history-title = Історія оголошення № { $number }
history-empty = Ще нічого не записано.
history-line = { $day } о { $time }, { $who }: { $what }
history-by-me = Ви
history-by-person = особа { $where }
history-by-cli = командний рядок
history-by-clock = автомат
history-created = нова чернетка
history-to-draft = повернено до чернетки
history-to-waiting = передано на затвердження
history-to-scheduled = затверджено до надсилання
history-to-held = затримано перед надсиланням
history-to-sent = початок надсилання
history-to-withdrawn = відкликано
history-to-discarded = викинуто
history-corrected = виправлено текст
history-paused = надсилання призупинено
history-resumed = надсилання відновлено
history-cancelled = надсилання зупинено
history-other = зміна ({ $what })

# Призупинення, відновлення, зупинка

moving-paused = Призупинено.
moving-resumed = Відновлено.
moving-cancelled = Зупинено. Хто вже отримав, у того воно є; решта не отримає.
moving-nothing = Нічого вже не в дорозі, тож немає що змінювати. Ось як це виглядає зараз:
moving-was-paused = Це вже призупинено. Ось як це виглядає зараз:
moving-was-going = Це не призупинено. Ось як це виглядає зараз:
notice-unknown = Оголошення № { $number } немає.
notice-not-sent = Оголошення № { $number } ще не надіслано.

# Виправлення

correction-ask = Надішліть, будь ласка, новий текст оголошення № { $number }, повністю. Він замінить попередній у всіх, хто його отримав. Посилання та файл залишаться без змін. Спершу покажу, що зміниться.
correction-now = Зараз:
correction-no-text = Для виправлення потрібен текст. Надішліть його, будь ласка, звичайним повідомленням.
correction-title = Виправлення оголошення № { $number }
correction-before = Було:
correction-after = Буде:
correction-changes = { $count ->
    [0] Цього оголошення ще ніхто не має.
    [1] Зміниться в одного одержувача, без нового сповіщення.
    [one] Зміниться в { $count } одержувача, без нового сповіщення.
   *[other] Зміниться в { $count } одержувачів, без нового сповіщення.
}
correction-waiting = { $count ->
    [1] Один одержувач ще чекає й отримає одразу новий текст.
    [one] { $count } одержувач ще чекає й отримає одразу новий текст.
   *[other] { $count } одержувачів ще чекають і отримають одразу новий текст.
}
correction-digest = { $count ->
    [1] В одному дайджесті буде вже новий текст.
    [one] У { $count } дайджесті буде вже новий текст.
   *[other] У { $count } дайджестах буде вже новий текст.
}
correction-too-long = Цей текст потребує більше повідомлень, ніж попередній, а до надісланих нічого додати не можна. Скоротіть його, будь ласка, і надішліть ще раз. Поки що нічого не змінилося.
correction-same = Це той самий текст, тож немає що змінювати. Надішліть, будь ласка, інший.
correction-void = Це виправлення вже неактуальне, тож нічого не змінилося. Надішліть, будь ласка, текст ще раз.
correction-withdrawn = Оголошення № { $number } відкликано, тож немає що виправляти.
button-correction-now = Змінити
button-correction-again = Написати інакше
button-correction-leave = Залишити без змін

# Відкликання

withdraw-sure = Відкликати оголошення № { $number }?
withdraw-telegram = У Telegram воно зникне. Повідомлень, старших за 48 годин, Telegram не видаляє: на їхньому місці з’явиться інформація про відкликання.
withdraw-telegram-old = У Telegram минуло вже 48 годин, після яких повідомлення не можна видалити: на його місці з’явиться інформація про відкликання.
withdraw-discord = У Discord воно зникне.
withdraw-waiting = { $count ->
    [1] Один одержувач ще чекає й не отримає його зовсім.
    [one] { $count } одержувач ще чекає й не отримає його зовсім.
   *[other] { $count } одержувачів ще чекають і не отримають його зовсім.
}
withdraw-digest = { $count ->
    [1] Зникне також з одного дайджесту, який ще не надіслано.
    [one] Зникне також із { $count } дайджесту, який ще не надіслано.
   *[other] Зникне також із { $count } дайджестів, які ще не надіслано.
}
withdraw-read = Хто вже прочитав, той прочитав. Відкликання не можна скасувати.
withdraw-already = Оголошення № { $number } вже відкликано. Ось як це виглядає зараз:
button-withdraw-now = Відкликати зараз
button-withdraw-leave = Не відкликати
