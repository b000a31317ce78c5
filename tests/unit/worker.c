#include "base/worker.h"

#include <criterion/criterion.h>

enum { JOBS = 100 };

struct sum {
	int total, jobs_until_failure;
};

static int add_one(void *context, struct err *err)
{
	struct sum *sum = context;

	if (sum->jobs_until_failure-- == 0)
		return err_set(err, "no more");
	sum->total++;
	return 0;
}

Test(worker, does_all_jobs)
{
	struct worker *worker = worker_new(3);
	struct sum sum = {0, -1};
	struct err err;

	cr_assert(worker);
	for (int i = 0; i < JOBS; i++)
		cr_assert(worker_give(worker, add_one, &sum, &err) == 0);
	cr_assert(worker_wait(worker, &err) == 0);
	cr_assert(sum.total == JOBS);
	worker_free(worker);
}

Test(worker, begins_nothing_after_a_failure)
{
	struct worker *worker = worker_new(JOBS);
	struct sum sum = {0, 5};
	struct err err;

	for (int i = 0; i < JOBS; i++)
		worker_give(worker, add_one, &sum, &err);
	cr_assert(worker_wait(worker, &err) == -1);
	cr_assert_str_eq(err.text, "no more");
	cr_assert(sum.total == 5);
	worker_free(worker);
}

Test(worker, none_does_jobs_at_once)
{
	struct sum sum = {0, -1};
	struct err err;

	cr_assert(worker_give(NULL, add_one, &sum, &err) == 0);
	cr_assert(sum.total == 1);
	cr_assert(worker_wait(NULL, &err) == 0);
	worker_free(NULL);
}
