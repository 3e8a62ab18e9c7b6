-- The texts that only the back office has, beside i18n/de.lua.
return {
    ["Users have access to this customer on the sites of its present enterprise company. It stays with it."] =
        "Benutzer haben auf den Sites seines jetzigen Unternehmens Zugriff auf diesen Kunden. Er bleibt dabei.",
    -- navigators
    ["Back office"] = "Backoffice",
    ["Administration"] = "Verwaltung",
    ["Security"] = "Sicherheit",
    ["Users"] = "Benutzer",
    ["Customers"] = "Kunden",
    ["Parties"] = "Parteien",
    ["Customers - External Access"] = "Kunden – Externer Zugriff",
    ["Questions"] = "Fragen",
    ["Why"] = "Warum",
    ["Audit"] = "Protokoll",
    ["There are no users yet."] = "Es gibt noch keine Benutzer.",
    ["There are no parties yet."] = "Es gibt noch keine Parteien.",
    ["Nobody has access to any customer yet."] = "Noch hat niemand Zugriff auf einen Kunden.",
    ["Open"] = "Öffnen",
    ["Open {}"] = "{} öffnen",
    ["none"] = "keine",
    ["None"] = "Keine",
    ["Login"] = "Login",
    ["Name"] = "Name",
    ["User type"] = "Benutzertyp",
    ["Is Admin"] = "Administrator",
    ["Person"] = "Person",
    ["Active"] = "Aktiv",
    ["Code"] = "Code",
    -- users, persons, parties
    ["(choose)"] = "(bitte wählen)",
    ["Added:"] = "Hinzugefügt:",
    ["Changed:"] = "Geändert:",
    ["Removed:"] = "Entfernt:",
    ["Refused:"] = "Abgelehnt:",
    ["Code of the company on whose behalf the person logs in; see Parties."] =
        "Code der Firma, für die sich die Person anmeldet; siehe Parteien.",
    ["Code of the person that this user is; empty: none."] = "Code der Person, die dieser Benutzer ist; leer: keine.",
    ["Create a person for this user"] = "Eine Person für diesen Benutzer anlegen",
    ["Create a person"] = "Person anlegen",
    ["Create and assign"] = "Anlegen und zuordnen",
    ["Deactivating ends all sessions of the user at once."] =
        "Deaktivieren beendet sofort alle Sitzungen des Benutzers.",
    ["Enterprise Company"] = "Unternehmen",
    ["Failed logins"] = "Fehlgeschlagene Anmeldungen",
    ["First name"] = "Vorname",
    ["Last name"] = "Nachname",
    ["Internal users with this box ticked can use the back office."] =
        "Interne Benutzer mit diesem Haken können das Backoffice benutzen.",
    ["Locked until"] = "Gesperrt bis",
    ["No customer would change."] = "Kein Kunde würde sich ändern.",
    ["Number of a new customer"] = "Nummer eines neuen Kunden",
    ["Number"] = "Nummer",
    ["Only INT (internal) and EXT (external) users can log in."] =
        "Nur Benutzer mit INT (intern) und EXT (extern) können sich anmelden.",
    ["Open sessions"] = "Offene Sitzungen",
    ["Parent party"] = "Übergeordnete Partei",
    ["Party {}"] = "Partei {}",
    ["Preview"] = "Vorschau",
    ["Preview: nothing is saved yet"] = "Vorschau: noch ist nichts gespeichert",
    ["Registered"] = "Registriert",
    ["Save and close"] = "Speichern und schließen",
    ["Serviced By Location"] = "Betreut von Standort",
    ["The agreements that make this party a customer. All changes are saved together, or none."] =
        "Die Vereinbarungen, die diese Partei zum Kunden machen. Alle Änderungen werden zusammen gespeichert "
        .. "oder keine.",
    ["The number of a customer stays as it is."] = "Die Nummer eines Kunden bleibt, wie sie ist.",
    ["The party and its customers were saved."] = "Die Partei und ihre Kunden wurden gespeichert.",
    ["The person was created and assigned to the user."] = "Die Person wurde angelegt und dem Benutzer zugeordnet.",
    ["The user has the person {} now; the new one takes its place."] =
        "Der Benutzer hat jetzt die Person {}; die neue tritt an ihre Stelle.",
    ["The user was saved."] = "Der Benutzer wurde gespeichert.",
    ["There is a customer {} already."] = "Es gibt schon einen Kunden {}.",
    ["This row is no longer there. Please open the form again."] =
        "Diese Zeile gibt es nicht mehr. Bitte öffnen Sie das Formular erneut.",
    ["Thru"] = "Bis einschließlich",
    ["Unique number"] = "UIN",
    ["Unlock: forget the failed logins"] = "Entsperren: fehlgeschlagene Anmeldungen vergessen",
    ["Why does this user see what they see?"] = "Warum sieht dieser Benutzer, was er sieht?",
    ["Your own user type, active flag and is-admin are changed by another administrator."] =
        "Ihren eigenen Benutzertyp, Aktiv und Administrator ändert ein anderer Administrator.",
    ["new customer {}"] = "neuer Kunde {}",
    ["no"] = "nein",
    ["yes"] = "ja",
    ["Nobody changes this for themselves; ask another administrator."] =
        "Das ändert niemand für sich selbst; bitten Sie einen anderen Administrator.",
    ["Users have access to this customer. End the agreement by a last day instead."] =
        "Benutzer haben Zugriff auf diesen Kunden. Beenden Sie die Vereinbarung stattdessen durch einen "
        .. "letzten Tag.",
    ["This customer has documents. End the agreement by a last day instead."] =
        "Dieser Kunde hat Belege. Beenden Sie die Vereinbarung stattdessen durch einen letzten Tag.",
    ["There is no party {}."] = "Es gibt keine Partei {}.",
    ["There is no person {}."] = "Es gibt keine Person {}.",
    ["A date such as 2026-01-31 is needed here."] = "Hier wird ein Datum wie 2026-01-31 gebraucht.",
    ["A language code such as en is needed here."] = "Hier wird ein Sprachcode wie en gebraucht.",
    ["A login has 1 to 254 characters without blanks and <>[]\", and does not mix Latin and other letters."] =
        "Ein Login hat 1 bis 254 Zeichen ohne Leerzeichen und <>[]\" und mischt lateinische nicht mit "
        .. "anderen Buchstaben.",
    ["Another user signs in by this name."] = "Unter diesem Namen meldet sich ein anderer Benutzer an.",
    ["INT, EXT, SYS, APP, VIR, INI or INE is allowed."] = "INT, EXT, SYS, APP, VIR, INI oder INE ist erlaubt.",
    ["The enterprise company has no location {}."] = "Das Unternehmen hat keinen Standort {}.",
    ["The last day must not be before the first ({})."] = "Der letzte Tag darf nicht vor dem ersten ({}) liegen.",
    ["This customer has documents of its present enterprise company and stays with it."] =
        "Dieser Kunde hat Belege seines jetzigen Unternehmens und bleibt dabei.",

    -- the External Access panel
    ["External Access"] = "Externer Zugriff",
    ["Add users"] = "Benutzer hinzufügen",
    ["Add a row"] = "Zeile hinzufügen",
    ["And {} further rows, which are kept in the form."] =
        "Und {} weitere Zeilen, die im Formular erhalten bleiben.",
    ["Days back access of {}, empty for unlimited"] = "Zugriff zurück in Tagen für {}, leer für unbegrenzt",
    ["Enterprise company"] = "Unternehmen",
    ["Login of the new user"] = "Login des neuen Benutzers",
    ["Notes on {}"] = "Notizen zu {}",
    ["Nothing would change."] = "Es würde sich nichts ändern.",
    ["Party"] = "Partei",
    ["Refused"] = "Abgelehnt",
    ["Role of {}"] = "Rolle von {}",
    ["Rows without a user are left out. A new Owner cannot be changed or removed afterwards."] =
        "Zeilen ohne Benutzer werden ausgelassen. Ein neuer Owner kann danach weder geändert noch entfernt werden.",
    ["Served by"] = "Betreut von",
    ["Was removed by somebody else meanwhile"] = "Wurde inzwischen von jemand anderem entfernt",
    ["What happens"] = "Was geschieht",
    ["Will be added"] = "Wird hinzugefügt",
    ["Will be changed. Before: {}"] = "Wird geändert. Vorher: {}",
    ["Will be removed. Before: {}"] = "Wird entfernt. Vorher: {}",
    ["Your changes"] = "Ihre Änderungen",
    ["{}, {} days back"] = "{}, {} Tage zurück",
    ["The user of a row cannot be changed. Remove the row and add another."] =
        "Der Benutzer einer Zeile kann nicht geändert werden. Entfernen Sie die Zeile und fügen Sie eine andere hinzu.",
    ["There is no user with this login."] = "Es gibt keinen Benutzer mit diesem Login.",
    ["Only active users of type INT or EXT can be given access."] =
        "Nur aktive Benutzer vom Typ INT oder EXT können Zugriff erhalten.",
    ["This user is in another row already."] = "Dieser Benutzer steht schon in einer anderen Zeile.",
    ["There is no such row of this customer."] = "Dieser Kunde hat keine solche Zeile.",
    ["This row was sent more than once."] = "Diese Zeile wurde mehrmals gesendet.",
}
