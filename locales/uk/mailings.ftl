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

notice-going = Оголошення № { $number } надсилається: дійшло до { $whom }.
notice-paused = Оголошення № { $number } призупинено: дійшло до { $whom }.
notice-cancelled = Оголошення № { $number } зупинено: дійшло до { $whom }.
notice-sent = Оголошення № { $number } дійшло до { $whom }.
notice-sent-to-none = Оголошення № { $number } ні до кого не дійшло.
notice-for-none = Оголошення № { $number } не мало одержувачів: ніхто не підписаний на ці теми.
notice-for-digest = Оголошення № { $number } не мало одержувачів, які хочуть його одразу.
notice-earlier = Раніше воно дійшло до { $whom }.

correction-going = Виправлення оголошення № { $number }: текст змінено в { $whom }.
correction-paused = Виправлення оголошення № { $number } призупинено: текст змінено в { $whom }.
correction-cancelled = Виправлення оголошення № { $number } зупинено: текст змінено в { $whom }.
correction-done = Оголошення № { $number } виправлено в { $whom }.
correction-for-none = Оголошення № { $number } виправлено, перш ніж воно до когось дійшло.
correction-for-nobody = Виправлення оголошення № { $number } ні в кого не вдалося.

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
button-notice-missed = Список
button-notice-correct = Виправити текст
button-notice-withdraw = Відкликати
button-notice-history = Історія
button-notice-refresh = Оновити
button-notice-all = Усі оголошення
