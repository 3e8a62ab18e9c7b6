/* The back office's form of a person, and the one that makes a person for a user. */
#ifndef CC_PERSON_ADMIN_H
#define CC_PERSON_ADMIN_H

#include "backoffice.h"
#include "master.h"

#include <apr_tables.h>

/** A user who is this person. */
typedef struct {
    int64_t id;
    const char *display; /**< `{Name} <{Login}> [{UserType}]` */
} cc_person_user_t;

typedef struct {
    cc_person_t person;
    const char *parent_name; /**< NULL without a parent party */
    int version;
    apr_array_header_t *users; /**< of cc_person_user_t, at most 100, oldest first */
} cc_person_record_t;

/** CC_NOT_FOUND: there is no person with this code. */
cc_status_t cc_person_record_get(cc_context_t *ctx, const char *code, cc_person_record_t *record);

/** Saves names and parent party (a code; NULL: none) of the person with the code of `changes`, as the administrator
 *  `ctx->actor_id`. CC_CONFLICT: `version` is not the present one. Problems are on `first_name`, `last_name`,
 *  `parent_party`. Each user who is this person has the change in their audit. */
cc_status_t cc_person_admin_save(cc_context_t *ctx, const cc_person_t *changes, int version, cc_problems_t *problems);

/** Makes a person with a new code and assigns it to the user. Problems as above; the parent party is needed. */
cc_status_t cc_person_add(cc_context_t *ctx, int64_t user_id, const char *first_name, const char *last_name,
                          const char *parent_party, cc_problems_t *problems);

#endif
