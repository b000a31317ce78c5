#include "base/worker.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

struct job {
	int (*run)(void *context, struct err *err);
	void *context;
};

struct worker {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t given, done;
	size_t most, first, n; /* jobs, the one that is being done included */
	size_t awaited;        /* the owner waits for fewer than that many; 0: it does not wait */
	bool is_ending, has_failed;
	struct err err;
	struct job jobs[];
};

static void finish_job(struct worker *worker, int status)
{
	worker->has_failed = worker->has_failed || status < 0;
	worker->first = (worker->first + 1) % worker->most;
	worker->n--;
	if (worker->n < worker->awaited)
		pthread_cond_signal(&worker->done);
}

static void *work(void *context)
{
	struct worker *worker = context;

	pthread_mutex_lock(&worker->mutex);
	for (;;) {
		struct job job;
		int status = 0;

		while (!worker->n && !worker->is_ending)
			pthread_cond_wait(&worker->given, &worker->mutex);
		if (!worker->n)
			break;
		job = worker->jobs[worker->first];
		if (!worker->has_failed) {
			pthread_mutex_unlock(&worker->mutex);
			status = job.run(job.context, &worker->err);
			pthread_mutex_lock(&worker->mutex);
		}
		finish_job(worker, status);
	}
	pthread_mutex_unlock(&worker->mutex);
	return NULL;
}

static void release(struct worker *worker)
{
	pthread_cond_destroy(&worker->given);
	pthread_cond_destroy(&worker->done);
	pthread_mutex_destroy(&worker->mutex);
	free(worker);
}

struct worker *worker_new(size_t most)
{
	struct worker *worker = mem_zalloc(sizeof *worker + most * sizeof *worker->jobs);

	worker->most = most;
	pthread_mutex_init(&worker->mutex, NULL);
	pthread_cond_init(&worker->given, NULL);
	pthread_cond_init(&worker->done, NULL);
	if (pthread_create(&worker->thread, NULL, work, worker) == 0)
		return worker;
	release(worker);
	return NULL;
}

void worker_free(struct worker *worker)
{
	if (!worker)
		return;
	pthread_mutex_lock(&worker->mutex);
	worker->is_ending = true;
	pthread_cond_signal(&worker->given);
	pthread_mutex_unlock(&worker->mutex);
	pthread_join(worker->thread, NULL);
	release(worker);
}

/* Until fewer than `n` jobs are left. */
static int wait_for(struct worker *worker, size_t n, struct err *err)
{
	worker->awaited = n;
	while (worker->n >= n)
		pthread_cond_wait(&worker->done, &worker->mutex);
	worker->awaited = 0;
	return worker->has_failed ? err_set(err, "%s", worker->err.text) : 0;
}

int worker_give(struct worker *worker, int (*run)(void *context, struct err *err), void *context,
	struct err *err)
{
	int status;

	if (!worker)
		return run(context, err);
	pthread_mutex_lock(&worker->mutex);
	status = wait_for(worker, worker->most, err);
	if (status == 0) {
		worker->jobs[(worker->first + worker->n++) % worker->most] =
			(struct job){run, context};
		if (worker->n == 1) /* else it is at work */
			pthread_cond_signal(&worker->given);
	}
	pthread_mutex_unlock(&worker->mutex);
	return status;
}

int worker_wait(struct worker *worker, struct err *err)
{
	int status;

	if (!worker)
		return 0;
	pthread_mutex_lock(&worker->mutex);
	status = wait_for(worker, 1, err);
	pthread_mutex_unlock(&worker->mutex);
	return status;
}
