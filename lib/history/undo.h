#pragma once
/* Takes back what runs wrote: the store is what it was before them, and what they added is as if it
 * had never been there. Only their rows in `run` stay, with the time when they were taken back.
 *
 * Later runs have built on what earlier ones wrote (a version follows a version, a twin is counted
 * after its like), so a run goes with all that came after it or not at all. */
#include "store/store.h"

/* Run number `run`; when others came after it, only `with_later`, and with these. `now`: local
 * civil seconds. */
int store_undo(struct store *store, int64_t run, bool with_later, int64_t now, struct err *err);
