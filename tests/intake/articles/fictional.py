"""Three invented articles with the traps of real ones: an unheard side, hedges, missing marks, teasers."""

EN = """Mothers ask for their sons back, calls suggest

In one call published by the Harbour Monitoring Office (HMO), a woman says she and a friend will go to the prosecutor’s office.

“There must be more of us,” she tells her son, Timmy. “If I go alone – nobody will care.

“Tell your boys’ mothers to call.”

Advertisement

Timmy’s replies apparently can’t be heard in this intercepted call.

The mother adds: "Get up and record it, you don't need much for this."

Storm Expected at the Weekend
Other Topics of Interest

Storm Expected at the Weekend

Forecasters have for two days warned of high water along the coast.

At the end, the woman promises her son that she will 'surely get him out of that place'.

“Timmy, I love you, do you hear me?”

In another intercepted call, two women, one of whom is said to be the wife of a gunner, discuss how men under the command of “Finch” were “thrown to wolves” there.

Hello, hello! How are things?” speaker 1 asks.

“Well. ‘Finch’ (commander of the 901st river brigade) is famous, and the gunners’ wives wrote a letter,” speaker 2 replies.

Additionally, previously released intercepted conversations speak of the same.

The exact date of the intercepted call is not known. The newspaper could not independently verify it.

To suggest a correction or clarification, write to us here
"""

RU = """Матери просят вернуть сыновей

В перехваченном разговоре, опубликованном Главным управлением «Маяк» (ГУМ), женщина говорит, что вместе с подругой пойдёт в прокуратуру.

«Нас должно быть больше, — говорит она своему сыну, Лёше. — Одну меня никто не послушает.

«Скажи ребятам, пусть звонят родным».

Реклама

Ответов сына, по-видимому, не слышно.

Мать добавляет: «Запишите видео с ребятами».

Читайте также: Погода на выходные

«Я тебя люблю», — повторила женщина.

В другом перехваченном разговоре две женщины, одна из которых предположительно мать солдата, обсуждают, как ролик бойцов под командованием «Филина» разошёлся по сайтам.

Алло, алло! Как дела?» — спрашивает абонент 1.

«Хорошо. „Филин“ (командир 901-й мотострелковой бригады) теперь знаменит», — отвечает абонент 2.

Ранее опубликованные перехваченные разговоры говорят о том же.

Точная дата разговора неизвестна. Редакция не смогла независимо проверить запись.

Нашли ошибку? Выделите текст и нажмите Ctrl + Enter
"""

UK = """В одній перехопленій розмові, яку оприлюднила Служба «Обрій» (СО), жінка каже, що піде до прокуратури.

«Нас має бути більше, — каже вона своєму синові, Петрику. — Мене саму ніхто не послухає».

Відповідей сина, вочевидь, не чути.

За словами матері, «усі хлопці просять про допомогу».

Реклама

Читайте також

Погода на вихідні

В іншій перехопленій розмові дві жінки, одна з яких нібито мати солдата, обговорюють відео про командира з позивним «Пугач».

— Алло! Як справи? — запитує співрозмовниця 1.

— Добре, — відповідає співрозмовниця 2. — “Пугач” став відомим.

Раніше оприлюднені перехоплені розмови свідчать про те саме.

Точна дата розмови не відома. Справжність запису незалежно не підтверджено.

Якщо ви знайшли помилку, виділіть текст і натисніть Ctrl + Enter
"""

ARTICLES = {"en": EN, "ru": RU, "uk": UK}
