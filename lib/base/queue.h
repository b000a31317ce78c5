#pragma once
/* A bounded queue of pointers between two threads.
 *
 *	struct queue *queue = queue_new(8);
 *	queue_put(queue, batch);                // waits while it is full; false: it was closed
 *	while ((batch = queue_take(queue)))     // waits while it is empty; NULL: closed and empty
 *		...
 *	queue_close(queue);                     // either side: no more
 *	queue_free(queue); */
#include <stdbool.h>
#include <stddef.h>

struct queue;

struct queue *queue_new(size_t capacity);
void queue_free(struct queue *queue); /* what is still in it is the caller's */
bool queue_put(struct queue *queue, void *item);
void *queue_take(struct queue *queue);
void queue_close(struct queue *queue);
