#include "cmd/pump.h"

#include <pthread.h>

#include "base/queue.h"

enum { N_BATCHES = 12, MOST_LANES = 2 };

/* One of the ways that batches take by turns: they go round, idle -> read -> full -> idle, and come
 * out in the order they came in. Without a classifier there is one lane, and read is full. */
struct lane {
	const struct classifier *classifier;
	struct queue *read, *full;
	pthread_t thread;
	bool has_thread;
};

struct pipeline {
	struct input *input;
	struct queue *idle;
	struct lane lanes[MOST_LANES];
	size_t n_lanes;
	int status; /* of the reader */
	struct err err;
};

/* Ends by closing `read`: at the end, on an error, or when a later stage has closed a queue. */
static void *read_all(void *context)
{
	struct pipeline *pipeline = context;
	struct batch *batch;

	for (size_t turn = 0; (batch = queue_take(pipeline->idle)); turn++) {
		struct lane *lane = &pipeline->lanes[turn % pipeline->n_lanes];

		pipeline->status = input_next(pipeline->input, batch, &pipeline->err);
		if (pipeline->status <= 0 || !queue_put(lane->read, batch)) {
			batch_free(batch);
			break;
		}
	}
	for (size_t i = 0; i < pipeline->n_lanes; i++)
		queue_close(pipeline->lanes[i].read);
	return NULL;
}

static void *classify_all(void *context)
{
	struct lane *lane = context;
	struct cause_scratch *scratch = cause_scratch_new(lane->classifier);
	struct batch *batch;

	while ((batch = queue_take(lane->read))) {
		cause_batch(lane->classifier, scratch, batch);
		if (!queue_put(lane->full, batch)) {
			batch_free(batch);
			break;
		}
	}
	queue_close(lane->full);
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

static void close_all(struct pipeline *pipeline)
{
	queue_close(pipeline->idle);
	for (size_t i = 0; i < pipeline->n_lanes; i++) {
		queue_close(pipeline->lanes[i].read);
		queue_close(pipeline->lanes[i].full);
	}
}

/* A lane that has no more is the last one's: the turn after it has none either. */
static int write_all(struct pipeline *pipeline,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err)
{
	struct batch *batch;
	int status = 0;

	for (size_t turn = 0; status == 0; turn++) {
		batch = queue_take(pipeline->lanes[turn % pipeline->n_lanes].full);
		if (!batch)
			break;
		status = put(context, batch, err);
		if (!queue_put(pipeline->idle, batch))
			batch_free(batch);
	}
	close_all(pipeline);
	return status;
}

static bool start_lane(struct lane *lane, const struct classifier *classifier)
{
	*lane = (struct lane){.classifier = classifier, .full = queue_new(N_BATCHES)};
	lane->read = classifier ? queue_new(N_BATCHES) : lane->full;
	lane->has_thread =
		classifier && pthread_create(&lane->thread, NULL, classify_all, lane) == 0;
	return !classifier || lane->has_thread;
}

static void end_lane(struct lane *lane)
{
	if (lane->has_thread)
		pthread_join(lane->thread, NULL);
	if (lane->read != lane->full)
		drain(lane->read);
	drain(lane->full);
}

int pump(struct input *input, const struct classifier *classifier,
	int (*put)(void *context, const struct batch *batch, struct err *err), void *context,
	struct err *err)
{
	struct pipeline pipeline = {.input = input,
		.idle = queue_new(N_BATCHES),
		.n_lanes = classifier ? MOST_LANES : 1};
	pthread_t reader;
	bool has_all = true, has_reader;
	int status = -1;

	for (size_t i = 0; i < pipeline.n_lanes; i++)
		has_all = start_lane(&pipeline.lanes[i], classifier) && has_all;
	for (size_t i = 0; i < N_BATCHES; i++)
		queue_put(pipeline.idle, batch_new());
	has_reader = has_all && pthread_create(&reader, NULL, read_all, &pipeline) == 0;
	if (has_reader) {
		status = write_all(&pipeline, put, context, err);
		pthread_join(reader, NULL);
	} else {
		err_set(err, "cannot start a thread");
		close_all(&pipeline);
	}
	for (size_t i = 0; i < pipeline.n_lanes; i++)
		end_lane(&pipeline.lanes[i]);
	drain(pipeline.idle);
	if (status == 0 && pipeline.status < 0)
		status = err_set(err, "%s", pipeline.err.text);
	return status;
}
