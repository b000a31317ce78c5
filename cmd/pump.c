#include "cmd/pump.h"

#include <pthread.h>

#include "base/queue.h"

enum { N_BATCHES = 12 };

/* Batches go round: idle -> read -> full -> idle; without a classifier, read is full. */
struct pipeline {
	struct input *input;
	const struct classifier *classifier;
	struct queue *idle, *read, *full;
	int status; /* of the reader */
	struct err err;
};

/* Ends by closing `read`: at the end, on an error, or when a later stage has closed a queue. */
static void *read_all(void *context)
{
	struct pipeline *pipeline = context;
	struct batch *batch;

	while ((batch = queue_take(pipeline->idle))) {
		pipeline->status = input_next(pipeline->input, batch, &pipeline->err);
		if (pipeline->status <= 0 || !queue_put(pipeline->read, batch)) {
			batch_free(batch);
			break;
		}
	}
	queue_close(pipeline->read);
	return NULL;
}

static void *classify_all(void *context)
{
	struct pipeline *pipeline = context;
	struct cause_scratch *scratch = cause_scratch_new(pipeline->classifier);
	struct batch *batch;

	while ((batch = queue_take(pipeline->read))) {
		cause_batch(pipeline->classifier, scratch, batch);
		if (!queue_put(pipeline->full, batch)) {
			batch_free(batch);
			break;
		}
	}
	queue_close(pipeline->full);
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

static int write_all(struct pipeline *pipeline,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err)
{
	struct batch *batch;
	int status = 0;

	while (status == 0 && (batch = queue_take(pipeline->full))) {
		status = put(context, batch, err);
		if (!queue_put(pipeline->idle, batch))
			batch_free(batch);
	}
	queue_close(pipeline->full);
	queue_close(pipeline->read);
	queue_close(pipeline->idle);
	return status;
}

int pump(struct input *input, const struct classifier *classifier,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err)
{
	struct pipeline pipeline = {
		.input = input, .classifier = classifier, .idle = queue_new(N_BATCHES)};
	pthread_t reader, classify;
	bool has_reader, has_classify;
	int status = -1;

	pipeline.full = queue_new(N_BATCHES);
	pipeline.read = classifier ? queue_new(N_BATCHES) : pipeline.full;
	for (size_t i = 0; i < N_BATCHES; i++)
		queue_put(pipeline.idle, batch_new());
	has_reader = pthread_create(&reader, NULL, read_all, &pipeline) == 0;
	has_classify = has_reader && classifier &&
		       pthread_create(&classify, NULL, classify_all, &pipeline) == 0;
	if (!has_reader || (classifier && !has_classify)) {
		err_set(err, "cannot start a thread");
		queue_close(pipeline.idle);
		queue_close(pipeline.read);
	} else {
		status = write_all(&pipeline, put, context, err);
	}
	if (has_reader)
		pthread_join(reader, NULL);
	if (has_classify)
		pthread_join(classify, NULL);
	if (classifier)
		drain(pipeline.read);
	drain(pipeline.full);
	drain(pipeline.idle);
	if (status == 0 && pipeline.status < 0)
		status = err_set(err, "%s", pipeline.err.text);
	return status;
}
