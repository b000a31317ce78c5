#pragma once
/* A thread that does jobs one after the other while its owner goes on.
 *
 *	struct worker *worker = worker_new(16);
 *	worker_give(worker, write_block, block, &err);   // block is the job's until it is done
 *	worker_wait(worker, &err);                       // all are done, or one has failed
 *	worker_free(worker);
 *
 * A NULL worker is none: jobs are done at once. After a job that fails no other is begun. */
#include <stddef.h>

#include "base/err.h"

struct worker;

/* At most so many jobs wait or are being done. NULL when there can be no thread. */
struct worker *worker_new(size_t most);
void worker_free(struct worker *worker); /* after the jobs it was given */

/* Waits while there are too many. -1 when a job has failed, maybe an earlier one. */
int worker_give(struct worker *worker, int (*run)(void *context, struct err *err), void *context,
	struct err *err);
int worker_wait(struct worker *worker, struct err *err);
