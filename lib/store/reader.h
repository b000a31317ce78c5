#pragma once
/* Complaints out of the store, one by its id. */
#include "sql/sql.h"
#include "store/fact.h"

struct reader {
	struct stmt *facts, *narrative;
};

int reader_init(struct reader *reader, struct sql *sql, struct err *err);
void reader_release(struct reader *reader);

/* The facts. Ids come from the store: one that is not there makes it a damaged one. */
int reader_facts(struct reader *reader, int64_t id, int64_t fact[N_FACTS], struct err *err);
/* All of it; its texts are good until the next call. */
int reader_complaint(
	struct reader *reader, int64_t id, struct complaint *complaint, struct err *err);
