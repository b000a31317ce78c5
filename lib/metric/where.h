#pragma once
/* --by and --where as SQL over a row of complaint, of the cube or of exposure: names of columns
 * from the table of dimensions, and whole numbers. What the caller typed is bound, looked up, and
 * only its id is written. */
#include "metric/relations.h"

/* What the row is of: `c` of main.complaint or of main.daily, `x` of main.exposure. */
enum row_of { ROW_OF_FACTS, ROW_OF_CUBE, ROW_OF_EXPOSURE };

struct selection {
	struct buf keys[MAX_BY]; /* an expression for each --by; "0" as the only one without */
	size_t n_keys;
	struct buf where; /* " AND ..." of all conditions */
};

/* Temporary tables that the expressions need: values of extra columns, parts of causes. */
int where_prepare(const struct relations *relations, struct err *err);
int where_select(const struct relations *relations, enum row_of row, struct selection *selection,
	struct err *err);
/* Conditions on the population, over a row `x` of exposure. */
int where_population(const struct relations *relations, struct buf *where, struct err *err);
/* For each key `format` with @ for its expression and # for its number, `joint` between them. */
void selection_write(
	const struct selection *selection, const char *format, const char *joint, struct buf *out);
void selection_release(struct selection *selection);

/* All conditions of one kind (is, is not) on one field: `field [NOT] IN (ids)`, if there are any.
 * The caller frees the ids. */
int where_ids(const struct relations *relations, const struct by *field, bool is_not,
	bool *is_there, int64_t **ids, size_t *n, struct err *err);
/* Whether no condition before the i-th is on its field. */
bool where_is_first_of_field(const struct scope *scope, size_t i);

/* Whether any complaint has, or had, such a value. */
bool where_is_known(const struct relations *relations, const struct condition *condition);

/* Whether facts before the day `from` are only those that were not closed before the moment
 * `until`, when the first period that is shown begins: what is closed in it goes from its stock. */
bool where_is_unfinished(const struct relations *relations, int64_t *from, int64_t *until);
/* Whether rows that are no complaints count too. */
bool where_has_every_kind(const struct relations *relations);
/* The field `kind` is then 0 for complaints, whether blank or said, as it is in the cube. */
bool where_is_kind_of_every(const struct relations *relations, const struct by *field);
extern const char KIND_COMPLAINT[];

/* The cube that answers exactly: primary causes and at most one of its dimensions. False: none.
 * With every kind CUBE_TOTAL stands for itself and CUBE_LEFT_OUT. */
bool where_cube(const struct relations *relations, enum cube_dim *cube);

/* Whether rows are causes of complaints (temp.cause_parts k) and not complaints. */
bool where_has_parts(const struct relations *relations);
