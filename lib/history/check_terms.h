#pragma once
/* Whether every id of a term, wherever the store has one, is that of a text of its own field.
 * Internal to check.c. Former marks, whose ids stand in JSON, are not looked at. */
#include "store/check_result.h"
#include "store/store.h"

/* The store's dictionary has been read, which tells of gaps in its ids. */
int check_terms(struct store *store, struct check_result *result, struct err *err);
