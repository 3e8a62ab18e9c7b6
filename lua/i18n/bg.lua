-- Bulgarian. Keys are the English texts of the pages and of the core; see lib/i18n.lua.
return {
    [":name"] = "Български",

    -- Frame and menu
    ["Skip to the content"] = "Към съдържанието",
    ["Main menu"] = "Главно меню",
    ["Menu"] = "Меню",
    ["Home"] = "Начало",
    ["Orders"] = "Поръчки",
    ["Billing"] = "Фактуриране",
    ["Invoices"] = "Фактури",
    ["Due Payments"] = "Дължими плащания",
    ["Payment History"] = "История на плащанията",
    ["User Management"] = "Управление на потребители",
    ["Customer Profile"] = "Профил на клиента",
    ["Version {}"] = "Версия {}",
    ["Customer"] = "Клиент",
    ["Select Client"] = "Изберете клиент",
    ["User menu"] = "Потребителско меню",
    ["My account"] = "Моят акаунт",
    ["Log out"] = "Изход",
    ["Error: {}"] = "Грешка: {}",
    ["You will be logged out soon because nothing has happened for a while. Save your work."] =
        "Скоро ще излезете от системата, защото от известно време няма действие. Запазете работата си.",

    -- Home
    ["Welcome, {}"] = "Добре дошли, {}",
    ["Your role"] = "Вашата роля",
    ["You see documents since"] = "Виждате документи от",
    ["Orders Current Month"] = "Поръчки за текущия месец",
    ["Invoices Current Month"] = "Фактури за текущия месец",
    ["Add users of this customer and decide what they may see."] =
        "Добавяйте потребители на този клиент и определяйте какво могат да виждат.",
    ["Company data of the customer, as it is on file."] = "Фирмените данни на клиента, както са записани.",

    -- Login and registration
    ["Log in"] = "Вход",
    ["E-mail or login name"] = "Имейл или потребителско име",
    ["Password"] = "Парола",
    ["Remember me on this device"] = "Запомни ме на това устройство",
    ["Create new local account"] = "Създаване на нов локален акаунт",
    ["Fields marked with * are required."] = "Полетата, отбелязани с *, са задължителни.",
    ["E-mail"] = "Имейл",
    ["You will log in with this address."] = "С този адрес ще влизате в системата.",
    ["Full name"] = "Пълно име",
    ["Phone"] = "Телефон",
    ["Default language"] = "Език по подразбиране",
    ["Company"] = "Фирма",
    ["The company on whose behalf you will use the Client Center."] =
        "Фирмата, от чието име ще използвате клиентския център.",
    ["Registration message"] = "Съобщение при регистрация",
    ["Anything that helps the administrator to recognise you."] =
        "Всичко, което ще помогне на администратора да Ви разпознае.",
    ["At least {} characters. Several unrelated words make a good password."] =
        "Поне {} знака. Няколко несвързани думи са добра парола.",
    ["Confirm password"] = "Потвърдете паролата",
    ["Create account"] = "Създаване на акаунт",
    ["Back to login"] = "Обратно към входа",
    ["You can switch to another one at any time."] = "Можете по всяко време да превключите към друг.",

    -- Notices
    ["Your registration was received. The account can be used once an administrator adds it."] =
        "Регистрацията Ви е получена. Акаунтът може да се използва, след като администратор го добави.",
    ["The user was added."] = "Потребителят е добавен.",
    ["The changes were saved."] = "Промените са запазени.",
    ["The user's access to this customer was removed."] = "Достъпът на потребителя до този клиент е премахнат.",
    ["Your account was saved."] = "Акаунтът Ви е запазен.",
    ["Your password was changed. All other sessions were ended."] =
        "Паролата Ви е сменена. Всички други сесии са прекратени.",
    ["You are logged out."] = "Излязохте от системата.",
    ["You are logged out everywhere."] = "Излязохте от системата навсякъде.",
    ["The session was ended."] = "Сесията е прекратена.",
    ["The layout was saved."] = "Изгледът е запазен.",
    ["The layout was reset."] = "Изгледът е възстановен.",

    -- Forms
    ["There is a problem with the input"] = "Има проблем с въведеното",
    ["There are problems with the input"] = "Има проблеми с въведеното",
    ["Somebody else changed this after you opened it"] =
        "Някой друг е променил това, след като сте го отворили",
    ["Nothing was saved. Compare what you entered with what is stored now, then save again."] =
        "Нищо не е запазено. Сравнете въведеното с това, което е записано сега, и запазете отново.",
    ["Nothing was changed. Look at what is stored now before you go on."] =
        "Нищо не е променено. Вижте какво е записано сега, преди да продължите.",
    ["Stored now: {}"] = "Записано сега: {}",
    ["(empty)"] = "(празно)",
    ["Save"] = "Запазване",
    ["Cancel"] = "Отказ",
    ["Continue"] = "Напред",
    ["Yes"] = "Да",
    ["No"] = "Не",

    -- Grid
    ["1 row"] = "1 ред",
    ["{} rows"] = "{} реда",
    ["Rows per page"] = "Редове на страница",
    ["Apply"] = "Прилагане",
    ["Pages"] = "Страници",
    ["First page"] = "Първа страница",
    ["Previous page"] = "Предишна страница",
    ["Page {} of {}"] = "Страница {} от {}",
    ["Next page"] = "Следваща страница",
    ["Last page"] = "Последна страница",
    ["Actions"] = "Действия",
    ["Search"] = "Търсене",
    ["Search all columns"] = "Търсене във всички колони",
    ["Filters"] = "Филтри",
    ["Apply filters"] = "Прилагане на филтрите",
    ["All"] = "Всички",
    ["Shown are only rows with"] = "Показани са само редове с",
    ["Remove:"] = "Премахване:",
    ["Clear search and filters"] = "Изчистване на търсенето и филтрите",
    ["No rows match."] = "Няма съвпадащи редове.",
    ["There is nothing to show yet."] = "Все още няма нищо за показване.",
    ["Columns"] = "Колони",
    ["Columns to show"] = "Показвани колони",
    ["The layout (columns, order, groups and rows per page) can be kept for your next visits."] =
        "Изгледът (колони, подредба, групи и редове на страница) може да се запази за следващите Ви посещения.",
    ["Save layout"] = "Запазване на изгледа",
    ["Reset Layout"] = "Възстановяване на изгледа",
    ["Download CSV"] = "Изтегляне на CSV",
    ["Group"] = "Групиране",
    ["Group by"] = "Групиране по",
    ["Then by"] = "След това по",
    ["Grouped by"] = "Групирано по",
    ["No groups"] = "Без групи",
    ["Drag a column here to group by it"] = "Плъзнете колона тук, за да групирате по нея",
    ["Do not group by {}"] = "Без групиране по {}",
    ["Up"] = "Нагоре",
    ["Down"] = "Надолу",
    ["Move {} up"] = "Преместване на {} нагоре",
    ["Move {} down"] = "Преместване на {} надолу",
    ["{} is now number {} of {}"] = "{} вече е номер {} от {}",
    ["This month"] = "Този месец",
    ["Last month"] = "Миналия месец",
    ["This year"] = "Тази година",
    ["From"] = "От",
    ["To"] = "До",
    ["Such as {}, {} or {}"] = "Например {}, {} или {}",
    ["Days begin and end in UTC."] = "Дните започват и свършват по UTC.",
    ["Total"] = "Общо",
    ["Print"] = "Печат",

    -- Documents and payments
    ["Order {}"] = "Поръчка {}",
    ["Invoice {}"] = "Фактура {}",
    ["Order"] = "Поръчка",
    ["Status"] = "Статус",
    ["Lines"] = "Редове",
    ["No."] = "№",
    ["Product code"] = "Код на продукт",
    ["Product name"] = "Продукт",
    ["Quantity"] = "Количество",
    ["Unit"] = "Мярка",
    ["Price"] = "Цена",
    ["Discount"] = "Отстъпка",
    ["Amount"] = "Сума",
    ["This document has no lines."] = "Този документ няма редове.",
    ["Document No"] = "Документ №",
    ["Date"] = "Дата",
    ["Type name"] = "Вид документ",
    ["Currency"] = "Валута",
    ["Last download"] = "Последно изтегляне",
    ["Back to orders"] = "Обратно към поръчките",
    ["Back to invoices"] = "Обратно към фактурите",
    ["There are no orders to show."] = "Няма поръчки за показване.",
    ["There are no invoices to show."] = "Няма фактури за показване.",
    ["There is nothing to pay."] = "Няма дължими плащания.",
    ["The payments of the last twelve months, at most 1,000: the newest of them."] =
        "Плащанията през последните дванадесет месеца, най-много 1000: най-новите от тях.",
    ["There are no payments in the last twelve months."] = "Няма плащания през последните дванадесет месеца.",
    ["Ref document date"] = "Дата на документа",
    ["Remaining amount"] = "Оставаща сума",
    ["Invoice No"] = "Фактура №",
    ["Due date"] = "Падеж",
    ["Paid amount"] = "Платена сума",
    ["Overdue days"] = "Дни просрочие",
    ["Payment date"] = "Дата на плащане",
    ["Invoice number"] = "Номер на фактура",
    ["Invoice date"] = "Дата на фактура",
    ["Invoice type"] = "Вид фактура",
    ["Order number"] = "Номер на поръчка",
    ["Covered amount"] = "Покрита сума",

    -- User Management
    ["User"] = "Потребител",
    ["Role"] = "Роля",
    ["Access Back (days)"] = "Достъп назад (дни)",
    ["Notes"] = "Бележки",
    ["Basic"] = "Основен",
    ["Orders with Prices"] = "Поръчки с цени",
    ["Admin"] = "Администратор",
    ["Owner"] = "Собственик",
    ["unlimited"] = "без ограничение",
    ["Add User"] = "Добавяне на потребител",
    ["Edit"] = "Редактиране",
    ["Edit {}"] = "Редактиране на {}",
    ["Remove"] = "Премахване",
    ["Remove {}"] = "Премахване на {}",
    ["Nobody has access to this customer yet."] = "Все още никой няма достъп до този клиент.",
    ["The exact address with which the user registered."] =
        "Точният адрес, с който потребителят се е регистрирал.",
    ["Whoever has no account yet creates one first:"] = "Който още няма акаунт, първо си създава:",
    ["Registered user"] = "Регистриран потребител",
    ["Claimed company"] = "Посочена фирма",
    ["Registered on"] = "Регистриран на",
    ["The e-mail address is not verified, and name and company are what the user entered. "
        .. "Go on only if you know that the account belongs to the right person."] =
        "Имейл адресът не е проверен, а името и фирмата са въведени от самия потребител. "
        .. "Продължете само ако знаете, че акаунтът принадлежи на правилния човек.",
    ["Each role includes the rights of all roles before it."] =
        "Всяка роля включва правата на всички роли преди нея.",
    ["Admin and Owner are powerful roles: by saving one of them you confirm it."] =
        "„Администратор“ и „Собственик“ са роли с големи права: със запазването потвърждавате избора.",
    ["They can add, change and remove the users of this customer. "
        .. "An Owner cannot be changed or removed afterwards, not even by another Owner."] =
        "Те могат да добавят, променят и премахват потребителите на този клиент. "
        .. "Собственик не може да бъде променен или премахнат след това, дори от друг собственик.",
    ["Days Back Access"] = "Достъп назад в дни",
    ["Documents of this many past days can be seen. Empty: unlimited. 0: today only."] =
        "Виждат се документи за толкова изминали дни. Празно: без ограничение. 0: само днес.",
    ["Documents of this many past days can be seen. 0: today only. At most {}, as for yourself."] =
        "Виждат се документи за толкова изминали дни. 0: само днес. Най-много {}, колкото имате и Вие.",
    ["Optional, up to 254 characters."] = "По желание, до 254 знака.",
    ["Edit access"] = "Редактиране на достъп",
    ["Remove access"] = "Премахване на достъп",
    ["Remove the access of {} to {}?"] = "Да се премахне ли достъпът на {} до {}?",
    ["This revokes access to this customer only. The user is not deleted."] =
        "Така се отнема достъпът само до този клиент. Потребителят не се изтрива.",

    -- My account
    ["Name and language"] = "Име и език",
    ["Language"] = "Език",
    ["Current password"] = "Текуща парола",
    ["New password"] = "Нова парола",
    ["Change password"] = "Смяна на паролата",
    ["Changing the password ends all your other sessions."] =
        "Смяната на паролата прекратява всички Ваши други сесии.",
    ["Sessions"] = "Сесии",
    ["This session"] = "Тази сесия",
    ["{} on {}"] = "{} на {}",
    ["Unknown browser"] = "Непознат браузър",
    ["Logged in"] = "Вход",
    ["last used"] = "последно използвана",
    ["End session"] = "Прекратяване",
    ["Log out everywhere"] = "Изход навсякъде",
    ["Ends all your sessions on all devices, this one included."] =
        "Прекратява всички Ваши сесии на всички устройства, включително тази.",

    -- Customer Profile
    ["Company name"] = "Име на фирмата",
    ["UIN"] = "ЕИК",
    ["Registered address"] = "Адрес на регистрация",
    ["VAT registered"] = "Регистрация по ДДС",
    ["VAT number"] = "Номер по ДДС",

    -- Errors
    ["Error"] = "Грешка",
    ["Error {}"] = "Грешка {}",
    ["Request id"] = "Номер на заявката",
    ["Go to Home"] = "Към началото",
    ["Go to login"] = "Към входа",
    ["Account not active"] = "Акаунтът не е активен",
    ["Your account was not activated by the ERP administrator to use the Client Center."] =
        "Акаунтът Ви не е активиран от администратора на ERP системата за работа с клиентския център.",
    ["The Client Center is not configured"] = "Клиентският център не е настроен",
    ["This site has no enterprise company, or an unknown one."] = "Този сайт няма фирма собственик или тя е непозната.",
    ["The administrator of the server sets ClientCenterEnterpriseCompany to the code of a known company."] =
        "Администраторът на сървъра задава в ClientCenterEnterpriseCompany кода на позната фирма.",
    ["Ask an administrator of your company to add you under User Management."] =
        "Помолете администратор на Вашата фирма да Ви добави в „Управление на потребители“.",
    ["Bad request"] = "Невалидна заявка",
    ["The server could not understand the request."] = "Сървърът не можа да разбере заявката.",
    ["Go back, check what you entered and try again."] = "Върнете се, проверете въведеното и опитайте отново.",
    ["Not allowed"] = "Не е разрешено",
    ["You do not have the right to do this."] = "Нямате право да направите това.",
    ["Your role on this customer does not include this page."] =
        "Вашата роля за този клиент не включва тази страница.",
    ["Ask an administrator of your company for a role that includes it."] =
        "Помолете администратор на Вашата фирма за роля, която я включва.",
    ["All users of this site have the same role. The administrator of the server sets it."] =
        "Всички потребители на този сайт имат една и съща роля. Задава я администраторът на сървъра.",
    ["Ask another Admin or Owner of this customer."] =
        "Обърнете се към друг администратор или собственик на този клиент.",
    ["When an Owner leaves, the administrator of the ERP deactivates the user."] =
        "Когато собственик напусне, администраторът на ERP деактивира потребителя.",
    ["Form no longer valid"] = "Формулярът вече не е валиден",
    ["You were logged out after this form was opened, or your browser sent no cookie. Nothing was changed."] =
        "Сесията Ви е приключила, след като сте отворили формуляра, или браузърът Ви не е изпратил бисквитка. "
        .. "Нищо не е променено.",
    ["Already logged in"] = "Вече сте влезли",
    ["You logged in in another window after this form was opened. Nothing was changed."] =
        "Влезли сте от друг прозорец, след като сте отворили формуляра. Нищо не е променено.",
    ["Go to Home. To log in as somebody else, log out first."] =
        "Отидете в началото. За да влезете като друг потребител, първо излезте.",
    ["You are no longer logged in as when you opened this page"] =
        "Вече не сте влезли така, както при отварянето на страницата",
    ["Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
        .. "then come back and send it again."] =
        "Нищо не е изпратено и въведеното е още тук. Влезте като същия потребител в нов прозорец, "
        .. "после се върнете и изпратете отново.",
    ["Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
        .. "choose the same customer, then come back and send it again."] =
        "Нищо не е изпратено и въведеното е още тук. Влезте като същия потребител в нов прозорец, "
        .. "изберете същия клиент, после се върнете и изпратете отново.",
    ["Log in in a new window"] = "Вход в нов прозорец",
    ["If you came from a form, open the page again and repeat what you did."] =
        "Ако идвате от формуляр, отворете страницата отново и повторете действието.",
    ["Not found"] = "Не е намерено",
    ["There is no such page, or it is not visible to you."] = "Няма такава страница или тя не е видима за Вас.",
    ["Check the address, or begin at Home."] = "Проверете адреса или започнете от началото.",
    ["Document not available"] = "Документът не е достъпен",
    ["There is no such document, or it is older than you may see or belongs to somebody else."] =
        "Няма такъв документ, или той е по-стар, отколкото можете да виждате, или принадлежи на някой друг.",
    ["Go back to the list, or ask an administrator of your company."] =
        "Върнете се към списъка или попитайте администратор на Вашата фирма.",
    ["Method not allowed"] = "Методът не е разрешен",
    ["This address does not take this kind of request."] = "Този адрес не приема такива заявки.",
    ["Begin at Home."] = "Започнете от началото.",
    ["The settings name a document type for new orders that does not exist, or only one of "
        .. "NewOrderDocumentType and IsNewOrderEnabled."] =
        "Настройките посочват вид документ за нови поръчки, който не съществува, или само едното от "
        .. "NewOrderDocumentType и IsNewOrderEnabled.",
    ["The administrator of the server corrects ClientCenterSettings."] =
        "Администраторът на сървъра поправя ClientCenterSettings.",
    ["Another customer was chosen"] = "Избран е друг клиент",
    ["This form was made for another customer than the one that you work with now. Nothing was changed."] =
        "Този формуляр е за друг клиент, а не за този, с когото работите сега. Нищо не е променено.",
    ["The list that you wanted to download is one of another customer than the one that you work with now."] =
        "Списъкът, който искахте да изтеглите, е за друг клиент, а не за този, с когото работите сега.",
    ["Switch back to the customer that you meant, and download the list again."] =
        "Върнете се към клиента, който имахте предвид, и изтеглете списъка отново.",
    ["Switch back to the customer that you meant, open the page again and repeat what you did."] =
        "Върнете се към клиента, който имахте предвид, отворете страницата отново и повторете действието.",
    ["Changed meanwhile"] = "Междувременно е променено",
    ["Somebody else changed this since you opened it."] = "Някой друг е променил това, след като сте го отворили.",
    ["Open the page again and repeat what you did."] = "Отворете страницата отново и повторете действието.",
    ["Too large"] = "Твърде голямо",
    ["The form is larger than the server accepts."] = "Формулярът е по-голям, отколкото сървърът приема.",
    ["Shorten what you entered and try again."] = "Съкратете въведеното и опитайте отново.",
    ["Not a form"] = "Не е формуляр",
    ["The server accepts forms only."] = "Сървърът приема само формуляри.",
    ["Use the forms of this site."] = "Използвайте формулярите на този сайт.",
    ["Not possible"] = "Не е възможно",
    ["Something that was entered is not allowed."] = "Нещо от въведеното не е разрешено.",
    ["Too many attempts"] = "Твърде много опити",
    ["There were too many attempts in a short time."] = "Имаше твърде много опити за кратко време.",
    ["Wait some minutes and try again."] = "Изчакайте няколко минути и опитайте отново.",
    ["Not available"] = "Не е достъпно",
    ["The Client Center cannot answer at the moment."] = "Клиентският център не може да отговори в момента.",
    ["Please try again in a moment."] = "Моля, опитайте отново след малко.",
    ["Something went wrong"] = "Нещо се обърка",
    ["The page cannot be shown at the moment."] = "Страницата не може да се покаже в момента.",
    ["Please try again later. If it happens again, tell the administrator the request id."] =
        "Моля, опитайте отново по-късно. Ако се повтори, съобщете на администратора номера на заявката.",

    -- Problems found by the core
    ["Please enter your present password."] = "Моля, въведете текущата си парола.",
    ["This is not your present password."] = "Това не е текущата Ви парола.",
    ["The login or the password is not right."] = "Потребителското име или паролата не са верни.",
    ["Please choose one of the customers that are offered."] = "Моля, изберете един от предложените клиенти.",
    ["A whole number of days from 0 to 36500, or nothing for no limit."] =
        "Цял брой дни от 0 до 36500 или нищо, за да няма ограничение.",
    ["At least {} characters are needed."] = "Нужни са поне {} знака.",
    ["At most {} characters are allowed."] = "Разрешени са най-много {} знака.",
    ["Control characters and invisible characters are not allowed."] =
        "Управляващи и невидими знаци не са разрешени.",
    ["Nobody can change or remove their own access."] =
        "Никой не може да променя или премахва собствения си достъп.",
    ["No user was found with this email. Please check if you have entered the correct email address."] =
        "Не е намерен потребител с този имейл. Моля, проверете дали сте въвели правилния имейл адрес.",
    ["Only an Admin or Owner of this customer may manage its users."] =
        "Само администратор или собственик на този клиент може да управлява потребителите му.",
    ["Please choose one of the roles that are offered."] = "Моля, изберете една от предложените роли.",
    ["Please fill in this field."] = "Моля, попълнете това поле.",
    ["The access of an Owner cannot be changed or removed."] =
        "Достъпът на собственик не може да бъде променен или премахнат.",
    ["This field was sent more than once."] = "Това поле е изпратено повече от веднъж.",
    ["The signs < and > are not allowed here."] = "Знаците < и > не са разрешени тук.",
    ["The two passwords differ."] = "Двете пароли се различават.",
    ["This is not an e-mail address such as name@example.com."] =
        "Това не е имейл адрес като name@example.com.",
    ["This form is not complete. Please open it again."] =
        "Този формуляр не е пълен. Моля, отворете го отново.",
    ["This language is not offered."] = "Този език не се предлага.",
    ["This password is too easy to guess. Use several unrelated words, or a longer one without your "
        .. "name, e-mail address or company."] =
        "Тази парола е твърде лесна за отгатване. Използвайте няколко несвързани думи или по-дълга парола без "
        .. "Вашето име, имейл адрес или фирма.",
    ["This password was found in a data breach elsewhere, so others know it. Please choose another."] =
        "Тази парола е намерена при изтичане на данни другаде и други хора я знаят. Моля, изберете друга.",
    ["This user already has access to this customer."] = "Този потребител вече има достъп до този клиент.",
    ["You cannot give a role above your own."] = "Не можете да дадете роля, по-висока от Вашата.",
    ["You cannot give more days back than you have yourself ({})."] =
        "Не можете да дадете повече дни назад, отколкото имате Вие ({}).",
    ["Account not set up"] = "Акаунтът не е настроен",
    ["No person is defined for your user."] = "За Вашия потребител не е зададено лице.",
    ["The administrator of the ERP defines a person for this user."] =
        "Администраторът на ERP задава лице за този потребител.",
    ["The person of your user has no parent party."] = "Лицето на Вашия потребител няма родителски контрагент.",
    ["The administrator of the ERP sets the parent party of the person to the company on whose behalf you log in."] =
        "Администраторът на ERP задава за родителски контрагент на лицето фирмата, от чието име влизате.",
    ["The company on whose behalf you log in is no customer."] = "Фирмата, от чието име влизате, не е клиент.",
    ["The administrator of the ERP makes the parent party of the person a customer."] =
        "Администраторът на ERP прави родителския контрагент на лицето клиент.",
    ["The company on whose behalf you log in is not a customer of the company that owns this site, or is "
        .. "not one today."] =
        "Фирмата, от чието име влизате, не е (или днес не е) клиент на фирмата, на която е този сайт.",
    ["The administrator of the ERP creates the customer agreement with the enterprise company of this site."] =
        "Администраторът на ERP създава споразумението с фирмата на този сайт.",
    ["No location of the company that owns this site serves the company on whose behalf you log in."] =
        "Никой обект на фирмата, на която е този сайт, не обслужва фирмата, от чието име влизате.",
    ["The administrator of the ERP sets the location that serves the customer."] =
        "Администраторът на ERP задава обекта, който обслужва клиента.",
    -- audit
    ["Audit"] = "Одит",
    ["Time"] = "Дата и час",
    ["Action"] = "Действие",
    ["Result"] = "Резултат",
    ["Done by"] = "Извършено от",
    ["Before"] = "Преди",
    ["After"] = "След",
    ["Address"] = "Адрес",
    ["Nobody has changed access to this customer yet."] = "Все още никой не е променял достъпа до този клиент.",
    ["Who changed the access of whom, and when."] = "Кой, кога и чий достъп е променил.",
    ["Access given"] = "Достъп даден",
    ["Access changed"] = "Достъп променен",
    ["Access removed"] = "Достъп премахнат",
    ["Done"] = "Изпълнено",
    ["Refused"] = "Отказано",
}
