-- The texts that only the back office has, beside i18n/de.lua.
return {
    ["Users have access to this customer on the sites of its present enterprise company. It stays with it."] =
        "Benutzer haben auf den Websites seines jetzigen Unternehmens Zugriff auf diesen Kunden. Er bleibt dabei.",
    -- navigators
    ["Back office"] = "Backoffice",
    ["Administration"] = "Verwaltung",
    ["Security"] = "Sicherheit",
    ["Users"] = "Benutzer",
    ["Customers"] = "Kunden",
    ["Parties"] = "Geschäftspartner",
    ["Customers - External Access"] = "Kunden – Externer Zugriff",
    ["Questions"] = "Fragen",
    ["Why"] = "Warum",
    ["There are no users yet."] = "Es gibt noch keine Benutzer.",
    ["There are no parties yet."] = "Es gibt noch keine Geschäftspartner.",
    ["A customer to whom nobody has access yet is opened from the form of its party:"] =
        "Ein Kunde, auf den noch niemand Zugriff hat, wird vom Formular seines Geschäftspartners aus geöffnet:",
    ["Nobody has access to any customer yet."] = "Noch hat niemand Zugriff auf einen Kunden.",
    ["Open"] = "Öffnen",
    ["Open {}"] = "{} öffnen",
    ["none"] = "keine",
    ["None"] = "Keine",
    ["Login"] = "Anmeldename",
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
        "Code der Firma, für die sich die Person anmeldet; siehe Geschäftspartner.",
    ["Code of the person that this user is; empty: none."] = "Code der Person, die dieser Benutzer ist; leer: keine.",
    ["Code of the company on whose behalf the person logs in; empty: none."] =
        "Code der Firma, für die sich die Person anmeldet; leer: keine.",
    ["Edit the person {}"] = "Die Person {} bearbeiten",
    ["Person {}"] = "Person {}",
    ["Users who are this person"] = "Benutzer, die diese Person sind",
    ["The person was saved."] = "Die Person wurde gespeichert.",
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
    ["Parent party"] = "Übergeordneter Geschäftspartner",
    ["Party {}"] = "Geschäftspartner {}",
    ["Preview"] = "Vorschau",
    ["Preview: nothing is saved yet"] = "Vorschau: noch ist nichts gespeichert",
    ["Registered"] = "Registriert",
    ["Save and close"] = "Speichern und schließen",
    ["Takes no access away: that ends with the last day of an agreement."] =
        "Entfernt keinen Zugriff: Dieser endet mit dem letzten Tag einer Vereinbarung.",
    ["Serviced By Enterprise Company Location"] = "Betreut von Standort",
    ["The agreements that make this party a customer. All changes are saved together, or none."] =
        "Die Vereinbarungen, die diesen Geschäftspartner zum Kunden machen. Alle Änderungen werden zusammen "
        .. "gespeichert oder keine.",
    ["The number of a customer stays as it is."] = "Die Nummer eines Kunden bleibt, wie sie ist.",
    ["The party and its customers were saved."] = "Der Geschäftspartner und seine Kunden wurden gespeichert.",
    ["The person was created and assigned to the user."] = "Die Person wurde angelegt und dem Benutzer zugeordnet.",
    ["The user has the person {} now; the new one takes its place."] =
        "Der Benutzer hat jetzt die Person {}; die neue tritt an ihre Stelle.",
    ["The user was saved."] = "Der Benutzer wurde gespeichert.",
    ["There is a customer {} already."] = "Es gibt schon einen Kunden {}.",
    ["This row is no longer there. Please open the form again."] =
        "Diese Zeile gibt es nicht mehr. Bitte öffnen Sie das Formular erneut.",
    ["Thru"] = "Bis einschließlich",
    ["Unified identification number"] = "Identifikationsnummer",
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
    ["There is no party {}."] = "Es gibt keinen Geschäftspartner {}.",
    ["There is no person {}."] = "Es gibt keine Person {}.",
    ["A date such as 2026-01-31 is needed here."] = "Hier wird ein Datum wie 2026-01-31 gebraucht.",
    ["A language code such as en is needed here."] = "Hier wird ein Sprachcode wie en gebraucht.",
    ["A login has 1 to 254 characters without blanks and <>[]\", and does not mix Latin and other letters."] =
        "Ein Anmeldename hat 1 bis 254 Zeichen ohne Leerzeichen und <>[]\" und mischt lateinische nicht mit "
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
    ["Further rows that are kept in the form: {}"] = "Weitere Zeilen, die im Formular erhalten bleiben: {}",
    ["Days back access of {}, empty for unlimited"] = "Zugriff rückwirkend (Tage) für {}, leer: unbegrenzt",
    ["Enterprise company"] = "Unternehmen",
    ["(new user)"] = "(neuer Benutzer)",
    ["Login of the new user"] = "Anmeldename des neuen Benutzers",
    ["Notes on {}"] = "Notizen zu {}",
    ["Nothing would change."] = "Es würde sich nichts ändern.",
    ["Party"] = "Geschäftspartner",
    ["Role of {}"] = "Rolle von {}",
    ["Rows without a user are left out. A new Owner cannot be changed or removed afterwards."] =
        "Zeilen ohne Benutzer werden ausgelassen. Ein neuer Inhaber kann danach weder geändert noch entfernt werden.",
    ["Was removed by somebody else meanwhile. Untick Remove to add it again."] =
        "Wurde inzwischen von jemand anderem entfernt. Ohne Häkchen bei Entfernen kommt die Zeile wieder hinzu.",
    ["What happens"] = "Was geschieht",
    ["Will be added"] = "Wird hinzugefügt",
    ["Will be changed. Before: {}"] = "Wird geändert. Vorher: {}",
    ["Will be removed. Before: {}"] = "Wird entfernt. Vorher: {}",
    ["Your changes"] = "Ihre Änderungen",
    ["The user of a row cannot be changed. Remove the row and add another."] =
        "Der Benutzer einer Zeile kann nicht geändert werden. Entfernen Sie die Zeile und fügen Sie eine andere hinzu.",
    ["There is no user with this login."] = "Es gibt keinen Benutzer mit diesem Anmeldenamen.",
    ["Only active users of type INT or EXT can be given access."] =
        "Nur aktive Benutzer vom Typ INT oder EXT können Zugriff erhalten.",
    ["This user is in another row already."] = "Dieser Benutzer steht schon in einer anderen Zeile.",
    ["There is no such row of this customer."] = "Dieser Kunde hat keine solche Zeile.",
    ["This row was sent more than once."] = "Diese Zeile wurde mehrmals gesendet.",
    ["holds"] = "gilt",
    ["broken"] = "unterbrochen",
    ["not asked"] = "nicht geprüft",
    ["note"] = "Hinweis",
    ["Ask"] = "Prüfen",
    ["Enterprise company of the site"] = "Unternehmen der Website",
    ["Number of an order or invoice"] = "Nummer eines Auftrags oder einer Rechnung",
    ["Optional: why the user does or does not see it."] = "Optional: warum der Benutzer den Beleg sieht oder nicht.",
    ["Access by external access"] = "Zugriff über externen Zugriff",
    ["Access by person and parent party (older model)"] =
        "Zugriff über Person und übergeordneten Geschäftspartner (älteres Modell)",
    ["Sees the order"] = "Sieht den Auftrag",
    ["Sees the invoice"] = "Sieht die Rechnung",
    ["There is no user {}."] = "Es gibt keinen Benutzer {}.",
    ["The user type {} may log in."] = "Der Benutzertyp {} darf sich anmelden.",
    ["Set the user type to EXT or INT."] = "Setzen Sie den Benutzertyp auf EXT oder INT.",
    ["The user is active."] = "Der Benutzer ist aktiv.",
    ["Activate the user."] = "Aktivieren Sie den Benutzer.",
    ["The account is locked until {}, after failed logins."] =
        "Das Konto ist nach fehlgeschlagenen Anmeldungen bis {} gesperrt.",
    ["Unlock the user, or wait."] = "Entsperren Sie den Benutzer, oder warten Sie.",
    ["The site has an enterprise company that is known."] = "Die Website hat ein bekanntes Unternehmen.",
    ["Set ClientCenterEnterpriseCompany in the configuration of the site."] =
        "Setzen Sie ClientCenterEnterpriseCompany in der Konfiguration der Website.",
    ["The user has an external access row for a customer of this enterprise company."] =
        "Der Benutzer hat eine Zeile für externen Zugriff bei einem Kunden dieses Unternehmens.",
    ["Add the user to the external access of a customer."] =
        "Nehmen Sie den Benutzer in den externen Zugriff eines Kunden auf.",
    ["The agreement of such a customer is in force today."] = "Die Vereinbarung eines solchen Kunden gilt heute.",
    ["Set the dates of the customer's agreement."] = "Setzen Sie die Daten der Vereinbarung des Kunden.",
    ["External access: {}: {}, {}"] = "Externer Zugriff: {}: {}, {}",
    ["1 day back"] = "1 Tag zurück",
    ["{} days back"] = "{} Tage zurück",
    ["Sees the order (older model)"] = "Sieht den Auftrag (älteres Modell)",
    ["Sees the invoice (older model)"] = "Sieht die Rechnung (älteres Modell)",
    ["The user has a customer by person and parent party: {}"] =
        "Der Benutzer hat über Person und übergeordneten Geschäftspartner einen Kunden: {}",
    ["It is a document of this customer; it belongs to {}."] = "Es ist ein Beleg dieses Kunden; er gehört zu {}.",
    ["The role is that of the site (ClientCenterParentPartyRole, L40 if it is not set): L20 and above see orders, "
        .. "L30 and above their prices."] =
        "Die Rolle ist die der Website (ClientCenterParentPartyRole, ohne Angabe L40): ab L20 sind Aufträge zu "
        .. "sehen, ab L30 ihre Preise.",
    ["The role is that of the site (ClientCenterParentPartyRole, L40 if it is not set): L40 and above see invoices."] =
        "Die Rolle ist die der Website (ClientCenterParentPartyRole, ohne Angabe L40): ab L40 sind Rechnungen zu "
        .. "sehen.",
    ["The user has a person: {}"] = "Der Benutzer hat eine Person: {}",
    ["Define a person for the user."] = "Legen Sie eine Person für den Benutzer fest.",
    ["The person has a parent party: {}"] = "Die Person hat einen übergeordneten Geschäftspartner: {}",
    ["Set the parent party to the company on whose behalf the person logs in."] =
        "Setzen Sie den übergeordneten Geschäftspartner auf die Firma, für die sich die Person anmeldet.",
    ["The parent party is a customer: {}"] = "Der übergeordnete Geschäftspartner ist ein Kunde: {}",
    ["Make the parent party a customer."] = "Machen Sie den übergeordneten Geschäftspartner zum Kunden.",
    ["It is a customer of this site's enterprise company today."] =
        "Er ist heute Kunde des Unternehmens dieser Website.",
    ["Create the customer agreement, or correct its dates."] =
        "Legen Sie die Kundenvereinbarung an oder berichtigen Sie ihre Daten.",
    ["A location serves the customer: {}"] = "Ein Standort betreut den Kunden: {}",
    ["Set the location that serves the customer."] = "Tragen Sie den Standort ein, der den Kunden betreut.",
    ["The user has access to its customer {}."] = "Der Benutzer hat Zugriff auf den Kunden des Belegs, {}.",
    ["Add the user to the external access of this customer."] =
        "Nehmen Sie den Benutzer in den externen Zugriff dieses Kunden auf.",
    ["The agreement of its customer is in force today."] = "Die Vereinbarung dieses Kunden gilt heute.",
    ["The older model takes one customer of a party. End the agreement of the other one."] =
        "Das ältere Modell nimmt einen Kunden eines Geschäftspartners. Beenden Sie die Vereinbarung des anderen.",
    ["The role {} may see documents of this kind."] = "Die Rolle {} darf Belege dieser Art sehen.",
    ["Give a role that includes it: L20 for orders, L40 for invoices."] =
        "Vergeben Sie eine Rolle, die das einschließt: L20 für Aufträge, L40 für Rechnungen.",
    ["Its date is within the days back access: {}"] = "Das Datum des Belegs liegt im erlaubten Zeitraum: {}",
    ["Give more days back."] = "Erlauben Sie mehr zurückliegende Tage.",
    ["Its document type is {}; the settings of a site may leave types out."] =
        "Die Belegart ist {}; die Einstellungen einer Website können Belegarten auslassen.",
    ["Prices are shown from L30 on."] = "Preise werden ab L30 gezeigt.",
    ["There is an order {} of this enterprise company."] = "Es gibt einen Auftrag {} dieses Unternehmens.",
    ["There is an invoice {} of this enterprise company."] = "Es gibt eine Rechnung {} dieses Unternehmens.",
    ["Check the number; the ERP may not have sent the document yet."] =
        "Prüfen Sie die Nummer; das ERP hat den Beleg vielleicht noch nicht geschickt.",
    -- audit
    ["Detail"] = "Details",
    ["Nothing has been recorded yet."] = "Noch ist nichts aufgezeichnet.",
    ["E-mail looked up"] = "E-Mail nachgeschlagen",
    ["Own account changed"] = "Eigenes Konto geändert",
    ["Change in the back office"] = "Änderung im Backoffice",
    ["Customer added"] = "Kunde angelegt",
    ["Customer changed"] = "Kunde geändert",
    ["Customer removed"] = "Kunde entfernt",
    ["Records loaded"] = "Datensätze geladen",
    ["Party changed"] = "Geschäftspartner geändert",
    ["Password changed"] = "Passwort geändert",
    ["Password asked for again"] = "Passwort erneut abgefragt",
    ["Person created"] = "Person angelegt",
    ["Person changed"] = "Person geändert",
    ["Account created"] = "Konto erstellt",
    ["Session ended"] = "Sitzung beendet",
    ["All sessions ended"] = "Alle Sitzungen beendet",
    ["Signed in"] = "Angemeldet",
    ["Signed out"] = "Abgemeldet",
    ["User activated"] = "Benutzer aktiviert",
    ["User added"] = "Benutzer angelegt",
    ["User deactivated"] = "Benutzer deaktiviert",
    ["User changed"] = "Benutzer geändert",
    ["User locked"] = "Benutzer gesperrt",
    ["User unlocked"] = "Benutzer entsperrt",
    ["Failed"] = "Fehlgeschlagen",
    ["Locked"] = "Gesperrt",
}
