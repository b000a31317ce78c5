#include "cmd/pump.h"

#include <pthread.h>

#include "base/queue.h"

enum { N_BATCHES = 8 };

struct reading {
	struct input *input;
	const struct classifier *classifier;
	struct queue *full, *idle;
	int status;
	struct err err;
};

/* Ends by closing `full`: at the end, on an error, or when the writer has closed `idle`. */
static void *read_all(void *context)
{
	struct reading *reading = context;
	struct cause_scratch *scratch =
		reading->classifier ? cause_scratch_new(reading->classifier) : NULL;
	struct batch *batch;

	while ((batch = queue_take(reading->idle))) {
		reading->status = input_next(reading->input, batch, &reading->err);
		if (reading->status > 0 && scratch)
			cause_batch(reading->classifier, scratch, batch);
		if (reading->status <= 0 || !queue_put(reading->full, batch)) {
			batch_free(batch);
			break;
		}
	}
	queue_close(reading->full);
	cause_scratch_free(scratch);
	return NULL;
}

static void drain(struct queue *queue)
{
	struct batch *batch;

	queue_close(queue);
	while ((batch = queue_take(queue)))
		batch_free(batch);
	queue_free(queue);
}

int pump(struct input *input, const struct classifier *classifier,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err)
{
	struct reading reading = {input, classifier, queue_new(N_BATCHES), queue_new(N_BATCHES)};
	struct batch *batch;
	pthread_t thread;
	int status = 0;

	for (size_t i = 0; i < N_BATCHES; i++)
		queue_put(reading.idle, batch_new());
	if (pthread_create(&thread, NULL, read_all, &reading) != 0) {
		drain(reading.full);
		drain(reading.idle);
		return err_set(err, "cannot start a thread");
	}
	while (status == 0 && (batch = queue_take(reading.full))) {
		status = put(context, batch, err);
		queue_put(reading.idle, batch);
	}
	queue_close(reading.idle);
	queue_close(reading.full);
	pthread_join(thread, NULL);
	drain(reading.full);
	drain(reading.idle);
	if (status == 0 && reading.status < 0)
		status = err_set(err, "%s", reading.err.text);
	return status;
}
