#pragma once
/* The cube `daily`: signed changes gathered in memory and applied in the transaction that changes
 * the facts. */
#include "sql/sql.h"
#include "store/fact.h"

struct cube;

struct cube *cube_new(void);
void cube_free(struct cube *cube);

/* Complaint `old` (NULL: none) became `new` (NULL: none). */
void cube_change(struct cube *cube, const int64_t old[N_FACTS], const int64_t new[N_FACTS]);
/* Writes the changes to the table and forgets them. */
int cube_apply(struct cube *cube, struct sql *sql, struct err *err);

/* The table's rows as they follow from the facts: SELECT dim, value, cause, day, contacts,
 * incidents. */
extern const char CUBE_RECOMPUTED[];
