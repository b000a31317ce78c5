#include "base/queue.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	size_t capacity, first, n;
	bool is_closed;
	void *items[];
};

struct queue *queue_new(size_t capacity)
{
	struct queue *queue = mem_zalloc(sizeof *queue + capacity * sizeof *queue->items);

	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->capacity = capacity;
	return queue;
}

void queue_free(struct queue *queue)
{
	if (!queue)
		return;
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->mutex);
	free(queue);
}

bool queue_put(struct queue *queue, void *item)
{
	bool is_open;

	pthread_mutex_lock(&queue->mutex);
	while (queue->n == queue->capacity && !queue->is_closed)
		pthread_cond_wait(&queue->changed, &queue->mutex);
	is_open = !queue->is_closed;
	if (is_open)
		queue->items[(queue->first + queue->n++) % queue->capacity] = item;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
	return is_open;
}

void *queue_take(struct queue *queue)
{
	void *item = NULL;

	pthread_mutex_lock(&queue->mutex);
	while (!queue->n && !queue->is_closed)
		pthread_cond_wait(&queue->changed, &queue->mutex);
	if (queue->n) {
		item = queue->items[queue->first];
		queue->first = (queue->first + 1) % queue->capacity;
		queue->n--;
	}
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
	return item;
}

void queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->mutex);
	queue->is_closed = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
}
