# Оголошення: що читають отримувачі

bulletin-origin = Оголошення № { $number }, { $unit }.
bulletin-corrected = Виправлено { $day } о { $time }.
bulletin-withdrawn = Оголошення № { $number } відкликано.
bulletin-end-group = Вимкнути оголошення в цій групі може її адміністратор командою { $name }.
bulletin-end-channel = Вимкнути оголошення на цьому каналі може його адміністратор: команда { $name } у розмові з ботом.
bulletin-end-server = Вимкнути оголошення на цьому каналі може адміністратор сервера командою { $name }.
button-bulletin-end = Відписати мене
button-bulletin-topics = Змінити теми
