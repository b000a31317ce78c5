#pragma once
/* Which contacts are one incident: complaint.master by duplicate_of.
 *
 * Complaints linked by duplicate_of are one set; its master is the earliest, of several of the same
 * instant the one that names no other. One that names a complaint that is not here counts for
 * itself until that one arrives. Only sets that a load touched, and links that dangle, are looked
 * at. */
#include "store/identity.h"
#include "store/internal.h"
#include "store/mark.h"

struct incidents {
	int64_t *touched;
	size_t n, capacity;
};

/* The complaint's duplicate_of or received changed, or it is new and has a duplicate_of. */
void incidents_touch(struct incidents *incidents, int64_t complaint);
void incidents_release(struct incidents *incidents);
/* Gives all complaints of touched sets their master. */
int incidents_resolve(struct incidents *incidents, struct store *store, struct reader *reader,
	struct identities *identities, struct marks *marks, struct err *err);
