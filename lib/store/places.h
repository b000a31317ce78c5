#pragma once
/* The table `identity`: which complaint has the place of which hash.
 *
 * A row holds many places, sorted, in one blob: `n` keys of 8 bytes, then their `n` complaints of 4
 * bytes, both little-endian. A load adds one row; it takes rows before it that are not much larger
 * into its own, so that there are never many. A table row per place would cost a first load half a
 * second per million, and a later one a search in the file per record.
 *
 *	places_load(&places, sql, &err);
 *	id = places_find(&places, key);
 *	places_save(&places, slots, n, &err);
 *	places_release(&places); */
#include "sql/sql.h"
#include "store/slots.h"

struct place_run {
	int64_t number; /* of the row */
	size_t n;
	unsigned char *bytes;
	uint32_t *starts; /* by the upper bits of a key, where keys with these begin */
};

struct places {
	struct sql *sql;
	struct place_run *runs;
	size_t n_runs, capacity;
};

/* Reads all of them: 12 bytes each, and a quarter of a byte to find them by. */
int places_load(struct places *places, struct sql *sql, struct err *err);
void places_release(struct places *places);

/* The complaint in that place, 0 for none. */
int64_t places_find(const struct places *places, int64_t key);
/* Brings what tells where the key is near, and when that has come what is there. */
void places_expect(const struct places *places, int64_t key);
void places_expect_known(const struct places *places, int64_t key);
size_t places_count(const struct places *places);

/* Writes the slots, sorted by slots_sort(), that are not stored yet. */
int places_save(struct places *places, const struct slot *slots, size_t n, struct err *err);
/* Takes the complaints from `first` on out of the table, and releases the places. */
int places_erase_from(struct places *places, uint32_t first, struct err *err);
