-- German. Keys are the English texts of the pages and of the core; see lib/i18n.lua.
return {
    [":name"] = "Deutsch",

    -- Frame and menu
    ["Skip to the content"] = "Zum Inhalt springen",
    ["Main menu"] = "Hauptmenü",
    ["Menu"] = "Menü",
    ["Home"] = "Startseite",
    ["Orders"] = "Aufträge",
    ["Billing"] = "Abrechnung",
    ["Invoices"] = "Rechnungen",
    ["Due Payments"] = "Fällige Zahlungen",
    ["Payment History"] = "Zahlungsverlauf",
    ["User Management"] = "Benutzerverwaltung",
    ["Customer Profile"] = "Kundenprofil",
    ["Version {}"] = "Version {}",
    ["Customer"] = "Kunde",
    ["Select Client"] = "Kunden auswählen",
    ["User menu"] = "Benutzermenü",
    ["My account"] = "Mein Konto",
    ["Log out"] = "Abmelden",
    ["Error: {}"] = "Fehler: {}",
    ["You will be logged out soon because nothing has happened for a while. Save your work."] =
        "Sie werden bald abgemeldet, weil eine Weile nichts geschehen ist. Bitte speichern Sie Ihre Eingaben.",

    -- Home
    ["Welcome, {}"] = "Willkommen, {}",
    ["Your role"] = "Ihre Rolle",
    ["You see documents since"] = "Sie sehen Belege seit",
    ["Orders Current Month"] = "Aufträge im laufenden Monat",
    ["Invoices Current Month"] = "Rechnungen im laufenden Monat",
    ["Add users of this customer and decide what they may see."] =
        "Benutzer dieses Kunden hinzufügen und festlegen, was sie sehen dürfen.",
    ["Company data of the customer, as it is on file."] = "Die hinterlegten Firmendaten des Kunden.",

    -- Login and registration
    ["Log in"] = "Anmelden",
    ["E-mail or login name"] = "E-Mail-Adresse oder Anmeldename",
    ["Password"] = "Passwort",
    ["Remember me on this device"] = "Auf diesem Gerät angemeldet bleiben",
    ["Create new local account"] = "Neues lokales Konto erstellen",
    ["Fields marked with * are required."] = "Mit * gekennzeichnete Felder sind Pflichtfelder.",
    ["E-mail"] = "E-Mail-Adresse",
    ["You will log in with this address."] = "Mit dieser Adresse melden Sie sich an.",
    ["Full name"] = "Vollständiger Name",
    ["Phone"] = "Telefon",
    ["Default language"] = "Standardsprache",
    ["Company"] = "Firma",
    ["The company on whose behalf you will use the Client Center."] =
        "Die Firma, für die Sie das Client Center nutzen werden.",
    ["Registration message"] = "Nachricht zur Registrierung",
    ["Anything that helps the administrator to recognise you."] =
        "Alles, woran der Administrator Sie erkennen kann.",
    ["At least {} characters. Several unrelated words make a good password."] =
        "Mindestens {} Zeichen. Mehrere Wörter ohne Zusammenhang ergeben ein gutes Passwort.",
    ["Confirm password"] = "Passwort bestätigen",
    ["Create account"] = "Konto erstellen",
    ["Back to login"] = "Zurück zur Anmeldung",
    ["You can switch to another one at any time."] = "Sie können jederzeit zu einem anderen wechseln.",

    -- Notices
    ["Your registration was received. The account can be used once an administrator adds it."] =
        "Ihre Registrierung ist eingegangen. Das Konto kann genutzt werden, sobald ein Administrator es hinzufügt.",
    ["The user was added."] = "Der Benutzer wurde hinzugefügt.",
    ["The changes were saved."] = "Die Änderungen wurden gespeichert.",
    ["The user's access to this customer was removed."] =
        "Der Zugriff des Benutzers auf diesen Kunden wurde entfernt.",
    ["Your account was saved."] = "Ihr Konto wurde gespeichert.",
    ["Your password was changed. All other sessions were ended."] =
        "Ihr Passwort wurde geändert. Alle anderen Sitzungen wurden beendet.",
    ["You are logged out."] = "Sie sind abgemeldet.",
    ["You are logged out everywhere."] = "Sie sind überall abgemeldet.",
    ["The session was ended."] = "Die Sitzung wurde beendet.",
    ["The layout was saved."] = "Das Layout wurde gespeichert.",
    ["The layout was reset."] = "Das Layout wurde zurückgesetzt.",

    -- Forms
    ["There is a problem with the input"] = "Mit der Eingabe stimmt etwas nicht",
    ["There are problems with the input"] = "Mit den Eingaben stimmt etwas nicht",
    ["Somebody else changed this after you opened it"] =
        "Jemand anderes hat dies geändert, nachdem Sie es geöffnet haben",
    ["Nothing was saved. Compare what you entered with what is stored now, then save again."] =
        "Es wurde nichts gespeichert. Vergleichen Sie Ihre Eingaben mit den jetzt gespeicherten Werten und "
        .. "speichern Sie erneut.",
    ["Nothing was changed. Look at what is stored now before you go on."] =
        "Es wurde nichts geändert. Sehen Sie sich an, was jetzt gespeichert ist, bevor Sie fortfahren.",
    ["Stored now: {}"] = "Jetzt gespeichert: {}",
    ["(empty)"] = "(leer)",
    ["Save"] = "Speichern",
    ["Cancel"] = "Abbrechen",
    ["Continue"] = "Weiter",
    ["Yes"] = "Ja",
    ["No"] = "Nein",

    -- Grid
    ["1 row"] = "1 Zeile",
    ["{} rows"] = "{} Zeilen",
    ["Rows per page"] = "Zeilen pro Seite",
    ["Apply"] = "Anwenden",
    ["Pages"] = "Seiten",
    ["First page"] = "Erste Seite",
    ["Previous page"] = "Vorherige Seite",
    ["Page {} of {}"] = "Seite {} von {}",
    ["Next page"] = "Nächste Seite",
    ["Last page"] = "Letzte Seite",
    ["Actions"] = "Aktionen",
    ["Search"] = "Suchen",
    ["Search all columns"] = "Alle Spalten durchsuchen",
    ["Filters"] = "Filter",
    ["Apply filters"] = "Filter anwenden",
    ["All"] = "Alle",
    ["Shown are only rows with"] = "Gezeigt werden nur Zeilen mit",
    ["Remove:"] = "Entfernen:",
    ["Clear search and filters"] = "Suche und Filter löschen",
    ["No rows match."] = "Keine Zeile passt dazu.",
    ["There is nothing to show yet."] = "Noch gibt es hier nichts.",
    ["Columns"] = "Spalten",
    ["Columns to show"] = "Angezeigte Spalten",
    ["The layout (columns, order, groups and rows per page) can be kept for your next visits."] =
        "Das Layout (Spalten, Sortierung, Gruppen und Zeilen pro Seite) lässt sich für die nächsten Besuche merken.",
    ["Save layout"] = "Layout speichern",
    ["Reset Layout"] = "Layout zurücksetzen",
    ["Download CSV"] = "CSV herunterladen",
    ["Group"] = "Gruppieren",
    ["Group by"] = "Gruppieren nach",
    ["Then by"] = "Dann nach",
    ["Grouped by"] = "Gruppiert nach",
    ["No groups"] = "Keine Gruppen",
    ["Drag a column here to group by it"] = "Spalte hierher ziehen, um danach zu gruppieren",
    ["Do not group by {}"] = "Nicht nach {} gruppieren",
    ["Up"] = "Nach oben",
    ["Down"] = "Nach unten",
    ["Move {} up"] = "{} nach oben verschieben",
    ["Move {} down"] = "{} nach unten verschieben",
    ["{} is now number {} of {}"] = "{} ist jetzt Nummer {} von {}",
    ["This month"] = "Dieser Monat",
    ["Last month"] = "Letzter Monat",
    ["This year"] = "Dieses Jahr",
    ["From"] = "Von",
    ["To"] = "Bis",
    ["Such as {}, {} or {}"] = "Zum Beispiel {}, {} oder {}",
    ["Days begin and end in UTC."] = "Tage beginnen und enden in UTC.",
    ["Total"] = "Summe",
    ["Print"] = "Drucken",

    -- Documents and payments
    ["Order {}"] = "Auftrag {}",
    ["Invoice {}"] = "Rechnung {}",
    ["Order"] = "Auftrag",
    ["Status"] = "Status",
    ["Lines"] = "Positionen",
    ["No."] = "Nr.",
    ["Product code"] = "Artikelnummer",
    ["Product name"] = "Artikel",
    ["Quantity"] = "Menge",
    ["Unit"] = "Einheit",
    ["Price"] = "Preis",
    ["Discount"] = "Rabatt",
    ["Amount"] = "Betrag",
    ["This document has no lines."] = "Dieser Beleg hat keine Positionen.",
    ["Document No"] = "Belegnummer",
    ["Date"] = "Datum",
    ["Type name"] = "Belegart",
    ["Currency"] = "Währung",
    ["Last download"] = "Zuletzt heruntergeladen",
    ["Back to orders"] = "Zurück zu den Aufträgen",
    ["Back to invoices"] = "Zurück zu den Rechnungen",
    ["There are no orders to show."] = "Es gibt keine Aufträge zu zeigen.",
    ["There are no invoices to show."] = "Es gibt keine Rechnungen zu zeigen.",
    ["There is nothing to pay."] = "Es ist nichts zu zahlen.",
    ["The payments of the last twelve months, at most 1,000: the newest of them."] =
        "Die Zahlungen der letzten zwölf Monate, höchstens 1.000: die neuesten davon.",
    ["There are no payments in the last twelve months."] = "In den letzten zwölf Monaten gab es keine Zahlungen.",
    ["Ref document date"] = "Datum des Belegs",
    ["Remaining amount"] = "Restbetrag",
    ["Invoice No"] = "Rechnungsnummer",
    ["Due date"] = "Fällig am",
    ["Paid amount"] = "Gezahlter Betrag",
    ["Overdue days"] = "Tage überfällig",
    ["Payment date"] = "Zahlungsdatum",
    ["Invoice number"] = "Rechnungsnummer",
    ["Invoice date"] = "Rechnungsdatum",
    ["Invoice type"] = "Rechnungsart",
    ["Order number"] = "Auftragsnummer",
    ["Covered amount"] = "Ausgeglichener Betrag",

    -- User Management
    ["User"] = "Benutzer",
    ["Role"] = "Rolle",
    ["Access Back (days)"] = "Zugriff rückwirkend (Tage)",
    ["Notes"] = "Notizen",
    ["Basic"] = "Basis",
    ["Orders with Prices"] = "Aufträge mit Preisen",
    ["Admin"] = "Administrator",
    ["Owner"] = "Inhaber",
    ["unlimited"] = "unbegrenzt",
    ["Add User"] = "Benutzer hinzufügen",
    ["Edit"] = "Bearbeiten",
    ["Edit {}"] = "{} bearbeiten",
    ["Remove"] = "Entfernen",
    ["Remove {}"] = "{} entfernen",
    ["Nobody has access to this customer yet."] = "Noch hat niemand Zugriff auf diesen Kunden.",
    ["The exact address with which the user registered."] =
        "Die genaue Adresse, mit der sich der Benutzer registriert hat.",
    ["Whoever has no account yet creates one first:"] = "Wer noch kein Konto hat, erstellt zuerst eines:",
    ["Registered user"] = "Registrierter Benutzer",
    ["Claimed company"] = "Angegebene Firma",
    ["Registered on"] = "Registriert am",
    ["The e-mail address is not verified, and name and company are what the user entered. "
        .. "Go on only if you know that the account belongs to the right person."] =
        "Die E-Mail-Adresse ist nicht geprüft, Name und Firma sind eigene Angaben des Benutzers. "
        .. "Fahren Sie nur fort, wenn Sie wissen, dass das Konto der richtigen Person gehört.",
    ["Each role includes the rights of all roles before it."] =
        "Jede Rolle umfasst die Rechte aller Rollen davor.",
    ["Admin and Owner are powerful roles: by saving one of them you confirm it."] =
        "Administrator und Inhaber sind mächtige Rollen: Mit dem Speichern bestätigen Sie sie.",
    ["They can add, change and remove the users of this customer. "
        .. "An Owner cannot be changed or removed afterwards, not even by another Owner."] =
        "Sie können die Benutzer dieses Kunden hinzufügen, ändern und entfernen. "
        .. "Ein Inhaber kann danach nicht mehr geändert oder entfernt werden, auch nicht von einem anderen Inhaber.",
    ["Days Back Access"] = "Zugriff rückwirkend (Tage)",
    ["Documents of this many past days can be seen. Empty: unlimited. 0: today only."] =
        "Belege so vieler vergangener Tage sind sichtbar. Leer: unbegrenzt. 0: nur heute.",
    ["Documents of this many past days can be seen. 0: today only. At most {}, as for yourself."] =
        "Belege so vieler vergangener Tage sind sichtbar. 0: nur heute. Höchstens {}, wie bei Ihnen selbst.",
    ["Optional, up to 254 characters."] = "Optional, bis zu 254 Zeichen.",
    ["Edit access"] = "Zugriff bearbeiten",
    ["Remove access"] = "Zugriff entfernen",
    ["Remove the access of {} to {}?"] = "Den Zugriff von {} auf {} entfernen?",
    ["This revokes access to this customer only. The user is not deleted."] =
        "Damit wird nur der Zugriff auf diesen Kunden entzogen. Der Benutzer wird nicht gelöscht.",

    -- My account
    ["Name and language"] = "Name und Sprache",
    ["Language"] = "Sprache",
    ["Current password"] = "Aktuelles Passwort",
    ["New password"] = "Neues Passwort",
    ["Change password"] = "Passwort ändern",
    ["Changing the password ends all your other sessions."] =
        "Mit der Änderung des Passworts enden alle Ihre anderen Sitzungen.",
    ["Sessions"] = "Sitzungen",
    ["This session"] = "Diese Sitzung",
    ["{} on {}"] = "{} unter {}",
    ["Unknown browser"] = "Unbekannter Browser",
    ["Logged in"] = "Angemeldet",
    ["last used"] = "zuletzt genutzt",
    ["End session"] = "Sitzung beenden",
    ["Log out everywhere"] = "Überall abmelden",
    ["Ends all your sessions on all devices, this one included."] =
        "Beendet alle Ihre Sitzungen auf allen Geräten, auch diese.",

    -- Customer Profile
    ["Company name"] = "Firmenname",
    ["UIN"] = "Identifikationsnummer",
    ["Registered address"] = "Eingetragene Anschrift",
    ["VAT registered"] = "Umsatzsteuerlich registriert",
    ["VAT number"] = "USt-IdNr.",

    -- Errors
    ["Error"] = "Fehler",
    ["Error {}"] = "Fehler {}",
    ["Request id"] = "Kennung der Anfrage",
    ["Go to Home"] = "Zur Startseite",
    ["Go to login"] = "Zur Anmeldung",
    ["Account not active"] = "Konto nicht aktiv",
    ["Your account was not activated by the ERP administrator to use the Client Center."] =
        "Ihr Konto wurde vom ERP-Administrator nicht für die Nutzung des Client Centers freigeschaltet.",
    ["The Client Center is not configured"] = "Das Client Center ist nicht eingerichtet",
    ["This site has no enterprise company, or an unknown one."] =
        "Dieser Website ist kein oder ein unbekanntes Unternehmen zugeordnet.",
    ["The administrator of the server sets ClientCenterEnterpriseCompany to the code of a known company."] =
        "Der Administrator des Servers setzt ClientCenterEnterpriseCompany auf den Code eines bekannten Unternehmens.",
    ["Ask an administrator of your company to add you under User Management."] =
        "Bitten Sie einen Administrator Ihrer Firma, Sie in der Benutzerverwaltung hinzuzufügen.",
    ["Bad request"] = "Ungültige Anfrage",
    ["The server could not understand the request."] = "Der Server konnte die Anfrage nicht verstehen.",
    ["Go back, check what you entered and try again."] =
        "Gehen Sie zurück, prüfen Sie Ihre Eingaben und versuchen Sie es erneut.",
    ["Not allowed"] = "Nicht erlaubt",
    ["You do not have the right to do this."] = "Sie haben nicht das Recht dazu.",
    ["Your role on this customer does not include this page."] =
        "Ihre Rolle bei diesem Kunden umfasst diese Seite nicht.",
    ["Ask an administrator of your company for a role that includes it."] =
        "Bitten Sie einen Administrator Ihrer Firma um eine Rolle, die sie umfasst.",
    ["All users of this site have the same role. The administrator of the server sets it."] =
        "Alle Benutzer dieser Website haben dieselbe Rolle. Der Administrator des Servers legt sie fest.",
    ["Ask another Admin or Owner of this customer."] =
        "Wenden Sie sich an einen anderen Administrator oder Inhaber dieses Kunden.",
    ["When an Owner leaves, the administrator of the ERP deactivates the user."] =
        "Wenn ein Inhaber ausscheidet, deaktiviert der Administrator des ERP den Benutzer.",
    ["Form no longer valid"] = "Formular nicht mehr gültig",
    ["You were logged out after this form was opened, or your browser sent no cookie. Nothing was changed."] =
        "Sie wurden abgemeldet, nachdem dieses Formular geöffnet wurde, oder Ihr Browser hat kein Cookie gesendet. "
        .. "Es wurde nichts geändert.",
    ["Already logged in"] = "Bereits angemeldet",
    ["You logged in in another window after this form was opened. Nothing was changed."] =
        "Sie haben sich in einem anderen Fenster angemeldet, nachdem dieses Formular geöffnet wurde. "
        .. "Es wurde nichts geändert.",
    ["Go to Home. To log in as somebody else, log out first."] =
        "Gehen Sie zur Startseite. Um sich als jemand anderes anzumelden, melden Sie sich zuerst ab.",
    ["You are no longer logged in as when you opened this page"] =
        "Sie sind nicht mehr so angemeldet wie beim Öffnen dieser Seite",
    ["Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
        .. "then come back and send it again."] =
        "Es wurde nichts gesendet, und Ihre Eingaben sind noch da. Melden Sie sich in einem neuen Fenster als derselbe "
        .. "Benutzer an, kommen Sie hierher zurück und senden Sie erneut.",
    ["Nothing was sent, and what you entered is still here. Log in as the same user in a new window, "
        .. "choose the same customer, then come back and send it again."] =
        "Es wurde nichts gesendet, und Ihre Eingaben sind noch da. Melden Sie sich in einem neuen Fenster als derselbe "
        .. "Benutzer an, wählen Sie denselben Kunden, kommen Sie hierher zurück und senden Sie erneut.",
    ["Log in in a new window"] = "In neuem Fenster anmelden",
    ["If you came from a form, open the page again and repeat what you did."] =
        "Wenn Sie von einem Formular kommen, öffnen Sie die Seite neu und wiederholen Sie die Eingabe.",
    ["Not found"] = "Nicht gefunden",
    ["There is no such page, or it is not visible to you."] =
        "Diese Seite gibt es nicht, oder sie ist für Sie nicht sichtbar.",
    ["Check the address, or begin at Home."] = "Prüfen Sie die Adresse oder beginnen Sie auf der Startseite.",
    ["Document not available"] = "Beleg nicht verfügbar",
    ["There is no such document, or it is older than you may see or belongs to somebody else."] =
        "Diesen Beleg gibt es nicht, oder er ist älter, als Sie sehen dürfen, oder gehört jemand anderem.",
    ["Go back to the list, or ask an administrator of your company."] =
        "Gehen Sie zurück zur Liste, oder fragen Sie einen Administrator Ihrer Firma.",
    ["Method not allowed"] = "Methode nicht erlaubt",
    ["This address does not take this kind of request."] = "Diese Adresse nimmt solche Anfragen nicht an.",
    ["Begin at Home."] = "Beginnen Sie auf der Startseite.",
    ["The settings name a document type for new orders that does not exist, or only one of "
        .. "NewOrderDocumentType and IsNewOrderEnabled."] =
        "Die Einstellungen nennen eine Belegart für neue Aufträge, die es nicht gibt, oder nur eines von "
        .. "NewOrderDocumentType und IsNewOrderEnabled.",
    ["The administrator of the server corrects ClientCenterSettings."] =
        "Der Administrator des Servers berichtigt ClientCenterSettings.",
    ["Another customer was chosen"] = "Ein anderer Kunde wurde gewählt",
    ["This form was made for another customer than the one that you work with now. Nothing was changed."] =
        "Dieses Formular gilt einem anderen Kunden als dem, mit dem Sie jetzt arbeiten. Es wurde nichts geändert.",
    ["The list that you wanted to download is one of another customer than the one that you work with now."] =
        "Die Liste zum Herunterladen gilt einem anderen Kunden als dem, mit dem Sie jetzt arbeiten.",
    ["Switch back to the customer that you meant, and download the list again."] =
        "Wechseln Sie zu dem Kunden zurück, den Sie meinten, und laden Sie die Liste noch einmal herunter.",
    ["Switch back to the customer that you meant, open the page again and repeat what you did."] =
        "Wechseln Sie zu dem Kunden zurück, den Sie meinten, öffnen Sie die Seite neu und wiederholen Sie die Eingabe.",
    ["Changed meanwhile"] = "Inzwischen geändert",
    ["Somebody else changed this since you opened it."] =
        "Jemand anderes hat dies geändert, seit Sie es geöffnet haben.",
    ["Open the page again and repeat what you did."] = "Öffnen Sie die Seite neu und wiederholen Sie die Eingabe.",
    ["Too large"] = "Zu groß",
    ["The form is larger than the server accepts."] = "Das Formular ist größer, als der Server annimmt.",
    ["Shorten what you entered and try again."] = "Kürzen Sie Ihre Eingaben und versuchen Sie es erneut.",
    ["Not a form"] = "Kein Formular",
    ["The server accepts forms only."] = "Der Server nimmt nur Formulare an.",
    ["Use the forms of this site."] = "Benutzen Sie die Formulare dieser Website.",
    ["Not possible"] = "Nicht möglich",
    ["Something that was entered is not allowed."] = "Eine der Eingaben ist nicht erlaubt.",
    ["Too many attempts"] = "Zu viele Versuche",
    ["There were too many attempts in a short time."] = "In kurzer Zeit gab es zu viele Versuche.",
    ["Wait some minutes and try again."] = "Warten Sie einige Minuten und versuchen Sie es erneut.",
    ["Not available"] = "Nicht verfügbar",
    ["The Client Center cannot answer at the moment."] = "Das Client Center kann im Moment nicht antworten.",
    ["Please try again in a moment."] = "Bitte versuchen Sie es gleich noch einmal.",
    ["Something went wrong"] = "Etwas ist schiefgegangen",
    ["The page cannot be shown at the moment."] = "Die Seite kann im Moment nicht gezeigt werden.",
    ["Please try again later. If it happens again, tell the administrator the request id."] =
        "Bitte versuchen Sie es später noch einmal. Geschieht es wieder, nennen Sie dem Administrator die "
        .. "Kennung der Anfrage.",

    -- Problems found by the core
    ["Please enter your present password."] = "Bitte geben Sie Ihr aktuelles Passwort ein.",
    ["This is not your present password."] = "Das ist nicht Ihr aktuelles Passwort.",
    ["The login or the password is not right."] = "Anmeldename oder Passwort stimmen nicht.",
    ["Please choose one of the customers that are offered."] = "Bitte wählen Sie einen der angebotenen Kunden.",
    ["A whole number of days from 0 to 36500, or nothing for no limit."] =
        "Eine ganze Zahl von Tagen von 0 bis 36500 oder nichts für unbegrenzt.",
    ["At least {} characters are needed."] = "Es sind mindestens {} Zeichen nötig.",
    ["At most {} characters are allowed."] = "Es sind höchstens {} Zeichen erlaubt.",
    ["Control characters and invisible characters are not allowed."] =
        "Steuerzeichen und unsichtbare Zeichen sind nicht erlaubt.",
    ["Nobody can change or remove their own access."] =
        "Niemand kann den eigenen Zugriff ändern oder entfernen.",
    ["No user was found with this email. Please check if you have entered the correct email address."] =
        "Mit dieser E-Mail-Adresse wurde kein Benutzer gefunden. Bitte prüfen Sie, ob Sie die richtige Adresse "
        .. "eingegeben haben.",
    ["Only an Admin or Owner of this customer may manage its users."] =
        "Nur ein Administrator oder Inhaber dieses Kunden darf dessen Benutzer verwalten.",
    ["Please choose one of the roles that are offered."] = "Bitte wählen Sie eine der angebotenen Rollen.",
    ["Please fill in this field."] = "Bitte füllen Sie dieses Feld aus.",
    ["The access of an Owner cannot be changed or removed."] =
        "Der Zugriff eines Inhabers kann nicht geändert oder entfernt werden.",
    ["This field was sent more than once."] = "Dieses Feld wurde mehrfach gesendet.",
    ["The signs < and > are not allowed here."] = "Die Zeichen < und > sind hier nicht erlaubt.",
    ["The two passwords differ."] = "Die beiden Passwörter stimmen nicht überein.",
    ["This is not an e-mail address such as name@example.com."] =
        "Das ist keine E-Mail-Adresse wie name@example.com.",
    ["This form is not complete. Please open it again."] =
        "Dieses Formular ist unvollständig. Bitte öffnen Sie es neu.",
    ["This language is not offered."] = "Diese Sprache wird nicht angeboten.",
    ["This password is too easy to guess. Use several unrelated words, or a longer one without your "
        .. "name, e-mail address or company."] =
        "Dieses Passwort ist zu leicht zu erraten. Nehmen Sie mehrere Wörter ohne Zusammenhang oder ein längeres "
        .. "ohne Ihren Namen, Ihre E-Mail-Adresse oder Firma.",
    ["This password was found in a data breach elsewhere, so others know it. Please choose another."] =
        "Dieses Passwort wurde anderswo bei einem Datenleck gefunden, andere kennen es also. Bitte wählen Sie ein "
        .. "anderes.",
    ["This user already has access to this customer."] = "Dieser Benutzer hat bereits Zugriff auf diesen Kunden.",
    ["You cannot give a role above your own."] = "Sie können keine Rolle über Ihrer eigenen vergeben.",
    ["You cannot give more days back than you have yourself ({})."] =
        "Sie können nicht mehr zurückliegende Tage freigeben, als Sie selbst sehen ({}).",
    ["Account not set up"] = "Konto nicht eingerichtet",
    ["No person is defined for your user."] = "Für Ihren Benutzer ist keine Person hinterlegt.",
    ["The administrator of the ERP defines a person for this user."] =
        "Der Administrator des ERP hinterlegt eine Person für diesen Benutzer.",
    ["The person of your user has no parent party."] =
        "Die Person Ihres Benutzers hat keinen übergeordneten Geschäftspartner.",
    ["The administrator of the ERP sets the parent party of the person to the company on whose behalf you log in."] =
        "Der Administrator des ERP setzt den übergeordneten Geschäftspartner der Person auf die Firma, für die "
        .. "Sie sich anmelden.",
    ["The company on whose behalf you log in is no customer."] =
        "Die Firma, für die Sie sich anmelden, ist kein Kunde.",
    ["The administrator of the ERP makes the parent party of the person a customer."] =
        "Der Administrator des ERP macht den übergeordneten Geschäftspartner der Person zum Kunden.",
    ["The company on whose behalf you log in is not a customer of the company that owns this site, or is "
        .. "not one today."] =
        "Die Firma, für die Sie sich anmelden, ist nicht oder heute nicht Kunde der Firma, der diese Website "
        .. "gehört.",
    ["The administrator of the ERP creates the customer agreement with the enterprise company of this site."] =
        "Der Administrator des ERP legt die Kundenvereinbarung mit dem Unternehmen dieser Website an.",
    ["No location of the company that owns this site serves the company on whose behalf you log in."] =
        "Kein Standort der Firma, der diese Website gehört, betreut die Firma, für die Sie sich anmelden.",
    ["The administrator of the ERP sets the location that serves the customer."] =
        "Der Administrator des ERP trägt den Standort ein, der den Kunden betreut.",
    -- audit
    ["Audit"] = "Protokoll",
    ["Time"] = "Zeitpunkt",
    ["Action"] = "Vorgang",
    ["Result"] = "Ergebnis",
    ["Done by"] = "Durch",
    ["Before"] = "Vorher",
    ["After"] = "Nachher",
    ["Address"] = "Adresse",
    ["Nobody has changed access to this customer yet."] = "Noch hat niemand den Zugriff auf diesen Kunden geändert.",
    ["Who changed the access of whom, and when."] = "Wer wann wessen Zugriff geändert hat.",
    ["Access given"] = "Zugriff erteilt",
    ["Access changed"] = "Zugriff geändert",
    ["Access removed"] = "Zugriff entfernt",
    ["Done"] = "Ausgeführt",
    ["Refused"] = "Abgelehnt",
}
