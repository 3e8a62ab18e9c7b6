/* Local accounts: self-registration, a user's own data and password, and what ccadmin does to users. */
#ifndef CC_ACCOUNT_H
#define CC_ACCOUNT_H

#include "context.h"
#include "password.h"
#include "session.h"

/** What a new account is made from; texts as typed. */
typedef struct {
    const char *email, *full_name, *phone, *language, *company, *message, *password, *confirm_password;
} cc_registration_t;

typedef struct {
    int password_min_length;
    cc_password_cost_t cost;
    const char *const *languages; /**< offered codes, ends with NULL */
    const char *const *context;   /**< words that a password may not be made of (site title, company), ends with NULL */
    const char *blocklist;        /**< file of breached passwords, see blocklist.h; NULL: none */
} cc_account_rules_t;

/** Makes an EXT user whose login is the e-mail. CC_OK also when the address is taken: the caller must not learn
 *  it, and the existing account stays as it was. CC_INVALID with problems per form field. */
cc_status_t cc_account_register(cc_context_t *ctx, const cc_account_rules_t *rules, const cc_registration_t *in,
                                cc_problems_t *problems);

/** Changes the user's own name and language; NULL leaves a field as it is, and what is the same already is no change.
 */
cc_status_t cc_account_update(cc_context_t *ctx, const cc_account_rules_t *rules, int64_t user_id,
                              const char *full_name, const char *language, cc_problems_t *problems);

/** Checks a new password and its confirmation (fields `password`, `confirm_password`). CC_FAILED: the blocklist cannot
 *  be asked, which was logged; otherwise CC_OK, and `problems` say what is wrong. */
cc_status_t cc_account_check_password(cc_context_t *ctx, const cc_account_rules_t *rules, const cc_user_t *user,
                                      const char *password, const char *confirm, cc_problems_t *problems);

/** Sets a password that was checked and ends all sessions of the user. When `site` is given, whoever changes it does so
 *  by the session there with the token `*token`, which becomes that of a new one; CC_REFUSED: it has ended. */
cc_status_t cc_account_set_password(cc_context_t *ctx, const cc_account_rules_t *rules, int64_t user_id,
                                    const char *password, const char *site, const cc_session_limits_t *limits,
                                    const char **token);

/** Activates or deactivates (which ends all sessions) the user with this login. */
cc_status_t cc_account_set_active(cc_context_t *ctx, const char *login, bool active);

/** Forgets failed logins and ends a lockout. */
cc_status_t cc_account_unlock(cc_context_t *ctx, const char *login);

/** The user with this login (not e-mail), whatever their type and state. */
cc_status_t cc_account_by_login(cc_context_t *ctx, const char *login, cc_user_t *user);

#endif
